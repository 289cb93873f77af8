import InternetTypes
import PacketDissection
import TextOutput

/// Values of rarely used RADIUS attributes.
extension PacketPrinter {
  /// Prints AppleTalk's remote access (RFC 2869, section 5.4 to 5.15) and the cause of an error (RFC 5176).
  mutating func printRADIUSStrange(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let (start, length) = (attribute.start, attribute.value.count)
    switch attribute.type {
    case 70:
      guard length == 16 else {
        line.put("ERROR: length ", length, " != 16")
        return
      }
      line.append("User_challenge (")
      try printRADIUSBytes(bytes, start..<(start + 8))
      line.append(") User_resp(")
      try printRADIUSBytes(bytes, (start + 8)..<(start + 16))
      line.append(")")
    case 71:
      guard length == 14 else {
        line.put("ERROR: length ", length, " != 14")
        return
      }
      let canChange = try attribute.byte(at: 0, bytes) != 0
      line.append(canChange ? "User can change password" : "User cannot change password")
      line.put(", Min password length: ", try attribute.byte(at: 1, bytes))
      line.append(", created at: ")
      try printRADIUSBytes(bytes, (start + 2)..<(start + 6))
      line.append(", expires in: ")
      try printRADIUSBytes(bytes, (start + 6)..<(start + 10))
      line.append(", Current Time: ")
      try printRADIUSBytes(bytes, (start + 10)..<(start + 14))
    case 84:
      guard length >= 8 else {
        line.put("ERROR: length ", length, " != 8")
        return
      }
      try printRADIUSBytes(bytes, start..<(start + 8))
    default:
      guard length == 4 else {
        line.put("Error: length ", length, " != 4")
        return
      }
      let cause = try attribute.number(bytes)
      line.put("Error cause ", cause, ": ")
      if let name = Self.radiusErrorCause(cause) {
        line.append(name)
      } else {
        line.put("Error-Cause ", cause, " not known")
      }
    }
  }

  private mutating func printRADIUSBytes(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    let stop = min(range.upperBound, bytes.count)
    line.append(hexBytes: bytes.extracting(min(range.lowerBound, stop)..<stop))
    if stop < range.upperBound { throw EarlyEnd(name: RADIUSPacket.name) }
  }

  /// Prints attributes of mobile IPv6 (RFC 5447) and of locations (RFC 5580).
  mutating func printRADIUSMobility(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let length = attribute.value.count
    switch attribute.type {
    case 124: return try printRADIUSFeatures(attribute, bytes)
    case 125: return try printRADIUSHomePrefix(attribute, bytes)
    default: break
    }
    guard attribute.hasValue(bytes) else {
      printTruncation(RADIUSPacket.name)
      return
    }
    let needed =
      attribute.type == 126 ? 2 : attribute.type == 127 ? 21 : attribute.type == 128 ? 3 : 10
    guard length >= needed else {
      line.put("ERROR: length ", length, " < ", needed)
      return
    }
    switch attribute.type {
    case 126: try printRADIUSOperator(attribute, bytes)
    case 127: try printRADIUSLocation(attribute, bytes)
    case 128:
      line.put("index ", try attribute.uint16(at: 0, bytes), ", location")
      let data = (attribute.start + 2)..<attribute.value.upperBound
      printHexAndASCII(bytes.extracting(data), indent: "\n\t    ")
    default:
      line.append("flags [")
      printFlagNames(
        UInt32(try attribute.uint16(at: 0, bytes)), Self.locationFlags, separator: ", ",
        none: "none")
      line.append("], retention expires ")
      printRADIUSTime(try attribute.uint64(at: 2, bytes))
      guard length > 10 else { return }
      line.append(", note well \"")
      try printText(
        bytes, (attribute.start + 10)..<attribute.value.upperBound, in: RADIUSPacket.name)
      line.append("\"")
    }
  }

  /// Prints the features that a mobility agent supports (RFC 5447, section 4.2.5).
  private mutating func printRADIUSFeatures(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    guard attribute.value.count == 8 else {
      line.put("ERROR: length ", attribute.value.count, " != 8")
      return
    }
    line.append("[")
    let features = try attribute.uint64(at: 0, bytes)
    var separator = ""
    for (bit, name) in Self.mobilityFeatures where features >> bit & 1 != 0 {
      line.put(separator, name)
      separator = ", "
    }
    line.append("]")
  }

