import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a BOOTP or DHCP message (RFC 951, RFC 2131): the client, and all fields and options when verbose.
  mutating func printDHCP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let message = DHCPMessage(start: payload.start)
    let operation = try message.byte(.operation, bytes)
    line.append("BOOTP/DHCP, ")
    switch operation {
    case 1: line.append("Request")
    case 2: line.append("Reply")
    default: line.put("unknown (0x", Hex(operation, 2), ")")
    }
    let type = try message.byte(.hardwareType, bytes)
    let length = try message.byte(.hardwareLength, bytes)
    let isEthernet = type == 1 && length == 6
    if isEthernet && operation == 1 {
      let address = try message.ethernetAddress(bytes)
      line.append(" from ")
      printAddress(address)
    }
    line.put(", length ", payload.length)
    guard options.verbosity > 0 else { return }
    // Of a message that ends before this field nothing more is printed.
    let seconds = try message.seconds(bytes)
    if type != 1 { line.put(", htype ", type) }
    if !isEthernet { line.put(", hlen ", length) }
    let hops = try message.byte(.hops, bytes)
    if hops > 0 { line.put(", hops ", hops) }
    let transaction = try message.transaction(bytes)
    if transaction > 0 { line.put(", xid 0x", Hex(transaction)) }
    if seconds > 0 { line.put(", secs ", seconds) }
    let flags = try message.flags(bytes)
    line.append(flags & 0x8000 != 0 ? ", Flags [Broadcast]" : ", Flags [none]")
    if options.verbosity > 1 { line.put(" (0x", Hex(flags, 4), ")") }
    try printDHCPAddress("Client-IP", .client, message, bytes)
    try printDHCPAddress("Your-IP", .your, message, bytes)
    try printDHCPAddress("Server-IP", .server, message, bytes)
    try printDHCPAddress("Gateway-IP", .relay, message, bytes)
    if isEthernet {
      let address = try message.ethernetAddress(bytes)
      line.append("\n\t  Client-Ethernet-Address ")
      printAddress(address)
    }
    guard try printDHCPName("sname", .server, message, bytes),
      try printDHCPName("file", .file, message, bytes)
    else { return printTruncation("bootp") }
    try printDHCPVendorArea(message, bytes)
  }

  private mutating func printDHCPAddress(
    _ label: String, _ field: DHCPMessage.Address, _ message: DHCPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let address = try message.address(field, bytes)
    guard address.rawValue != 0 else { return }
    line.put("\n\t  ", label, " ")
    printAddress(address)
  }

  /// Appends a name in quotes, if there is one; false if it does not end.
  private mutating func printDHCPName(
    _ label: String, _ field: DHCPMessage.Name, _ message: DHCPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    guard let (text, isWhole) = try message.name(field, bytes) else { return true }
    line.put("\n\t  ", label, " \"")
    line.append(visible: bytes.extracting(text))
    line.append("\"")
    return isWhole
  }

  /// Prints the options, or the vendor area that the magic cookie identifies.
  private mutating func printDHCPVendorArea(
    _ message: DHCPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let start = message.vendorOffset
    let cookie = try bytes.uint32(at: start, in: "bootp")
    switch cookie {
    case DHCPMessage.magicCookie:
      line.put("\n\t  Vendor-rfc1048 Extensions\n\t    Magic Cookie 0x", Hex(cookie, 8))
      try printDHCPOptions(bytes, at: start + 4)
    case DHCPMessage.carnegieMellonCookie: try printCarnegieMellonArea(bytes, at: start)
    case 0: break
    default: line.put("\n\t  Vendor-#0x", Hex(cookie))
    }
  }

  /// Prints the vendor area of Carnegie Mellon's BOOTP.
  private mutating func printCarnegieMellonArea(
    _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) {
    let area = DHCPCarnegieMellonArea(at: start)
    line.append(" vend-cmu")
    let flags = try area.flags(bytes)
    if flags & ~1 != 0 { line.put(" F:0x", Hex(flags)) }
    for field in DHCPCarnegieMellonArea.Address.allCases {
      let address = try area.address(field, bytes)
      guard address.rawValue != 0 else { continue }
      switch field {
      case .gateway: line.append(" DG:")
      case .mask: line.append(flags & 1 != 0 ? " SM:" : " SM*:")
      case .firstDomainServer: line.append(" NS1:")
      case .secondDomainServer: line.append(" NS2:")
      case .firstNameServer: line.append(" IEN1:")
      case .secondNameServer: line.append(" IEN2:")
      case .firstTimeServer: line.append(" TS1:")
      case .secondTimeServer: line.append(" TS2:")
      }
      printAddress(address)
    }
  }
}
