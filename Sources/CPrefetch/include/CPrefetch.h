#ifndef CPREFETCH_H
#define CPREFETCH_H

/// Asks the processor for the cache line at an address, and waits for nothing; Swift has no name for that instruction.
///
/// Nothing is read that the program could see, and any address may be given, one without memory too.
static inline void cprefetch(const void *_Nonnull address) { __builtin_prefetch(address); }

#endif
