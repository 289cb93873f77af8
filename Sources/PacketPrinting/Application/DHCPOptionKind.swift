/// A DHCP option as tcpdump 4.99.3 knows it: its name, and the form of its data (RFC 2132 and later ones).
struct DHCPOptionKind {
  let name: String
  let form: Form

  enum Form {
    /// IPv4 addresses, pairs of them, numbers of 32 and 16 bits, bytes, truth values, a text.
    case addresses, pairs, numbers, signedNumbers, shorts, bytes, flags, text
    /// Options with a form of their own.
    case netbiosNode, overload, message, parameterList, clientIdentifier, userClass, domainName
    case agentInformation, routes
    /// An unknown option: shown in the form that fits its length.
    case unknown
  }

  private init(_ name: String, _ form: Form) {
    self.name = name
    self.form = form
  }

  /// The kind with this code.
  static func kind(_ code: UInt8) -> DHCPOptionKind {
    switch code {
    case 0...18: hostKind(code)
    case 19...39: layerKind(code)
    case 40...61: serviceKind(code)
    default: laterKind(code)
    }
  }

  /// Vendor extensions of RFC 1497 (RFC 2132, section 3).
  private static func hostKind(_ code: UInt8) -> DHCPOptionKind {
    switch code {
    case 0: DHCPOptionKind("PAD", .unknown)
    case 1: DHCPOptionKind("Subnet-Mask", .addresses)
    case 2: DHCPOptionKind("Time-Zone", .signedNumbers)
    case 3: DHCPOptionKind("Default-Gateway", .addresses)
    case 4: DHCPOptionKind("Time-Server", .addresses)
    case 5: DHCPOptionKind("IEN-Name-Server", .addresses)
    case 6: DHCPOptionKind("Domain-Name-Server", .addresses)
    case 7: DHCPOptionKind("LOG", .addresses)
    case 8: DHCPOptionKind("CS", .addresses)
    case 9: DHCPOptionKind("LPR-Server", .addresses)
    case 10: DHCPOptionKind("IM", .addresses)
    case 11: DHCPOptionKind("RL", .addresses)
    case 12: DHCPOptionKind("Hostname", .text)
    case 13: DHCPOptionKind("BS", .shorts)
    case 14: DHCPOptionKind("DP", .text)
    case 15: DHCPOptionKind("Domain-Name", .text)
    case 16: DHCPOptionKind("SS", .addresses)
    case 17: DHCPOptionKind("RP", .text)
    default: DHCPOptionKind("EP", .text)
    }
  }

  /// Parameters of IP, of links and of TCP (RFC 2132, sections 4 to 7).
  private static func layerKind(_ code: UInt8) -> DHCPOptionKind {
    switch code {
    case 19: DHCPOptionKind("IPF", .flags)
    case 20: DHCPOptionKind("SRT", .flags)
    case 21: DHCPOptionKind("PF", .pairs)
    case 22: DHCPOptionKind("RSZ", .shorts)
    case 23: DHCPOptionKind("TTL", .bytes)
    case 24: DHCPOptionKind("MTU-Timeout", .numbers)
    case 25: DHCPOptionKind("MTU-Table", .shorts)
    case 26: DHCPOptionKind("MTU", .shorts)
    case 27: DHCPOptionKind("LSN", .flags)
    case 28: DHCPOptionKind("BR", .addresses)
    case 29: DHCPOptionKind("MD", .flags)
    case 30: DHCPOptionKind("MS", .flags)
    case 31: DHCPOptionKind("Router-Discovery", .flags)
    case 32: DHCPOptionKind("RSA", .addresses)
    case 33: DHCPOptionKind("Static-Route", .pairs)
    case 34: DHCPOptionKind("UT", .flags)
    case 35: DHCPOptionKind("AT", .numbers)
    case 36: DHCPOptionKind("IE", .flags)
    case 37: DHCPOptionKind("TT", .bytes)
    case 38: DHCPOptionKind("KI", .numbers)
    default: DHCPOptionKind("KG", .flags)
    }
  }

