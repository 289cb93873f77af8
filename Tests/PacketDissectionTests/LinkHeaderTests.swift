import InternetTypes
import PacketDissection
import Testing

struct LinkHeaderTests {
  static let addresses: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]

  /// A UDP datagram without payload from 10.0.0.1:1 to 10.0.0.2:2.
  static let datagram: [UInt8] = [
    0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 1, 0, 2, 0, 8, 0, 0,
  ]

  static func decode(_ bytes: [UInt8], _ linkType: LinkType = .ethernet) -> Packet {
    Packet(decoding: bytes.span, wireLength: bytes.count, linkType: linkType)
  }

  @Test func `a SNAP header without organization leads to its EtherType`() {
    let length: [UInt8] = [0, 36, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0]
    let bytes = Self.addresses + length + Self.datagram + [0, 0, 0, 0]
    let packet = Self.decode(bytes)
    #expect(packet.lengthField == 36)
    #expect(packet.logicalLinkOffset == 14)
    #expect(packet.networkOffset == 22)
    #expect(packet.networkLength == 28)
    #expect(packet.end == 50)
    guard case .udp = packet.transport else {
      Issue.record("\(packet.transport)")
      return
    }
    for count in 14..<22 {
      let cut = Packet(
        decoding: bytes.span.extracting(first: count), wireLength: bytes.count, linkType: .ethernet)
      let layer: Layer = count < 17 ? .llc : .snap
      #expect(cut.stop?.layer == layer)
      #expect(cut.networkOffset <= count)
    }
  }

  @Test(
    arguments: [
      ([0x04, 0x05, 0x03], LLCHeader.Format.unnumbered, 3, false),
      ([0x04, 0x04, 0x13], .unnumbered, 3, true),
      ([0x04, 0x04, 0x01, 0x07], .supervisory, 4, true),
      ([0x05, 0x04, 0x06, 0x08], .information, 4, false),
    ] as [([UInt8], LLCHeader.Format, Int, Bool)])
  func `an LLC header is as long as its control field says`(
    _ bytes: [UInt8], _ format: LLCHeader.Format, _ count: Int, _ isPoll: Bool
  ) throws {
    let header = try LLCHeader(decoding: bytes.span)
    #expect(header.format == format)
    #expect(header.byteCount == count)
    #expect(header.isPollOrFinal == isPoll)
    #expect(header.isResponse == (bytes[1] == 5))
    #expect(header.isGroup == (bytes[0] == 5))
    for cut in 0..<count {
      #expect(throws: DecodeError.truncated(.llc, needed: cut < 3 ? 3 : 4, available: cut)) {
        try LLCHeader(decoding: bytes.span.extracting(first: cut))
      }
    }
  }

  @Test func `a cooked header of either version leads to the same packet`() throws {
    let address: [UInt8] = [2, 0, 0, 0, 0, 1, 0, 0]
    let first: [UInt8] = [0, 4, 0, 1, 0, 6] + address + [8, 0]
    let second: [UInt8] = [8, 0, 0, 0, 0, 0, 0, 9, 0, 1, 4, 6] + address
    for (header, type, layer) in [
      (first, LinkType.linuxCooked, Layer.linuxCooked), (second, .linuxCooked2, .linuxCooked2),
    ] {
      let packet = Self.decode(header + Self.datagram, type)
      guard case .linuxCooked(let cooked) = packet.link, case .udp = packet.transport else {
        Issue.record("\(packet)")
        return
      }
      #expect(cooked.packetType == 4)
      #expect(cooked.hardwareAddress == MACAddress(rawValue: 0x0200_0000_0001))
      #expect(cooked.interfaceIndex == (type == .linuxCooked2 ? 9 : nil))
      #expect(packet.networkOffset == header.count)
      for count in 0..<header.count {
        let cut = Packet(
          decoding: header.span.extracting(first: count), wireLength: 60, linkType: type)
        #expect(
          cut.stop == .truncated(layer, needed: header.count, available: count))
        #expect(cut.link == .none)
      }
    }
  }

  @Test(
    arguments: [
      ([2, 0, 0, 0], 2, EtherType.ipv4), ([0, 0, 0, 2], 2, .ipv4), ([24, 0, 0, 0], 24, .ipv6),
      ([0, 0, 0, 28], 28, .ipv6), ([30, 0, 0, 0], 30, .ipv6), ([99, 0, 0, 0], 99, nil),
    ] as [([UInt8], UInt32, EtherType?)])
  func `a loopback header is read in either byte order`(
    _ bytes: [UInt8], _ family: UInt32, _ type: EtherType?
  ) throws {
    let header = try LoopbackHeader(decoding: bytes.span)
    #expect(header.family == family)
    #expect(header.etherType == type)
    for cut in 0..<4 {
      #expect(throws: DecodeError.truncated(.loopback, needed: 4, available: cut)) {
        try LoopbackHeader(decoding: bytes.span.extracting(first: cut))
      }
    }
  }

  @Test(arguments: [LinkType.raw, .rawOpenBSD, .rawSavefile, .ipv4, .ipv6])
  func `a raw frame is what its version says`(_ type: LinkType) {
    #expect(Self.decode(Self.datagram, type).etherType == .ipv4)
    #expect(Self.decode([0x60] + [UInt8](repeating: 0, count: 39), type).etherType == .ipv6)
    #expect(Self.decode([0x51], type).stop == .invalid(.raw, field: .version, value: 5))
    #expect(Self.decode([], type).stop == .truncated(.raw, needed: 1, available: 0))
  }

  @Test func `stacked tags are found after an Ethernet header and after a cooked one`() {
    let tags: [UInt8] = [0x20, 1, 0x81, 0, 0x10, 2, 8, 0]
    let ethernet = Self.addresses + [0x81, 0] + tags + Self.datagram
    let cooked: [UInt8] =
      [0x81, 0, 0, 0, 0, 0, 0, 9, 0, 1, 4, 6] + [UInt8](repeating: 0, count: 8) + tags
      + Self.datagram
    for (bytes, type, offset) in [(ethernet, LinkType.ethernet, 22), (cooked, .linuxCooked2, 28)] {
      let packet = Self.decode(bytes, type)
      #expect(packet.tags.count == 2)
      #expect(packet.networkOffset == offset)
      let (outer, inner) = (packet.tags.tag(0, in: bytes.span), packet.tags.tag(1, in: bytes.span))
      #expect(outer.type == .vlan && inner.type == .vlan)
      #expect(outer.tag.identifier == 1 && outer.tag.priority == 1 && !outer.tag.isDropEligible)
      #expect(inner.tag.identifier == 2 && inner.tag.priority == 0 && inner.tag.isDropEligible)
    }
  }
}
