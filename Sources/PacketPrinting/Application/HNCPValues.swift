import InternetTypes
import PacketDissection
import TextOutput

// The values of home networking control.
extension PacketPrinter {
  /// Prints the value of an element, and the elements inside of it; false if it ends the elements around it.
  mutating func printHNCPContent(
    _ content: HNCPContent, _ value: Fields, _ depth: Int
  ) throws(EarlyEnd) -> Bool {
    switch content {
    case .node(let node):
      line.append(" NID: ")
      printHNCPNode(node)
    case .endPoint(let node, let point):
      line.append(" NID: ")
      printHNCPNode(node)
      line.put(" EPID: ", Hex(point, 8))
    case .networkState(let hash): line.put(" hash: ", Hex(hash, 16))
    case .nodeState(let node, let sequence, let age, let hash):
      line.append(" NID: ")
      printHNCPNode(node)
      line.put(" seqno: ", sequence, " ")
      printHNCPInterval(age)
      line.put(" hash: ", Hex(hash, 16))
      try printHNCPElements(value.dropping(20), depth: depth + 1)
    case .peer(let node, let point, let local):
      line.append(" Peer-NID: ")
      printHNCPNode(node)
      line.put(" Peer-EPID: ", Hex(point, 8), " Local-EPID: ", Hex(local, 8))
    case .keepAlive(let point, let interval):
      line.put(" EPID: ", Hex(point, 8), " Interval: ")
      printHNCPInterval(interval)
    case .verdict(let verdict):
      line.put(" Verdict: ", verdict, " Fingerprint: ")
      line.append(hexBytes: try value.bytes(at: 4, count: 32))
      line.append(" Common Name: ")
      try printText(value.part(at: 36, length: value.length - 36))
    case .version(let capabilities):
      line.put(" M: ", capabilities >> 12, " P: ", capabilities >> 8 & 15, " H: ")
      line.put(capabilities >> 4 & 15, " L: ", capabilities & 15, " User-agent: ")
      try printText(value.part(at: 4, length: value.length - 4))
    case .container: try printHNCPElements(value, depth: depth + 1)
    case .address(let point, let address):
      line.put(" EPID: ", Hex(point, 8), " IP Address: ")
      printHNCPAddress(address)
      try printHNCPElements(value.dropping(20), depth: depth + 1)
    case .key:
      line.append(" PSK: ")
      line.append(hexBytes: try value.bytes(at: 0, count: 32))
      try printHNCPElements(value.dropping(32), depth: depth + 1)
    case .delegatedPrefix, .assignedPrefix, .policy: try printHNCPPrefix(content, value, depth)
    case .zone, .domain, .nodeName: try printHNCPNames(content, value, depth)
    case .dhcp: return try printHNCPOptions(value, isVersion6: false, depth + 1)
    case .dhcpv6: if !(try printHNCPOptions(value, isVersion6: true, depth + 1)) { printInvalid() }
    case .empty, .unknown: break
    case .invalid: printInvalid()
    }
    return true
  }

  private mutating func printHNCPNode(_ node: UInt32) {
    line.put(Hex(node >> 24, 2), ":", Hex(node >> 16 & 0xff, 2), ":", Hex(node >> 8 & 0xff, 2))
    line.put(":", Hex(node & 0xff, 2))
  }

  private mutating func printHNCPInterval(_ milliseconds: UInt32) {
    line.put(milliseconds / 1000, ".", Padded(milliseconds % 1000, 3), "s")
  }

  private mutating func printHNCPAddress(_ address: IPv6Address) {
    if address.rawValue >> 32 == 0xffff {
      printAddress(IPv4Address(rawValue: UInt32(truncatingIfNeeded: address.rawValue)))
    } else {
      printAddress(address)
    }
  }

  /// Prints an element with a prefix, and the elements after it.
  private mutating func printHNCPPrefix(
    _ content: HNCPContent, _ value: Fields, _ depth: Int
  ) throws(EarlyEnd) {
    let offset: Int
    switch content {
    case .delegatedPrefix(let valid, let preferred):
      line.append(" VLSO: ")
      printHNCPInterval(valid)
      line.append(" PLSO: ")
      printHNCPInterval(preferred)
      line.append(" Prefix: ")
      offset = 8
    case .assignedPrefix(let point, let priority):
      line.put(" EPID: ", Hex(point, 8), " Prty: ", priority, " Prefix: ")
      offset = 5
    case .policy(let policy):
      guard try printHNCPPolicy(policy, value) else { return }
      offset = 0
    default: return
    }
    let (prefix, failure) = try HNCPPrefix.read(value, at: offset)
    guard let prefix else {
      if failure == .tooLong && offset != 5 {
        line.append("(length is invalid)")
      } else {
        printInvalid()
      }
      return
    }
    switch prefix.address {
    case .v4(let address): printAddress(address)
    case .v6(let address): printAddress(address)
    }
    line.put("/", prefix.length)
    if offset == 0 { return }
    // After a delegated prefix tcpdump 4.99.3 pads without the bytes before it.
    let end = offset == 8 ? 8 + (prefix.byteCount + 3) / 4 * 4 : (5 + prefix.byteCount + 3) / 4 * 4
    if value.length >= end { try printHNCPElements(value.dropping(end), depth: depth + 1) }
  }

