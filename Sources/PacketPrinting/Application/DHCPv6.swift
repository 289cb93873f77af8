import InternetTypes
import PacketDissection
import TextOutput

/// DHCPv6 messages (RFC 8415).
extension PacketPrinter {
  /// How many messages and options may lie in each other.
  private static var nestingLimit: Int { 32 }

  /// Prints a DHCPv6 message (RFC 8415): its kind, and all options when verbose.
  mutating func printDHCPv6(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let end = min(payload.start + payload.length, bytes.count)
    try printDHCPv6Message(bytes, in: payload.start..<max(end, payload.start), depth: 0)
  }

  private mutating func printDHCPv6Message(
    _ bytes: Span<UInt8>, in range: Range<Int>, depth: Int
  ) throws(EarlyEnd) {
    line.append("dhcp6")
    let start = range.lowerBound
    guard let header = DHCPv6Header(reading: bytes, at: start, end: range.upperBound) else {
      return printTruncation("dhcp6")
    }
    line.append(" ")
    printDHCPv6Type(header.type)
    guard options.verbosity > 0 else { return }
    line.append(" (")
    var first = start + 4
    if header.isRelay {
      try printDHCPv6RelayAddress("linkaddr=", bytes, at: start + 2)
      try printDHCPv6RelayAddress(" peeraddr=", bytes, at: start + 18)
      first = start + header.byteCount
    } else {
      line.put("xid=", Hex(header.transaction))
    }
    if first < range.upperBound {
      try printDHCPv6Options(bytes, in: first..<range.upperBound, depth: depth)
    }
    line.append(")")
  }

  private mutating func printDHCPv6RelayAddress(
    _ label: String, _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    let address = IPv6Address(rawValue: try bytes.uint128(at: offset, in: "dhcp6"))
    line.append(label)
    printAddress(address)
  }

  /// Appends the kind of a message (RFC 8415, section 7.3; RFC 5007, section 4.2.1).
  private mutating func printDHCPv6Type(_ type: UInt8) {
    switch type {
    case 1: line.append("solicit")
    case 2: line.append("advertise")
    case 3: line.append("request")
    case 4: line.append("confirm")
    case 5: line.append("renew")
    case 6: line.append("rebind")
    case 7: line.append("reply")
    case 8: line.append("release")
    case 9: line.append("decline")
    case 10: line.append("reconfigure")
    case 11: line.append("inf-req")
    case 12: line.append("relay-fwd")
    case 13: line.append("relay-reply")
    case 14: line.append("leasequery")
    case 15: line.append("leasequery-reply")
    default: line.put("msgtype-", type)
    }
  }

  /// Prints options, each in parentheses.
  private mutating func printDHCPv6Options(
    _ bytes: Span<UInt8>, in range: Range<Int>, depth: Int
  ) throws(EarlyEnd) {
    guard depth < Self.nestingLimit else { return line.append(" [nested too deep]") }
    var list = DHCPv6Options(in: range)
    while !list.isAtEnd {
      guard let (code, data) = list.next(in: bytes) else { return printTruncation("dhcp6") }
      line.append(" (")
      printDHCPv6OptionName(code)
      guard try printDHCPv6Option(code, bytes, data, depth: depth) else {
        return printTruncation("dhcp6")
      }
      line.append(")")
    }
  }

