import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a RADIUS packet (RFC 2865); its attributes when verbose.
  mutating func printRADIUS(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    guard let packet = RADIUSPacket(bytes, at: payload.start),
      packet.length >= RADIUSPacket.headerByteCount
    else {
      printTruncation(RADIUSPacket.name)
      return
    }
    let length = min(packet.length, payload.length)
    let isVerbose = options.verbosity > 0
    line.append("RADIUS, ")
    if isVerbose { line.put("length: ", length, "\n\t") }
    line.put(Self.radiusCode(packet.code) ?? "Unknown Command", " (", packet.code, "), id: 0x")
    line.put(Hex(packet.identifier, 2))
    guard isVerbose else {
      line.put(" length: ", length)
      return
    }
    line.append(", Authenticator: ")
    line.append(hexBytes: bytes.extracting(packet.authenticator))
    try printRADIUSAttributes(
      bytes, from: payload.start + RADIUSPacket.headerByteCount, to: payload.start + length)
  }

  private mutating func printRADIUSAttributes(
    _ bytes: Span<UInt8>, from start: Int, to end: Int
  ) throws(EarlyEnd) {
    var offset = start
    while offset < end {
      guard end - offset >= 2, let attribute = RADIUSAttribute(bytes, at: offset) else {
        printTruncation(RADIUSPacket.name)
        return
      }
      let name =
        attribute.type > 0 && Int(attribute.type) < Self.radiusAttributeNames.count
        ? Self.radiusAttributeNames[Int(attribute.type)] : "Unknown"
      line.put("\n\t  ", name, " Attribute (", attribute.type, "), length: ", attribute.length)
      guard attribute.length >= 2 else {
        line.append(" (bogus, must be >= 2)")
        return
      }
      guard attribute.length <= end - offset else {
        line.append(" (bogus, goes past end of packet)")
        return
      }
      line.append(", Value: ")
      if attribute.length > 2 { try printRADIUSValue(attribute, bytes) }
      if options.verbosity > 1 {
        printUnknownData(
          bytes, at: attribute.start, length: attribute.value.count, indent: "\n\t    ")
      }
      offset += attribute.length
    }
  }

  private mutating func printRADIUSValue(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let length = attribute.value.count
    switch attribute.type {
    case 4, 8, 9, 14:
      guard requireRADIUSLength(length, 4) else { return }
      let address = try attribute.number(bytes)
      let isChoice = attribute.type == 8 || attribute.type == 14
      switch address {
      case 0xffff_ffff where isChoice: line.append("User Selected")
      case 0xffff_fffe where isChoice: line.append("NAS Select")
      default: printAddress(IPv4Address(rawValue: address))
      }
    case 5, 6, 7, 10, 12, 13, 15, 16, 23, 27, 28, 29, 37, 38, 40...43, 45...49, 51...53, 56, 57,
      61, 62, 64, 65, 72, 75, 76, 83, 85, 86:
      guard requireRADIUSLength(length, 4) else { return }
      try printRADIUSNumber(attribute, bytes)
    case 26: try printRADIUSVendor(attribute, bytes)
    case 55:
      guard requireRADIUSLength(length, 4) else { return }
      printCalendarTime(try attribute.number(bytes))
    case 70, 71, 84, 101: try printRADIUSStrange(attribute, bytes)
    case 95, 98:
      guard requireRADIUSLength(length, 16) else { return }
      printAddress(try attribute.address6(bytes))
    case 97, 123: try printRADIUSPrefix(attribute, bytes)
    case 124...129: try printRADIUSMobility(attribute, bytes)
    case 79: try printRADIUSAuthentication(attribute, bytes)
    case 1, 11, 18...20, 22, 24, 25, 30...36, 39, 44, 50, 58, 60, 63, 66...69, 73, 74, 77, 78,
      80...82,
      87...92, 99, 100, 103...122:
      try printRADIUSText(attribute, bytes)
    default: break
    }
  }

  /// Prints an EAP message, or says that the attribute has a part of one (RFC 3579, section 3.1).
  private mutating func printRADIUSAuthentication(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let range = attribute.value
    guard attribute.hasValue(bytes) else { return printTruncation(RADIUSPacket.name) }
    try printAuthentication(
      AuthenticationMessage(
        fields: Fields(
          bytes, from: range.lowerBound, length: range.count, in: RADIUSPacket.name)),
      length: range.count)
  }

  /// Checks that a value has the length that its type needs; reports it if not.
  private mutating func requireRADIUSLength(_ length: Int, _ needed: Int) -> Bool {
    if length == needed { return true }
    line.put("ERROR: length ", length, " != ", needed)
    return false
  }

  /// Prints a text up to its first zero, and the tag or salt before it.
  private mutating func printRADIUSText(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    guard attribute.hasValue(bytes) else {
      printTruncation(RADIUSPacket.name)
      return
    }
    var range = attribute.value
    let first = bytes[range.lowerBound]
    switch attribute.type {
    case 69:
      guard range.count >= 3 else {
        printTruncation(RADIUSPacket.name)
        return
      }
      printRADIUSTag(first <= 0x1f ? first : 0)
      line.put("Salt ", try attribute.uint16(at: 1, bytes), " ")
      range = (range.lowerBound + 3)..<range.upperBound
    case 66, 67, 81, 82, 90, 91:
      if first <= 0x1f {
        printRADIUSTag(first)
        range = (range.lowerBound + 1)..<range.upperBound
      }
    case 58:
      printRADIUSTagging(first)
      range = (range.lowerBound + 1)..<range.upperBound
    default: break
    }
    for index in range {
      if bytes[index] == 0 { break }
      line.append(byte: bytes[index] >= 0x20 && bytes[index] < 0x7f ? bytes[index] : 0x2e)
    }
  }

  /// Appends the tag of a tunnel (RFC 2868, section 3).
  private mutating func printRADIUSTag(_ tag: UInt8) {
    if tag == 0 { line.append("Tag[Unused] ") } else { line.put("Tag[", tag, "] ") }
  }

  /// Appends whether frames of a VLAN have tags (RFC 4675).
  private mutating func printRADIUSTagging(_ tagging: UInt8) {
    switch tagging {
    case 0x31: line.append("Tagged")
    case 0x32: line.append("Untagged")
    default: line.append("Unknown tag")
    }
    line.put(" (0x", Hex(tagging, 2), ") ")
  }

  private mutating func printRADIUSNumber(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let number = try attribute.number(bytes)
    let names = Self.radiusValueNames(attribute.type)
    guard names.isEmpty else {
      var value = number
      if attribute.type == 64 || attribute.type == 65 {
        printRADIUSTag(UInt8(number >> 24))
        value &= 0x00ff_ffff
      }
      if value < names.count, !names[Int(value)].isEmpty {
        line.append(names[Int(value)])
      } else {
        line.put("#", value)
      }
      return
    }
    switch attribute.type {
    case 23 where number == 0xffff_fffe: line.append("NAS Select")
    case 27, 28, 41, 46, 85: printRADIUSDuration(number)
    case 37 where number == 0: line.append("Unnumbered")
    case 38 where number == 0: line.append("NAS assigned")
    case 83:
      printRADIUSTag(UInt8(number >> 24))
      line.append(decimal: number & 0x00ff_ffff)
    case 56:
      printRADIUSTagging(UInt8(number >> 24))
      line.append(decimal: number & 0x00ff_ffff)
    default: line.append(decimal: number)
    }
  }

  private mutating func printRADIUSDuration(_ seconds: UInt32) {
    if seconds < 60 {
      line.put(Padded(seconds, 2), " secs")
    } else if seconds < 3600 {
      line.put(Padded(seconds / 60, 2), ":", Padded(seconds % 60, 2), " min")
    } else {
      line.put(Padded(seconds / 3600, 2), ":", Padded(seconds % 3600 / 60, 2), ":")
      line.put(Padded(seconds % 60, 2), " hours")
    }
  }

  private mutating func printRADIUSVendor(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    guard attribute.value.count >= 4 else {
      printTruncation(RADIUSPacket.name)
      return
    }
    let vendor = try attribute.number(bytes)
    line.put("Vendor: ", Self.enterpriseName(vendor) ?? "Unknown", " (", vendor, ")")
    let end = attribute.value.upperBound
    var offset = attribute.start + 4
    while end - offset >= 2 {
      guard let inner = RADIUSAttribute(bytes, at: offset) else {
        throw EarlyEnd(name: RADIUSPacket.name)
      }
      line.put("\n\t    Vendor Attribute: ", inner.type, ", Length: ")
      guard inner.length >= 2 else {
        line.put(inner.length, " (bogus, must be >= 2)")
        return
      }
      guard inner.length <= end - offset else {
        line.put(inner.length, " (bogus, goes past end of vendor-specific attribute)")
        return
      }
      guard inner.hasValue(bytes) else {
        printTruncation(RADIUSPacket.name)
        return
      }
      line.put(inner.value.count, ", Value: ")
      for index in inner.value {
        line.append(byte: bytes[index] >= 0x20 && bytes[index] < 0x7f ? bytes[index] : 0x2e)
      }
      offset += inner.length
    }
  }

  private mutating func printRADIUSPrefix(
    _ attribute: RADIUSAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let length = attribute.value.count
    guard length >= 2 && length <= 18 else {
      line.put("ERROR: length ", length, " not in range (2..18)")
      return
    }
    guard attribute.hasValue(bytes) else {
      printTruncation(RADIUSPacket.name)
      return
    }
    let prefix = attribute.prefix6(bytes)
    guard prefix.length <= 128 else {
      line.put("ERROR: netmask ", prefix.length, " not in range (0..128)")
      return
    }
    printAddress(prefix.address)
    line.put("/", prefix.length)
    if Int(prefix.length) > 8 * (length - 2) { line.append(" (inconsistent prefix length)") }
  }
}
