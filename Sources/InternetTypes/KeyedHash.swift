/// A hash of addresses and ports under a secret key, for tables that traffic can fill.
///
/// A sender that does not know the key cannot choose packets that share a bucket. Two processes that are given the same
/// ``HashKey`` compute the same hashes.
public struct KeyedHash: Sendable {
  @usableFromInline let first: UInt64
  @usableFromInline let second: UInt64
  @usableFromInline let third: UInt64

  /// A hash under a key, by default a new one from the system's random numbers.
  public init(_ key: HashKey = HashKey()) {
    // Odd, so that no word is zero: a product with zero would hide its other factor.
    first = key.words.0 | 1
    second = key.words.1 | 1
    third = key.words.2 | 1
  }

  /// The 32-bit hash of two 128-bit numbers and a 32-bit one.
  @inlinable
  public func callAsFunction(_ a: UInt128, _ b: UInt128, _ c: UInt32) -> UInt32 {
    self(a, b, UInt64(c))
  }

  /// The 32-bit hash of two 128-bit numbers and a 64-bit one.
  @inlinable
  public func callAsFunction(_ a: UInt128, _ b: UInt128, _ c: UInt64) -> UInt32 {
    let state = mixed(a, b, c)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  /// The 64-bit hash of two 128-bit numbers and a 32-bit one, for tables that store the hash instead of the numbers.
  @inlinable
  public func wide(_ a: UInt128, _ b: UInt128, _ c: UInt32) -> UInt64 { mixed(a, b, UInt64(c)) }

  /// The 64-bit hash of two 128-bit numbers and a 64-bit one.
  @inlinable
  func mixed(_ a: UInt128, _ b: UInt128, _ c: UInt64) -> UInt64 {
    let (aLow, aHigh) = (UInt64(truncatingIfNeeded: a), UInt64(truncatingIfNeeded: a >> 64))
    let (bLow, bHigh) = (UInt64(truncatingIfNeeded: b), UInt64(truncatingIfNeeded: b >> 64))
    var state = fold(aLow ^ first, aHigh ^ second)
    state = fold(state ^ bLow, bHigh ^ third)
    return fold(state ^ c, second)
  }

  /// The exclusive or of both halves of the 128-bit product.
  @inlinable
  func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: y)
    return product.high ^ product.low
  }
}
