import FixtureCaptures
import PacketDissection
import Testing

@Suite struct QUICTests {
  /// RFC 9000, appendix A.1.
  @Test(
    arguments: [
      ([0xc2, 0x19, 0x7c, 0x5e, 0xff, 0x14, 0xe8, 0x8c], 151_288_809_941_952_652, 8),
      ([0x9d, 0x7f, 0x3e, 0x7d], 494_878_333, 4), ([0x7b, 0xbd], 15_293, 2), ([0x25], 37, 1),
      ([0x40, 0x25], 37, 2),
    ] as [([UInt8], UInt64, Int)])
  func `an integer of the RFC has its value`(bytes: [UInt8], value: UInt64, byteCount: Int) {
    let integer = VariableLengthInteger(decoding: bytes.span, at: 0)
    #expect(integer?.value == value)
    #expect(integer?.byteCount == byteCount)
    for count in 0..<bytes.count {
      let cut = Array(bytes.prefix(count))
      let nothing = VariableLengthInteger(decoding: cut.span, at: 0)
      #expect(nothing == nil)
    }
  }

  /// Header form and fixed bit, type, version, both lengths with IDs, token length, length, 20 bytes.
  private static func long(
    _ first: UInt8, version: [UInt8] = [0, 0, 0, 1], destination: Int = 8, source: Int = 4,
    token: [UInt8] = [0], length: [UInt8] = [20], rest: Int = 20
  ) -> [UInt8] {
    [first] + version + [UInt8(destination)] + (0..<destination).map { UInt8($0 & 0xff) }
      + [UInt8(source)] + (0..<source).map { UInt8(0x80 | $0 & 0x7f) } + token + length
      + [UInt8](repeating: 7, count: rest)
  }

  private static func isLong(_ bytes: [UInt8], padded count: Int = 0) -> Bool {
    let padded = bytes + [UInt8](repeating: 0, count: max(count - bytes.count, 0))
    return QUICRecognition.isLong(padded.span, wireLength: padded.count)
  }

  @Test(
    arguments: [
      (0xc0, [0, 0, 0, 1], .initial), (0xd0, [0, 0, 0, 1], .zeroRTT),
      (0xe0, [0, 0, 0, 1], .handshake), (0xf0, [0, 0, 0, 1], .retry),
      (0xd0, [0x6b, 0x33, 0x43, 0xcf], .initial), (0xe0, [0x6b, 0x33, 0x43, 0xcf], .zeroRTT),
      (0xf0, [0x6b, 0x33, 0x43, 0xcf], .handshake), (0xc0, [0x6b, 0x33, 0x43, 0xcf], .retry),
      (0xff, [0, 0, 0, 0], .versionNegotiation),
    ] as [(UInt8, [UInt8], QUICPacketKind)])
  func `a version has its own numbers of packet types`(
    first: UInt8, version: [UInt8], kind: QUICPacketKind
  ) throws {
    let bytes = Self.long(first, version: version)
    let header = try QUICPacketHeader(decoding: bytes.span, wireLength: bytes.count)
    #expect(header.kind == kind)
    #expect(header.destination.byteCount == 8)
    #expect(header.destination.bytes == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(header.source.bytes == [0x80, 0x81, 0x82, 0x83])
  }

  @Test func `lengths that are impossible are refused with the field's name`() {
    let cases: [([UInt8], HeaderField, Int)] = [
      (Self.long(0xc0, destination: 21), .connectionIDLength, 21),
      (Self.long(0xc0, source: 255), .connectionIDLength, 255),
      (Self.long(0xc0, token: [0x3f]), .tokenLength, 63),
      (Self.long(0xc0, length: [21]), .length, 21),
      (
        Self.long(0xe0, token: [], length: [0xff] + [UInt8](repeating: 0xff, count: 7)), .length,
        (1 << 62) - 1
      ),
      (Self.long(0xf0, token: [], length: [], rest: 15), .length, 15),
    ]
    for (bytes, field, value) in cases {
      #expect(throws: DecodeError.invalid(.quic, field: field, value: value)) {
        _ = try QUICPacketHeader(decoding: bytes.span, wireLength: bytes.count)
      }
    }
  }

  @Test func `every prefix of a long header is refused as cut`() {
    let bytes = Self.long(0xc0)
    let headerCount = bytes.count - 20
    for count in 0..<headerCount {
      let cut = Array(bytes.prefix(count))
      #expect(throws: DecodeError.self) {
        _ = try QUICPacketHeader(decoding: cut.span, wireLength: bytes.count)
      }
    }
  }

  @Test func `datagrams of the required form pass, and those with one wrong field do not`() {
    let reserved: [UInt8] = [0x1a, 0x2a, 0x3a, 0x4a]
    #expect(Self.isLong(Self.long(0xc0)))
    #expect(Self.isLong(Self.long(0xe0, token: [])))
    #expect(Self.isLong(Self.long(0xc0), padded: 1200))
    #expect(Self.isLong(Self.long(0xc0, version: reserved), padded: 1200))
    #expect(Self.isLong(Self.long(0xc0) + Self.long(0xe0, token: [])))
    // No fixed bit, another version, a reserved one in a small datagram or without an ID.
    #expect(!Self.isLong(Self.long(0x80)))
    #expect(!Self.isLong(Self.long(0xc0, version: [0, 0, 0, 2])))
    #expect(!Self.isLong(Self.long(0xc0, version: reserved)))
    #expect(!Self.isLong(Self.long(0xc0, version: reserved, destination: 7), padded: 1200))
    // Too long, too short, followed by a packet with another connection ID or by other bytes.
    #expect(!Self.isLong(Self.long(0xc0, length: [21])))
    #expect(!Self.isLong(Self.long(0xc0, length: [19], rest: 19)))
    #expect(!Self.isLong(Self.long(0xc0) + Self.long(0xe0, destination: 9, token: [])))
    #expect(!Self.isLong(Self.long(0xc0) + [0x17, 3, 3]))
    // A list of versions without one that there is, and one that is no list.
    let negotiation = { (rest: [UInt8]) in
      Self.long(0x80, version: [0, 0, 0, 0], source: 8, token: [], length: [], rest: 0) + rest
    }
    #expect(Self.isLong(negotiation([0x1a, 0x2a, 0x3a, 0x4a, 0, 0, 0, 1])))
    #expect(!Self.isLong(negotiation([0x1a, 0x2a, 0x3a, 0x4a])))
    #expect(!Self.isLong(negotiation([0, 0, 0, 1, 5])))
    #expect(!Self.isLong(negotiation([])))
  }

  @Test func `random datagrams are not recognized as QUIC`() {
    var generator = SeededGenerator(seed: 9000)
    for _ in 0..<200_000 {
      var bytes = generator.bytes(upTo: 64)
      // The first bits are given: what is left to chance is the rest.
      if !bytes.isEmpty { bytes[0] |= 0xc0 }
      let isLong = QUICRecognition.isLong(bytes.span, wireLength: bytes.count)
      #expect(!isLong)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `changed datagrams are walked without a trap, within their bounds`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for name in ["quic-v1", "quic-retry", "quic-negotiation"] {
      for frame in try FixtureCapture(name).frames {
        let bytes = generator.mutation(of: Array(frame.bytes.dropFirst(42)))
        var packets = QUICPackets(wireLength: bytes.count)
        var end = 0
        while let (header, start) = packets.next(in: bytes.span) {
          #expect(start == end)
          #expect(header.end > 0)
          #expect(header.payloadOffset <= header.end)
          #expect(header.token.upperBound <= header.end)
          end = start + header.end
        }
        #expect(end <= bytes.count)
      }
    }
  }
}
