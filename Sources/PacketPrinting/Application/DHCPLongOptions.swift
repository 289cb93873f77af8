import InternetTypes
import PacketDissection
import TextOutput

/// Options with a form of their own; each returns how many bytes it took.
extension PacketPrinter {
  /// Prints Client-identifier (RFC 2132, section 9.14).
  mutating func printDHCPClientIdentifier(_ data: Span<UInt8>) -> Int {
    guard let identifier = DHCPClientIdentifier(data) else {
      line.append("[ERROR: length < 1 bytes]")
      return 0
    }
    let value = data.extracting(identifier.value)
    switch identifier.type {
    case 0:
      line.append("\"")
      line.append(visible: value)
      line.append("\"")
      return data.count
    case 1: line.append("ether ")
    case 6: line.append("ieee802 ")
    default: line.put("hardware-type ", identifier.type, ", ")
    }
    for index in value.indices {
      if index > 0 { line.append(":") }
      line.append(hex: UInt32(value[index]), digits: 2)
    }
    return data.count
  }

  /// Prints Client FQDN (RFC 4702).
  mutating func printDHCPDomainName(_ data: Span<UInt8>) -> Int {
    guard let client = DHCPClientName(data) else {
      line.append("[ERROR: length < 3 bytes]")
      return data.count
    }
    let flags = client.flags
    if flags & 0xf0 != 0 { line.put("[ERROR: MBZ nibble 0x", Hex(flags >> 4), " != 0] ") }
    if flags & 0x0f != 0 {
      line.append("[")
      if flags & 1 != 0 { line.append("S") }
      if flags & 2 != 0 { line.append("O") }
      if flags & 4 != 0 { line.append("E") }
      if flags & 8 != 0 { line.append("N") }
      line.append("] ")
    }
    let codes = client.codes
    if codes.first != 0 || codes.second != 0 { line.put(codes.first, "/", codes.second, " ") }
    line.append("\"")
    line.append(visible: data.extracting(client.name))
    line.append("\"")
    return data.count
  }

  /// Prints Relay Agent Information (RFC 3046).
  mutating func printDHCPAgentInformation(_ data: Span<UInt8>) -> Int {
    var options = DHCPSuboptions()
    while let (code, length, range) = options.next(in: data) {
      line.append("\n\t      ")
      switch code {
      case 1: line.append("Circuit-ID")
      case 2: line.append("Remote-ID")
      case 6: line.append("Subscriber-ID")
      default: line.append("Unknown")
      }
      line.put(" SubOption ", code, ", length ", length, ": ")
      guard let range else {
        line.append("length goes past end of option")
        break
      }
      if code == 1 || code == 2 || code == 6 {
        line.append(visible: data.extracting(range))
      } else {
        line.append(hexDump: data.extracting(range), indent: "\n\t\t")
      }
    }
    return options.offset
  }

  /// Prints Classless Static Route (RFC 3442).
  mutating func printDHCPRoutes(_ data: Span<UInt8>) -> Int {
    guard data.count >= 5 else {
      line.append("[ERROR: length < 5 bytes]")
      return data.count
    }
    var routes = DHCPRoutes()
    var isFirst = true
    while let route = routes.next(in: data) {
      if !isFirst { line.append(",") }
      isFirst = false
      switch route {
      case .route(let destination, let width, let router):
        line.append("(")
        if width == 0 { line.append("default") } else { line.put(destination, "/", width) }
        line.append(":")
        printAddress(router)
        line.append(")")
      case .tooWide(let width):
        line.put("[ERROR: Mask width (", width, ") > 32]")
        return data.count
      case .short(let left, let needed):
        line.put("[ERROR: Remaining length (", left, ") < ", needed, " bytes]")
        return data.count
      }
    }
    return data.count
  }

  /// Prints User Class (RFC 3004).
  mutating func printDHCPUserClass(_ data: Span<UInt8>) -> Int {
    guard data.count >= 2 else {
      line.append("[ERROR: length < 2 bytes]")
      return data.count
    }
    var classes = DHCPUserClasses()
    var number = 1
    while let element = classes.next(in: data) {
      line.put("\n\t      instance#", number, ": ")
      switch element {
      case .instance(let range):
        line.append("\"")
        line.append(visible: data.extracting(range))
        line.put("\", length ", range.count)
      case .empty:
        line.append("[ERROR: suboption length must be non-zero]")
        return data.count
      case .tooLong:
        line.append("[ERROR: invalid option]")
        return data.count
      }
      number += 1
    }
    return data.count
  }
}
