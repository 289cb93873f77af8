/// The secret key of a ``KeyedHash``: 192 bits, random unless it is given.
///
/// Processes that merge their sketches or shard one capture need the same key. A sender that knows the key can choose
/// packets that collide, so keep it secret.
public struct HashKey: Hashable, Sendable {
  /// The key's words; the lowest bit of each is not used.
  let words: (UInt64, UInt64, UInt64)

  /// A new key from the system's random numbers.
  public init() {
    var generator = SystemRandomNumberGenerator()
    words = (generator.next(), generator.next(), generator.next())
  }

  /// A key derived from a number, for runs whose hashes must agree; traffic can be crafted to collide under it.
  public init(seed: UInt64) {
    // SplitMix64 spreads a small number over all bits.
    func word(_ index: UInt64) -> UInt64 {
      var state = seed &+ index &* 0x9e37_79b9_7f4a_7c15
      state = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
      state = (state ^ state >> 27) &* 0x94d0_49bb_1331_11eb
      return state ^ state >> 31
    }
    words = (word(1), word(2), word(3))
  }

  private init(words: (UInt64, UInt64, UInt64)) { self.words = words }

  /// Reads a key of 48 hexadecimal digits; nil for any other text.
  public init?(hexadecimal text: String) {
    guard text.utf8.count == 48, text.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
    else { return nil }
    func word(_ index: Int) -> UInt64? {
      let digits = text.utf8.dropFirst(16 * index).prefix(16)
      return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
    }
    guard let first = word(0), let second = word(1), let third = word(2) else { return nil }
    words = (first, second, third)
  }

  /// The key as 48 hexadecimal digits.
  public var hexadecimal: String {
    [words.0, words.1, words.2].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Derives the key of one table from this key, so that two tables do not share their collisions.
  ///
  /// - Parameter purpose: a number that only this table uses.
  /// - Returns: a key that does not reveal this one.
  public func derived(for purpose: UInt64) -> HashKey {
    let hash = KeyedHash(self)
    func word(_ number: UInt32) -> UInt64 {
      hash.wide(UInt128(purpose) << 64 | UInt128(words.0), UInt128(words.1), number)
    }
    return HashKey(words: (word(1), word(2), word(3)))
  }

  /// Whether two keys are the same.
  public static func == (left: HashKey, right: HashKey) -> Bool { left.words == right.words }

  /// Adds the key to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
  }
}
