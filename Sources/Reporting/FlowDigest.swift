/// The SHA-1 digest (RFC 3174) of a message of at most 55 bytes, which is one block.
///
/// Community IDs are defined by SHA-1, and what they digest always fits into one block: no state has to be kept between
/// blocks, and nothing is allocated. Not for anything that has to be secure.
struct FlowDigest {
  /// The five words of the digest.
  private(set) var words: (UInt32, UInt32, UInt32, UInt32, UInt32)

  /// The digest of a block that is padded already: the message, a bit, zeros and the length in bits.
  init(paddedBlock block: InlineArray<16, UInt32>) {
    var schedule = InlineArray<80, UInt32>(repeating: 0)
    for index in 0..<16 { schedule[index] = block[index] }
    for index in 16..<80 {
      let mixed =
        schedule[index &- 3] ^ schedule[index &- 8] ^ schedule[index &- 14]
        ^ schedule[index &- 16]
      schedule[index] = Self.rotate(mixed, by: 1)
    }
    var state = Self.start
    for index in 0..<20 {
      let choice = state.d ^ (state.b & (state.c ^ state.d))
      state.advance(choice &+ 0x5a82_7999 &+ schedule[index])
    }
    for index in 20..<40 {
      let parity = state.b ^ state.c ^ state.d
      state.advance(parity &+ 0x6ed9_eba1 &+ schedule[index])
    }
    for index in 40..<60 {
      let majority = (state.b & state.c) | (state.d & (state.b | state.c))
      state.advance(majority &+ 0x8f1b_bcdc &+ schedule[index])
    }
    for index in 60..<80 {
      let parity = state.b ^ state.c ^ state.d
      state.advance(parity &+ 0xca62_c1d6 &+ schedule[index])
    }
    let start = Self.start
    words = (
      start.a &+ state.a, start.b &+ state.b, start.c &+ state.c, start.d &+ state.d,
      start.e &+ state.e
    )
  }

  /// The five words that a block changes (RFC 3174, section 6.1).
  private struct State {
    var a: UInt32
    var b: UInt32
    var c: UInt32
    var d: UInt32
    var e: UInt32

    /// One round; `input` is the round's function, constant and word of the message together.
    @inline(__always)
    mutating func advance(_ input: UInt32) {
      let next = FlowDigest.rotate(a, by: 5) &+ e &+ input
      (a, b, c, d, e) = (next, a, FlowDigest.rotate(b, by: 30), c, d)
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
