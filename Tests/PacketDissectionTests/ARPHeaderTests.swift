import InternetTypes
import PacketDissection
import Testing

struct ARPHeaderTests {
  /// Who has 10.0.0.2, tell 10.0.0.1.
  static let request: [UInt8] =
    [0, 1, 8, 0, 6, 4, 0, 1] + [2, 0, 0, 0, 0, 1] + [10, 0, 0, 1] + [0, 0, 0, 0, 0, 0]
    + [10, 0, 0, 2]

  @Test func `a header cut at any byte states how much is missing`() throws {
    for count in 0..<ARPHeader.minimumByteCount {
      #expect(throws: DecodeError.truncated(.arp, needed: 8, available: count)) {
        try ARPHeader(decoding: Self.request.span.extracting(first: count))
      }
    }
    let header = try ARPHeader(decoding: Self.request.span)
    #expect(header.hardwareType == 1)
    #expect(header.protocolType == .ipv4)
    #expect(header.operation == 1)
    #expect(header.senderHardware == 8..<14)
    #expect(header.senderProtocol == 14..<18)
    #expect(header.targetHardware == 18..<24)
    #expect(header.targetProtocol == 24..<28)
  }

  @Test func `a packet is there only with all of its addresses`() {
    let frame = LinkHeaderTests.addresses + [8, 6] + Self.request
    for count in 14...frame.count {
      let packet = Packet(
        decoding: frame.span.extracting(first: count), wireLength: frame.count,
        linkType: .ethernet)
      if count == frame.count {
        #expect(packet.stop == nil)
        #expect(packet.networkLength == 28)
      } else {
        #expect(packet.network == .none)
        #expect(
          packet.stop
            == .truncated(.arp, needed: count < 22 ? 8 : 28, available: count - 14))
      }
    }
  }

  @Test func `over ATM every address has a length of its own`() throws {
    let bytes: [UInt8] = [0, 19, 8, 0, 0x44, 2, 0, 1, 4, 3, 0, 4]
    let lengths = try ATMAddressLengths(decoding: bytes.span)
    #expect(lengths.senderNumber == 4)
    #expect(lengths.byteCount == 12 + 4 + 2 + 4 + 3 + 0 + 4)
    for count in 0..<12 {
      #expect(throws: DecodeError.truncated(.arp, needed: 12, available: count)) {
        try ATMAddressLengths(decoding: bytes.span.extracting(first: count))
      }
    }
  }
}
