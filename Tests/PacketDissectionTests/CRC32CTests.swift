import FixtureCaptures
import PacketDissection
import Testing

struct CRC32CTests {
  /// RFC 3720, section B.4; the check of the digits is the one that catalogues of CRCs quote.
  static let vectors: [(bytes: [UInt8], check: UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
    ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
    ([UInt8](0..<32), 0x46dd_794e),
    ((0..<32).reversed(), 0x113f_db5c),
    (
      [
        0x01, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 0x04, 0, 0, 0, 0,
        0x14, 0, 0, 0, 0x18, 0x28, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0,
      ], 0xd996_3a56
    ),
    (Array("123456789".utf8), 0xe306_9283),
  ]

  /// The definition, bit by bit (RFC 9260, appendix A).
  static func definition(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var remainder: UInt32 = 0xffff_ffff
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 0 ? remainder >> 1 : (remainder >> 1) ^ 0x82f6_3b78
      }
    }
    return ~remainder
  }

  @Test(arguments: vectors.indices)
  func `the texts of RFC 3720 have the checks that it gives`(_ index: Int) {
    let vector = Self.vectors[index]
    var check = CRC32C()
    check.add(vector.bytes.span)
    #expect(check.value == vector.check)
  }

  @Test(arguments: vectors.indices)
  func `without the processor's instruction the checks are the same`(_ index: Int) {
    let vector = Self.vectors[index]
    var check = CRC32C()
    check.addWithoutInstruction(vector.bytes.span)
    #expect(check.value == vector.check)
  }

  @Test func `a text of any length has the check of the definition`() {
    var generator = SeededGenerator(seed: 3720)
    let bytes = (0..<7000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let lengths = Array(0..<420) + [767, 768, 769, 1480, 3071, 3072, 3073, 3456, 6144, 6999, 7000]
    for length in lengths {
      var check = CRC32C()
      check.add(bytes.span.extracting(first: length))
      #expect(check.value == Self.definition(bytes[..<length]), "\(length) bytes")
    }
  }

  @Test func `the check does not depend on the parts that are added`() {
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    let whole = Self.definition(bytes[...])
    for place in stride(from: 0, through: 5000, by: 611) {
      var check = CRC32C()
      check.add(bytes.span.extracting(first: place))
      check.add(bytes.span.extracting(droppingFirst: place))
      #expect(check.value == whole, "in two at \(place)")
    }
  }
}
