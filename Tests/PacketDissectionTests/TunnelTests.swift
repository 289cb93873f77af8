import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

/// Headers laid out as the documents named beside them say, around the packets of `Sample`.
struct TunnelTests {
  /// A tunnel's header, and what is to be found in it.
  struct Case: Sendable, CustomStringConvertible {
    var description: String
    /// The IP protocol that carries the header, or an EtherType from 0x600 on.
    var carrier: Int
    var header: [UInt8]
    var kind: Tunnel.Kind
    var identifier: UInt32 = 0
    /// UDP ports where the carrier is 17.
    var ports: (UInt16, UInt16) = (40000, 0)
    /// What is inside.
    var inside: [UInt8] = version4
    /// Bytes behind what is inside.
    var trailer = 0
  }

  static let version4 = Sample.datagram(Sample.tcp)
  /// RFC 8200: payload length 9, UDP, hop limit 64, fe80::1 > fe80::2.
  static let version6: [UInt8] =
    [0x60, 0, 0, 0, 0, 9, 17, 64] + address(1) + address(2) + Sample.udp
  static let ethernet: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]

  static func address(_ last: UInt8) -> [UInt8] {
    [0xfe, 0x80] + [UInt8](repeating: 0, count: 13) + [last]
  }

  static let cases: [Case] = [
    Case(description: "RFC 2003", carrier: 4, header: [], kind: .ipInIP),
    Case(
      description: "RFC 4213", carrier: 41, header: [], kind: .version6In4, inside: version6),
    Case(
      description: "RFC 2784, no options", carrier: 47, header: [0, 0, 8, 0], kind: .gre),
    Case(
      description: "RFC 2890, checksum, key and sequence", carrier: 47,
      header: [0xb0, 0, 0x86, 0xdd, 1, 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 9], kind: .gre,
      inside: version6),
    Case(
      description: "RFC 7637, NVGRE", carrier: 47,
      header: [0x20, 0, 0x65, 0x58, 1, 2, 3, 4] + ethernet + [8, 0], kind: .gre),
    Case(
      description: "RFC 2637, PPTP with sequence and acknowledgment", carrier: 47,
      header: [0x30, 0x81, 0x88, 0x0b, 0, 44, 1, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0xff, 3, 0, 0x21],
      kind: .pptp),
    Case(
      description: "WCCP version 2", carrier: 47, header: [0, 0, 0x88, 0x3e, 0, 0, 0, 0],
      kind: .gre),
    Case(
      description: "ERSPAN type I", carrier: 47, header: [0, 0, 0x88, 0xbe] + ethernet + [8, 0],
      kind: .erspan),
    Case(
      description: "ERSPAN type II, session 100", carrier: 47,
      header: [0x10, 0, 0x88, 0xbe, 0, 0, 7, 4, 0x10, 0x17, 8, 0x64, 0, 0, 0, 0] + ethernet
        + [8, 0], kind: .erspan, identifier: 100),
    Case(
      description: "ERSPAN type III with a subheader, session 5", carrier: 47,
      header: [0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 0x14, 0, 5, 0, 0, 0, 0, 0, 0, 0x80, 0x31]
        + [0, 0, 0, 0, 0, 0, 0, 0] + ethernet + [8, 0], kind: .erspan, identifier: 5),
    Case(
      description: "IEEE 802.11 QoS data", carrier: 47,
      header: [0, 0, 0x82, 0, 0x88, 1, 0, 0] + ethernet + [2, 0, 0, 0, 0, 3, 0x80, 0x7d, 0, 0]
        + [0xaa, 0xaa, 3, 0, 0, 0, 8, 0], kind: .gre),
    Case(
      description: "IEEE 802.11 data with four addresses", carrier: 47,
      header: [0, 0, 0x82, 0x10, 0x08, 3, 0, 0] + ethernet + [2, 0, 0, 0, 0, 3, 0, 0]
        + [2, 0, 0, 0, 0, 4, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0], kind: .gre),
    Case(
      description: "IEEE 802.11 aggregate", carrier: 47,
      header: [0, 0, 0x82, 0x40, 0x88, 2, 0, 0] + ethernet + [2, 0, 0, 0, 0, 3, 0, 0, 0x80, 0]
        + ethernet + [0, 48, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0], kind: .gre),
    Case(
      description: "RFC 7348, VNI 123, reserved bits set", carrier: 17,
      header: [0x0f, 0, 0, 1, 0, 0, 123, 9] + ethernet + [8, 0], kind: .vxlan, identifier: 123,
      ports: (40000, 4789)),
    Case(
      description: "RFC 7348, VLAN inside", carrier: 17,
      header: [0x08, 0, 0, 0, 0, 1, 0, 0] + ethernet + [0x81, 0, 0, 5, 8, 0], kind: .vxlan,
      identifier: 256, ports: (40000, 4789)),
    Case(
      description: "RFC 8926, Ethernet, no options", carrier: 17,
      header: [0, 0, 0x65, 0x58, 0, 0, 7, 0] + ethernet + [8, 0], kind: .geneve, identifier: 7,
      ports: (40000, 6081)),
    Case(
      description: "RFC 8926, IPv6, an option of eight bytes", carrier: 17,
      header: [2, 0x40, 0x86, 0xdd, 0x12, 0x34, 0x56, 0, 1, 2, 0x80, 1, 0, 0, 0, 0],
      kind: .geneve, identifier: 0x12_3456, ports: (40000, 6081), inside: version6),
    Case(
      description: "RFC 4380, plain", carrier: 17, header: [], kind: .teredo,
      ports: (3544, 40000), inside: version6),
    Case(
      description: "RFC 4380, authentication and origin", carrier: 17,
      header: [0, 1, 1, 2, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 1, 2, 3, 4, 5, 6],
      kind: .teredo, ports: (40000, 3544), inside: version6),
    Case(
      description: "TS 29.281, plain", carrier: 17,
      header: [0x30, 255, 0, 40, 1, 2, 3, 4], kind: .gtp, ports: (2152, 2152)),
    Case(
      description: "TS 29.281, an extension header of eight bytes", carrier: 17,
      header: [0x34, 255, 0, 49, 1, 2, 3, 4, 0, 0, 0, 0x85, 2, 0, 0, 0, 0, 0, 0, 0],
      kind: .gtp, ports: (40000, 2152), inside: version6),
    Case(
      description: "RFC 3032, two labels", carrier: 0x8847,
      header: [0, 1, 0, 64, 0, 2, 1, 64], kind: .mpls),
    Case(
      description: "RFC 4448, Ethernet with control word", carrier: 0x8848,
      header: [0, 1, 1, 64, 0, 0, 0, 0] + ethernet + [0x86, 0xdd], kind: .mpls, inside: version6),
    Case(
      description: "RFC 2516, session 18", carrier: 0x8864,
      header: [0x11, 0, 0, 18, 0, 42, 0, 0x21], kind: .pppoe, identifier: 18, trailer: 6),
    Case(
      description: "RFC 2516, protocol in one byte", carrier: 0x8864,
      header: [0x11, 0, 0, 18, 0, 50, 0x57], kind: .pppoe, identifier: 18, inside: version6),
    Case(
      description: "VN-Tag and VLAN", carrier: 0x8926,
      header: [0, 0, 0, 0x33, 0x81, 0, 0, 0xfa, 8, 0], kind: .vnTag),
  ]

  /// The whole frame of a case, in Ethernet.
  static func frame(_ tunnel: Case) -> [UInt8] {
    let payload = tunnel.header + tunnel.inside + [UInt8](repeating: 0, count: tunnel.trailer)
    if tunnel.carrier >= 0x600 {
      return ethernet + [UInt8(tunnel.carrier >> 8), UInt8(tunnel.carrier & 0xff)] + payload
    }
    var bytes = payload
    if tunnel.carrier == 17 {
      let length = UInt16(payload.count + 8)
      let words = [tunnel.ports.0, tunnel.ports.1, length, 0]
      bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] } + payload
    }
    return ethernet + [8, 0] + Sample.datagram(bytes, protocol: UInt8(tunnel.carrier))
  }

  @Test(arguments: cases + furtherCases)
  func `a packet is found inside of its tunnel`(tunnel: Case) throws {
    let bytes = Self.frame(tunnel)
    let packet = Packet(decoding: bytes.span, wireLength: bytes.count, linkType: .ethernet)
    let inner = packet.inner(in: bytes.span)
    let found = try #require(inner)
    #expect(found.tunnel.kind == tunnel.kind)
    #expect(found.tunnel.identifier == tunnel.identifier)
    #expect(found.packet.networkOffset == bytes.count - tunnel.trailer - tunnel.inside.count)
    #expect(found.packet.end == bytes.count - tunnel.trailer)
    #expect(found.packet.stop == nil)
    switch found.packet.transport {
    case .tcp(let header): #expect(header.sourcePort == 40986 && header.destinationPort == 50007)
    case .udp(let header): #expect(header.sourcePort == 53 && header.destinationPort == 50000)
    default: Issue.record("\(found.packet.transport)")
    }
  }

  @Test(arguments: cases + furtherCases)
  func `every prefix of a tunnel has no packet, or one inside the captured bytes`(
    tunnel: Case
  ) {
    let bytes = Self.frame(tunnel)
    for count in 0..<bytes.count {
      let frame = bytes.span.extracting(first: count)
      let packet = Packet(decoding: frame, wireLength: bytes.count, linkType: .ethernet)
      guard let found = packet.inner(in: frame) else { continue }
      #expect(found.tunnel.kind == tunnel.kind)
      #expect(found.packet.networkOffset <= count && found.packet.end <= count)
    }
  }

  @Test(
    arguments: [
      ("GRE of version 2", 47, [0x00, 0x02, 8, 0], (0, 0)),
      ("GRE with source routes", 47, [0x40, 0, 8, 0, 0, 0, 0, 0], (0, 0)),
      ("an encrypted 802.11 frame", 47, [0, 0, 0x82, 0, 0x88, 0x41, 0, 0], (0, 0)),
      ("VXLAN without a VNI", 17, [0, 0, 0, 0, 0, 0, 1, 0], (1, 4789)),
      ("Geneve of version 1", 17, [0x40, 0, 8, 0, 0, 0, 1, 0], (1, 6081)),
      ("Teredo's port with IPv4", 17, [], (1, 3544)),
      ("GTP's echo", 17, [0x30, 1, 0, 0, 0, 0, 0, 0], (1, 2152)),
      ("IPv6 announced, IPv4 there", 41, [], (0, 0)),
      ("PPPoE discovery in a session", 0x8864, [0x11, 9, 0, 1, 0, 40, 0, 0x21], (0, 0)),
      ("PPP's link control", 0x8864, [0x11, 0, 0, 1, 0, 40, 0xc0, 0x21], (0, 0)),
    ] as [(String, Int, [UInt8], (UInt16, UInt16))])
  func `packets without a tunnel carry nothing`(
    name: String, carrier: Int, header: [UInt8], ports: (UInt16, UInt16)
  ) {
    let bytes = Self.frame(
      Case(description: name, carrier: carrier, header: header, kind: .gre, ports: ports))
    let packet = Packet(decoding: bytes.span, wireLength: bytes.count, linkType: .ethernet)
    let tunnel = packet.inner(in: bytes.span)?.tunnel
    #expect(tunnel == nil, "\(name)")
  }

  @Test func `mutated tunnels are followed without leaving the frame`() {
    var generator = SeededGenerator(seed: 7)
    for tunnel in Self.cases + Self.furtherCases {
      for _ in 0..<400 {
        var bytes = Self.frame(tunnel)
        for _ in 0..<4 {
          bytes[Int.random(in: 12..<bytes.count, using: &generator)] = UInt8.random(
            in: 0...255, using: &generator)
        }
        HostileBytesTests.check(bytes, bytes.count, .ethernet)
      }
    }
  }
}
