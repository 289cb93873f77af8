import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

/// The captures of the rarer link types, each beginning with a datagram of 11 bytes from port 40986 to 50000.
struct OtherLinkTests {
  static let names = [
    "link-ppp", "link-ppp-serial", "link-cisco-hdlc", "link-fddi", "link-fibre-channel",
    "link-infiniband", "link-netfilter-log", "link-packet-filter-log", "link-encapsulation",
    "link-broadcom-tag", "link-marvell-tag", "link-marvell-type-tag", "link-wireless",
    "link-radiotap", "link-slip",
  ]

  @Test(arguments: names)
  func `the packet inside is found`(_ name: String) throws {
    let capture = try FixtureCapture(name)
    let frame = try #require(capture.frames.first)
    let packet = Packet(
      decoding: frame.bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
    #expect(packet.link == .other(capture.linkType))
    guard case .udp(let header) = packet.transport else {
      Issue.record("no datagram: \(packet)")
      return
    }
    #expect(header.sourcePort == 40986 && header.destinationPort == 50000)
    let status = packet.transportChecksum(in: frame.bytes.span)
    #expect(status == .valid)
  }

  @Test(arguments: names)
  func `a frame that is cut anywhere leaves everything inside it`(_ name: String) throws {
    let capture = try FixtureCapture(name)
    for frame in capture.frames {
      for count in 0...frame.bytes.count {
        let packet = Packet(
          decoding: frame.bytes.span.extracting(first: count), wireLength: frame.wireLength,
          linkType: capture.linkType)
        #expect(packet.networkOffset <= count && packet.end <= count)
        #expect(packet.networkLength >= 0 && packet.payload.upperBound <= count)
      }
    }
  }

  /// Frames of other link types around `Sample.datagram(Sample.tcp)`, by their documents.
  static let wrapped: [(name: String, linkType: LinkType, header: [UInt8])] = {
    let ethernet: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]
    let snap: [UInt8] = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0]
    let zeros = [UInt8](repeating: 0, count: 96)
    return [
      ("PKTAP, Ethernet", .packetTap, [108, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0] + zeros + ethernet),
      ("PKTAP, raw", .packetTap, [108, 0, 0, 0, 1, 0, 0, 0, 12, 0, 0, 0] + zeros),
      (
        "PKTAP, loopback", .packetTap,
        [108, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0] + zeros + [2, 0, 0, 0]
      ),
      ("PPI, Ethernet", .perPacketInformation, [0, 0, 8, 0, 1, 0, 0, 0] + ethernet),
      (
        "PPI, IEEE 802.11", .perPacketInformation,
        [0, 0, 8, 0, 105, 0, 0, 0, 0x08, 1, 0, 0] + zeros.prefix(20) + snap
      ),
      (
        "AVS", .wirelessAVS,
        [0x80, 0x21, 0x10, 1, 0, 0, 0, 64] + zeros.prefix(56) + [0x08, 1, 0, 0]
          + zeros.prefix(20) + snap
      ),
      ("token ring", .tokenRing, [0x10, 0x40] + zeros.prefix(12) + snap),
      ("RFC 2427, frame relay", .frameRelay, [0x18, 0x41, 3, 0xcc]),
      ("RFC 2427, frame relay with SNAP", .frameRelay, [0x18, 0x41, 3, 0, 0x80, 0, 0, 0, 8, 0]),
      ("Cisco's frame relay", .frameRelay, [0x18, 0x41, 8, 0]),
    ]
  }()

  @Test(arguments: wrapped.indices)
  func `a packet is found behind a header of its link type, and in no prefix beyond its end`(
    _ index: Int
  ) {
    let (name, linkType, header) = Self.wrapped[index]
    let bytes = header + Sample.datagram(Sample.tcp)
    let packet = Packet(decoding: bytes.span, wireLength: bytes.count, linkType: linkType)
    if case .tcp(let segment) = packet.transport {
      #expect(segment.sourcePort == 40986, "\(name)")
    } else {
      Issue.record("\(name): no segment")
    }
    for count in 0..<bytes.count {
      let cut = Packet(
        decoding: bytes.span.extracting(first: count), wireLength: bytes.count, linkType: linkType)
      #expect(cut.networkOffset <= count && cut.end <= count, "\(name)")
    }
  }
}