  /// Prints the data of an option; false if a name in it is cut.
  private mutating func printDHCPv6Option(
    _ code: UInt16, _ bytes: Span<UInt8>, _ range: Range<Int>, depth: Int
  ) throws(EarlyEnd) -> Bool {
    let data = bytes.extracting(range)
    switch code {
    case 1, 2: printDHCPv6Identifier(data)
    case 3, 25:
      guard data.count >= 12 else { return printDHCPv6Unknown() }
      line.put(" IAID:", data.uint32(at: 0), " T1:", data.uint32(at: 4))
      line.put(" T2:", data.uint32(at: 8))
      try printDHCPv6Inner(bytes, range, after: 12, depth: depth)
    case 4:
      guard data.count >= 4 else { return printDHCPv6Unknown() }
      line.put(" IAID:", data.uint32(at: 0))
      try printDHCPv6Inner(bytes, range, after: 4, depth: depth)
    case 5:
      guard data.count >= 24 else { return printDHCPv6Unknown() }
      line.append(" ")
      printAddress(IPv6Address(rawValue: data.uint128(at: 0)))
      line.put(" pltime:", data.uint32(at: 16), " vltime:", data.uint32(at: 20))
      try printDHCPv6Inner(bytes, range, after: 24, depth: depth)
    case 26:
      guard data.count >= 25 else { return printDHCPv6Unknown() }
      line.append(" ")
      printAddress(IPv6Address(rawValue: data.uint128(at: 9)))
      line.put("/", data[8], " pltime:", data.uint32(at: 0), " vltime:", data.uint32(at: 4))
      try printDHCPv6Inner(bytes, range, after: 25, depth: depth)
    case 9:
      line.append(" (")
      if depth < Self.nestingLimit {
        try printDHCPv6Message(bytes, in: range, depth: depth + 1)
      } else {
        line.append("[nested too deep]")
      }
    case 44:
      guard data.count >= 17 else { return printDHCPv6Unknown() }
      switch data[0] {
      case 1: line.append(" by-address ")
      case 2: line.append(" by-clientID ")
      default: line.put(" type_", data[0], " ")
      }
      printAddress(IPv6Address(rawValue: data.uint128(at: 1)))
      try printDHCPv6Inner(bytes, range, after: 17, depth: depth)
    case 45: try printDHCPv6Inner(bytes, range, after: 0, depth: depth)
    case 21, 24: return try printDHCPv6Names(bytes, range)
    case 56: return try printDHCPv6TimeServers(bytes, range)
    default: printDHCPv6PlainOption(code, data)
    }
    return true
  }

  /// Prints the options inside an option.
  private mutating func printDHCPv6Inner(
    _ bytes: Span<UInt8>, _ range: Range<Int>, after count: Int, depth: Int
  ) throws(EarlyEnd) {
    guard range.count > count else { return }
    try printDHCPv6Options(
      bytes, in: (range.lowerBound + count)..<range.upperBound, depth: depth + 1)
  }

  /// Appends the text for data that does not fit its option.
  private mutating func printDHCPv6Unknown() -> Bool {
    line.append(" ?")
    return true
  }

  /// Prints domain names (RFC 3646, section 4); false if one is cut.
  private mutating func printDHCPv6Names(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      line.append(" ")
      // tcpdump 4.99.3 counts pointers, which are not allowed here, from the option's end.
      guard
        let next = try printDomainName(bytes, at: offset, base: range.upperBound, in: "dhcp6")
      else { return false }
      offset = next
    }
    return true
  }

  /// Prints NTP servers (RFC 5908); false if a suboption is cut.
  private mutating func printDHCPv6TimeServers(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) -> Bool {
    guard range.count >= 4 else { return printDHCPv6Unknown() }
    var offset = range.lowerBound
    while offset < range.upperBound - 4 {
      let code = bytes.uint16(at: offset)
      let length = Int(bytes.uint16(at: offset + 2))
      offset += 4
      let end = offset + length
      guard end <= range.upperBound else { return false }
      line.put(" subopt:", code)
      switch code {
      case 1, 2:
        if length == 16 {
          line.append(" ")
          printAddress(IPv6Address(rawValue: bytes.uint128(at: offset)))
        } else {
          line.append(" ?")
        }
      case 3:
        line.append(" ")
        guard try printDomainName(bytes, at: offset, base: end, in: "dhcp6") != nil else {
          return false
        }
      default: line.append(" ?")
      }
      offset = end
    }
    return true
  }
}
