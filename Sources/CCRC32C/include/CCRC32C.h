#ifndef CCRC32C_H
#define CCRC32C_H

#include <stdbool.h>
#include <stdint.h>

// The processor's CRC32c instruction, which Swift has no name for. Everything goes by value: no pointer crosses the
// border, so that the callers stay memory-safe without a word about it.

/// Whether this processor has the instruction; the other functions may be called only then.
bool crc32c_has_instruction(void);

/// Takes two words into each of two remainders, which are the lower and the upper half of `pair`.
///
/// One step waits three cycles for its result; several independent ones keep the unit busy. All of this fits into
/// registers, so that two pairs side by side do not wait for memory either.
uint64_t crc32c_add_to_pair(
    uint64_t pair, uint64_t first, uint64_t firstNext, uint64_t second, uint64_t secondNext);

/// Takes four words into one remainder, one after another.
uint32_t crc32c_add_words(
    uint32_t remainder, uint64_t first, uint64_t second, uint64_t third, uint64_t fourth);

/// Takes the `count` lowest bytes of a word into one remainder, at most 8.
uint32_t crc32c_add_bytes(uint32_t remainder, uint64_t word, int count);

#endif
