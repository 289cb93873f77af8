/// Numbers that are the same in each run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var number = state
    number = (number ^ number >> 30) &* 0xbf58_476d_1ce4_e5b9
    number = (number ^ number >> 27) &* 0x94d0_49bb_1331_11eb
    return number ^ number >> 31
  }
}

/// How keys become hashes: well spread, and as an attacker would choose them.
enum Hashing: CaseIterable {
  /// A hash as good as random.
  case spread
  /// One hash for all keys.
  case constant
  /// Four hashes at the end of the table, so that probing wraps around.
  case atEnd
  /// Neighbouring hashes in the upper bits, which are those that choose the slot.
  case clustered

  func callAsFunction(_ key: Int) -> UInt32 {
    switch self {
    case .spread:
      var generator = SeededGenerator(UInt64(key))
      return UInt32(truncatingIfNeeded: generator.next())
    case .constant: return 0x8000_0000
    case .atEnd: return .max - UInt32(key & 3)
    case .clustered: return UInt32(truncatingIfNeeded: key) << 18
    }
  }
}
