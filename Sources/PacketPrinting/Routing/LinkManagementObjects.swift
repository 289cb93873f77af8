import PacketDissection
import TextOutput

/// What became of an object's value.
enum LinkManagementResult {
  /// It is shown.
  case shown
  /// Its length is not that of its class and type.
  case wrongLength
  /// The class or the type is unknown.
  case unknown
}

// Objects of LMP (RFC 4204, section 13).
extension PacketPrinter {
  /// Prints the value of an object.
  mutating func printLinkManagementValue(
    _ object: LinkManagementObject
  ) throws(EarlyEnd) -> LinkManagementResult {
    let (count, type) = (object.length - LinkManagementObject.headerByteCount, object.type)
    switch object.objectClass {
    case 1...7, 9, 10: return try printLinkManagementNumbers(object, count)
    case 8:
      guard type == 1 else { return .unknown }
      guard count == 20 else { return .wrongLength }
      try printVerification(object)
    case 11:
      guard (1...3).contains(type) else { return .unknown }
      guard count == (type == 2 ? 36 : 12) else { return .wrongLength }
      printLinkFlags(
        try object.byte(0),
        [(1, "Fault Management Supported"), (2, "Link Verification Supported")])
      try printLinkIdentifier("\n\t    Local Link-ID: ", object, 4)
      try printLinkIdentifier("\n\t    Remote Link-ID: ", object, type == 2 ? 20 : 8)
    case 12:
      guard (1...3).contains(type) else { return .unknown }
      guard count >= (type == 2 ? 36 : 12) else { return .wrongLength }
      return try printDataLink(object, count)
    case 13, 14:
      guard (1...3).contains(type) else { return .unknown }
      try printChannels(object, count)
    case 20:
      guard type == 1 || type == 2 else { return .unknown }
      guard count == 4 else { return .wrongLength }
      try printLinkManagementError(object)
    case 51: return try printServiceConfiguration(object, count)
    default: return .unknown
    }
    return .shown
  }

  /// Prints the value of an object of one or two numbers.
  private mutating func printLinkManagementNumbers(
    _ object: LinkManagementObject, _ count: Int
  ) throws(EarlyEnd) -> LinkManagementResult {
    let (number, type) = (object.objectClass, object.type)
    let isIdentifier = number == 3 || number == 4
    let last: UInt8 = isIdentifier ? 6 : number <= 2 || number == 5 ? 2 : 1
    guard type >= 1, type <= last else { return .unknown }
    let isVersion6 = isIdentifier && (type == 3 || type == 4)
    guard count == (isVersion6 ? 16 : number == 7 ? 8 : 4) else { return .wrongLength }
    let first = try object.number(0)
    switch number {
    case 1: line.put("\n\t    Control Channel ID: ", first, " (0x", Hex(first, 8), ")")
    case 2: line.put("\n\t    Node ID: ", try object.ipv4Address(0), " (0x", Hex(first, 8), ")")
    case 3, 4:
      line.append(
        isVersion6
          ? "\n\t    IPv6 Link ID: " : type < 3 ? "\n\t    IPv4 Link ID: " : "\n\t    Link ID: ")
      try printLinkNumber(object, 0, family: isVersion6 ? 2 : type < 3 ? 1 : 3)
    case 5:
      line.put("\n\t    Message ID", type == 2 ? " Ack: " : ": ", first, " (0x", Hex(first, 8), ")")
    case 6:
      line.put("\n\t    Hello Interval: ", first >> 16, "\n\t    Hello Dead Interval: ")
      line.put(first & 0xffff)
    case 7: line.put("\n\t    Tx Seq: ", first, ", Rx Seq: ", try object.number(4))
    case 9:
      line.put("\n\t    Verify Dead Interval: ", first >> 16)
      line.put("\n\t    Verify Transport Response: ", first & 0xffff)
    default: line.put("\n\t    Verify ID: ", first)
    }
    return .shown
  }

  /// Prints an identifier at `offset` by the family: 1 IPv4, 2 IPv6, 3 a number; then its first word.
  private mutating func printLinkNumber(
    _ object: LinkManagementObject, _ offset: Int, family: UInt8
  ) throws(EarlyEnd) {
    let first = try object.number(offset)
    switch family {
    case 1: printAddress(try object.ipv4Address(offset))
    case 2: printAddress(try object.ipv6Address(offset))
    default: line.append(decimal: first)
    }
    line.put(" (0x", Hex(first, 8), ")")
  }

  /// Prints an identifier after a label, by the object's type.
  private mutating func printLinkIdentifier(
    _ label: String, _ object: LinkManagementObject, _ offset: Int
  ) throws(EarlyEnd) {
    line.append(label)
    try printLinkNumber(object, offset, family: object.type)
  }

  private mutating func printLinkFlags(_ flags: UInt8, _ names: [(UInt32, String)]) {
    line.append("\n\t    Flags: [")
    printFlagNames(UInt32(flags), names, separator: ", ", none: "none")
    line.append("]")
  }

