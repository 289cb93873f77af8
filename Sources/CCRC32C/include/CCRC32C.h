#ifndef CCRC32C_H
#define CCRC32C_H

#include <stdbool.h>
#include <stdint.h>

// The processor's CRC32c instruction, which Swift has no name for. Everything goes by value: no pointer crosses the
// border, so that the callers stay memory-safe without a word about it.

/// Remainders of three parts of a text that are worked on side by side, the second in the upper half of `firstTwo`.
struct crc32c_lanes {
  uint64_t firstTwo;
  uint64_t third;
};

/// Whether this processor has the instruction; the other functions may be called only then.
bool crc32c_has_instruction(void);

/// Takes two words into each of three remainders. The first byte of a word is its lowest.
///
/// One step waits three cycles for its result; three independent ones keep the unit busy.
struct crc32c_lanes crc32c_add_to_lanes(
    struct crc32c_lanes lanes, uint64_t first, uint64_t firstNext, uint64_t second, uint64_t secondNext,
    uint64_t third, uint64_t thirdNext);

/// Takes two words into one remainder.
uint32_t crc32c_add_words(uint32_t remainder, uint64_t word, uint64_t next);

/// Takes the `count` lowest bytes of a word into one remainder, at most 8.
uint32_t crc32c_add_bytes(uint32_t remainder, uint64_t word, int count);

#endif
