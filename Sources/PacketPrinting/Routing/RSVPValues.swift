import InternetTypes
import PacketDissection
import TextOutput

// The values of RSVP's objects.
extension PacketPrinter {
  /// Prints a value, each line of it after `indent`; false if it ended the message.
  mutating func printRSVPContent(
    _ content: RSVPContent, _ object: RSVPObject, _ indent: String
  ) throws(EarlyEnd) -> Bool {
    switch content {
    case .session(let address, let number, let flags, let port):
      printAddress(" DestAddress: ", address, indent, showsFamily: true)
      line.put(", Protocol ID: 0x", Hex(number, 2))
      line.put(indent, "  Flags: [0x", Hex(flags, 2), "], DestPort ", port)
    case .tunnel(let address, let identifier, let extended):
      printAddress(" Tunnel EndPoint: ", address, indent, showsFamily: true)
      line.put(", Tunnel ID: 0x", Hex(identifier, 4), ", Extended Tunnel ID: ")
      printAddress(extended)
    case .multipointTunnel(let path, let isIPv6, let identifier, let extended):
      line.put(indent, isIPv6 ? "  IPv6 P2MP LSP ID: 0x" : "  IPv4 P2MP LSP ID: ")
      if isIPv6 { line.put(Hex(path, 8)) } else { printAddress(IPv4Address(rawValue: path)) }
      line.put(", Tunnel ID: 0x", Hex(identifier, 4), ", Extended Tunnel ID: ")
      printAddress(extended)
    case .address(let address): printRSVPPlainAddress(address, object.number, indent)
    case .source, .sourceFlow, .tunnelSource, .multipointSource:
      printRSVPSource(content, object.number, indent)
    case .hop(let address, let handle, _):
      printAddress("Previous/Next Interface: ", address, indent)
      line.put(", Logical Interface Handle: 0x", Hex(handle, 8))
    case .error(let address, let flags, let code, let value):
      printAddress("Error Node Address: ", address, indent)
      line.put(", Flags: [0x", Hex(flags, 2), "]")
      printRSVPError(address, code, value, indent)
    case .detours: try printRSVPDetours(object.value, indent)
    case .route:
      let route = RSVPRoute(object.value)
      return try printRSVPRoute(route, indent)
    case .services(let version, let length):
      line.put(indent, "  Msg-Version: ", version, ", length: ", length)
      let services = RSVPServices(object.value.dropping(4))
      try printRSVPServices(services, indent)
    case .labels, .protocols, .labelList: try printRSVPLabels(content, object.value, indent)
    case .generalizedLabel(_), .waveband(_, _, _), .asynchronousLabels(_, _, _),
      .frameRelayLabels(_, _, _), .generalizedRequest(_, _, _), .labelRange:
      try printRSVPLabels(content, object.value, indent)
    default: try printRSVPNumbers(content, object.value, indent)
    }
    return true
  }

  private mutating func printRSVPSource(
    _ content: RSVPContent, _ number: UInt8, _ indent: String
  ) {
    switch content {
    case .source(let address, let port):
      printAddress("Source Address: ", address, indent)
      line.put(", Source Port: ", port)
    case .sourceFlow(let address, let label):
      printAddress("Source Address: ", .v6(address), indent)
      line.put(", Flow Label: ", label)
    case .tunnelSource(let address, let path):
      let isTemplate = number == 11
      printAddress(
        isTemplate ? "IPv4 Tunnel Sender Address: " : "Source Address: ", .v4(address), indent)
      line.put(", LSP-ID: 0x", Hex(path, 4))
    case .multipointSource(let address, let path, let origin, let group):
      printAddress(" Tunnel Sender Address: ", address, indent, showsFamily: true)
      line.put(", LSP ID: 0x", Hex(path, 4))
      printAddress("Sub-Group Originator ID: ", origin, indent)
      line.put(", Sub-Group ID: 0x", Hex(group, 4))
    default: break
    }
  }

  private mutating func printAddress(
    _ label: String, _ address: IPAddress, _ indent: String, showsFamily: Bool = false
  ) {
    line.put(indent, "  ")
    if showsFamily { printRSVPFamily(address) }
    line.append(label)
    printAddress(address)
  }

  private mutating func printRSVPFamily(_ address: IPAddress) {
    switch address {
    case .v4: line.append("IPv4")
    case .v6: line.append("IPv6")
    }
  }

  /// Prints the address of a confirmation, a notification or a destination.
  private mutating func printRSVPPlainAddress(
    _ address: IPAddress, _ number: UInt8, _ indent: String
  ) {
    line.put(indent, "  ")
    if number != 50 { printRSVPFamily(address) }
    switch number {
    case 15: line.append(" Receiver Address: ")
    case 195: line.append(" Notify Node Address: ")
    default: line.append("Sub-LSP destination address: ")
    }
    printAddress(address)
  }

  private mutating func printRSVPError(
    _ address: IPAddress, _ code: UInt8, _ value: UInt16, _ indent: String
  ) {
    line.put(indent, "  Error Code: ", Self.rsvpErrorName(code) ?? "unknown", " (", code, ")")
    var name: String?
    switch (code, address) {
    case (24, _): name = Self.rsvpRoutingErrorName(value) ?? "unknown"
    case (28, .v4), (125, .v4): name = Self.rsvpClassErrorName(value) ?? "unknown"
    case (_, .v6): return
    default: break
    }
    if let name {
      line.put(", Error Value: ", name, " (", value, ")")
    } else {
      line.put(", Unknown Error Value (", value, ")")
    }
  }

  private mutating func printRSVPRoute(
    _ hops: RSVPRoute, _ indent: String
  ) throws(EarlyEnd) -> Bool {
    var route = hops
    while let hop = try route.next() {
      line.put(indent, "  Subobject Type: ")
      switch hop.type & 0x7f {
      case 0: line.append("Reserved")
      case 1: line.append("IPv4 prefix")
      case 2: line.append("IPv6 prefix")
      case 3: line.append("Label")
      case 32: line.append("Autonomous system number")
      case 64: line.append("MPLS label switched path termination")
      default: line.put("Unknown ", hop.type & 0x7f)
      }
      line.put(", length ", hop.length)
      switch hop.content {
      case .ipv4(let address, let prefixLength, let flags):
        if prefixLength != 32 {
          line.put(" ERROR: Prefix length ", prefixLength, " != 32")
          printInvalid()
          return false
        }
        line.append(hop.type & 0x80 != 0 ? ", Loose, " : ", Strict, ")
        printAddress(address)
        line.put("/", prefixLength, ", Flags: [")
        printFlagNames(
          UInt32(flags),
          [
            (1, "Local protection available"), (2, "Local protection in use"),
            (4, "Bandwidth protection"), (8, "Node protection"),
          ], separator: ", ", none: "none")
        line.append("]")
      case .label(let label, let flags, let type):
        line.put(", Flags: [", flags & 1 != 0 ? "Global" : "none", "] (")
        line.put(flags == 0 ? "0" : "0x", Hex(flags), "), Class-Type: ")
        line.put(Self.rsvpTypeName(21, type) ?? "Unknown", " (", type, "), ", label)
      case .other: break
      case .badLength:
        line.append(" ERROR: length != 8")
        printInvalid()
        return false
      case .tooLong:
        line.put(indent, "  ERROR: ERO subobject length > object length")
        return true
      case .empty:
        line.put(indent, "  ERROR: zero length ERO subtype")
        return true
      }
    }
    return true
  }
}