  private mutating func printVerification(_ object: LinkManagementObject) throws(EarlyEnd) {
    line.append("\n\t    Flags: ")
    printFlagNames(
      UInt32(try object.half(0)), [(1, "Verify all links"), (2, "Data link type")],
      separator: ", ", none: "none")
    line.put("\n\t    Verify Interval: ", try object.half(2), "\n\t    Data links: ")
    line.put(try object.number(4), "\n\t    Encoding type: ")
    line.append(Self.encodingName(try object.byte(8)) ?? "Unknown")
    let mechanism = try object.half(10)
    line.put("\n\t    Verify Transport Mechanism: ", mechanism, " (0x", Hex(mechanism), ")")
    // tcpdump's mask is decimal: 8000, where 0x8000 is meant.
    if mechanism & 8000 != 0 { line.append(" (Payload test messages capable)") }
    line.append("\n\t    Transmission Rate: ")
    printLinkRate(try object.float(12))
    line.put("\n\t    Wavelength: ", try object.number(16))
  }

  /// Appends bytes a second as megabits.
  private mutating func printLinkRate(_ rate: Float) {
    line.append(Double(rate * 8 / 1_000_000), decimals: 3)
    line.append(" Mbps")
  }

  /// Prints a data link and its subobjects.
  private mutating func printDataLink(
    _ object: LinkManagementObject, _ count: Int
  ) throws(EarlyEnd) -> LinkManagementResult {
    printLinkFlags(
      try object.byte(0),
      [(1, "Data Link Port"), (2, "Allocated for user traffic"), (4, "Failed link")])
    try printLinkIdentifier("\n\t    Local Interface ID: ", object, 4)
    try printLinkIdentifier("\n\t    Remote Interface ID: ", object, object.type == 2 ? 20 : 8)
    var offset = object.type == 2 ? 36 : 12
    while offset < count {
      let (kind, length) = (try object.byte(offset), Int(try object.byte(offset + 1)))
      line.append("\n\t    Subobject, Type: ")
      line.append(kind == 1 ? "Interface Switching Type" : kind == 2 ? "Wavelength" : "Unknown")
      line.put(" (", kind, "), Length: ", length)
      if length < 4 {
        line.append(" (too short)")
        break
      }
      if length % 4 != 0 {
        line.append(" (not a multiple of 4)")
        break
      }
      if length > count - offset {
        line.append(" (goes past the end of the object)")
        break
      }
      switch kind {
      case 1:
        let (switching, encoding) = (try object.byte(offset + 2), try object.byte(offset + 3))
        line.append("\n\t      Switching Type: ")
        line.put(Self.switchingName(switching) ?? "Unknown", " (", switching, ")")
        line.append("\n\t      Encoding Type: ")
        line.put(Self.encodingName(encoding) ?? "Unknown", " (", encoding, ")")
        line.append("\n\t      Min Reservable Bandwidth: ")
        printLinkRate(try object.float(offset + 4))
        line.append("\n\t      Max Reservable Bandwidth: ")
        printLinkRate(try object.float(offset + 8))
      case 2: line.put("\n\t      Wavelength: ", try object.number(offset + 4))
      default: return .unknown
      }
      offset += length
    }
    return .shown
  }

  /// Prints the channels of a status, or those that one is asked for.
  private mutating func printChannels(
    _ object: LinkManagementObject, _ count: Int
  ) throws(EarlyEnd) {
    let size = object.type == 2 ? 16 : 4
    let hasStatus = object.objectClass == 13
    let step = size + (hasStatus ? 4 : 0)
    for offset in stride(from: 0, to: count - step + 1, by: step) {
      try printLinkIdentifier("\n\t    Interface ID: ", object, offset)
      guard hasStatus else { continue }
      let word = try object.number(offset + size)
      line.append(
        word >> 31 != 0 ? "\n\t\t    Active: Allocated (1)" : "\n\t\t    Active: Non-allocated (0)")
      line.append(
        word >> 30 & 1 != 0
          ? "\n\t\t    Direction: Transmit (1)" : "\n\t\t    Direction: Receive (0)")
      let status = word & 0x3ff_ffff
      let names: [4 of String] = ["Unknown", "Signal Okay", "Signal Degraded", "Signal Fail"]
      line.put("\n\t\t    Channel Status: ", names[status < 4 ? Int(status) : 0], " (", status, ")")
    }
  }

  private mutating func printLinkManagementError(_ object: LinkManagementObject) throws(EarlyEnd) {
    line.append("\n\t    Error Code: ")
    let names: [(UInt32, String)] =
      object.type == 1
      ? [
        (0x01, "Link Verification Procedure Not supported"), (0x02, "Unwilling to verify"),
        (0x04, "Unsupported verification transport mechanism"),
        (0x08, "Link-Id configuration error"), (0x10, "Unknown object c-type"),
      ]
      : [
        (0x01, "Unacceptable non-negotiable LINK-SUMMARY parameters"),
        (0x02, "Renegotiate LINK-SUMMARY parameters"), (0x04, "Invalid TE-LINK Object"),
        (0x08, "Invalid DATA-LINK Object"), (0x10, "Unknown TE-LINK Object c-type"),
        (0x20, "Unknown DATA-LINK Object c-type"),
      ]
    printFlagNames(try object.number(0), names, separator: ", ", none: "none")
  }
}
