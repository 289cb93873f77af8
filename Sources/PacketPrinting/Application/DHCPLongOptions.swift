import InternetTypes
import PacketDissection
import TextOutput

/// Options with a form of their own; each returns how many bytes it took.
extension PacketPrinter {
  /// Prints Client-identifier (RFC 2132, section 9.14).
  mutating func printDHCPClientIdentifier(_ data: Span<UInt8>) -> Int {
    guard let type = data.isEmpty ? nil : data[0] else {
      line.append("[ERROR: length < 1 bytes]")
      return 0
    }
    let value = data.extracting(droppingFirst: 1)
    switch type {
    case 0:
      line.append("\"")
      line.append(visible: value)
      line.append("\"")
      return data.count
    case 1: line.append("ether ")
    case 6: line.append("ieee802 ")
    default: line.put("hardware-type ", type, ", ")
    }
    for index in value.indices {
      if index > 0 { line.append(":") }
      line.append(hex: UInt32(value[index]), digits: 2)
    }
    return data.count
  }

  /// Prints Client FQDN (RFC 4702).
  mutating func printDHCPDomainName(_ data: Span<UInt8>) -> Int {
    guard data.count >= 3 else {
      line.append("[ERROR: length < 3 bytes]")
      return data.count
    }
    let flags = data[0]
    if flags & 0xf0 != 0 { line.put("[ERROR: MBZ nibble 0x", Hex(flags >> 4), " != 0] ") }
    if flags & 0x0f != 0 {
      line.append("[")
      if flags & 1 != 0 { line.append("S") }
      if flags & 2 != 0 { line.append("O") }
      if flags & 4 != 0 { line.append("E") }
      if flags & 8 != 0 { line.append("N") }
      line.append("] ")
    }
    if data[1] != 0 || data[2] != 0 { line.put(data[1], "/", data[2], " ") }
    line.append("\"")
    line.append(visible: data.extracting(droppingFirst: 3))
    line.append("\"")
    return data.count
  }

  /// Prints Relay Agent Information (RFC 3046).
  mutating func printDHCPAgentInformation(_ data: Span<UInt8>) -> Int {
    var offset = 0
    while offset + 2 <= data.count {
      let (code, length) = (data[offset], Int(data[offset + 1]))
      offset += 2
      line.append("\n\t      ")
      switch code {
      case 1: line.append("Circuit-ID")
      case 2: line.append("Remote-ID")
      case 6: line.append("Subscriber-ID")
      default: line.append("Unknown")
      }
      line.put(" SubOption ", code, ", length ", length, ": ")
      guard length <= data.count - offset else {
        line.append("length goes past end of option")
        return data.count
      }
      let value = data.extracting(offset..<(offset + length))
      if code == 1 || code == 2 || code == 6 {
        line.append(visible: value)
      } else {
        line.append(hexDump: value, indent: "\n\t\t")
      }
      offset += length
    }
    return offset
  }

  /// Prints Classless Static Route (RFC 3442).
  mutating func printDHCPRoutes(_ data: Span<UInt8>) -> Int {
    guard data.count >= 5 else {
      line.append("[ERROR: length < 5 bytes]")
      return data.count
    }
    var offset = 0
    while offset < data.count {
      if offset > 0 { line.append(",") }
      let width = Int(data[offset])
      guard width <= 32 else {
        line.put("[ERROR: Mask width (", width, ") > 32]")
        return data.count
      }
      let significant = (width + 7) / 8
      guard data.count - offset >= significant + 5 else {
        line.put("[ERROR: Remaining length (", data.count - offset, ") < ")
        line.put(significant + 5, " bytes]")
        return data.count
      }
      offset += 1
      line.append("(")
      if width == 0 {
        line.append("default")
      } else {
        for index in 0..<4 {
          if index > 0 { line.append(".") }
          line.append(decimal: index < significant ? UInt32(data[offset + index]) : 0)
        }
        line.put("/", width)
      }
      offset += significant
      line.append(":")
      printAddress(IPv4Address(rawValue: data.uint32(at: offset)))
      line.append(")")
      offset += 4
    }
    return data.count
  }

  /// Prints User Class (RFC 3004).
  mutating func printDHCPUserClass(_ data: Span<UInt8>) -> Int {
    guard data.count >= 2 else {
      line.append("[ERROR: length < 2 bytes]")
      return data.count
    }
    var offset = 0
    var instance = 1
    while offset < data.count {
      let length = Int(data[offset])
      offset += 1
      line.put("\n\t      instance#", instance, ": ")
      guard length > 0 else {
        line.append("[ERROR: suboption length must be non-zero]")
        return data.count
      }
      guard length <= data.count - offset else {
        line.append("[ERROR: invalid option]")
        return data.count
      }
      line.append("\"")
      line.append(visible: data.extracting(offset..<(offset + length)))
      line.put("\", length ", length)
      offset += length
      instance += 1
    }
    return data.count
  }
}
