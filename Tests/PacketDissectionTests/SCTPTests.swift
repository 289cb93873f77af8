import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

/// Chunks laid out as RFC 9260 and the documents named beside them say.
struct SCTPTests {
  /// Ports 5000 and 5001, tag 0x01020304, checksum 0xcafebabe.
  static let header: [UInt8] = [0x13, 0x88, 0x13, 0x89, 1, 2, 3, 4, 0xca, 0xfe, 0xba, 0xbe]

  static func chunk(_ type: UInt8, flags: UInt8 = 0, _ value: [UInt8]) -> [UInt8] {
    let length = value.count + 4
    let padding = [UInt8](repeating: 0, count: -length & 3)
    return [type, flags, UInt8(length >> 8), UInt8(length & 0xff)] + value + padding
  }

  /// What becomes of chunks behind `header`.
  static func chunks(_ bytes: [UInt8]) -> (frame: [UInt8], chunks: [SCTPChunk]) {
    let frame = Sample.datagram(header + bytes, protocol: 132)
    var walk = SCTPChunkIterator(Sample.decode(frame))
    var chunks: [SCTPChunk] = []
    while let chunk = walk.next(in: frame.span) { chunks.append(chunk) }
    return (frame, chunks)
  }

  @Test func `every field is where RFC 9260 has it`() throws {
    let header = try SCTPHeader(decoding: Self.header.span)
    #expect(header.sourcePort == 5000)
    #expect(header.destinationPort == 5001)
    #expect(header.verificationTag == 0x0102_0304)
    #expect(header.checksum == 0xcafe_babe)
  }

