/// Names of the values of RADIUS attributes (registry of IANA).
extension PacketPrinter {
  /// The names of an attribute's values; empty if they are plain numbers.
  static func radiusValueNames(_ type: UInt8) -> [String] {
    switch type {
    case 6: serviceTypes
    case 7: framedProtocols
    case 10: framedRoutings
    case 13: framedCompressions
    case 15: loginServices
    case 29: terminationActions
    case 40: accountingStates
    case 45: accountingMethods
    case 49: terminationCauses
    case 57: ingressFilters
    case 61: portTypes
    case 64: tunnelTypes
    case 65: tunnelMedia
    case 72: zoneAccesses
    case 76: prompts
    default: []
    }
  }

  /// Service-Type, attribute 6.
  private static let serviceTypes = [
    "", "Login", "Framed", "Callback Login", "Callback Framed", "Outbound", "Administrative",
    "NAS Prompt", "Authenticate Only", "Callback NAS Prompt", "Call Check",
    "Callback Administrative", "Voice", "Fax", "Modem Relay", "IAPP-Register", "IAPP-AP-Check",
    "Authorize Only", "Framed-Management", "Additional-Authorization",
  ]

  /// Framed-Protocol, attribute 7.
  private static let framedProtocols = [
    "", "PPP", "SLIP", "ARAP", "Gandalf proprietary", "Xylogics IPX/SLIP", "X.75 Synchronous",
    "GPRS PDP Context",
  ]

  /// Framed-Routing, attribute 10.
  private static let framedRoutings = [
    "None", "Send", "Listen", "Send&Listen",
  ]

  /// Framed-Compression, attribute 13.
  private static let framedCompressions = [
    "None", "VJ TCP/IP", "IPX", "Stac-LZS",
  ]

  /// Login-Service, attribute 15.
  private static let loginServices = [
    "Telnet", "Rlogin", "TCP Clear", "PortMaster(proprietary)", "LAT", "X.25-PAD", "X.25-T3POS",
    "Unassigned", "TCP Clear Quiet",
  ]

  /// Termination-Action, attribute 29.
  private static let terminationActions = [
    "Default", "RADIUS-Request",
  ]

  /// Acct-Status-Type, attribute 40.
  private static let accountingStates = [
    "", "Start", "Stop", "Interim-Update", "Unassigned", "Unassigned", "Unassigned",
    "Accounting-On", "Accounting-Off", "Tunnel-Start", "Tunnel-Stop", "Tunnel-Reject",
    "Tunnel-Link-Start", "Tunnel-Link-Stop", "Tunnel-Link-Reject", "Failed",
  ]

  /// Acct-Authentic, attribute 45.
  private static let accountingMethods = [
    "", "RADIUS", "Local", "Remote", "Diameter",
  ]

  /// Acct-Terminate-Cause, attribute 49.
  private static let terminationCauses = [
    "", "User Request", "Lost Carrier", "Lost Service", "Idle Timeout", "Session Timeout",
    "Admin Reset", "Admin Reboot", "Port Error", "NAS Error", "NAS Request", "NAS Reboot",
    "Port Unneeded", "Port Preempted", "Port Suspended", "Service Unavailable", "Callback",
    "User Error", "Host Request", "Supplicant Restart", "Reauthentication Failure",
    "Port Reinitialized", "Port Administratively Disabled", "Lost Power",
  ]

  /// Ingress-Filters, attribute 57 (RFC 4675).
  private static let ingressFilters = [
    "", "Enabled", "Disabled",
  ]

  /// NAS-Port-Type, attribute 61.
  private static let portTypes = [
    "Async", "Sync", "ISDN Sync", "ISDN Async V.120", "ISDN Async V.110", "Virtual", "PIAFS",
    "HDLC Clear Channel", "X.25", "X.75", "G.3 Fax", "SDSL", "ADSL-CAP", "ADSL-DMT", "ISDN-DSL",
    "Ethernet", "xDSL", "Cable", "Wireless - Other", "Wireless - IEEE 802.11", "Token-Ring",
    "FDDI", "Wireless - CDMA200", "Wireless - UMTS", "Wireless - 1X-EV", "IAPP", "FTTP",
    "Wireless - IEEE 802.16", "Wireless - IEEE 802.20", "Wireless - IEEE 802.22", "PPPoA",
    "PPPoEoA", "PPPoEoE", "PPPoEoVLAN", "PPPoEoQinQ", "xPON", "Wireless - XGP",
    "WiMAX Pre-Release 8 IWK Function", "WIMAX-WIFI-IWK", "WIMAX-SFF", "WIMAX-HA-LMA",
    "WIMAX-DHCP", "WIMAX-LBS", "WIMAX-WVS",
  ]

  /// Tunnel-Type, attribute 64.
  private static let tunnelTypes = [
    "", "PPTP", "L2F", "L2TP", "ATMP", "VTP", "AH", "IP-IP", "MIN-IP-IP", "ESP", "GRE", "DVS",
    "IP-in-IP Tunneling", "VLAN",
  ]

  /// Tunnel-Medium-Type, attribute 65.
  private static let tunnelMedia = [
    "", "IPv4", "IPv6", "NSAP", "HDLC", "BBN 1822", "802", "E.163", "E.164", "F.69", "X.121",
    "IPX", "Appletalk", "Decnet IV", "Banyan Vines", "E.164 with NSAP subaddress",
  ]

  /// ARAP-Zone-Access, attribute 72.
  private static let zoneAccesses = [
    "", "Only access to dfl zone", "Use zone filter inc.", "Not used", "Use zone filter exc.",
  ]

  /// Prompt, attribute 76.
  private static let prompts = [
    "No Echo", "Echo",
  ]
}
