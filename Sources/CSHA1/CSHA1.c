#include "CSHA1.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

bool sha1_has_instructions(void) {
  unsigned a, b, c, d;
  // Leaf 7 reports SHA in bit 29 of EBX; every such processor has the shuffles of SSE4.1.
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 29)) != 0;
}

#define WITH_INSTRUCTIONS __attribute__((target("sha,sse4.1")))

WITH_INSTRUCTIONS
static __m128i quarter(struct sha1_quarter words) {
  // The upper half of a word pair is the earlier word, which the instructions expect in the higher lane.
  return _mm_set_epi64x((long long)words.high, (long long)words.low);
}

/// The four words after sixteen (RFC 3174, section 6.2).
WITH_INSTRUCTIONS
static __m128i next(__m128i first, __m128i second, __m128i third, __m128i fourth) {
  return _mm_sha1msg2_epu32(_mm_xor_si128(_mm_sha1msg1_epu32(first, second), third), fourth);
}

WITH_INSTRUCTIONS
struct sha1_words sha1_of_block(
    struct sha1_quarter first, struct sha1_quarter second, struct sha1_quarter third,
    struct sha1_quarter fourth) {
  const __m128i start = _mm_set_epi32(
      0x67452301, (int)0xefcdab89, (int)0x98badcfe, 0x10325476);
  const __m128i startLast = _mm_set_epi32((int)0xc3d2e1f0, 0, 0, 0);
  __m128i words[4] = {quarter(first), quarter(second), quarter(third), quarter(fourth)};
  __m128i state = start;
  __m128i before = start;

// Four rounds with the function and constant of a kind; the fifth word comes from the state four rounds ago.
#define ROUNDS(group, kind)                                                            \
  {                                                                                    \
    if ((group) >= 4)                                                                  \
      words[(group) & 3] = next(                                                       \
          words[(group) & 3], words[((group) + 1) & 3], words[((group) + 2) & 3],      \
          words[((group) + 3) & 3]);                                                   \
    __m128i last = (group) == 0 ? _mm_add_epi32(startLast, words[0])                   \
                                : _mm_sha1nexte_epu32(before, words[(group) & 3]);     \
    before = state;                                                                    \
    state = _mm_sha1rnds4_epu32(state, last, kind);                                    \
  }
  ROUNDS(0, 0) ROUNDS(1, 0) ROUNDS(2, 0) ROUNDS(3, 0) ROUNDS(4, 0)
  ROUNDS(5, 1) ROUNDS(6, 1) ROUNDS(7, 1) ROUNDS(8, 1) ROUNDS(9, 1)
  ROUNDS(10, 2) ROUNDS(11, 2) ROUNDS(12, 2) ROUNDS(13, 2) ROUNDS(14, 2)
  ROUNDS(15, 3) ROUNDS(16, 3) ROUNDS(17, 3) ROUNDS(18, 3) ROUNDS(19, 3)

  const __m128i sum = _mm_add_epi32(state, start);
  const __m128i last = _mm_sha1nexte_epu32(before, startLast);
  struct sha1_words digest = {
      (uint64_t)_mm_extract_epi64(sum, 1), (uint64_t)_mm_extract_epi64(sum, 0),
      (uint32_t)_mm_extract_epi32(last, 3)};
  return digest;
}

#else

bool sha1_has_instructions(void) { return false; }

struct sha1_words sha1_of_block(
    struct sha1_quarter first, struct sha1_quarter second, struct sha1_quarter third,
    struct sha1_quarter fourth) {
  (void)first, (void)second, (void)third, (void)fourth;
  struct sha1_words none = {0, 0, 0};
  return none;
}

#endif
