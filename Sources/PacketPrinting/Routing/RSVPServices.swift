import PacketDissection
import TextOutput

// The services of RSVP's traffic specifications.
extension PacketPrinter {
  /// Prints services and their parameters (RFC 2210, section 3).
  mutating func printRSVPServices(
    _ elements: RSVPServices, _ indent: String
  ) throws(EarlyEnd) {
    var services = elements
    while let element = try services.next() {
      switch element {
      case .service(let number, let hasBreak, let length):
        line.put(indent, "  Service Type: ", Self.rsvpServiceName(number) ?? "unknown")
        line.put(" (", number, hasBreak ? "), break bit set" : "), break bit not set")
        line.put(", Service length: ", length)
      case .parameter(let number, let flags, let length, let isWhole):
        line.put("\n\t      Parameter ID: ", Self.rsvpParameterName(number) ?? "unknown")
        line.put(" (", number, "), length: ", length, ", Flags: [0x", Hex(flags, 2), "]")
        if isWhole { try printRSVPParameter(number, services.value) }
      }
    }
  }

  private mutating func printRSVPParameter(_ number: UInt8, _ value: Fields) throws(EarlyEnd) {
    switch (number, value.length) {
    case (4, 4): line.put("\n\t\tIS hop count: ", try value.uint32(at: 0))
    case (6, 4): printRSVPRate("Path b/w estimate: ", try value.float(at: 0))
    case (8, 4):
      let latency = try value.uint32(at: 0)
      line.append("\n\t\tMinimum path latency: ")
      if latency == .max { line.append("don't care") } else { line.put(latency) }
    case (10, 4): line.put("\n\t\tComposed MTU: ", try value.uint32(at: 0), " bytes")
    case (127, 20):
      printRSVPRate("Token Bucket Rate: ", try value.float(at: 0))
      line.append("\n\t\tToken Bucket Size: ")
      line.append(Double(try value.float(at: 4)), significant: 10)
      line.append(" bytes")
      printRSVPRate("Peak Data Rate: ", try value.float(at: 8))
      line.put("\n\t\tMinimum Policed Unit: ", try value.uint32(at: 12), " bytes")
      line.put("\n\t\tMaximum Packet Size: ", try value.uint32(at: 16), " bytes")
    case (130, 8):
      printRSVPRate("Rate: ", try value.float(at: 0))
      line.put("\n\t\tSlack Term: ", try value.uint32(at: 4))
    case (133...136, 4): line.put("\n\t\tValue: ", try value.uint32(at: 0))
    case (4, _), (6, _), (8, _), (10, _), (127, _), (130, _), (133...136, _): break
    default:
      if options.verbosity <= 1 { printUnknownData(value, indent: "\n\t\t") }
    }
  }

  private mutating func printRSVPRate(_ label: String, _ bytesPerSecond: Float) {
    line.put("\n\t\t", label)
    line.append(Double(bytesPerSecond / 125_000), significant: 10)
    line.append(" Mbps")
  }
}
