/// Names of the Label Distribution Protocol's messages, TLVs and pseudowires (RFC 5036; registry of IANA).
extension PacketPrinter {
  /// The name of a message type.
  static func ldpMessageName(_ value: UInt16) -> String? {
    switch value {
    case 0x0001: "Notification"
    case 0x0100: "Hello"
    case 0x0200: "Initialization"
    case 0x0201: "Keepalive"
    case 0x0300: "Address"
    case 0x0301: "Address Withdraw"
    case 0x0400: "Label Mapping"
    case 0x0401: "Label Request"
    case 0x0402: "Label Withdraw"
    case 0x0403: "Label Release"
    case 0x0404: "Label Abort Request"
    default: nil
    }
  }

  /// The name of a TLV type.
  static func ldpParameterName(_ value: UInt16) -> String? {
    switch value {
    case 0x0100: "FEC"
    case 0x0101: "Address List"
    case 0x0103: "Hop Count"
    case 0x0104: "Path Vector"
    case 0x0200: "Generic Label"
    case 0x0201: "ATM Label"
    case 0x0202: "Frame-Relay Label"
    case 0x0300: "Status"
    case 0x0301: "Extended Status"
    case 0x0302: "Returned PDU"
    case 0x0303: "Returned Message"
    case 0x0400: "Common Hello Parameters"
    case 0x0401: "IPv4 Transport Address"
    case 0x0402: "Configuration Sequence Number"
    case 0x0403: "IPv6 Transport Address"
    case 0x0500: "Common Session Parameters"
    case 0x0501: "ATM Session Parameters"
    case 0x0502: "Frame-Relay Session Parameters"
    case 0x0503: "Fault-Tolerant Session Parameters"
    case 0x0600: "Label Request Message ID"
    case 0x0601: "MTU"
    default: nil
    }
  }

  /// The name of a pseudowire type (RFC 4446).
  static func pseudowireName(_ value: UInt16) -> String? {
    switch value {
    case 0: "Reserved"
    case 1: "Frame Relay DLCI (Martini Mode)"
    case 2: "ATM AAL5 SDU VCC transport"
    case 3: "ATM transparent cell transport"
    case 4: "Ethernet VLAN"
    case 5: "Ethernet"
    case 6: "Cisco-HDLC"
    case 7: "PPP"
    case 8: "SONET/SDH Circuit Emulation Service over MPLS"
    case 9: "ATM n-to-one VCC cell transport"
    case 10: "ATM n-to-one VPC cell transport"
    case 11: "IP Layer2 Transport"
    case 12: "ATM one-to-one VCC Cell Mode"
    case 13: "ATM one-to-one VPC Cell Mode"
    case 14: "ATM AAL5 PDU VCC transport"
    case 15: "Frame-Relay Port mode"
    case 16: "SONET/SDH Circuit Emulation over Packet"
    case 17: "Structure-agnostic E1 over Packet"
    case 18: "Structure-agnostic T1 (DS1) over Packet"
    case 19: "Structure-agnostic E3 over Packet"
    case 20: "Structure-agnostic T3 (DS3) over Packet"
    case 21: "CESoPSN basic mode"
    case 22: "TDMoIP basic mode"
    case 23: "CESoPSN TDM with CAS"
    case 24: "TDMoIP TDM with CAS"
    case 25: "Frame Relay DLCI"
    case 64: "IP-interworking"
    default: nil
    }
  }
}
