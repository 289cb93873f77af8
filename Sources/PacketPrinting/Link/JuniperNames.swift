import InternetTypes

/// What Juniper's interface cards are, by link type: their cookies, and their names in lines.
struct JuniperInterface {
  /// The protocol as a cut frame names it.
  let name: String
  /// The card, before `-PIC`; nil for interfaces without cookies.
  let card: String?
  /// The usual length of a cookie in bytes.
  let cookieByteCount: Int

  private init(_ name: String, _ card: String? = nil, cookie: Int = 0) {
    self.name = name
    self.card = card
    cookieByteCount = cookie
  }

  /// The interface of this link type.
  init(_ type: LinkType) {
    switch type {
    case .juniperATM1: self.init("juniper_atm1", "ATM1", cookie: 4)
    case .juniperATM2: self.init("juniper_atm2", "ATM2", cookie: 8)
    case .juniperES: self.init("juniper_es", "ES")
    case .juniperFrameRelay: self.init("juniper_frelay")
    case .juniperGGSN: self.init("juniper_ggsn", "GGSN", cookie: 8)
    case .juniperHDLC: self.init("juniper_chdlc")
    case .juniperMFR: self.init("juniper_mfr", "MFR", cookie: 4)
    case .juniperMLFR: self.init("juniper_mlfr", "MLFR", cookie: 2)
    case .juniperMLPPP: self.init("juniper_mlppp", "MLPPP", cookie: 2)
    case .juniperMonitor: self.init("juniper_monitor", "MONITOR", cookie: 8)
    case .juniperPPP: self.init("juniper_ppp")
    case .juniperPPPoE: self.init("juniper_pppoe", "PPPoE")
    case .juniperPPPoEATM: self.init("juniper_pppoe_atm", "PPPoE ATM")
    case .juniperServices: self.init("juniper_services", "AS", cookie: 8)
    default: self.init("juniper_ether")
    }
  }
}

/// Names of the extensions of Juniper's header and of their values.
enum JuniperName {
  /// What an extension states.
  static func of(extension type: UInt8) -> String {
    switch type {
    case 1: "Device Interface Index"
    case 2: "Device Interface Name"
    case 3: "Device Media Type"
    case 4: "Logical Interface Index"
    case 5: "Logical Unit Number"
    case 6: "Logical Interface Encapsulation"
    case 7: "TTP derived Device Media Type"
    case 8: "TTP derived Logical Interface Encapsulation"
    default: "Unknown"
    }
  }

  /// The media type of a device.
  static func of(medium number: UInt32) -> String {
    number <= 30 ? usualMedium(number) : rareMedium(number)
  }

  private static func usualMedium(_ number: UInt32) -> String {
    switch number {
    case 1: "Ethernet"
    case 2: "FDDI"
    case 3: "Token-Ring"
    case 4: "PPP"
    case 5: "Frame-Relay"
    case 6: "Cisco-HDLC"
    case 7: "SMDS-DXI"
    case 8: "ATM-PVC"
    case 9: "PPP-CCC"
    case 10: "Frame-Relay-CCC"
    case 11: "IP-over-IP"
    case 12: "GRE"
    case 13: "PIM-Encapsulator"
    case 14: "PIM-Decapsulator"
    case 15: "Cisco-HDLC-CCC"
    case 16: "VLAN-CCC"
    case 17: "Multilink-PPP"
    case 18: "Multilink-FR"
    case 19: "Multilink"
    case 20: "LSI"
    case 22: "ATM-CCC-Cell-Relay"
    case 23: "IPSEC-over-IP"
    case 24: "GGSN"
    case 27: "PPP-TCC"
    case 28: "Frame-Relay-TCC"
    case 29: "Cisco-HDLC-TCC"
    case 30: "Ethernet-CCC"
    default: "Unknown"
    }
  }