  @Test(arguments: 0..<12)
  func `a header of fewer than twelve bytes is truncated`(_ count: Int) {
    let bytes = Array(Self.header[..<count])
    #expect(throws: DecodeError.truncated(.sctp, needed: 12, available: count)) {
      try SCTPHeader(decoding: bytes.span)
    }
    let packet = Sample.decode(Sample.datagram(bytes, protocol: 132))
    #expect(packet.stop == .short(.sctp, length: count))
  }

  @Test func `chunks follow each other, padded to four bytes`() {
    let (_, chunks) = Self.chunks(
      Self.chunk(11, []) + Self.chunk(4, [1]) + Self.chunk(5, [1, 2, 3, 4]) + Self.chunk(200, []))
    #expect(chunks.map(\.type.rawValue) == [11, 4, 5, 200])
    #expect(chunks.map(\.length) == [4, 5, 8, 4])
    #expect(chunks.map(\.value) == [36..<36, 40..<41, 48..<52, 56..<56])
  }

  @Test(arguments: 0..<4)
  func `a chunk that states less than its header ends the iteration`(_ length: UInt8) {
    let frame = Sample.datagram(Self.header + [11, 0, 0, length], protocol: 132)
    var walk = SCTPChunkIterator(Sample.decode(frame))
    let chunk = walk.next(in: frame.span)
    #expect(chunk == nil)
    #expect(walk.problem == .invalid(.sctp, field: .length, value: Int(length)))
  }

  @Test func `a chunk that is cut keeps what was captured`() {
    let whole = Self.chunk(4, [UInt8](0..<20))
    for count in 1..<whole.count {
      let (_, chunks) = Self.chunks(Array(whole[..<count]))
      #expect(chunks.count == (count < 4 ? 0 : 1), "\(count) bytes")
      #expect(chunks.first?.value.count ?? 0 == max(count - 4, 0))
      #expect(chunks.first?.isWhole ?? false == false)
    }
  }

  @Test func `data has sequence, stream, number, protocol and payload`() throws {
    let value: [UInt8] = [0, 0, 0x10, 1, 0, 2, 0, 3, 0, 0, 0, 46] + Array("hello".utf8)
    let (frame, chunks) = Self.chunks(Self.chunk(0, flags: 0x0f, value))
    let chunk = try #require(chunks.first)
    let decoded = SCTPData(chunk, in: frame.span)
    let data = try #require(decoded)
    #expect(data.sequence == 0x1001 && data.stream == 2 && data.message == 3)
    #expect(data.payloadProtocol == 46 && data.fragment == nil)
    #expect(data.isEnding && data.isBeginning && data.isUnordered && data.isImmediate)
    #expect(Array(frame[data.payload]) == Array("hello".utf8) && data.payloadLength == 5)
  }

  @Test(arguments: [UInt8(2), 0])
  func `interleaved data has a protocol in its first fragment, then numbers (RFC 8260)`(
    _ flags: UInt8
  ) throws {
    let value: [UInt8] = [0, 0, 0x10, 1, 0, 2, 0, 0, 1, 2, 3, 4, 0, 0, 0, 46, 0xaa]
    let (frame, chunks) = Self.chunks(Self.chunk(64, flags: flags, value))
    let chunk = try #require(chunks.first)
    let decoded = SCTPData(chunk, in: frame.span)
    let data = try #require(decoded)
    #expect(data.message == 0x0102_0304 && data.payloadLength == 1)
    #expect(data.payloadProtocol == (flags == 2 ? 46 : nil))
    #expect(data.fragment == (flags == 2 ? nil : 46))
  }

  @Test func `an initiation has its fields and parameters`() throws {
    let value: [UInt8] = [
      0x11, 0x22, 0x33, 0x44, 0, 1, 0, 0, 0, 10, 0, 20, 0, 0, 3, 0xe8, 0, 5, 0, 8, 10, 0, 2, 15,
      0xc0, 0, 0, 4, 0x80, 0x08, 0, 6, 0xc0, 0xc1, 0, 0,
    ]
    let (frame, chunks) = Self.chunks(Self.chunk(1, value))
    let chunk = try #require(chunks.first)
    let decoded = SCTPInitiation(chunk, in: frame.span)
    let initiation = try #require(decoded)
    #expect(initiation.tag == 0x1122_3344 && initiation.receiverWindow == 65536)
    #expect(initiation.outboundStreams == 10 && initiation.inboundStreams == 20)
    #expect(initiation.sequence == 1000)
    var walk = SCTPParameterIterator(chunk)
    var types: [SCTPParameterType] = []
    var addresses: [IPAddress] = []
    while let parameter = walk.next(in: frame.span) {
      types.append(parameter.type)
      if let address = parameter.address(in: frame.span) { addresses.append(address) }
    }
    #expect(types == [.ipv4Address, .forwardTSN, .supportedExtensions])
    #expect(addresses == [.v4(IPv4Address(rawValue: 0x0a00_020f))])
  }

  @Test func `a selective acknowledgment has blocks and duplicates, across the end of the numbers`()
    throws
  {
    let value: [UInt8] = [
      0xff, 0xff, 0xff, 0xff, 0, 0, 0xff, 0xff, 0, 2, 0, 1, 0, 2, 0, 3, 0, 5, 0xff, 0xff, 0, 0, 3,
      0xe7,
    ]
    let (frame, chunks) = Self.chunks(Self.chunk(3, value))
    let chunk = try #require(chunks.first)
    let decoded = SCTPSelectiveAcknowledgment(chunk, in: frame.span)
    let sack = try #require(decoded)
    #expect(sack.cumulative == .max && sack.receiverWindow == 65535)
    let blocks = (-1...2).map { (index: Int) -> [UInt32] in
      sack.block(index, in: frame.span).map { [$0.first, $0.last] } ?? []
    }
    #expect(blocks == [[], [1, 2], [4, 0xfffe], []])
    let duplicates = (-1...1).map { (index: Int) in sack.duplicate(index, in: frame.span) }
    #expect(duplicates == [nil, 999, nil])
  }

  @Test func `skipped streams stand where RFC 3758 and RFC 8260 have them`() throws {
    let (frame, chunks) = Self.chunks(
      Self.chunk(192, [0, 0, 3, 0xe8, 0, 1, 0, 2])
        + Self.chunk(194, [0, 0, 3, 0xe9, 0, 1, 0, 1, 0, 0, 0, 7]))
    let numbers = chunks.map { (chunk: SCTPChunk) in chunk.sequence(in: frame.span) }
    #expect(numbers == [1000, 1001])
    let plain = chunks[0].skippedStream(0, in: frame.span)
    #expect(plain?.stream == 1 && plain?.message == 2 && plain?.isUnordered == false)
    let interleaved = chunks[1].skippedStream(0, in: frame.span)
    #expect(
      interleaved?.stream == 1 && interleaved?.message == 7 && interleaved?.isUnordered == true)
    let beyond = chunks[0].skippedStream(1, in: frame.span)
    #expect(beyond == nil)
  }

  @Test(arguments: ["sctp", "sctp-loss"])
  func `every packet of a real association has a right checksum, and a wrong one when a bit is`(
    _ name: String
  ) throws {
    let capture = try FixtureCapture(name)
    #expect(capture.frames.count > 10)
    for frame in capture.frames {
      let packet = Packet(
        decoding: frame.bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
      let status = packet.sctpChecksum(in: frame.bytes.span)
      #expect(status == .valid)
      var damaged = frame.bytes
      damaged[packet.payload.lowerBound] ^= 0x10
      guard case .sctp(let header) = packet.transport,
        case .invalid(let stated, let computed) = packet.sctpChecksum(in: damaged.span)
      else {
        Issue.record("the damage was not seen")
        continue
      }
      #expect(stated == header.checksum && computed != stated)
    }
  }

  @Test func `a packet without checksum, and one that is cut, are not wrong`() {
    let bytes: [UInt8] = Array(Self.header[..<8]) + [0, 0, 0, 0] + Self.chunk(11, [])
    let frame = Sample.datagram(bytes, protocol: 132)
    let absent = Sample.decode(frame).sctpChecksum(in: frame.span)
    #expect(absent == .absent)
    let cut = Sample.decode(frame, captured: frame.count - 1).sctpChecksum(in: frame.span)
    #expect(cut == .unverifiable(.truncated))
  }
}
