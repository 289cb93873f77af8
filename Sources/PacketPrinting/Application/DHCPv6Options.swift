import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Appends the name of a DHCPv6 option (RFC 8415, section 21, and later ones).
  mutating func printDHCPv6OptionName(_ code: UInt16) {
    switch code {
    case 1: line.append("client-ID")
    case 2: line.append("server-ID")
    case 3: line.append("IA_NA")
    case 4: line.append("IA_TA")
    case 5: line.append("IA_ADDR")
    case 6: line.append("option-request")
    case 7: line.append("preference")
    case 8: line.append("elapsed-time")
    case 9: line.append("relay-message")
    case 11: line.append("authentication")
    case 12: line.append("server-unicast")
    case 13: line.append("status-code")
    case 14: line.append("rapid-commit")
    case 15: line.append("user-class")
    case 16: line.append("vendor-class")
    case 17: line.append("vendor-specific-info")
    case 18: line.append("interface-ID")
    case 19: line.append("reconfigure-message")
    case 20: line.append("reconfigure-accept")
    case 21: line.append("SIP-servers-domain")
    case 22: line.append("SIP-servers-address")
    case 23: line.append("DNS-server")
    case 24: line.append("DNS-search-list")
    case 25: line.append("IA_PD")
    case 26: line.append("IA_PD-prefix")
    case 27: line.append("NIS-server")
    case 28: line.append("NIS+-server")
    case 29: line.append("NIS-domain-name")
    case 30: line.append("NIS+-domain-name")
    case 31: line.append("SNTP-servers")
    case 32: line.append("lifetime")
    case 33: line.append("BCMCS-domain-name")
    case 34: line.append("BCMCS-server")
    case 36: line.append("Geoconf-Civic")
    case 37: line.append("Remote-ID")
    case 38: line.append("Subscriber-ID")
    case 39: line.append("Client-FQDN")
    case 40: line.append("PANA-agent")
    case 41: line.append("POSIX-timezone")
    case 42: line.append("POSIX-tz-database")
    case 43: line.append("Echo-request-option")
    case 44: line.append("Lease-query")
    case 45: line.append("LQ-client-data")
    case 46: line.append("Clt-time")
    case 47: line.append("LQ-relay-data")
    case 48: line.append("LQ-client-link")
    case 56: line.append("NTP-server")
    case 64: line.append("AFTR-Name")
    case 112: line.append("MUD-URL")
    default: line.put("opt_", code)
    }
  }

  /// Prints the data of an option without options or names inside.
  mutating func printDHCPv6PlainOption(_ code: UInt16, _ data: Span<UInt8>) {
    switch code {
    case 6, 43: printDHCPv6OptionList(data)
    case 7:
      guard data.count == 1 else { return line.append(" ?") }
      line.put(" ", data[0])
    case 8:
      guard data.count == 2 else { return line.append(" ?") }
      line.put(" ", data.uint16(at: 0))
    case 11: printDHCPv6Authentication(data)
    case 13: printDHCPv6Status(data)
    case 18, 38: printDHCPv6Start(data)
    case 19:
      guard data.count == 1 else { return line.append(" ?") }
      switch data[0] {
      case 5: line.append(" for renew")
      case 11: line.append(" for inf-req")
      default: line.put(" for ???(", Hex(data[0], 2), ")")
      }
    case 22, 23, 27, 28, 31, 34, 40, 48: printDHCPv6Addresses(data)
    case 32, 46:
      guard data.count == 4 else { return line.append(" ?") }
      line.put(" ", data.uint32(at: 0))
    case 37:
      guard data.count >= 4 else { return line.append(" ?") }
      line.put(" ", data.uint32(at: 0))
      printDHCPv6Start(data.extracting(droppingFirst: 4))
    case 41, 42, 112:
      guard data.count >= 5 else { return line.append(" ?") }
      line.append(" ")
      printUpToZero(data)
    case 47:
      guard data.count >= 16 else { return line.append(" ?") }
      line.append(" ")
      printAddress(IPv6Address(rawValue: data.uint128(at: 0)))
      printDHCPv6Start(data.extracting(droppingFirst: 16))
    case 64: printDHCPv6Endpoint(data)
    default: break
    }
  }

  /// Prints a DUID (RFC 8415, section 11; a time and an address of the link layer, an enterprise's, an address).
  mutating func printDHCPv6Identifier(_ data: Span<UInt8>) {
    guard data.count >= 2 else { return line.append(" ?") }
    let type = data.uint16(at: 0)
    switch type {
    case 1:
      guard data.count >= 8 else { return line.append(" ?") }
      line.put(" hwaddr/time type ", data.uint16(at: 2), " time ", data.uint32(at: 4), " ")
      line.append(hexBytes: data.extracting(droppingFirst: 8))
    case 2:
      guard data.count >= 10 else { return line.append(" ?") }
      line.append(" vid ")
      line.append(hexBytes: data.extracting(2..<10))
    case 3:
      guard data.count >= 4 else { return line.append(" ?") }
      line.put(" hwaddr type ", data.uint16(at: 2), " ")
      line.append(hexBytes: data.extracting(droppingFirst: 4))
    default: line.put(" type ", type)
    }
  }

  /// Prints the options that a client requests.
  private mutating func printDHCPv6OptionList(_ data: Span<UInt8>) {
    guard data.count % 2 == 0 else { return line.append(" ?") }
    for index in stride(from: 0, to: data.count, by: 2) {
      line.append(" ")
      printDHCPv6OptionName(data.uint16(at: index))
    }
  }

  private mutating func printDHCPv6Addresses(_ data: Span<UInt8>) {
    guard data.count % 16 == 0 else { return line.append(" ?") }
    for index in stride(from: 0, to: data.count, by: 16) {
      line.append(" ")
      printAddress(IPv6Address(rawValue: data.uint128(at: index)))
    }
  }

  /// Appends the first ten bytes in hexadecimal.
  private mutating func printDHCPv6Start(_ data: Span<UInt8>) {
    line.append(" ")
    line.append(hexBytes: data.extracting(first: min(data.count, 10)))
    line.append("...")
  }

  /// Appends text up to its first zero.
  private mutating func printUpToZero(_ text: Span<UInt8>) {
    var end = 0
    while end < text.count, text[end] != 0 { end += 1 }
    line.append(visible: text.extracting(first: end))
  }

  /// Prints Status Code (RFC 8415, section 21.13; RFC 5007, section 4.1.3).
  private mutating func printDHCPv6Status(_ data: Span<UInt8>) {
    guard data.count >= 2 else { return line.append(" ?") }
    let code = data.uint16(at: 0)
    switch code {
    case 0: line.append(" Success")
    case 1: line.append(" UnspecFail")
    case 2: line.append(" NoAddrsAvail")
    case 3: line.append(" NoBinding")
    case 4: line.append(" NotOnLink")
    case 5: line.append(" UseMulticast")
    case 6: line.append(" NoPrefixAvail")
    case 7: line.append(" UnknownQueryType")
    case 8: line.append(" MalformedQuery")
    case 9: line.append(" NotConfigured")
    case 10: line.append(" NotAllowed")
    case ...255: line.put(" code", code)
    default: line.append(" INVALID code")
    }
  }

  /// Prints Authentication (RFC 8415, section 21.11).
  private mutating func printDHCPv6Authentication(_ data: Span<UInt8>) {
    guard data.count >= 11 else { return line.append(" ?") }
    line.append(" proto: ")
    switch data[0] {
    case 2: line.append("delayed")
    case 3: line.append("reconfigure")
    default: line.put(data[0])
    }
    line.append(", alg: ")
    if data[1] == 1 { line.append("HMAC-MD5") } else { line.put(data[1]) }
    line.append(", RDM: ")
    if data[2] == 0 { line.append("mono") } else { line.put(data[2]) }
    line.append(", RD:")
    for index in stride(from: 3, to: 11, by: 2) { line.put(" ", Hex(data.uint16(at: index), 4)) }
    let information = data.extracting(droppingFirst: 11)
    switch data[0] {
    case 2:
      guard !information.isEmpty else { return }
      guard information.count >= 20 else { return line.append(" ??") }
      let realm = information.count - 20
      if realm > 0 {
        line.append(", realm: ")
        line.append(hexBytes: information.extracting(first: realm))
      }
      line.put(", key ID: ", Hex(information.uint32(at: realm), 8), ", HMAC-MD5:")
      printDHCPv6Digest(information.extracting(droppingFirst: realm + 4))
    case 3:
      guard information.count == 17 else { return line.append(" ??") }
      switch information[0] {
      case 1: line.append(" reconfig-key value:")
      case 2: line.append(" type: HMAC-MD5 value:")
      default: line.append(" type: ?? value:")
      }
      printDHCPv6Digest(information.extracting(droppingFirst: 1))
    default: line.append(" ??")
    }
  }

  /// Appends sixteen bytes as four numbers.
  private mutating func printDHCPv6Digest(_ digest: Span<UInt8>) {
    for index in stride(from: 0, to: 16, by: 4) { line.put(" ", Hex(digest.uint32(at: index), 8)) }
  }

  /// Prints the name of a tunnel's endpoint (RFC 6334).
  private mutating func printDHCPv6Endpoint(_ data: Span<UInt8>) {
    guard data.count >= 3 else { return line.append(" ?") }
    line.append(" ")
    var offset = 0
    while offset < data.count, data[offset] != 0 {
      let length = Int(data[offset])
      guard length < data.count - offset - 1 else { return line.append(" ?") }
      offset += 1
      printUpToZero(data.extracting(offset..<(offset + length)))
      offset += length
      if data[offset] != 0 { line.append(".") }
    }
  }
}