  /// Prints the prefix of a home link (RFC 5447, section 4.2.2).
  private mutating func printRADIUSHomePrefix(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    guard attribute.value.count == 17 else {
      line.put("ERROR: length ", attribute.value.count, " != 17")
      return
    }
    guard attribute.hasValue(bytes) else {
      printTruncation(RADIUSPacket.name)
      return
    }
    let prefixLength = try attribute.byte(at: 0, bytes)
    guard prefixLength <= 128 else {
      line.put("ERROR: netmask ", prefixLength, " not in range (0..128)")
      return
    }
    printAddress(try attribute.address6(bytes, at: 1))
    line.put("/", prefixLength)
  }

  /// Prints the name of an operator and its namespace (RFC 5580, section 4.1).
  private mutating func printRADIUSOperator(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    line.append("[")
    let namespace = try attribute.byte(at: 0, bytes)
    switch namespace {
    case 0x30: line.append("TADIG")
    case 0x31: line.append("REALM")
    case 0x32: line.append("E212")
    case 0x33: line.append("ICC")
    default: line.put("unknown namespace ", namespace)
    }
    line.append("] ")
    try printText(
      bytes, (attribute.start + 1)..<attribute.value.upperBound, in: RADIUSPacket.name)
  }

  private mutating func printRADIUSLocation(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    line.put("index ", try attribute.uint16(at: 0, bytes), ", code ")
    let code = try attribute.byte(at: 2, bytes)
    switch code {
    case 0: line.append("Civic")
    case 1: line.append("Geospatial")
    default: line.put("Unknown (", code, ")")
    }
    line.append(", entity ")
    let entity = try attribute.byte(at: 3, bytes)
    switch entity {
    case 0: line.append("User")
    case 1: line.append("RADIUS")
    default: line.put("Unknown (", entity, ")")
    }
    line.append(", sighting time ")
    printRADIUSTime(try attribute.uint64(at: 4, bytes))
    line.append(", time to live ")
    printRADIUSTime(try attribute.uint64(at: 12, bytes))
    line.append(", method \"")
    try printText(
      bytes, (attribute.start + 20)..<attribute.value.upperBound, in: RADIUSPacket.name)
    line.append("\"")
  }

  /// Appends a timestamp of NTP: seconds since 1900, nine decimals, and the date.
  private mutating func printRADIUSTime(_ value: UInt64) {
    let fraction = Double(UInt32(truncatingIfNeeded: value)) / 4_294_967_296 * 1_000_000_000
    line.put(value >> 32, ".", Padded(UInt32(fraction), 9))
    guard value >> 32 > 0 else { return }
    let seconds = Int64(value >> 32) - 2_208_988_800
    let date = TimestampPrinter.civilDate(seconds)
    let second = (seconds % 86_400 + 86_400) % 86_400
    line.put(" (", date.year, "-", Padded(date.month, 2), "-", Padded(date.day, 2), "T")
    line.put(Padded(second / 3600, 2), ":", Padded(second / 60 % 60, 2), ":")
    line.put(Padded(second % 60, 2), "Z)")
  }

  /// Appends bytes in hexadecimal and ASCII, sixteen per line, each line after `indent`.
  private mutating func printHexAndASCII(_ bytes: Span<UInt8>, indent: String) {
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let row = bytes.extracting(start..<min(start + 16, bytes.count))
      line.put(indent, "0x", Hex(start, 4), ": ")
      for index in 0..<16 {
        if index % 2 == 0 { line.append(" ") }
        if index < row.count { line.put(Hex(row[index], 2)) } else { line.append("  ") }
      }
      line.append("  ")
      for index in row.indices {
        line.append(byte: row[index] > 0x20 && row[index] < 0x7f ? row[index] : 0x2e)
      }
    }
  }

  private static let mobilityFeatures: [(UInt64, String)] = [
    (0, "MIP6_INTEGRATED"), (1, "LOCAL_HOME_AGENT_ASSIGNMENT"), (40, "PMIP6_SUPPORTED"),
    (41, "IP4_HOA_SUPPORTED"), (42, "LOCAL_MAG_ROUTING_SUPPORTED"), (43, "ASSIGN_LOCAL_IP"),
    (44, "MIP4_SUPPORTED"), (45, "OPTIMIZED_IDLE_MODE_MOBILITY"), (46, "GTPv2_SUPPORTED"),
    (47, "IP4_TRANSPORT_SUPPORTED"), (48, "IP4_HOA_ONLY_SUPPORTED"),
    (49, "INTER_MAG_ROUTING_SUPPORTED"),
  ]

  private static let locationFlags: [(UInt32, String)] =
    (0..<15).map { (1 << UInt32($0), "MBZ-\(15 - $0)") } + [(0x8000, "Retransmission Allowed")]
}
