import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an RSVP message (RFC 2205, RFC 3209).
  mutating func printRSVP(_ message: RSVPMessage) throws(EarlyEnd) {
    try message.fields.require(RSVPMessage.headerByteCount)
    let version = try message.version
    guard version == 1 else { return printRSVPVersion(version) }
    let type = try message.type
    if options.verbosity == 0 {
      line.append("RSVPv", decimal: version, " ")
      line.append(name: Self.rsvpTypeName(type), or: "unknown (", type, ")")
      line.append(" Message, length: ", decimal: message.fields.length)
      return
    }
    guard try printRSVPHeader(message, "\n\t") else { return }
    switch type {
    case 12: try printRSVPBundle(message)
    case 1...7, 13...15, 20: _ = try printRSVPObjects(message, "\n\t  ")
    default: printUnknownData(try message.body, indent: "\n\t    ")
    }
  }

  private mutating func printRSVPVersion(_ version: UInt8) {
    line.append("ERROR: RSVP version ", decimal: version, " packet not supported")
  }

  /// Prints the header of a message; false if its length is less than the header's.
  private mutating func printRSVPHeader(
    _ message: RSVPMessage, _ indent: String
  ) throws(EarlyEnd) -> Bool {
    let type = try message.type
    let length = Int(try message.length)
    line.append(indent)
    line.append("RSVPv", decimal: try message.version, " ")
    line.append(name: Self.rsvpTypeName(type), or: "unknown, type: ", type)
    line.append(" Message (", decimal: type, "), Flags: [")
    line.append(try message.flags & 1 != 0 ? "Refresh reduction capable" : "none")
    line.append("], length: ", decimal: length, ", ttl: ")
    line.append("", decimal: try message.timeToLive, ", checksum: 0x")
    line.append(hex: UInt32(try message.checksum), digits: 4)
    guard length >= RSVPMessage.headerByteCount else {
      line.append("ERROR: common header too short ", decimal: length, " < 8")
      return false
    }
    return true
  }

  /// Prints the messages in a bundle (RFC 2961, section 3.1).
  private mutating func printRSVPBundle(_ bundle: RSVPMessage) throws(EarlyEnd) {
    var rest = try bundle.body
    while rest.length > 0 {
      let message = RSVPMessage(rest)
      try rest.require(RSVPMessage.headerByteCount)
      let version = try message.version
      guard version == 1 else { return printRSVPVersion(version) }
      guard try printRSVPHeader(message, "\n\t  ") else { return }
      let length = Int(try message.length)
      if length > rest.length {
        line.append("ERROR: common header too large ", decimal: length, " > ")
        line.append(decimal: rest.length)
        return
      }
      guard try printRSVPObjects(message, "\n\t    ") else { return }
      rest = rest.dropping(length)
    }
  }

  /// Prints a message's objects; false if one ended the message.
  private mutating func printRSVPObjects(
    _ message: RSVPMessage, _ indent: String
  ) throws(EarlyEnd) -> Bool {
    var objects = try message.objects
    while let object = try objects.next() {
      guard try printRSVPObject(object, indent) else { return false }
    }
    return true
  }

  /// Prints an object; false if its length is impossible.
  private mutating func printRSVPObject(
    _ object: RSVPObject, _ indent: String
  ) throws(EarlyEnd) -> Bool {
    line.append(indent)
    if object.length % 4 != 0 {
      line.append("ERROR: object header size ", decimal: object.length, " not a multiple of 4")
      return false
    }
    if object.length < 4 {
      line.append("ERROR: object header too short ", decimal: object.length, " < 4")
      return false
    }
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
      line.append(indent)
      line.append("ERROR: object goes past end of objects TLV")
      return false
    }
    try object.value.require(object.value.length)
    let content = try object.content
    switch content {
    case .tooShort:
      line.append(indent)
      line.append("ERROR: object is too short")
      return false
    case .unknown:
      printUnknownData(object.value, indent: "\n\t    ")
      return true
    case .userInterface:
      return try printRSVPUserInterface(object, indent)
    case .properties(let count, let padding):
      guard try printRSVPProperties(object, indent, count, padding) else { return false }
    default: guard try printRSVPContent(content, object, indent) else { return false }
    }
    var showsBytes = options.verbosity > 1
    if case .hop(_, _, let isPartial) = content, isPartial { showsBytes = true }
    if showsBytes { printUnknownData(object.value, indent: "\n\t    ") }
    return true
  }

  /// Prints the subobjects of a request of a user interface; false if one ended the message.
  private mutating func printRSVPUserInterface(
    _ object: RSVPObject, _ indent: String
  ) throws(EarlyEnd) -> Bool {
    var parts = RSVPUserInterface(object.value)
    var showsBytes = options.verbosity > 1
    while let part = try parts.next() {
      line.append(indent)
      line.append("  Subobject Type: ")
      line.append(Self.rsvpUserInterfaceName(part.type) ?? "Unknown")
      line.put(" (", part.type, "), AF: ", Self.addressFamilyName(UInt16(part.family)) ?? "Unknown")
      line.put(" (", part.family, "), length: ", part.length)
      switch part.content {
      case .address(.v4(let address)):
        line.put(indent, "    UNI IPv4 TNA address: ")
        printAddress(address)
      case .address(.v6(let address)):
        line.put(indent, "    UNI IPv6 TNA address: ")
        printAddress(address)
      case .egressLabel(let flags, let port, let label):
        line.put(indent, "    U-bit: ", Hex(flags >> 31), ", Label type: ", flags & 0xff)
        line.put(", Logical port id: ", port, ", Label: ", label)
      case .serviceLevel(let level): line.put(indent, "    Service level: ", level)
      case .other: showsBytes = true
      case .unreadAddress, .empty: break
      case .tooShort:
        line.put(indent, "ERROR: sub-object is too short")
        return false
      case .invalid:
        printInvalid()
        return false
      }
    }
    if parts.hasRemainder {
      printInvalid()
      return false
    }
    if showsBytes { printUnknownData(object.value, indent: "\n\t    ") }
    return true
  }

  /// Prints Juniper's properties; false if one ended the message.
  private mutating func printRSVPProperties(
    _ object: RSVPObject, _ indent: String, _ count: UInt16, _ padding: Int
  ) throws(EarlyEnd) -> Bool {
    line.put(indent, "  TLV count: ", count, ", padding bytes: ", padding)
    var properties = RSVPProperties(object.value.dropping(4), padding: padding)
    while let property = try properties.next() {
      line.put(indent, "    ", Self.rsvpPropertyName(property.type) ?? "unknown")
      line.put(" TLV (0x", Hex(property.type, 2), "), length: ", property.length)
      if !property.isWhole {
        line.put(indent, "ERROR: object is too short")
        return false
      }
      if property.length < 2 {
        line.put(indent, "ERROR: property TLV is too short")
        return false
      }
      printUnknownData(properties.value, indent: "\n\t\t")
    }
    return true
  }
}
