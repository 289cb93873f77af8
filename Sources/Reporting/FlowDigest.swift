import CSHA1

/// The SHA-1 digest (RFC 3174) of a message of at most 55 bytes, which is one block.
///
/// Community IDs are defined by SHA-1, and what they digest always fits into one block: no state has to be kept between
/// blocks, and nothing is allocated. Not for anything that has to be secure.
struct FlowDigest {
  /// The five words of the digest.
  private(set) var words: (UInt32, UInt32, UInt32, UInt32, UInt32)

  /// The digest of a block that is padded already: the message, a bit, zeros and the length in bits.
  ///
  /// The processor's instructions do the work where there are some: in a flood each packet is a connection.
  init(paddedBlock block: InlineArray<16, UInt32>) {
    self = Self.hasInstructions ? Self(byInstructions: block) : Self(withoutInstructions: block)
  }

  /// Whether the processor has the instructions.
  static let hasInstructions = sha1_has_instructions()

  init(byInstructions block: InlineArray<16, UInt32>) {
    func pair(_ index: Int) -> UInt64 { UInt64(block[index]) << 32 | UInt64(block[index + 1]) }
    let digest = sha1_of_block(
      sha1_quarter(high: pair(0), low: pair(2)), sha1_quarter(high: pair(4), low: pair(6)),
      sha1_quarter(high: pair(8), low: pair(10)), sha1_quarter(high: pair(12), low: pair(14)))
    words = (
      UInt32(truncatingIfNeeded: digest.high >> 32), UInt32(truncatingIfNeeded: digest.high),
      UInt32(truncatingIfNeeded: digest.low >> 32), UInt32(truncatingIfNeeded: digest.low),
      digest.last
    )
  }

  init(withoutInstructions block: InlineArray<16, UInt32>) {
    var schedule = block
    var state = Self.start
    var index = 0
    while index < 20 {
      state.choose(Self.five(&schedule, index), 0x5a82_7999)
      index &+= 5
    }
    while index < 40 {
      state.parity(Self.five(&schedule, index), 0x6ed9_eba1)
      index &+= 5
    }
    while index < 60 {
      state.majority(Self.five(&schedule, index), 0x8f1b_bcdc)
      index &+= 5
    }
    while index < 80 {
      state.parity(Self.five(&schedule, index), 0xca62_c1d6)
      index &+= 5
    }
    let start = Self.start
    words = (
      start.a &+ state.a, start.b &+ state.b, start.c &+ state.c, start.d &+ state.d,
      start.e &+ state.e
    )
  }

  private typealias Five = (UInt32, UInt32, UInt32, UInt32, UInt32)

  /// The words of five rounds from this one on.
  @inline(__always)
  private static func five(_ words: inout InlineArray<16, UInt32>, _ round: Int) -> Five {
    (
      next(&words, round), next(&words, round &+ 1), next(&words, round &+ 2),
      next(&words, round &+ 3), next(&words, round &+ 4)
    )
  }

  /// The word of a round; after the sixteenth it takes the place of the one sixteen rounds before (section 6.2).
  @inline(__always)
  private static func next(_ words: inout InlineArray<16, UInt32>, _ round: Int) -> UInt32 {
    let place = round & 15
    guard round >= 16 else { return words[place] }
    let mixed =
      words[(round &+ 13) & 15] ^ words[(round &+ 8) & 15] ^ words[(round &+ 2) & 15]
      ^ words[place]
    let word = rotate(mixed, by: 1)
    words[place] = word
    return word
  }

  /// The five words that a block changes (RFC 3174, section 6.1).
  ///
  /// After five rounds each word is back in its place, which saves moving them.
  private struct State {
    var a: UInt32
    var b: UInt32
    var c: UInt32
    var d: UInt32
    var e: UInt32

    /// Five rounds of the first kind.
    @inline(__always)
    mutating func choose(_ words: Five, _ constant: UInt32) {
      Self.round(a, &b, &e, d ^ (b & (c ^ d)), words.0 &+ constant)
      Self.round(e, &a, &d, c ^ (a & (b ^ c)), words.1 &+ constant)
      Self.round(d, &e, &c, b ^ (e & (a ^ b)), words.2 &+ constant)
      Self.round(c, &d, &b, a ^ (d & (e ^ a)), words.3 &+ constant)
      Self.round(b, &c, &a, e ^ (c & (d ^ e)), words.4 &+ constant)
    }

    /// Five rounds of the second and the fourth kind.
    @inline(__always)
    mutating func parity(_ words: Five, _ constant: UInt32) {
      Self.round(a, &b, &e, b ^ c ^ d, words.0 &+ constant)
      Self.round(e, &a, &d, a ^ b ^ c, words.1 &+ constant)
      Self.round(d, &e, &c, e ^ a ^ b, words.2 &+ constant)
      Self.round(c, &d, &b, d ^ e ^ a, words.3 &+ constant)
      Self.round(b, &c, &a, c ^ d ^ e, words.4 &+ constant)
    }

    /// Five rounds of the third kind.
    @inline(__always)
    mutating func majority(_ words: Five, _ constant: UInt32) {
      Self.round(a, &b, &e, (b & c) | (d & (b | c)), words.0 &+ constant)
      Self.round(e, &a, &d, (a & b) | (c & (a | b)), words.1 &+ constant)
      Self.round(d, &e, &c, (e & a) | (b & (e | a)), words.2 &+ constant)
      Self.round(c, &d, &b, (d & e) | (a & (d | e)), words.3 &+ constant)
      Self.round(b, &c, &a, (c & d) | (e & (c | d)), words.4 &+ constant)
    }

    /// One round: the last word becomes the new first one, the second is rotated.
    @inline(__always)
    private static func round(
      _ first: UInt32, _ second: inout UInt32, _ last: inout UInt32, _ function: UInt32,
      _ input: UInt32
    ) {
      last = last &+ input &+ function &+ FlowDigest.rotate(first, by: 5)
      second = FlowDigest.rotate(second, by: 30)
    }
  }

  /// What the five words are before the message.
  private static var start: State {
    State(
      a: 0x6745_2301, b: 0xefcd_ab89, c: 0x98ba_dcfe, d: 0x1032_5476, e: 0xc3d2_e1f0)
  }

  /// A word rotated to the left.
  @inline(__always)
  private static func rotate(_ value: UInt32, by count: UInt32) -> UInt32 {
    value &<< count | value &>> (32 &- count)
  }
}
