// The names of LSP ping (RFC 8029, sections 3.1 to 3.3; IANA registry).
extension PacketPrinter {
  static func pingReplyMode(_ mode: UInt8) -> String {
    switch mode {
    case 1: "Do not reply"
    case 2: "Reply via an IPv4/IPv6 UDP packet"
    case 3: "Reply via an IPv4/IPv6 UDP packet with Router Alert"
    case 4: "Reply via application level control channel"
    default: "unknown"
    }
  }

  static func pingReturnCode(_ code: UInt8) -> String {
    switch code {
    case 0: "No return code or return code contained in the Error Code TLV"
    case 1: "Malformed echo request received"
    case 2: "One or more of the TLVs was not understood"
    case 3: "Replying router is an egress for the FEC at stack depth"
    case 4: "Replying router has no mapping for the FEC at stack depth"
    case 5, 6, 7: "Reserved"
    case 8: "Label switched at stack-depth"
    case 9: "Label switched but no MPLS forwarding at stack-depth"
    case 10: "Mapping for this FEC is not the given label at stack depth"
    case 11: "No label entry at stack-depth"
    case 12: "Protocol not associated with interface at FEC stack depth"
    case 13: "Premature termination of ping due to label stack shrinking to a single label"
    default: "unknown"
    }
  }

  static func pingElementName(_ type: UInt16) -> String {
    switch type {
    case 1: "Target FEC Stack"
    case 2: "Downstream Mapping"
    case 3: "Pad"
    case 5: "Vendor Enterprise Code"
    case 7: "Interface Label Stack"
    case 9: "Error Code"
    case 10: "Reply TOS Byte"
    case 15: "BFD Discriminator"
    case 64_512: "Vendor Private Code"
    default: "Unknown"
    }
  }

  static func pingClassName(_ type: UInt16) -> String {
    switch type {
    case 1: "LDP IPv4 prefix"
    case 2: "LDP IPv6 prefix"
    case 3: "RSVP IPv4 Session Query"
    case 4: "RSVP IPv6 Session Query"
    case 5: "Reserved"
    case 6: "VPN IPv4 prefix"
    case 7: "VPN IPv6 prefix"
    case 8: "L2 VPN endpoint"
    case 9: "FEC 128 pseudowire (old)"
    case 10: "FEC 128 pseudowire"
    case 12: "BGP labeled IPv4 prefix"
    case 13: "BGP labeled IPv6 prefix"
    default: "Unknown"
    }
  }
}
