/// A hash of a connection's addresses and ports under a random key, for tables that traffic fills.
///
/// Whoever sends packets must not be able to aim at a bucket: the key is drawn anew for each instance.
public struct KeyedHash: Sendable {
  @usableFromInline let first: UInt64
  @usableFromInline let second: UInt64
  @usableFromInline let third: UInt64

  /// A hash with a new key from the system's random numbers.
  public init() {
    var generator = SystemRandomNumberGenerator()
    first = generator.next() | 1
    second = generator.next() | 1
    third = generator.next() | 1
  }

  /// The 32-bit hash of two 128-bit numbers and a 32-bit one.
  @inlinable
  public func callAsFunction(_ a: UInt128, _ b: UInt128, _ c: UInt32) -> UInt32 {
    let state = wide(a, b, c)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  /// The 64-bit hash of two 128-bit numbers and a 32-bit one, for tables that keep it in place of the numbers.
  @inlinable
  public func wide(_ a: UInt128, _ b: UInt128, _ c: UInt32) -> UInt64 {
    let (aLow, aHigh) = (UInt64(truncatingIfNeeded: a), UInt64(truncatingIfNeeded: a >> 64))
    let (bLow, bHigh) = (UInt64(truncatingIfNeeded: b), UInt64(truncatingIfNeeded: b >> 64))
    var state = fold(aLow ^ first, aHigh ^ second)
    state = fold(state ^ bLow, bHigh ^ third)
    return fold(state ^ UInt64(c), second)
  }

  /// Both halves of the 128-bit product, folded together.
  @inlinable
  func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: y)
    return product.high ^ product.low
  }
}
