/// Names of BGP's extended communities and tunnels.
extension PacketPrinter {
  /// The name of an extended community (registry of IANA).
  static func bgpCommunityName(_ value: UInt16) -> String? {
    switch value {
    case 0x0002, 0x0102, 0x0202: "target"
    case 0x0003, 0x0103, 0x0203: "origin"
    case 0x4004: "link-BW"
    case 0x0005, 0x0105, 0x0205, 0x8005: "ospf-domain"
    case 0x0306, 0x8000: "ospf-route-type"
    case 0x030c: "encapsulation"
    case 0x0107, 0x8001: "ospf-router-id"
    case 0x800a: "layer2-info"
    case 0x8800: "eigrp-general-route (flag, tag)"
    case 0x8801: "eigrp-route-metric (AS, delay)"
    case 0x8802: "eigrp-route-metric (reliability, nexthop, bandwidth)"
    case 0x8803: "eigrp-route-metric (load, MTU)"
    case 0x8804: "eigrp-external-route (remote-AS, remote-ID)"
    case 0x8805: "eigrp-external-route (remote-proto, remote-metric)"
    case 0x0009: "source-AS"
    case 0x010b: "vrf-route-import"
    case 0x000a, 0xf10a: "l2vpn-id"
    default: nil
    }
  }

  /// The name of an OSPF route type (RFC 4577, section 4.2.6).
  static func bgpRouterType(_ value: UInt8) -> String? {
    switch value {
    case 1: "Router"
    case 2: "Network"
    case 3: "Summary"
    case 5: "External"
    case 7: "NSSA External"
    case 129: "MPLS-VPN Sham"
    default: nil
    }
  }

  /// The name of a tunnel encapsulation (RFC 5512; registry of IANA).
  static func bgpTunnelType(_ value: UInt16) -> String? {
    switch value {
    case 1: "L2TPv3 over IP"
    case 2: "GRE"
    case 3: "Transmit Tunnel"
    case 4: "IPsec"
    case 5: "IP in IP with IPsec"
    case 6: "MPLS in IP with IPsec"
    case 7: "IP in IP"
    case 8: "VXLAN"
    case 9: "NVGRE"
    case 10: "MPLS"
    case 11: "MPLS in GRE"
    case 12: "VXLAN GPE"
    case 13: "MPLS in UDP"
    case 14: "IPv6"
    case 15: "SR TE"
    case 16: "Bare"
    case 17: "SR"
    default: nil
    }
  }

  /// The name of a multicast tunnel (RFC 6514, section 5).
  static func bgpTunnelName(_ value: UInt8) -> String {
    switch value {
    case 1: "RSVP-TE P2MP LSP"
    case 2: "LDP P2MP LSP"
    case 3: "PIM-SSM Tree"
    case 4: "PIM-SM Tree"
    case 5: "PIM-Bidir Tree"
    case 6: "Ingress Replication"
    case 7: "LDP MP2MP LSP"
    default: "Unknown"
    }
  }

  /// The name of a layer 2 encapsulation (RFC 6624; registry of IANA).
  static func layer2Encapsulation(_ value: UInt8) -> String? {
    switch value {
    case 0: "Reserved"
    case 1: "Frame Relay"
    case 2: "ATM AAL5 VCC transport"
    case 3: "ATM transparent cell transport"
    case 4: "Ethernet VLAN"
    case 5: "Ethernet"
    case 6: "Cisco-HDLC"
    case 7: "PPP"
    case 8: "SONET/SDH Circuit Emulation Service over MPLS"
    case 9: "ATM n-to-one VCC cell transport"
    case 10: "ATM n-to-one VPC cell transport"
    case 11: "IP Layer2 Transport"
    case 15: "Frame-Relay Port mode"
    case 17: "Structure-agnostic E1 over Packet"
    case 18: "Structure-agnostic T1 (DS1) over Packet"
    case 19: "VPLS"
    case 20: "Structure-agnostic T3 (DS3) over Packet"
    case 21: "Nx64kbit/s Basic Service using Structure-aware"
    case 25: "Frame Relay DLCI"
    default: nil
    }
  }
}
