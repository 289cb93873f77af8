import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the units of a cache of route origins (RFC 6810) in a segment.
  mutating func printRPKIRouter(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    guard options.verbosity > 0 else { return line.append(", RPKI-RTR") }
    var rest = Fields(bytes, from: payload.start, length: payload.length, in: RPKIRouterUnit.name)
    while rest.length > 0 {
      rest = rest.dropping(try printRPKIUnit(RPKIRouterUnit(rest), isInner: false))
    }
  }

  /// Prints a unit, and returns how many bytes it takes: all of them if it is invalid.
  private mutating func printRPKIUnit(
    _ unit: RPKIRouterUnit, isInner: Bool
  ) throws(EarlyEnd) -> Int {
    let room = unit.fields.length
    let version = try unit.version
    guard version == 0 else {
      line.put("\n\tRPKI-RTRv", version, " (unknown)")
      return room
    }
    guard room >= RPKIRouterUnit.headerByteCount else {
      line.put("(", room, " bytes is too few to decode)")
      return try printInvalidRPKIUnit(unit)
    }
    try unit.fields.require(RPKIRouterUnit.headerByteCount)
    let type = try unit.type
    let length = Int(try unit.length)
    line.put("\n\tRPKI-RTRv0, ", Self.rpkiUnitName(type), " PDU (", type, "), length: ", length)
    guard length >= RPKIRouterUnit.headerByteCount, length <= room,
      try printRPKIBody(unit, type, length, isInner: isInner)
    else { return try printInvalidRPKIUnit(unit) }
    var showsBytes = options.verbosity > 1
    switch type {
    case 0...4, 6...8, 10: break
    default:
      try unit.fields.require(length)
      showsBytes = true
    }
    if showsBytes {
      printUnknownData(unit.fields.part(at: 0, length: length), indent: "\n\t  ")
    }
    return length
  }

  private mutating func printInvalidRPKIUnit(_ unit: RPKIRouterUnit) throws(EarlyEnd) -> Int {
    printInvalid()
    try unit.fields.require(unit.fields.length)
    return unit.fields.length
  }

  /// Prints what a unit has after its header; false if its length is wrong.
  private mutating func printRPKIBody(
    _ unit: RPKIRouterUnit, _ type: UInt8, _ length: Int, isInner: Bool
  ) throws(EarlyEnd) -> Bool {
    let indent = isInner ? "\n\t    " : "\n\t  "
    switch type {
    case 0, 1, 7:
      guard length == 12 else { return false }
      line.put(indent, "Session ID: 0x", Hex(try unit.session, 4), ", Serial: ", try unit.serial)
    case 2, 8: return length == 8
    case 3:
      guard length == 8 else { return false }
      line.put(indent, "Session ID: 0x", Hex(try unit.session, 4))
    case 4, 6:
      guard length == (type == 4 ? 20 : 32) else { return false }
      let origin = try unit.origin
      line.put(indent, type == 4 ? "IPv4 Prefix " : "IPv6 Prefix ")
      switch origin.address {
      case .v4(let address): printAddress(address)
      case .v6(let address): printAddress(address)
      }
      line.put("/", origin.prefixLength, "-", origin.longestLength, ", origin-as ", origin.system)
      line.put(", flags 0x", Hex(origin.flags, 2))
    case 10: return try printRPKIError(unit, length, isInner: isInner)
    default: break
    }
    return true
  }

  /// Prints an error report, the unit that it is about, and its text; false if their lengths do not fit.
  private mutating func printRPKIError(
    _ unit: RPKIRouterUnit, _ length: Int, isInner: Bool
  ) throws(EarlyEnd) -> Bool {
    let indent = isInner ? "\n\t    " : "\n\t  "
    guard length >= 12 else { return false }
    try unit.fields.require(12)
    let enclosed = Int(try unit.enclosedLength)
    let code = try unit.session
    line.put(indent, "Error code: ", Self.rpkiErrorName(code), " (", code)
    line.put("), Encapsulated PDU length: ", enclosed)
    if enclosed > 0 {
      guard length >= 12 + enclosed else { return false }
      if isInner {
        try unit.fields.require(12 + enclosed)
      } else {
        line.put(indent, "  -----encapsulated PDU-----")
        _ = try printRPKIUnit(RPKIRouterUnit(try unit.enclosed), isInner: true)
      }
    }
    guard length >= 16 + enclosed else { return false }
    try unit.fields.require(16 + enclosed)
    let text = Int(try unit.textLength)
    guard text > 0 else { return true }
    guard length >= 16 + enclosed + text else { return false }
    line.put(indent, "Error text: ")
    try printAllText(try unit.text)
    return true
  }

  private static func rpkiUnitName(_ type: UInt8) -> String {
    switch type {
    case 0: "Serial Notify"
    case 1: "Serial Query"
    case 2: "Reset Query"
    case 3: "Cache Response"
    case 4: "IPV4 Prefix"
    case 6: "IPV6 Prefix"
    case 7: "End of Data"
    case 8: "Cache Reset"
    case 10: "Error Report"
    default: "Unknown"
    }
  }

  private static func rpkiErrorName(_ code: UInt16) -> String {
    switch code {
    case 0: "Corrupt Data"
    case 1: "Internal Error"
    case 2: "No Data Available"
    case 3: "Invalid Request"
    case 4: "Unsupported Protocol Version"
    case 5: "Unsupported PDU Type"
    case 6: "Withdrawal of Unknown Record"
    case 7: "Duplicate Announcement Received"
    default: "Unknown"
    }
  }
}
