import InternetTypes
import PacketDissection
import Testing

struct IPv6ExtensionHeaderTests {
  /// 2001:db8::1 > 2001:db8::2, and what follows the header.
  static func packet(
    _ nextHeader: IPProtocol, payloadLength: Int? = nil, _ payload: [UInt8]
  ) -> [UInt8] {
    let length = payloadLength ?? payload.count
    let prefix: [UInt8] = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    let fields: [UInt8] = [0x60, 0, 0, 0, UInt8(length >> 8), UInt8(length & 0xff)]
    return fields + [nextHeader.rawValue, 64] + prefix + [1] + prefix + [2] + payload
  }

  static func decode(_ bytes: [UInt8], first count: Int? = nil) -> Packet {
    Packet(
      decodingIP: bytes.span, in: 0..<(count ?? bytes.count), wireLength: bytes.count,
      etherType: .ipv6)
  }

  static let final: [UInt8] = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]
  static let udp: [UInt8] = [0x04, 0x57, 0x08, 0xae, 0, 12, 0xd2, 0x95, 0x61, 0x62, 0x63, 0x64]

  /// Hop-by-hop options, destination options, a source route, a fragment header, then UDP.
  static var chain: [UInt8] {
    packet(
      .hopByHopOptions,
      [60, 0, 5, 2, 0, 0, 1, 0] + [43, 0, 1, 4, 0, 0, 0, 0]
        + [44, 2, 0, 1, 0, 0, 0, 0] + final + [17, 0, 0, 1, 0, 0, 0, 9] + udp)
  }

  @Test func `a chain of all headers leads to the transport layer`() {
    let packet = Self.decode(Self.chain)
    #expect(packet.stop == nil)
    #expect(packet.transportProtocol == .udp)
    #expect(packet.transportOffset == 88)
    #expect(packet.transportLength == 12)
    #expect(packet.isFragment)
    var headers = IPv6ExtensionHeaderIterator(packet)
    var kinds: [IPProtocol] = []
    while let header = headers.next(in: Self.chain.span) { kinds.append(header.kind) }
    #expect(kinds == [.hopByHopOptions, .destinationOptions, .routing, .fragment])
    #expect(headers.offset == 88)
  }

  @Test func `a chain that is cut anywhere stops at the header that is cut`() {
    for count in 40..<Self.chain.count {
      let packet = Self.decode(Self.chain, first: count)
      let layer: Layer =
        switch count {
        case ..<48: .hopByHopOptions
        case ..<56: .destinationOptions
        case ..<80: .routing
        case ..<88: .fragment
        default: .udp
        }
      if count < 96 { #expect(packet.stop?.layer == layer, "\(count)") }
      #expect(packet.transportOffset <= packet.end && packet.end <= count)
    }
  }

  @Test func `a later fragment has no transport header`() {
    let packet = Self.decode(Self.packet(.fragment, [17, 0, 0, 49, 0, 0, 0, 9] + Self.udp))
    #expect(packet.transport == .fragment)
    #expect(packet.isFragment)
    #expect(packet.transportProtocol == .udp)
    #expect(packet.transportOffset == 48)
    #expect(packet.transportLength == 12)
  }

  @Test(
    arguments: [
      (66_000, nil, 65_992),
      (65_535, DecodeError.invalid(.ipv6, field: .payloadLength, value: 0), 20),
    ] as [(Int, DecodeError?, Int)])
  func `a jumbo payload counts from 65,536 bytes on`(
    _ length: Int, _ stop: DecodeError?, _ transportLength: Int
  ) {
    let option: [UInt8] = [
      0xc2, 4, UInt8(length >> 24 & 0xff), UInt8(length >> 16 & 0xff), UInt8(length >> 8 & 0xff),
      UInt8(length & 0xff),
    ]
    let packet = Self.decode(
      Self.packet(.hopByHopOptions, payloadLength: 0, [17, 0] + option + Self.udp))
    #expect(packet.stop == stop)
    #expect(packet.transportLength == transportLength)
  }

  @Test(
    arguments: [
      ([60, 0, 1, 4, 0, 0, 0, 0], nil),
      ([0, 0, 1, 4, 0, 0, 0, 0], .invalid(.hopByHopOptions, field: .nextHeader, value: 0)),
      ([60, 0, 1, 9, 0, 0, 0, 0], .invalid(.hopByHopOptions, field: .length, value: 8)),
    ] as [([UInt8], DecodeError?)])
  func `hop-by-hop options come once, whole and first`(_ options: [UInt8], _ stop: DecodeError?) {
    let bytes = Self.packet(
      .hopByHopOptions, options + [17, 0, 1, 4, 0, 0, 0, 0] + Self.udp)
    #expect(Self.decode(bytes).stop == stop)
  }

  @Test(
    arguments: [
      (0, 1, 5), (0, 0, 2), (2, 1, 5), (4, 1, 5), (4, 0, 5), (3, 0, 2), (3, 1, nil),
    ] as [(UInt8, UInt8, UInt128?)])
  func `the final destination is what the routing header names`(
    _ type: UInt8, _ segmentsLeft: UInt8, _ last: UInt128?
  ) {
    let bytes = Self.packet(
      .routing, [17, 2, type, segmentsLeft, 0, 0, 0, 0] + Self.final + Self.udp)
    let address = Self.decode(bytes).finalDestination(in: bytes.span)
    #expect(address.map { $0.rawValue & 0xffff } == last)
  }
}
