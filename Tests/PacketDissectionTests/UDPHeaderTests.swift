import InternetTypes
import PacketDissection
import Testing

struct UDPHeaderTests {
  @Test func `every field is where RFC 768 has it`() throws {
    let bytes = Sample.udp
    let header = try UDPHeader(decoding: bytes.span)
    #expect(header.sourcePort == 53)
    #expect(header.destinationPort == 50_000)
    #expect(header.length == 9)
    #expect(header.checksum == 0xcafe)
  }

  @Test(arguments: 0..<8)
  func `a header of fewer than eight bytes is truncated`(_ count: Int) {
    let bytes = Array(Sample.udp[..<count])
    #expect(throws: DecodeError.truncated(.udp, needed: 8, available: count)) {
      try UDPHeader(decoding: bytes.span)
    }
  }

  @Test(arguments: 0..<8)
  func `a stated length below eight leaves only the ports`(_ length: UInt8) {
    var bytes = Sample.udp
    bytes[5] = length
    let packet = Sample.decode(Sample.datagram(bytes, protocol: 17))
    #expect(packet.transport == .ports(source: 53, destination: 50_000))
    #expect(packet.stop == .invalid(.udp, field: .length, value: Int(length)))
  }

  @Test(arguments: 0..<8)
  func `an IP payload of fewer than eight bytes is too short for a datagram`(_ count: Int) {
    let packet = Sample.decode(Sample.datagram(Array(Sample.udp[..<count]), protocol: 17))
    if count < 4 {
      #expect(packet.transport == .none)
    } else {
      #expect(packet.transport == .ports(source: 53, destination: 50_000))
      #expect(packet.stop == .short(.udp, length: count))
    }
  }

  @Test(arguments: [(8, 0), (9, 1), (10, 2), (65_535, 65_527)])
  func `the payload is what the length says, as far as it was captured`(
    _ stated: Int, _ length: Int
  ) {
    var bytes = Sample.udp
    bytes[4] = UInt8(stated >> 8)
    bytes[5] = UInt8(stated & 0xff)
    let packet = Sample.decode(Sample.datagram(bytes, protocol: 17))
    #expect(packet.payloadLength == length)
    #expect(packet.payload == 28..<(28 + min(length, 1)))
  }
}