  /// Services, and what client and server tell each other (RFC 2132, sections 8 and 9).
  private static func serviceKind(_ code: UInt8) -> DHCPOptionKind {
    switch code {
    case 40: DHCPOptionKind("YD", .text)
    case 41: DHCPOptionKind("YS", .addresses)
    case 42: DHCPOptionKind("NTP", .addresses)
    case 43: DHCPOptionKind("Vendor-Option", .bytes)
    case 44: DHCPOptionKind("Netbios-Name-Server", .addresses)
    case 45: DHCPOptionKind("WDD", .addresses)
    case 46: DHCPOptionKind("Netbios-Node", .netbiosNode)
    case 47: DHCPOptionKind("Netbios-Scope", .text)
    case 48: DHCPOptionKind("XFS", .addresses)
    case 49: DHCPOptionKind("XDM", .addresses)
    case 50: DHCPOptionKind("Requested-IP", .addresses)
    case 51: DHCPOptionKind("Lease-Time", .numbers)
    case 52: DHCPOptionKind("OO", .overload)
    case 53: DHCPOptionKind("DHCP-Message", .message)
    case 54: DHCPOptionKind("Server-ID", .addresses)
    case 55: DHCPOptionKind("Parameter-Request", .parameterList)
    case 56: DHCPOptionKind("MSG", .text)
    case 57: DHCPOptionKind("MSZ", .shorts)
    case 58: DHCPOptionKind("RN", .numbers)
    case 59: DHCPOptionKind("RB", .numbers)
    case 60: DHCPOptionKind("Vendor-Class", .text)
    default: DHCPOptionKind("Client-ID", .clientIdentifier)
    }
  }

  /// Further servers, and options of later RFCs.
  private static func laterKind(_ code: UInt8) -> DHCPOptionKind {
    switch code {
    case 64: DHCPOptionKind("N+D", .shorts)
    case 65: DHCPOptionKind("N+S", .addresses)
    case 66: DHCPOptionKind("TFTP", .text)
    case 67: DHCPOptionKind("BF", .text)
    case 68: DHCPOptionKind("MH", .addresses)
    case 69: DHCPOptionKind("SMTP", .addresses)
    case 70: DHCPOptionKind("POP3", .addresses)
    case 71: DHCPOptionKind("NNTP", .addresses)
    case 72: DHCPOptionKind("WWW", .addresses)
    case 73: DHCPOptionKind("FG", .addresses)
    case 74: DHCPOptionKind("IRC", .addresses)
    case 75: DHCPOptionKind("STS", .addresses)
    case 76: DHCPOptionKind("STDA", .addresses)
    case 77: DHCPOptionKind("User-Class", .userClass)
    case 78: DHCPOptionKind("SLP-DA", .bytes)
    case 79: DHCPOptionKind("SLP-SCOPE", .bytes)
    case 80: DHCPOptionKind("SLP-NA", .text)
    case 81: DHCPOptionKind("FQDN", .domainName)
    case 82: DHCPOptionKind("Agent-Information", .agentInformation)
    case 83: DHCPOptionKind("ARMT", .bytes)
    case 88: DHCPOptionKind("TZSTR", .text)
    case 89: DHCPOptionKind("FQDNS", .bytes)
    case 90: DHCPOptionKind("AUTH", .bytes)
    case 91: DHCPOptionKind("Last-Transaction-Time", .signedNumbers)
    case 92: DHCPOptionKind("Associated-IP", .addresses)
    case 93: DHCPOptionKind("ARCH", .shorts)
    case 94: DHCPOptionKind("NDI", .bytes)
    case 95: DHCPOptionKind("LDAP", .text)
    case 97: DHCPOptionKind("GUID", .bytes)
    case 98: DHCPOptionKind("UAP", .text)
    case 100: DHCPOptionKind("POSIX-TZ", .text)
    case 101: DHCPOptionKind("TZ-Name", .text)
    case 112: DHCPOptionKind("NI", .addresses)
    case 113: DHCPOptionKind("NITAG", .text)
    case 114: DHCPOptionKind("URL", .text)
    case 116: DHCPOptionKind("NOAUTO", .flags)
    case 117: DHCPOptionKind("NSSEARCH", .shorts)
    case 118: DHCPOptionKind("SUBNET", .addresses)
    case 121: DHCPOptionKind("Classless-Static-Route", .routes)
    case 150: DHCPOptionKind("TFTP-Server-Address", .addresses)
    case 161: DHCPOptionKind("MUD-URL", .text)
    case 249: DHCPOptionKind("Classless-Static-Route-Microsoft", .routes)
    case 255: DHCPOptionKind("END", .unknown)
    default: DHCPOptionKind("Unknown", .unknown)
    }
  }
}