  /// Prints what a prefix is for; true if another prefix says it.
  private mutating func printHNCPPolicy(_ policy: UInt8, _ value: Fields) throws(EarlyEnd) -> Bool {
    line.append(" type: ")
    switch policy {
    case 0, 131:
      if value.length != 1 {
        printInvalid()
      } else {
        line.append(policy == 0 ? "Internet connectivity" : "Restrictive assignment")
      }
    case 1...128:
      line.append("Dest-Prefix: ")
      return true
    case 129:
      line.append("DNS domain: ")
      _ = try printHNCPLabels(value.dropping(1))
    case 130:
      line.append("Opaque UTF-8: ")
      try printText(value.part(at: 1, length: value.length - 1))
    default: line.put("Unknown (", policy, ")")
    }
    return false
  }

  /// Prints an element with a name, and the elements after it.
  private mutating func printHNCPNames(
    _ content: HNCPContent, _ value: Fields, _ depth: Int
  ) throws(EarlyEnd) {
    let end: Int
    switch content {
    case .domain:
      line.append(" Domain: ")
      _ = try printHNCPLabels(value)
      return
    case .zone(let address, let flags):
      line.append(" IP-Address: ")
      printHNCPAddress(address)
      line.put(flags & 4 != 0 ? " l" : " -", flags & 2 != 0 ? "b" : "-")
      line.append(flags & 1 != 0 ? "s " : "- ")
      guard let count = try printHNCPLabels(value.dropping(17)) else { return printInvalid() }
      end = 17 + count
    case .nodeName(let address, let length):
      line.append(" IP-Address: ")
      printHNCPAddress(address)
      line.append(" Name: ")
      if length < 64 {
        line.append("\"")
        try printText(value.part(at: 17, length: length))
        line.append("\"")
      } else {
        printInvalid()
      }
      end = 17 + length
    default: return
    }
    let padded = (end + 3) / 4 * 4
    if value.length >= padded { try printHNCPElements(value.dropping(padded), depth: depth + 1) }
  }

  /// Prints the labels of a name without pointers, and returns how many bytes it takes; nil if it does not end.
  private mutating func printHNCPLabels(_ name: Fields) throws(EarlyEnd) -> Int? {
    var offset = 0
    while offset < name.length {
      let count = Int(try name.byte(at: offset))
      offset += 1
      if count == 0 { return offset }
      if offset > 1 { line.append(".") }
      let isCut = offset + count > name.length
      try printText(name.part(at: offset, length: isCut ? name.length - offset : count))
      if isCut { break }
      offset += count
    }
    line.append("[|DNS]")
    return nil
  }

  /// Prints options of DHCP, of which servers and domains are known; false if one does not fit.
  private mutating func printHNCPOptions(
    _ value: Fields, isVersion6: Bool, _ depth: Int
  ) throws(EarlyEnd) -> Bool {
    var options = HNCPOptions(value, isVersion6: isVersion6)
    while options.hasNext {
      guard let option = try options.next() else { return false }
      line.append("\n")
      for _ in 0..<depth { line.append(byte: UInt8(ascii: "\t")) }
      line.put(Self.homeNetworkOptionName(option.code, isVersion6), " (", option.length, ")")
      guard option.isWhole else { return false }
      guard try printHNCPOption(option.code, options.value, isVersion6) else { return false }
    }
    return true
  }

  /// Prints an option's data; false if it does not fit.
  private mutating func printHNCPOption(
    _ code: UInt16, _ data: Fields, _ isVersion6: Bool
  ) throws(EarlyEnd) -> Bool {
    switch (code, isVersion6) {
    case (6, false), (42, false):
      guard data.length >= 4, data.length % 4 == 0 else { return false }
      for index in 0..<(data.length / 4) {
        line.append(" ")
        printAddress(try data.ipv4Address(at: index * 4))
      }
    case (23, true), (31, true):
      guard data.length % 16 == 0 else {
        printInvalid()
        return false
      }
      for index in 0..<(data.length / 16) {
        line.append(" ")
        printAddress(try data.ipv6Address(at: index * 16))
      }
    case (119, false), (24, true):
      var next = 0
      while next < data.length {
        line.append(" ")
        guard
          let end = try printDomainName(
            data.bytes, at: next, base: data.bytes.count, in: HNCPElements.name)
        else { return false }
        next = end
      }
    default: break
    }
    return true
  }

  private static func homeNetworkOptionName(_ type: UInt16, _ isVersion6: Bool) -> String {
    switch (type, isVersion6) {
    case (6, false), (23, true): "DNS-server"
    case (42, false): "NTP-server"
    case (119, false): "DNS-search"
    case (24, true): "DNS-search-list"
    case (31, true): "SNTP-servers"
    default: "Unknown"
    }
  }
}
