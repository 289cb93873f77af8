import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of Cisco's discovery protocol.
  mutating func printCiscoDiscovery(_ message: CiscoDiscoveryMessage) throws(EarlyEnd) {
    let length = message.fields.length
    guard length >= CiscoDiscoveryMessage.headerByteCount else {
      begin(" (packet length ")
      line.append("", decimal: length, " < 4)")
      printInvalid()
      return
    }
    begin("CDPv")
    line.append("", decimal: try message.version, ", ttl: ")
    line.append("", decimal: try message.timeToLive, "s")
    if options.verbosity > 0 {
      begin(", checksum: 0x")
      line.append("", hex: try message.checksum, digits: 4, " (unverified), length ")
      line.append(decimal: length)
    }
    endStatement()
    var elements = message.elements
    while let element = try elements.next() {
      guard try printCiscoElement(element, room: elements.rest.length) else {
        printInvalid()
        try elements.rest.require(elements.rest.length)
        return
      }
    }
    guard elements.isAtEnd else {
      begin(" (remaining packet length ")
      line.append("", decimal: elements.rest.length, " < 4)")
      printInvalid()
      try elements.rest.require(elements.rest.length)
      return
    }
    if options.verbosity == 0 {
      endStatement()
      line.append(", length ", decimal: length)
    }
  }

  private static func ciscoElementName(_ type: UInt16) -> String? {
    switch type {
    case 0x01: "Device-ID"
    case 0x02: "Address"
    case 0x03: "Port-ID"
    case 0x04: "Capability"
    case 0x05: "Version String"
    case 0x06: "Platform"
    case 0x07: "Prefixes"
    case 0x08: "Protocol-Hello option"
    case 0x09: "VTP Management Domain"
    case 0x0a: "Native VLAN ID"
    case 0x0b: "Duplex"
    case 0x0e: "ATA-186 VoIP VLAN assignment"
    case 0x0f: "ATA-186 VoIP VLAN request"
    case 0x10: "power consumption"
    case 0x11: "MTU"
    case 0x12: "AVVID trust bitmap"
    case 0x13: "AVVID untrusted ports CoS"
    case 0x14: "System Name"
    case 0x15: "System Object ID (not decoded)"
    case 0x16: "Management Addresses"
    case 0x17: "Physical Location"
    default: nil
    }
  }

  /// Prints an element where it is shown; false if its length is impossible or contradicts its type.
  private mutating func printCiscoElement(
    _ element: LinkElement, room: Int
  ) throws(EarlyEnd) -> Bool {
    let name = Self.ciscoElementName(element.type)
    let isVerbose = options.verbosity > 0
    let plural = element.value.length == 1 ? "" : "s"
    if element.length < 4 {
      begin(isVerbose ? "\n\t" : ", ")
      line.append(name ?? "unknown field type")
      if isVerbose {
        line.append(" (0x", hex: element.type, digits: 2, "), TLV length: ")
        line.append("", decimal: element.length, element.length == 1 ? " byte" : " bytes")
        line.append(" (too short)")
      } else {
        line.append(" TLV length ", decimal: element.length, " too short")
      }
      return false
    }
    guard element.isInsideMessage else {
      begin(" (TLV length ", decimal: element.length, " > ")
      line.append("", decimal: room, ")")
      return false
    }
    if isVerbose {
      begin("\n\t")
      line.append(name ?? "unknown field type")
      line.append(" (0x", hex: element.type, digits: 2, "), value length: ")
      line.append("", decimal: element.value.length, " byte")
      line.append(plural)
      line.append(": ")
    } else if element.type == 1 {
      begin(", Device-ID ")
    } else {
      try element.value.require(element.value.length)
      printUnknownData(element.value, indent: "\n\t  ")
      return true
    }
    endStatement()
    let isGood =
      element.value.length >= Self.leastCiscoLength(element.type)
      ? try printCiscoValue(element) : false
    if !isGood { line.append(" (malformed TLV)") }
    return isGood
  }

  /// The minimum length of an element's value, in bytes.
  private static func leastCiscoLength(_ type: UInt16) -> Int {
    switch type {
    case 0x04, 0x11: 4
    case 0x0a: 2
    case 0x0b, 0x12, 0x13, 0x17: 1
    case 0x08: 32
    case 0x0e, 0x0f: 1
    default: 0
    }
  }

  /// Prints the value of an element; false if it contradicts its type.
  private mutating func printCiscoValue(_ element: LinkElement) throws(EarlyEnd) -> Bool {
    switch element.type {
    case 0x01, 0x03, 0x06, 0x09, 0x14:
      line.append("'")
      try printAllText(element.value)
      line.append("'")
    case 0x02, 0x16: return try printCiscoAddresses(element)
    case 0x04:
      let capabilities = try element.uint32
      line.append("(0x", hex: capabilities, digits: 8, "): ")
      printFlagNames(
        capabilities & 0x7f,
        [
          (0x01, "Router"), (0x02, "Transparent Bridge"), (0x04, "Source Route Bridge"),
          (0x08, "L2 Switch"), (0x10, "L3 capable"), (0x20, "IGMP snooping"),
          (0x40, "L1 capable"),
        ], separator: ", ", none: "none")
    case 0x05:
      line.append("\n\t  ")
      let text = element.value.bytes
      for index in text.indices {
        if text[index] == UInt8(ascii: "\n") {
          line.append("\n\t  ")
        } else {
          line.append(visible: text[index])
        }
      }
      if element.value.isCut { throw EarlyEnd(name: "cdp") }
    case 0x07: return try printCiscoPrefixes(element)
    case 0x08, 0x15: break
    case 0x0a: line.append(decimal: UInt32(try element.uint16))
    case 0x0b: line.append(try element.byte == 0 ? "half" : "full")
    case 0x0e, 0x0f: return try printVoiceVLAN(element)
    case 0x10:
      line.append(ratio: try element.number & 0xffff_ffff, over: 1000, decimals: 2)
      line.append("W")
    case 0x11: line.append("", decimal: try element.uint32, " bytes")
    case 0x12, 0x13: line.append("0x", hex: try element.byte, digits: 2)
    case 0x17:
      line.append("0x", hex: try element.byte, digits: 2)
      if element.value.length > 1 {
        line.append("/")
        try printAllText(element.textBehindByte)
      }
    default: printUnknownData(element.value, indent: "\n\t  ")
    }
    return true
  }

  private mutating func printVoiceVLAN(_ element: LinkElement) throws(EarlyEnd) -> Bool {
    if element.value.length == 2 {
      line.append("unknown 0x", hex: try element.uint16, digits: 4)
      return true
    }
    guard element.value.length >= 3 else { return false }
    line.append("app ", decimal: try element.byte, ", vlan ")
    line.append(decimal: UInt32(try element.voiceVLAN))
    return true
  }

  private mutating func printCiscoPrefixes(_ element: LinkElement) throws(EarlyEnd) -> Bool {
    if element.value.length % 5 != 0 {
      line.append(" [length ", decimal: element.value.length, " is not a multiple of 5]")
      return false
    }
    let count = element.value.length / 5
    line.append(" IPv4 Prefixes (", decimal: count, "):")
    for index in 0..<count {
      let (address, length) = try element.prefix(index)
      line.append(" ", address: address, "/")
      line.append(decimal: UInt32(length))
    }
    return true
  }

  private mutating func printCiscoAddresses(_ element: LinkElement) throws(EarlyEnd) -> Bool {
    guard let count = try element.addressCount else {
      line.append(" (not enough space for num)")
      return false
    }
    var addresses = element.addresses
    var remaining = count
    while remaining > 0 {
      switch try addresses.next() {
      case .noRoomForType:
        line.append(" (not enough space for PT+PL)")
        return false
      case .noRoomForProtocol:
        line.append(" (not enough space for P+AL)")
        return false
      case .noRoomForAddress:
        line.append(" (not enough space for A)")
        return false
      case .ipv4(let address):
        line.append("IPv4 (", decimal: remaining, ") ")
        printAddress(address)
      case .ipv6(let address):
        line.append("IPv6 (", decimal: remaining, ") ")
        printAddress(address)
      case .other(let type, let number, let address):
        line.append("pt=0x", hex: type, digits: 2, ", pl=")
        line.append("", decimal: number.count, ", pb=")
        for index in number {
          line.append(" ", hex: try addresses.element.byte(at: index), digits: 2)
        }
        line.append(", al=", decimal: address.count, ", a=")
        for index in address {
          line.append(" ", hex: try addresses.element.byte(at: index), digits: 2)
        }
      }
      remaining -= 1
      if remaining > 0 { line.append(" ") }
    }
    if addresses.rest.length > 0 {
      line.append(" (", decimal: addresses.rest.length, " bytes of stray data)")
    }
    return true
  }
}