  private static func rareMedium(_ number: UInt32) -> String {
    switch number {
    case 31: "VPN-Loopback-tunnel"
    case 32: "Extended-VLAN-CCC"
    case 33: "Ethernet-over-ATM"
    case 34: "Monitor"
    case 35: "Ethernet-TCC"
    case 36: "VLAN-TCC"
    case 37: "Extended-VLAN-TCC"
    case 38: "Controller"
    case 39: "Multilink-FR-UNI-NNI"
    case 40: "LinkService"
    case 41: "VPLS"
    case 42: "VLAN-VPLS"
    case 43: "Extended-VLAN-VPLS"
    case 44: "Logical-tunnel"
    case 45: "General-Services"
    case 46: "Ethernet-VPLS-over-ATM"
    case 48: "Extended FR-CCC"
    case 49: "Extended FR-TCC"
    case 50: "Flexible-FrameRelay"
    case 52: "Flexible-Ethernet-Services"
    case 53: "Flow-collection"
    case 56: "PPPoE"
    case 57: "PPP-Subordinate"
    case 59: "Dynamic-Flow-Capture"
    case 60: "PIC Peer"
    default: "Unknown"
    }
  }

  /// The encapsulation of a logical interface.
  static func of(encapsulation number: UInt32) -> String {
    number <= 35 ? usualEncapsulation(number) : rareEncapsulation(number)
  }

  private static func usualEncapsulation(_ number: UInt32) -> String {
    switch number {
    case 2: "ATM SNAP"
    case 3: "ATM NLPID"
    case 4: "ATM VCMUX"
    case 5: "ATM LLC"
    case 6: "PPP over ATM VCMUX"
    case 7: "PPP over ATM LLC"
    case 8: "PPP over FUNI"
    case 9: "CCC over ATM"
    case 10: "FR NLPID"
    case 11: "FR SNAP"
    case 12: "FR PPP"
    case 13: "FR CCC"
    case 14: "Ethernet"
    case 17: "PPP"
    case 18: "C-HDLC"
    case 19: "PPP CCC"
    case 20: "IPIP"
    case 21: "PIM Null"
    case 22: "GRE NULL"
    case 23: "PPP over GRE"
    case 24: "PIMd"
    case 25: "C-HDLC CCC"
    case 26: "CISCO compatible NLPID"
    case 27: "VLAN CCC"
    case 28: "MLPPP"
    case 29: "MLFR"
    case 30: "LSI Null"
    case 32: "ATM CCC Cell Relay"
    case 33: "Crypto"
    case 34: "GGSN"
    case 35: "ATM VCMUX TCC"
    default: "Unknown"
    }
  }

  private static func rareEncapsulation(_ number: UInt32) -> String {
    switch number {
    case 36: "FR TCC"
    case 37: "PPP TCC"
    case 38: "C-HDLC TCC"
    case 39: "Ethernet CCC"
    case 40: "VT"
    case 41: "Ethernet over ATM LLC"
    case 42: "Extended VLAN CCC"
    case 43: "ATM SNAP TCC"
    case 44: "Monitor"
    case 45: "Ethernet TCC"
    case 46: "VLAN TCC"
    case 47: "Extended VLAN TCC"
    case 48: "MFR"
    case 49: "VPLS"
    case 50: "VLAN VPLS"
    case 51: "Extended VLAN VPLS"
    case 52: "General Services"
    case 53: "Ethernet VPLS over ATM LLC"
    case 54: "FR CCC"
    case 55: "MLPPP over ATM LLC"
    case 56: "Ethernet over ATM CCC"
    case 57: "LT VLAN"
    case 58: "Collector"
    case 59: "Aggregator"
    case 60: "LAPD"
    case 61: "PPPoE over ATM LLC"
    case 62: "PPPoE over Ethernet"
    case 63: "PPPoE"
    case 64: ""
    case 65: "C-HDLC via dialer"
    default: "Unknown"
    }
  }
}
