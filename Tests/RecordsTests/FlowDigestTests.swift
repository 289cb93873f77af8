import Testing

@testable import Records

/// SHA-1 of one block, by the processor's instructions and without them.
@Suite struct FlowDigestTests {
  /// The five words of a digest.
  private func words(_ digest: FlowDigest) -> [UInt32] {
    [digest.words.0, digest.words.1, digest.words.2, digest.words.3, digest.words.4]
  }

  @Test func `the digest of the first example of RFC 3174 is right`() {
    // "abc", the bit that ends it, and its length of 24 bits.
    var block = InlineArray<16, UInt32>(repeating: 0)
    block[0] = 0x6162_6380
    block[15] = 24
    let expected: [UInt32] = [0xa999_3e36, 0x4706_816a, 0xba3e_2571, 0x7850_c26c, 0x9cd0_d89d]
    #expect(words(FlowDigest(withoutInstructions: block)) == expected)
    #expect(words(FlowDigest(paddedBlock: block)) == expected)
  }

  @Test func `the instructions and swift-crypto agree on messages of every length`() {
    guard FlowDigest.hasInstructions else {
      print("*** NOT TESTED: SHA-1 by instructions, which this processor does not have")
      return
    }
    var random = SystemRandomNumberGenerator()
    for byteCount in 0...55 {
      // The message, the bit that ends it, zeros, and the length in bits.
      var block = InlineArray<16, UInt32>(repeating: 0)
      for index in 0...byteCount {
        let byte = index == byteCount ? 0x80 : UInt32(random.next() as UInt8)
        block[index / 4] |= byte << UInt32(24 - index % 4 * 8)
      }
      block[15] = UInt32(byteCount * 8)
      #expect(
        words(FlowDigest(byInstructions: block)) == words(FlowDigest(withoutInstructions: block)))
    }
  }
}
