/// Names of BGP's messages, attributes, capabilities, families and errors.
extension PacketPrinter {
  /// The name of a message type (RFC 4271, section 4.1; RFC 2918).
  static func bgpMessageName(_ value: UInt8) -> String? {
    switch value {
    case 1: "Open"
    case 2: "Update"
    case 3: "Notification"
    case 4: "Keepalive"
    case 5: "Route Refresh"
    default: nil
    }
  }

  /// The name of a capability (registry of IANA).
  static func bgpCapabilityName(_ value: UInt8) -> String? {
    switch value {
    case 1: "Multiprotocol Extensions"
    case 2: "Route Refresh"
    case 3: "Cooperative Route Filtering"
    case 5: "Extended Next Hop Encoding"
    case 8: "Multiple Labels"
    case 64: "Graceful Restart"
    case 65: "32-Bit AS Number"
    case 67: "Dynamic Capability"
    case 68: "Multisession BGP"
    case 69: "Multiple Paths"
    case 70: "Enhanced Route Refresh"
    case 71: "Long-lived Graceful Restart"
    case 128: "Route Refresh (Cisco)"
    default: nil
    }
  }

  /// The name of a path attribute (registry of IANA).
  static func bgpAttributeName(_ value: UInt8) -> String? {
    switch value {
    case 1: "Origin"
    case 2: "AS Path"
    case 3: "Next Hop"
    case 4: "Multi Exit Discriminator"
    case 5: "Local Preference"
    case 6: "Atomic Aggregate"
    case 7: "Aggregator"
    case 8: "Community"
    case 9: "Originator ID"
    case 10: "Cluster List"
    case 11: "DPA"
    case 12: "Advertisers"
    case 13: "RCID Path / Cluster ID"
    case 14: "Multi-Protocol Reach NLRI"
    case 15: "Multi-Protocol Unreach NLRI"
    case 16: "Extended Community"
    case 17: "AS4 Path"
    case 18: "Aggregator4"
    case 22: "PMSI Tunnel"
    case 23: "Tunnel Encapsulation"
    case 24: "Traffic Engineering"
    case 25: "IPv6 Extended Community"
    case 26: "Accumulated IGP Metric"
    case 27: "PE Distinguisher Label"
    case 28: "Entropy Label"
    case 32: "Large Community"
    case 128: "Attribute Set"
    case 255: "Reserved for development"
    default: nil
    }
  }

  /// The name of a subsequent address family (registry of IANA).
  static func bgpSubsequentFamilyName(_ value: UInt8) -> String? {
    switch value {
    case 0: "Reserved"
    case 1: "Unicast"
    case 2: "Multicast"
    case 3: "Unicast+Multicast"
    case 4: "labeled Unicast"
    case 5: "Multicast VPN"
    case 64: "Tunnel"
    case 65: "VPLS"
    case 66: "MDT"
    case 70: "EVPN"
    case 128: "labeled VPN Unicast"
    case 129: "labeled VPN Multicast"
    case 130: "labeled VPN Unicast+Multicast"
    case 132: "Route Target Routing Information"
    default: nil
    }
  }

  /// The name of an address family (registry of IANA).
  static func addressFamilyName(_ value: UInt16) -> String? {
    switch value {
    case 0: "Reserved"
    case 1: "IPv4"
    case 2: "IPv6"
    case 3: "NSAP"
    case 4: "HDLC"
    case 5: "BBN 1822"
    case 6: "802"
    case 7: "E.163"
    case 8: "E.164"
    case 9: "F.69"
    case 10: "X.121"
    case 11: "Novell IPX"
    case 12: "Appletalk"
    case 13: "Decnet IV"
    case 14: "Banyan Vines"
    case 15: "E.164 with NSAP subaddress"
    case 25: "VPLS"
    case 196: "Layer-2 VPN"
    default: nil
    }
  }

  /// The name of an error code (RFC 4271, section 4.5).
  static func bgpErrorName(_ value: UInt8) -> String? {
    switch value {
    case 1: "Message Header Error"
    case 2: "OPEN Message Error"
    case 3: "UPDATE Message Error"
    case 4: "Hold Timer Expired"
    case 5: "Finite State Machine Error"
    case 6: "Cease"
    case 7: "Capability Message Error"
    default: nil
    }
  }

  /// The name of an error subcode (RFC 4271, section 4.5; RFC 4486; RFC 6608).
  static func bgpSuberrorName(_ code: UInt8, _ subcode: UInt8) -> String? {
    switch (code, subcode) {
    case (1, 1): "Connection Not Synchronized"
    case (1, 2): "Bad Message Length"
    case (1, 3): "Bad Message Type"
    case (2, 1): "Unsupported Version Number"
    case (2, 2): "Bad Peer AS"
    case (2, 3): "Bad BGP Identifier"
    case (2, 4): "Unsupported Optional Parameter"
    case (2, 5): "Authentication Failure"
    case (2, 6): "Unacceptable Hold Time"
    case (2, 7): "Capability Message Error"
    case (3, 1): "Malformed Attribute List"
    case (3, 2): "Unrecognized Well-known Attribute"
    case (3, 3): "Missing Well-known Attribute"
    case (3, 4): "Attribute Flags Error"
    case (3, 5): "Attribute Length Error"
    case (3, 6): "Invalid ORIGIN Attribute"
    case (3, 7): "AS Routing Loop"
    case (3, 8): "Invalid NEXT_HOP Attribute"
    case (3, 9): "Optional Attribute Error"
    case (3, 10): "Invalid Network Field"
    case (3, 11): "Malformed AS_PATH"
    case (5, 0): "Unspecified Error"
    case (5, 1): "In OpenSent State"
    case (5, 2): "In OpenConfirm State"
    case (5, 3): "In Established State"
    case (6, 1): "Maximum Number of Prefixes Reached"
    case (6, 2): "Administrative Shutdown"
    case (6, 3): "Peer Unconfigured"
    case (6, 4): "Administrative Reset"
    case (6, 5): "Connection Rejected"
    case (6, 6): "Other Configuration Change"
    case (6, 7): "Connection Collision Resolution"
    case (6, 8): "Out of Resources"
    case (7, 1): "Invalid Action Value"
    case (7, 2): "Invalid Capability Length"
    case (7, 3): "Malformed Capability Value"
    case (7, 4): "Unsupported Capability Code"
    default: nil
    }
  }
}
