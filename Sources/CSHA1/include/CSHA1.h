#ifndef CSHA1_H
#define CSHA1_H

#include <stdbool.h>
#include <stdint.h>

// The processor's SHA-1 instructions, which Swift cannot express. All arguments are values: no pointer is passed, so that
// the callers stay memory-safe.

/// A block, four words in each part, the first word in the upper half of `high`.
struct sha1_quarter {
  uint64_t high;
  uint64_t low;
};

/// A digest: four words as in a quarter, and the fifth.
struct sha1_words {
  uint64_t high;
  uint64_t low;
  uint32_t last;
};

/// Whether this processor has the instructions; call the other function only then.
bool sha1_has_instructions(void);

/// The digest of a message of one block that is padded (RFC 3174, section 4).
struct sha1_words sha1_of_block(
    struct sha1_quarter first, struct sha1_quarter second, struct sha1_quarter third,
    struct sha1_quarter fourth);

#endif
