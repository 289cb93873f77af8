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
    #expect(packet.transportChecksum(in: frame.bytes.span) == .valid)
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
}
