import PacketDissection

/// Encapsulations of access networks, mirrors, overlays and bridges.
extension TunnelTests {
  static let furtherCases: [Case] = [
    Case(
      description: "RFC 2661, L2TPv2 with a length, PPP with address and control", carrier: 17,
      header: [0x40, 2, 0, 52, 0, 7, 0, 9, 0xff, 3, 0, 0x21], kind: .l2tp, ports: (1701, 1701)),
    Case(
      description: "RFC 2661, L2TPv2 with sequence numbers and offset", carrier: 17,
      header: [0x0a, 2, 0, 7, 0, 9, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0x57], kind: .l2tp,
      ports: (1701, 40000), inside: version6),
    Case(
      description: "RFC 5415, CAPWAP data of IEEE 802.3", carrier: 17,
      header: [0, 0x10, 0, 0, 0, 0, 0, 0] + ethernet + [8, 0], kind: .capwap,
      ports: (40000, 5247)),
    Case(
      description: "RFC 5415, CAPWAP data of IEEE 802.11 from the controller", carrier: 17,
      header: [0, 0x10, 3, 0, 0, 0, 0, 0, 0x08, 2, 0, 0] + ethernet + [2, 0, 0, 0, 0, 3, 0, 0]
        + [0xaa, 0xaa, 3, 0, 0, 0, 8, 0], kind: .capwap, ports: (5247, 40000)),
    Case(
      description: "CAPWAP with a swapped frame control, as Cisco sends it", carrier: 17,
      header: [0, 0x10, 3, 0, 0, 0, 0, 0, 1, 0x88, 0, 0] + ethernet
        + [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0], kind: .capwap,
      ports: (40000, 5247)),
    Case(
      description: "TZSP with padding and a signal strength", carrier: 17,
      header: [1, 0, 0, 1, 0, 10, 1, 0xb0, 1] + ethernet + [8, 0], kind: .tzsp,
      ports: (40000, 37008)),
    Case(
      description: "RFC 8086, GRE in UDP", carrier: 17, header: [0, 0, 8, 0], kind: .gre,
      ports: (40000, 4754)),
    Case(
      description: "RFC 7510, MPLS in UDP", carrier: 17, header: [0, 1, 1, 64], kind: .mpls,
      ports: (40000, 6635)),
    Case(
      description: "GUE, variant 0, with a field of four bytes", carrier: 17,
      header: [1, 4, 0, 0, 0, 0, 0, 0], kind: .gue, ports: (40000, 6080)),
    Case(
      description: "GUE, variant 1", carrier: 17, header: [], kind: .gue, ports: (40000, 6080),
      inside: version6),
    Case(
      description: "GUE, GRE inside", carrier: 17, header: [0, 47, 0, 0, 0, 0, 8, 0], kind: .gue,
      ports: (40000, 6080)),
    Case(
      description: "RFC 3378, EtherIP", carrier: 97, header: [0x30, 0] + ethernet + [8, 0],
      kind: .etherIP),
    Case(
      description: "RFC 9300, LISP with an instance", carrier: 17,
      header: [0x08, 0, 0, 0, 0, 0, 42, 0], kind: .lisp, identifier: 42, ports: (40000, 4341)),
    Case(
      description: "VXLAN-GPE with an IPv6 packet", carrier: 17,
      header: [0x0c, 0, 0, 2, 0, 0, 9, 0], kind: .vxlanGPE, identifier: 9, ports: (40000, 4790),
      inside: version6),
    Case(
      description: "VXLAN-GPE with a frame", carrier: 17,
      header: [0x08, 0, 0, 0, 0, 0, 9, 0] + ethernet + [8, 0], kind: .vxlanGPE, identifier: 9,
      ports: (40000, 4790)),
    Case(
      description: "RFC 8300, NSH with four context headers", carrier: 0x894f,
      header: [0x0f, 0xc6, 1, 1, 0, 0, 5, 255] + [UInt8](repeating: 0, count: 16),
      kind: .serviceHeader),
    Case(
      description: "RFC 8300, NSH with a frame and no metadata", carrier: 0x894f,
      header: [0x0f, 0xc2, 2, 3, 0, 0, 5, 255] + ethernet + [8, 0], kind: .serviceHeader),
    Case(
      description: "IEEE 802.1ah, I-SID 70000", carrier: 0x88e7,
      header: [0, 1, 0x11, 0x70] + ethernet + [8, 0], kind: .backboneBridge, identifier: 70000),
    Case(
      description: "FabricPath", carrier: 0x8903, header: [0, 0x60] + ethernet + [8, 0],
      kind: .fabricPath),
    Case(
      description: "RFC 6325, TRILL with an option word", carrier: 0x22f3,
      header: [0, 0x45, 0, 1, 0, 2, 0, 0, 0, 0] + ethernet + [8, 0], kind: .trill),
    Case(
      description: "Cisco's metadata with a security group tag", carrier: 0x8909,
      header: [1, 1, 0, 1, 0, 5, 8, 0], kind: .ciscoMetadata),
    Case(
      description: "IEC 62439-3, HSR", carrier: 0x892f, header: [0, 40, 0, 7, 8, 0],
      kind: .redundantRing),
  ]
}
