import InternetTypes
import PacketDissection
import Testing

struct IPv4HeaderTests {
  @Test func `every field is where RFC 791 has it`() throws {
    let bytes = Sample.ipv4
    let header = try IPv4Header(decoding: bytes.span)
    #expect(header.headerByteCount == 20)
    #expect(header.typeOfService == 0xb8)
    #expect(header.totalLength == 40)
    #expect(header.identification == 0x1c46)
    #expect(header.flagsAndFragmentOffset == 0x4000)
    #expect(header.timeToLive == 64)
    #expect(header.protocol == .tcp)
    #expect(header.checksum == 0xb1e6)
    #expect(header.source == IPv4Address(rawValue: 0x0a00_020f))
    #expect(header.destination == IPv4Address(rawValue: 0x0a00_0204))
  }

  @Test(arguments: 0..<20)
  func `a header of fewer than twenty bytes is truncated`(_ count: Int) {
    let bytes = Array(Sample.ipv4[..<count])
    #expect(throws: DecodeError.truncated(.ipv4, needed: 20, available: count)) {
      try IPv4Header(decoding: bytes.span)
    }
  }

  @Test(
    arguments: [
      (0x0000, false, false, 0), (0x4000, true, false, 0), (0x2000, false, true, 0),
      (0x2001, false, true, 8), (0x1fff, false, false, 65_528), (0x8000, false, false, 0),
    ] as [(UInt16, Bool, Bool, Int)])
  func `flags and offset share sixteen bits`(
    _ bits: UInt16, _ dont: Bool, _ more: Bool, _ offset: Int
  ) throws {
    var bytes = Sample.ipv4
    bytes[6] = UInt8(bits >> 8)
    bytes[7] = UInt8(bits & 0xff)
    let header = try IPv4Header(decoding: bytes.span)
    #expect(header.dontFragment == dont)
    #expect(header.moreFragments == more)
    #expect(header.fragmentOffset == offset)
  }

  @Test(arguments: 0..<16)
  func `another version than four stops a packet`(_ version: UInt8) {
    var bytes = Sample.datagram(Sample.tcp)
    bytes[0] = version << 4 | 5
    let packet = Sample.decode(bytes)
    let wrong = DecodeError.invalid(.ipv4, field: .version, value: Int(version))
    #expect(packet.stop == (version == 4 ? nil : wrong))
  }

  @Test(arguments: 0..<16)
  func `a header length below five words, or beyond the packet, stops decoding`(_ words: UInt8) {
    var bytes = Sample.datagram(Sample.tcp)
    bytes[0] = 0x40 | words
    let packet = Sample.decode(bytes)
    let count = Int(words) * 4
    if words < 5 {
      #expect(packet.stop == .invalid(.ipv4, field: .headerLength, value: count))
    } else if count > bytes.count {
      #expect(packet.stop == .invalid(.ipv4, field: .totalLength, value: bytes.count))
    } else {
      #expect(packet.transportOffset == count)
    }
  }

  @Test(arguments: 1..<20)
  func `a total length below the header's stops a packet`(_ length: UInt8) {
    var bytes = Sample.datagram(Sample.tcp)
    bytes[3] = length
    #expect(Sample.decode(bytes).stop == .invalid(.ipv4, field: .totalLength, value: Int(length)))
  }

  @Test func `a total length of zero is taken from the capture, for segmentation offload`() {
    var bytes = Sample.datagram(Sample.tcp)
    bytes[2] = 0
    bytes[3] = 0
    let packet = Sample.decode(bytes)
    #expect(packet.isLengthFromCapture)
    #expect(packet.transportLength == 20)
    #expect(packet.stop == nil)
  }

  @Test func `padding after the total length is no payload`() {
    let packet = Sample.decode(Sample.datagram(Sample.tcp) + [1, 2, 3, 4, 5, 6])
    #expect(packet.end == 40)
    #expect(packet.payload == 40..<40)
  }

  @Test(arguments: 0...40)
  func `a packet cut at any byte is decoded up to the cut`(_ captured: Int) {
    let packet = Sample.decode(Sample.datagram(Sample.tcp), captured: captured)
    switch captured {
    case 0: #expect(packet.stop == .truncated(.ipv4, needed: 1, available: 0))
    case ..<20:
      #expect(packet.stop == .truncated(.ipv4, needed: 20, available: captured))
      #expect(packet.network == .none)
    case ..<40: #expect(packet.stop?.layer == .tcp)
    default: #expect(packet.stop == nil)
    }
  }
}
