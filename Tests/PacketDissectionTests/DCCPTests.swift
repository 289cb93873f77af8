import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

/// Headers laid out as RFC 4340, section 5, says.
struct DCCPTests {
  /// Ports 5000 and 5001, offset 7 words, CCVal 3, CsCov 2, DataAck, sequence 0x010203040506, acknowledgment 0x0a0b0c0d0e0f.
  static let header: [UInt8] = [
    0x13, 0x88, 0x13, 0x89, 7, 0x32, 0xca, 0xfe, 0x09, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0x0a, 0x0b, 0x0c,
    0x0d, 0x0e, 0x0f, 38, 4, 0x02, 0x44,
  ]

  static func packet(_ bytes: [UInt8]) -> (frame: [UInt8], packet: Packet) {
    let frame = Sample.datagram(bytes, protocol: 33)
    return (frame, Sample.decode(frame))
  }

  @Test func `every field is where RFC 4340 has it`() throws {
    let header = try DCCPHeader(decoding: Self.header.span)
    #expect(header.sourcePort == 5000 && header.destinationPort == 5001)
    #expect(header.dataOffset == 7 && header.congestionValue == 3)
    #expect(header.checksumCoverage == 2 && header.checksum == 0xcafe)
    #expect(header.type == .dataAcknowledgment && header.isExtended)
    #expect(header.sequence == 0x0102_0304_0506)
    #expect(header.fixedByteCount == 24)
    let (frame, packet) = Self.packet(Self.header + [1, 2, 3])
    let acknowledgment = packet.dccpAcknowledgment(in: frame.span)
    #expect(acknowledgment == 0x0a0b_0c0d_0e0f)
    #expect(packet.payloadLength == 3 && packet.payload.count == 3)
  }

  @Test(arguments: 0..<16)
  func `a generic header that is cut is truncated`(_ count: Int) {
    let bytes = Array(Self.header[..<count])
    let needed = count < 12 ? 12 : 16
    #expect(throws: DecodeError.truncated(.dccp, needed: needed, available: count)) {
      try DCCPHeader(decoding: bytes.span)
    }
  }

  @Test(arguments: 0..<28)
  func `a packet that was captured in part shows no more than that`(_ count: Int) {
    let frame = Sample.datagram(Self.header, protocol: 33)
    let packet = Sample.decode(frame, captured: 20 + count)
    let captured = frame.span.extracting(first: 20 + count)
    #expect(packet.payload.upperBound <= captured.count)
    let acknowledgment = packet.dccpAcknowledgment(in: captured)
    #expect(acknowledgment == (count < 24 ? nil : 0x0a0b_0c0d_0e0f))
    var options = DCCPOptionIterator(packet)
    let option = options.next(in: captured)
    #expect(option == nil)
  }

  @Test func `a short sequence number has 24 bits, and so its acknowledgment`() throws {
    let bytes: [UInt8] = [0, 1, 0, 2, 4, 0, 0, 0, 0x06, 7, 8, 9, 0, 0x0a, 0x0b, 0x0c]
    let (frame, packet) = Self.packet(bytes)
    guard case .dccp(let header) = packet.transport else {
      Issue.record("no header")
      return
    }
    #expect(!header.isExtended && header.sequence == 0x070809 && header.fixedByteCount == 16)
    let acknowledgment = packet.dccpAcknowledgment(in: frame.span)
    #expect(acknowledgment == 0x0a0b0c)
  }

  @Test func `requests have a service code, resets a reset code`() {
    let generic: [UInt8] = [0, 1, 0, 2, 5, 0, 0, 0, 0x01, 0, 0, 0, 0, 0, 0, 1]
    let (request, asked) = Self.packet(generic + [0x64, 0x69, 0x73, 0x63])
    let service = asked.dccpService(in: request.span)
    #expect(service == 0x6469_7363)
    let acknowledgment = asked.dccpAcknowledgment(in: request.span)
    #expect(acknowledgment == nil)
    var reset = generic
    reset[4] = 7
    reset[8] = 0x0f
    let (frame, packet) = Self.packet(reset + [0, 0, 0, 0, 0, 0, 0, 9, 3, 0, 0, 0])
    let code = packet.dccpResetCode(in: frame.span)
    #expect(code == 3)
    let none = packet.dccpService(in: frame.span)
    #expect(none == nil)
  }

  @Test func `options are one byte below 32, and state their length above`() {
    var bytes = Self.header
    bytes[4] = 9
    bytes.replaceSubrange(24..., with: [0, 1, 38, 4, 2, 0x44, 32, 3, 1, 128, 2, 0])
    let (frame, packet) = Self.packet(bytes)
    var walk = DCCPOptionIterator(packet)
    var options: [DCCPOption] = []
    while let option = walk.next(in: frame.span) { options.append(option) }
    #expect(options.map(\.type) == [0, 1, 38, 32, 128, 0])
    #expect(options.map(\.value.count) == [0, 0, 2, 1, 0, 0])
  }

  @Test(arguments: [UInt8(1), 0, 9])
  func `an option of an impossible length ends the iteration`(_ length: UInt8) {
    var bytes = Self.header
    bytes[25] = length
    let (frame, packet) = Self.packet(bytes)
    var walk = DCCPOptionIterator(packet)
    let option = walk.next(in: frame.span)
    #expect(option == nil)
  }

  @Test(arguments: [(0, 100), (1, 28), (2, 32), (15, 84)])
  func `the checksum covers what the header says`(_ coverage: UInt8, _ count: Int) throws {
    var bytes = Self.header
    bytes[5] = coverage
    let header = try DCCPHeader(decoding: bytes.span)
    #expect(header.coveredByteCount(length: 100) == count)
    #expect(header.coveredByteCount(length: 20) == 20)
  }

  @Test func `a checksum of part of the data is right whatever the rest is`() throws {
    let capture = try FixtureCapture("dccp-packets")
    var verified = 0
    for frame in capture.frames {
      let packet = Packet(
        decoding: frame.bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
      guard case .dccp(let header) = packet.transport, (1...3).contains(header.checksumCoverage),
        case .valid = packet.transportChecksum(in: frame.bytes.span)
      else { continue }
      var damaged = frame.bytes
      damaged[damaged.count - 1] ^= 0xff
      let uncovered = packet.transportChecksum(in: damaged.span)
      #expect(uncovered == .valid)
      damaged[packet.transportOffset] ^= 0xff
      let covered = packet.transportChecksum(in: damaged.span)
      #expect(covered != .valid)
      verified += 1
    }
    #expect(verified == 3)
  }

  @Test(arguments: [UInt8(0), 3, 6, 40])
  func `a data offset that leaves no room for the fields is invalid`(_ words: UInt8) {
    var bytes = Self.header
    bytes[4] = words
    let (_, packet) = Self.packet(bytes)
    let isPossible = words == 6
    #expect((packet.stop == nil) == isPossible)
  }
}
