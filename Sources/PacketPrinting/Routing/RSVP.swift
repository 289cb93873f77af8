import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an RSVP message (RFC 2205, RFC 3209).
  mutating func printRSVP(_ message: RSVPMessage) throws(EarlyEnd) {
    try message.fields.require(RSVPMessage.headerByteCount)
    let version = try message.version
    guard version == 1 else {
      line.append("ERROR: RSVP version ", decimal: version, " packet not supported")
      return
    }
    let type = try message.type
    if options.verbosity == 0 {
      line.append("RSVPv", decimal: version, " ")
      line.append(Self.rsvpTypeName(type) ?? "unknown")
      line.append(" Message, length: ", decimal: message.fields.length)
      return
    }
    let length = Int(try message.length)
    line.append("\n\tRSVPv", decimal: version, " ")
    line.append(name: Self.rsvpTypeName(type), or: "unknown, type ", type)
    line.append(" Message (", decimal: type, "), Flags: [")
    line.append(try message.flags & 1 != 0 ? "Refresh reduction capable" : "none")
    line.append("], length: ", decimal: length, ", ttl: ")
    line.append("", decimal: try message.timeToLive, ", checksum: 0x")
    line.append(hex: UInt32(try message.checksum), digits: 4)
    if length < RSVPMessage.headerByteCount {
      line.append("ERROR: common header too short ", decimal: length, " < 8")
      return
    }
    var objects = try message.objects
    while let object = try objects.next() {
      guard try printRSVPObject(object) else { return }
    }
  }

  /// Prints an object; false if its length is impossible.
  private mutating func printRSVPObject(_ object: RSVPObject) throws(EarlyEnd) -> Bool {
    if object.length % 4 != 0 {
      line.append(
        "\n\t  ERROR: object header size ", decimal: object.length, " not a multiple of 4")
      return false
    }
    if object.length < 4 {
      line.append("\n\t  ERROR: object header too short ", decimal: object.length, " < 4")
      return false
    }
    line.append("\n\t  ")
    line.append(Self.rsvpObjectName(object.number) ?? "Unknown")
    line.append(" Object (", decimal: object.number, ") Flags: [")
    line.append(
      object.number & 0x80 == 0
        ? "reject" : object.number & 0x40 == 0 ? "ignore silently" : "ignore and forward")
    line.append(" if unknown], Class-Type: ")
    line.append(Self.rsvpTypeName(object.number, object.type) ?? "Unknown")
    line.append(" (", decimal: object.type, "), length: ")
    line.append(decimal: object.length)
    if object.length > object.room {
      line.append("\n\t  ERROR: object goes past end of objects TLV")
      return false
    }
    try object.value.require(object.value.length)
    let isShown = try printRSVPValue(object)
    if options.verbosity > 1 || !isShown { printUnknownData(object.value, indent: "\n\t    ") }
    return true
  }

  /// Prints an object's value; false if only its bytes can be shown.
  private mutating func printRSVPValue(_ object: RSVPObject) throws(EarlyEnd) -> Bool {
    let value = object.value
    let indent = "\n\t    "
    switch (object.number, object.type, value.length) {
    case (1, 1, 8...):
      line.append(indent)
      line.append("IPv4 DestAddress: ")
      printAddress(try value.ipv4Address(at: 0))
      line.append(", Protocol ID: 0x", hex: try value.byte(at: 4), digits: 2)
      line.append(indent)
      line.append("Flags: [0x", hex: try value.byte(at: 5), digits: 2, "], DestPort ")
      line.append(decimal: UInt32(try value.uint16(at: 6)))
    case (1, 7, 12...):
      line.append(indent)
      line.append("IPv4 Tunnel EndPoint: ")
      printAddress(try value.ipv4Address(at: 0))
      line.append(", Tunnel ID: 0x", hex: try value.uint16(at: 6), digits: 4)
      line.append(", Extended Tunnel ID: ")
      printAddress(try value.ipv4Address(at: 8))
    case (3, 1, 8...):
      line.append(indent)
      line.append("Previous/Next Interface: ")
      printAddress(try value.ipv4Address(at: 0))
      line.append(", Logical Interface Handle: 0x", hex: try value.uint32(at: 4), digits: 8)
    case (5, 1, 4...):
      line.append(indent)
      line.append("Refresh Period: ", decimal: try value.uint32(at: 0), "ms")
    case (6, 1, 8...): try printRSVPError(value)
    case (8, 1, 4...):
      let style = try value.uint24(at: 1)
      line.append(indent)
      line.append("Reservation Style: ")
      switch style {
      case 10: line.append("Fixed Filter")
      case 17: line.append("Wildcard Filter")
      case 18: line.append("Shared Explicit")
      default: line.append("Unknown")
      }
      line.append(", Flags: [0x", hex: try value.byte(at: 0), digits: 2, "]")
    case (10, 7, 8...), (11, 7, 8...):
      line.append(indent)
      line.append(
        object.number == 11 ? "IPv4 Tunnel Sender Address: " : "Source Address: ")
      printAddress(try value.ipv4Address(at: 0))
      line.append(
        object.number == 11 ? ", LSP-ID: 0x" : ", LSP-ID: 0x", hex: try value.uint16(at: 6),
        digits: 4)
    case (10, 1, 8...), (11, 1, 8...):
      line.append(indent)
      line.append("Source Address: ")
      printAddress(try value.ipv4Address(at: 0))
      line.append(", Source Port: ", decimal: try value.uint16(at: 6))
    case (16, 1, 4...), (35, 1, 4...), (34, 1, 4...):
      for index in 0..<(value.length / 4) {
        line.append(indent)
        line.append("Label: ", decimal: try value.uint32(at: index * 4))
      }
    case (19, 1, 4...):
      let type = try value.uint16(at: 2)
      line.append(indent)
      line.append("L3 Protocol ID: ")
      line.append(EtherType(rawValue: type).name ?? "Unknown")
    case (20, 1, _), (21, 1, _): try printRSVPRoute(value)
    case (22, 1...2, 8...):
      line.append(indent)
      line.append("Source Instance: 0x", hex: try value.uint32(at: 0), digits: 8)
      line.append(", Destination Instance: 0x", hex: try value.uint32(at: 4), digits: 8)
    case (131, 1, 8...):
      line.append(indent)
      line.append("Restart  Time: ", decimal: try value.uint32(at: 0), "ms, Recovery Time: ")
      line.append("", decimal: try value.uint32(at: 4), "ms")
    case (134, 1, 4...):
      let flags = try value.uint32(at: 0)
      line.append(indent)
      line.append("Flags: [")
      printFlagNames(
        flags & 7,
        [
          (4, "RecoveryPath Transmit Enabled"), (2, "RecoveryPath Desired"),
          (1, "RecoveryPath Srefresh Capable"),
        ], separator: ", ", none: "none")
      line.append("]")
    case (23, 1, 8...), (24, 1, 8...):
      line.append(indent)
      line.append("Flags [0x", hex: try value.byte(at: 0), digits: 2, "], epoch: ")
      line.append(decimal: try value.uint24(at: 1))
      line.append(indent)
      let identifier = try value.uint32(at: 4)
      line.append("  Message-ID 0x", hex: identifier, digits: 8, " (")
      line.append("", decimal: identifier, ")")
    case (207, 7, 4...): return try printRSVPSessionAttribute(value)
    default: return false
    }
    return true
  }

  private mutating func printRSVPSessionAttribute(_ value: Fields) throws(EarlyEnd) -> Bool {
    let indent = "\n\t    "
    let count = Int(try value.byte(at: 3))
    guard value.length >= 4 + count else { return false }
    line.append(indent)
    line.append("Session Name: ")
    try printText(value.part(at: 4, length: count))
    let flags = try value.byte(at: 2)
    line.append(indent)
    line.append("Setup Priority: ", decimal: try value.byte(at: 0), ", Holding Priority: ")
    line.append("", decimal: try value.byte(at: 1), ", Flags: [")
    printFlagNames(
      UInt32(flags) & 0x1f,
      [
        (0x01, "Local Protection"), (0x02, "Label Recording"), (0x04, "SE Style"),
        (0x08, "Bandwidth protection"), (0x10, "Node protection"),
      ], separator: ", ", none: "none")
    line.append(flags == 0 ? "] (0" : "] (0x", hex: flags, ")")
    return true
  }

  private mutating func printRSVPError(_ value: Fields) throws(EarlyEnd) {
    let indent = "\n\t    "
    let code = try value.byte(at: 5)
    line.append(indent)
    line.append("Error Node Address: ")
    printAddress(try value.ipv4Address(at: 0))
    line.append(", Flags: [0x", hex: try value.byte(at: 4), digits: 2, "]")
    line.append(indent)
    line.append("Error Code: ")
    switch code {
    case 24: line.append("Routing Problem")
    case 25: line.append("Notify Error")
    case 28: line.append("Diffserv TE Error")
    case 125: line.append("Diffserv TE Error (Old)")
    default: line.append("unknown")
    }
    line.append(" (", decimal: code, ")")
    let number = try value.uint16(at: 6)
    if code == 24 {
      let names: [11 of String] = [
        "unknown", "Bad EXPLICIT_ROUTE object", "Bad strict node", "Bad loose node",
        "Bad initial subobject", "No route available toward destination",
        "Unacceptable label value", "RRO indicated routing loops",
        "non-RSVP-capable router in the path", "MPLS label allocation failure",
        "Unsupported L3PID",
      ]
      line.append(", Error Value: ")
      line.append(names[number < 11 ? Int(number) : 0])
      line.append(" (", decimal: number, ")")
    } else {
      line.append(", Unknown Error Value (", decimal: number, ")")
    }
  }

  /// Prints an explicit or recorded route (RFC 3209, sections 4.3 and 4.4).
  private mutating func printRSVPRoute(_ value: Fields) throws(EarlyEnd) {
    var rest = value
    while rest.length > 0 {
      try rest.require(4)
      let type = try rest.byte(at: 0)
      let length = Int(try rest.byte(at: 1))
      line.append("\n\t    Subobject Type: ")
      switch type & 0x7f {
      case 1: line.append("IPv4 prefix")
      case 2: line.append("IPv6 prefix")
      case 3: line.append("Label")
      case 32: line.append("Autonomous system number")
      default: line.append("Unknown ", decimal: type & 0x7f)
      }
      line.append(", length ", decimal: length)
      if length == 0 {
        line.append("\n\t      ERROR: zero length ERO subtype")
        printInvalid()
        return
      }
      if length > rest.length {
        line.append("\n\t      ERROR: ERO subobject length > object length")
        printInvalid()
        return
      }
      if type & 0x7f == 1 {
        if length != 8 {
          line.append(" ERROR: length != 8")
          printInvalid()
          return
        }
        try rest.require(8)
        let prefixLength = try rest.byte(at: 6)
        if prefixLength != 32 {
          line.append(" ERROR: Prefix length ", decimal: prefixLength, " != 32")
          printInvalid()
          return
        }
        line.append(type & 0x80 != 0 ? ", Loose, " : ", Strict, ")
        printAddress(try rest.ipv4Address(at: 2))
        line.append("/", decimal: prefixLength, ", Flags: [")
        printFlagNames(
          UInt32(try rest.byte(at: 7)) & 3,
          [(1, "Local protection available"), (2, "Local protection in use")], separator: ", ",
          none: "none")
        line.append("]")
      }
      rest = rest.dropping(length)
    }
  }
}
