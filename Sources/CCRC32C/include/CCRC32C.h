#ifndef CCRC32C_H
#define CCRC32C_H

#include <stdbool.h>
#include <stdint.h>

// The processor's CRC32c instruction, which Swift cannot express. All arguments are values: no pointer is passed, so that
// the callers stay memory-safe.

/// Whether this processor has the instruction; call the other functions only then.
bool crc32c_has_instruction(void);

/// Adds two words to each of two remainders, which are the lower and the upper half of `pair`.
///
/// One step has a latency of three cycles; several independent steps keep the unit busy. All values fit into registers.
uint64_t crc32c_add_to_pair(
    uint64_t pair, uint64_t first, uint64_t firstNext, uint64_t second, uint64_t secondNext);

/// Adds four words to one remainder, one after another.
uint32_t crc32c_add_words(
    uint32_t remainder, uint64_t first, uint64_t second, uint64_t third, uint64_t fourth);

/// Adds the `count` lowest bytes of a word to one remainder, at most 8.
uint32_t crc32c_add_bytes(uint32_t remainder, uint64_t word, int count);

#endif
