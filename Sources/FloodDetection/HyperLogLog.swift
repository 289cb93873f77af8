#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Estimates how many distinct values were added, from their hashes (HyperLogLog, Flajolet and others 2007).
///
/// The standard error is 1.04 divided by the square root of the number of registers: 1.6 % for 4,096 registers.
/// Small numbers are estimated from the registers that are zero (linear counting), which is more accurate there.
struct HyperLogLog {
  private let precision: Int
  private var registers: [UInt8]

  /// An empty sketch of 2 to the power of `precision` registers of a byte each.
  init(precision: Int = 12) {
    self.precision = precision
    registers = Array(repeating: 0, count: 1 << precision)
  }

  /// The relative standard error of the estimate.
  var standardError: Double { 1.04 / Double(registers.count).squareRoot() }

  /// Adds a value by its hash; the same hash again changes nothing.
  mutating func add(hash: UInt64) {
    let index = Int(truncatingIfNeeded: hash >> UInt64(64 - precision))
    // The rank of the rest: the position of its first one, counted from 1.
    let rest = hash << UInt64(precision)
    let rank = UInt8(min(rest.leadingZeroBitCount, 64 - precision) + 1)
    if registers[index] < rank { registers[index] = rank }
  }

  /// The estimated number of distinct values.
  var estimate: Double {
    let count = Double(registers.count)
    var sum = 0.0
    var zeros = 0
    for register in registers {
      sum += Double(sign: .plus, exponent: -Int(register), significand: 1)
      if register == 0 { zeros += 1 }
    }
    let raw = 0.7213 / (1 + 1.079 / count) * count * count / sum
    if raw <= 2.5 * count, zeros > 0 { return count * log(count / Double(zeros)) }
    return raw
  }

  /// Clears all registers.
  mutating func removeAll() {
    for index in registers.indices { registers[index] = 0 }
  }
}
