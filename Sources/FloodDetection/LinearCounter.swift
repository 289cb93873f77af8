#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Estimates a small number of distinct values, in 256 bits (linear counting, Whang and others 1990).
///
/// Each value sets one bit by its hash; the estimate follows from the share of clear bits. The error is a few per cent up to
/// some hundred values; the estimate saturates at 1,420.
struct LinearCounter: Sendable {
  private var bits = InlineArray<4, UInt64>(repeating: 0)

  /// Adds a value by its hash.
  mutating func add(hash: UInt64) {
    bits[Int(hash >> 6 & 3)] |= 1 << (hash & 63)
  }

  /// How many bits are set: a lower bound of the number of distinct values.
  var setCount: Int {
    bits[0].nonzeroBitCount + bits[1].nonzeroBitCount + bits[2].nonzeroBitCount
      + bits[3].nonzeroBitCount
  }

  /// The estimated number of distinct values.
  var estimate: Double {
    let clear = max(Double(256 - setCount), 1)
    return 256 * log(256 / clear)
  }
}
