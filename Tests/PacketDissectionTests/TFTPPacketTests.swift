import PacketDissection
import Testing

@Suite struct TFTPPacketTests {
  private static func decode(_ bytes: [UInt8], wireLength: Int? = nil) -> TFTPPacket? {
    TFTPPacket(decoding: bytes.span, wireLength: wireLength ?? bytes.count)
  }

  private static func text(_ words: String...) -> [UInt8] {
    words.flatMap { Array($0.utf8) + [0] }
  }

  @Test func `a request has a file, a mode and options of any case`() throws {
    let bytes =
      [0, 1] + Self.text("a/b.bin", "OCTET", "blksize", "1428", "WindowSize", "16", "tsize", "0")
    guard case .request(let isWrite, let file, let mode, let options)? = Self.decode(bytes) else {
      Issue.record("no request")
      return
    }
    #expect(!isWrite)
    #expect(file == "a/b.bin")
    #expect(mode == "octet")
    #expect(options.blockSize == 1428)
    #expect(options.windowSize == 16)
    #expect(options.transferSize == 0)
    #expect(options.timeout == nil)
    // What is cut inside the mode is no request; inside an option, the option is missing.
    for count in 0..<bytes.count {
      let cut = Self.decode(Array(bytes.prefix(count)))
      if count < 16 { #expect(cut == nil) } else { #expect(cut != nil) }
    }
  }

  @Test func `the other packets have their numbers and lengths`() {
    #expect(Self.decode([0, 3, 1, 2, 9, 9, 9]) == .data(block: 258, byteCount: 3))
    #expect(Self.decode([0, 3, 0, 1], wireLength: 516) == .data(block: 1, byteCount: 512))
    #expect(Self.decode([0, 4, 0, 7]) == .acknowledgment(block: 7))
    #expect(
      Self.decode([0, 5, 0, 1] + Self.text("gone")) == .error(code: 1, message: "gone"))
    #expect(Self.decode([0, 6] + Self.text("blksize", "8")) != nil)
  }

  @Test(
    arguments: [
      [], [0, 3, 0], [1, 3, 0, 1], [0, 7, 0, 1], [0, 0, 0, 1], [0, 4, 0, 1, 0],
      [0, 1, 0x61, 0, 0x62, 0], [0, 2, 0, 0x6f, 0x63, 0x74, 0x65, 0x74, 0], [0, 5, 0, 9, 0],
      [0, 5, 0, 1, 0x61],
    ] as [[UInt8]])
  func `bytes that are no packet of the protocol are refused`(bytes: [UInt8]) {
    #expect(Self.decode(bytes) == nil)
  }

  @Test func `values beyond those of the RFCs are left out`() {
    let bytes =
      [0, 6] + Self.text("blksize", "7", "windowsize", "65536", "timeout", "0", "tsize", "-1", "x")
    #expect(Self.decode(bytes) == .optionAcknowledgment(TFTPOptions()))
  }
}
