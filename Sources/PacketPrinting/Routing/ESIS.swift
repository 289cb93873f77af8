import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a PDU of ES-IS (ISO 9542).
  mutating func printESIS(_ message: ESISMessage) throws(EarlyEnd) {
    if !options.showsLinkHeader { line.append("ES-IS") }
    guard message.fields.length > 2 else {
      line.append(message.fields.length == 2 ? "bad pkt! " : "no header at all!")
      return
    }
    try message.fields.require(ESISMessage.headerByteCount)
    let stated = Int(try message.length)
    if stated > message.fields.length {
      line.append(" length indicator(", decimal: stated, ") > PDU size (")
      line.append("", decimal: message.fields.length, ")!")
      return
    }
    if stated < ESISMessage.headerByteCount {
      line.append(" length indicator ", decimal: stated, " < min PDU size:")
      let end = max(message.fields.length, 0)
      for index in 0..<end { line.append("", hex: try message.fields.byte(at: index), digits: 2) }
      return
    }
    let type = try message.type
    let names: [7 of String?] = [nil, nil, "ESH", nil, "ISH", nil, "redirect"]
    let name = type < 7 ? names[Int(type)] : nil
    if options.verbosity == 0 {
      if !options.showsLinkHeader { line.append(", ") }
      line.append(name: name, or: "unknown type (", type, ")")
      line.append(", length ", decimal: message.fields.length)
      return
    }
    line.append(options.showsLinkHeader ? "length " : ", length ", decimal: message.fields.length)
    line.append("\n\t")
    line.append(name: name, or: "unknown type: ", type)
    let version = try message.version
    line.append(" (", decimal: type, "), v: ")
    line.append("", decimal: version, version == 1 ? "" : "unsupported")
    let checksum = try message.checksum
    line.append(", checksum: 0x", hex: checksum, digits: 4)
    printISOChecksum(checksum, message.fields.part(at: 0, length: stated), at: 7)
    line.append(", holding time: ", decimal: try message.holdTime, "s, length indicator: ")
    line.append(decimal: stated)
    if options.verbosity > 1 {
      printUnknownData(
        message.fields.part(at: 0, length: ESISMessage.headerByteCount), indent: "\n\t")
    }
    var body = try message.body
    switch type {
    case 6: guard try printRedirect(&body) else { return }
    case 2, 4: guard try printHello(&body, isEndSystem: type == 2) else { return }
    default:
      if options.verbosity <= 1 {
        printUnknownData(body.part(at: 0, length: body.length), indent: "\n\t  ")
      }
      return
    }
    try printESISOptions(body)
  }

  private mutating func printRedirect(_ body: inout Fields) throws(EarlyEnd) -> Bool {
    for part in 0..<3 {
      // tcpdump does not count the length of the third address: one byte behind the PDU belongs to the options.
      let counted = part < 2 ? 1 : 0
      guard body.length >= 1 else {
        line.append(", bad redirect/li")
        return false
      }
      let count = Int(try body.byte(at: 0))
      guard body.length - counted >= count else {
        line.append(", bad redirect/li")
        return false
      }
      try body.require(count, at: 1)
      let address = body.part(at: 1, length: count)
      body = body.dropping(1 + count)
      if counted == 0 { body = Fields(body.bytes, length: body.length + 1, in: body.name) }
      switch part {
      case 0:
        line.append("\n\t  ")
        try printNetworkServiceAddress(address)
      case 1:
        line.append("\n\t  SNPA (length: ", decimal: count, "): ")
        if count == 0 { line.append("<empty>") }
        for index in 0..<count {
          if index > 0 { line.append(":") }
          line.append("", hex: address.bytes[index], digits: 2)
        }
      default:
        if count > 0 {
          line.append("\n\t  NET (length: ", decimal: count, ") ")
          try printNetworkServiceAddress(address)
        }
      }
    }
    return true
  }

  private mutating func printHello(
    _ body: inout Fields, isEndSystem: Bool
  ) throws(EarlyEnd) -> Bool {
    let problem = isEndSystem ? ", bad esh/li" : ", bad ish/li"
    var remaining = 1
    if isEndSystem {
      if body.length < 1 {
        line.append(problem)
        return false
      }
      remaining = Int(try body.byte(at: 0))
      body = body.dropping(1)
      line.append("\n\t  Number of Source Addresses: ", decimal: remaining)
    }
    while remaining > 0 {
      if body.length < 1 {
        line.append(problem)
        return false
      }
      let count = Int(try body.byte(at: 0))
      if body.length - 1 < count {
        line.append(problem)
        return false
      }
      try body.require(count, at: 1)
      line.append("\n\t  NET (length: ", decimal: count, "): ")
      try printNetworkServiceAddress(body.part(at: 1, length: count))
      body = body.dropping(1 + count)
      remaining -= 1
    }
    return true
  }

  private mutating func printESISOptions(_ options: Fields) throws(EarlyEnd) {
    var rest = options
    while rest.length > 0 {
      if rest.length < 2 {
        line.append(", bad opts/li")
        return
      }
      try rest.require(2)
      let type = try rest.byte(at: 0)
      let count = Int(try rest.byte(at: 1))
      if count > rest.length - 2 {
        line.append(", opt (", decimal: type, ") too long")
        return
      }
      line.append("\n\t  ")
      switch type {
      case 129: line.append("Protocols supported")
      case 197: line.append("QoS Maintenance")
      case 198: line.append("ES Configuration Time")
      case 204: line.append("Padding")
      case 205: line.append("Priority")
      case 225: line.append("Addressk Mask")
      case 226: line.append("SNPA Mask")
      default: line.append("Unknown")
      }
      line.append(" Option #", decimal: type, ", length ")
      line.append("", decimal: count, ", value: ")
      let value = rest.part(at: 2, length: count)
      switch type {
      case 198 where count == 2: line.append("", decimal: try value.uint16(at: 0), "s")
      case 198: line.append("(bad length)")
      case 129:
        for index in 0..<count {
          let number = try value.byte(at: index)
          line.append(Self.networkProtocolName(number) ?? "unknown")
          line.append(" (0x", hex: number, digits: 2, ")")
          if index < count - 1 { line.append(", ") }
        }
      default:
        if self.options.verbosity <= 1 { printUnknownData(value, indent: "\n\t\t  ") }
      }
      if self.options.verbosity > 1 { printUnknownData(value, indent: "\n\t  ") }
      rest = rest.dropping(2 + count)
    }
  }
}
