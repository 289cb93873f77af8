import PacketDissection
import TextOutput

// Options of CLNP (ISO 8473, section 7.5).
extension PacketPrinter {
  /// Prints the options of a CLNP packet; false if one contradicts the header.
  mutating func printConnectionlessOptions(
    _ parts: inout ConnectionlessParts
  ) throws(EarlyEnd) -> Bool {
    while parts.left > 0 {
      guard parts.left >= 2 else {
        line.append(", bad opts/li")
        return false
      }
      try parts.rest.require(2)
      let (kind, count) = (try parts.rest.byte(at: 0), Int(try parts.rest.byte(at: 1)))
      parts.skip(2)
      guard count <= parts.left else {
        line.put(", opt (", kind, ") too long")
        return false
      }
      try parts.rest.require(count)
      let value = parts.rest.part(at: 0, length: count)
      line.put("\n\t  ", Self.connectionlessOptionName(kind), " Option #", kind, ", length ")
      line.put(count, ", value: ")
      guard try printConnectionlessOption(kind, value) else {
        line.append(", bad opt len")
        return false
      }
      if options.verbosity > 1 { printUnknownData(value, indent: "\n\t  ") }
      parts.skip(count)
    }
    return true
  }

  /// Prints the value of an option; false if it is too short.
  private mutating func printConnectionlessOption(
    _ kind: UInt8, _ value: Fields
  ) throws(EarlyEnd) -> Bool {
    let needed: Int
    switch kind {
    case 197, 200, 203: needed = 2
    case 193, 195, 205: needed = 1
    default: needed = 0
    }
    guard value.length >= needed else { return false }
    switch kind {
    case 193: printDiscardReason(try value.byte(at: 0))
    case 195: try printServiceQuality(value)
    case 197:
      line.put("\n\t    Format Code: ", Self.optionScope(try value.byte(at: 0)))
      line.put(", Security-Level ", try value.byte(at: 1))
    case 200, 203: try printConnectionlessRoute(kind, value)
    case 204: line.append("padding data")
    case 205: line.put("0x", Hex(try value.byte(at: 0) & 0x0f))
    default: printUnknownData(value, indent: "\n\t  ")
    }
    return true
  }

  /// Prints a source route or a recorded route.
  private mutating func printConnectionlessRoute(
    _ kind: UInt8, _ value: Fields
  ) throws(EarlyEnd) {
    switch try value.byte(at: 0) {
    case 0: line.append("partial ")
    case 1: line.append("complete ")
    default: line.append("Unknown ")
    }
    line.append(kind == 200 ? "source routing" : "recording of route in progress")
    let offset = Int(try value.byte(at: 1))
    if offset == 0 { return line.append(" Bad NSAP offset (0)") }
    if offset - 1 > value.length { return line.append(" Bad NSAP offset (past end of option)") }
    let list = value.dropping(offset - 1)
    guard list.length > 0 else { return }
    // tcpdump never leaves the first address: it repeats it as often as the rest of the option has room.
    let count = Int(try list.byte(at: 0))
    var left = list.length
    while left > 0 {
      if left < count + 1 {
        return line.append("\n\t    NSAP address goes past end of option")
      }
      if count > 0 {
        line.put("\n\t    NSAP address (length ", count, "): ")
        try printNetworkServiceAddress(list.part(at: 1, length: count))
      }
      left -= count + 1
    }
  }

  /// Prints the quality of service that is to be maintained.
  private mutating func printServiceQuality(_ value: Fields) throws(EarlyEnd) {
    let quality = try value.byte(at: 0)
    line.put("\n\t    Format Code: ", Self.optionScope(quality))
    guard quality & 0xc0 == 0xc0 else { return }
    line.append("\n\t    QoS Flags [")
    printFlagNames(
      UInt32(quality & 0x3f),
      [
        (0x20, "reserved"), (0x10, "sequencing vs. delay"), (0x08, "congested"),
        (0x04, "delay vs. cost"), (0x02, "error vs. delay"), (0x01, "error vs. cost"),
      ], separator: ", ", none: "none")
    line.append("]")
  }

  /// Prints why a packet was discarded: a class, and a reason in it.
  private mutating func printDiscardReason(_ reason: UInt8) {
    let (kind, number) = (reason >> 4, reason & 0x0f)
    let (name, reasons): (String, [String]) =
      switch kind {
      case 0x0:
        (
          "General",
          [
            "Reason not specified", "Protocol procedure error", "Incorrect checksum",
            "PDU discarded due to congestion", "Header syntax error (cannot be parsed)",
            "Segmentation needed but not permitted", "Incomplete PDU received", "Duplicate option",
          ]
        )
      case 0x8:
        ("Address", ["Destination address unreachable", "Destination address unknown"])
      case 0x9:
        (
          "Source Routeing",
          [
            "Unspecified source routeing error", "Syntax error in source routeing field",
            "Unknown address in source routeing field", "Path not acceptable",
          ]
        )
      case 0xa:
        (
          "Lifetime",
          ["Lifetime expired while data unit in transit", "Lifetime expired during reassembly"]
        )
      case 0xb:
        (
          "PDU Discarded",
          [
            "Unsupported option not specified", "Unsupported protocol version",
            "Unsupported security option", "Unsupported source routeing option",
            "Unsupported recording of route option",
          ]
        )
      case 0xc: ("Reassembly", ["Reassembly interference"])
      default: ("Unknown", [])
      }
    line.put("\n\t    Class: ", name, " Error (0x", Hex(kind), "), ")
    line.put(number < reasons.count ? reasons[Int(number)] : "Unknown", " (0x", Hex(number), ")")
  }

  private static func optionScope(_ value: UInt8) -> String {
    switch value & 0xc0 {
    case 0x40: "Source Address Specific"
    case 0x80: "Destination Address Specific"
    case 0xc0: "Globally unique"
    default: "Reserved"
    }
  }

  private static func connectionlessOptionName(_ kind: UInt8) -> String {
    switch kind {
    case 193: "Discard Reason"
    case 195: "QoS Maintenance"
    case 197: "Security"
    case 200: "Source Routing"
    case 203: "Route Recording"
    case 204: "Padding"
    case 205: "Priority"
    default: "Unknown"
    }
  }
}
