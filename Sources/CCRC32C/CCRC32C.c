#include "CCRC32C.h"

#if defined(__x86_64__)

#include <nmmintrin.h>

#define WITH_INSTRUCTION __attribute__((target("sse4.2")))
#define ADD_WORD(remainder, word) _mm_crc32_u64(remainder, word)
#define ADD_BYTE(remainder, byte) _mm_crc32_u8(remainder, byte)

bool crc32c_has_instruction(void) { return __builtin_cpu_supports("sse4.2"); }

#elif defined(__aarch64__)

#include <arm_acle.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

#define WITH_INSTRUCTION __attribute__((target("crc")))
#define ADD_WORD(remainder, word) __crc32cd((uint32_t)(remainder), word)
#define ADD_BYTE(remainder, byte) __crc32cb(remainder, byte)

bool crc32c_has_instruction(void) {
#if defined(__linux__)
  // HWCAP_CRC32
  return (getauxval(AT_HWCAP) & (1 << 7)) != 0;
#else
  // All 64-bit processors of Apple have it.
  return true;
#endif
}

#else

#define WITH_INSTRUCTION
#define ADD_WORD(remainder, word) (remainder)
#define ADD_BYTE(remainder, byte) (remainder)

bool crc32c_has_instruction(void) { return false; }

#endif

WITH_INSTRUCTION
uint64_t crc32c_add_to_pair(
    uint64_t pair, uint64_t first, uint64_t firstNext, uint64_t second, uint64_t secondNext) {
  uint64_t low = ADD_WORD(pair & 0xffffffff, first);
  uint64_t high = ADD_WORD(pair >> 32, second);
  low = ADD_WORD(low, firstNext);
  high = ADD_WORD(high, secondNext);
  return low | high << 32;
}

WITH_INSTRUCTION
uint32_t crc32c_add_words(
    uint32_t remainder, uint64_t first, uint64_t second, uint64_t third, uint64_t fourth) {
  uint64_t value = ADD_WORD((uint64_t)remainder, first);
  value = ADD_WORD(value, second);
  value = ADD_WORD(value, third);
  return (uint32_t)ADD_WORD(value, fourth);
}

WITH_INSTRUCTION
uint32_t crc32c_add_bytes(uint32_t remainder, uint64_t word, int count) {
  if (count >= 8) return (uint32_t)ADD_WORD((uint64_t)remainder, word);
  for (; count > 0; count--, word >>= 8) remainder = ADD_BYTE(remainder, (uint8_t)word);
  return remainder;
}
