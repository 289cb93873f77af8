import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a PDU of IS-IS (ISO 10589).
  mutating func printISIS(_ message: ISISMessage) throws(EarlyEnd) {
    let length = message.fields.length
    try message.fields.require(ISISMessage.headerByteCount)
    if !options.showsLinkHeader { line.append("IS-IS") }
    guard try checkISISHeader(message) else {
      printUnknownData(message.fields, indent: "\n\t")
      return
    }
    let type = try message.type
    if options.verbosity == 0 {
      if !options.showsLinkHeader { line.append(", ") }
      line.append(name: Self.isisTypeName(type), or: "unknown PDU-Type ", type)
    } else {
      line.append(options.showsLinkHeader ? "length " : ", length ", decimal: length)
      line.append("\n\t")
      line.append(name: Self.isisTypeName(type), or: "unknown, type ", type)
      line.append(", hlen: ", decimal: try message.headerLength, ", v: ")
      line.append("", decimal: try message.version, ", pdu-v: ")
      line.append("", decimal: try message.secondVersion, ", sys-id-len: 6 (")
      line.append("", decimal: try message.identifierLength, "), max-area: ")
      let areas = try message.maximumAreas
      line.append("", decimal: areas == 0 ? 3 : areas, " (")
      line.append("", decimal: areas, ")")
      if options.verbosity > 1 {
        printUnknownData(
          message.fields.part(at: 0, length: ISISMessage.headerByteCount), indent: "\n\t")
      }
    }
    guard let headerLength = ISISMessage.headerLength(of: type) else {
      if options.verbosity == 0 {
        line.append(", length ", decimal: length)
        return
      }
      printUnknownData(message.particular, indent: "\n\t  ")
      printUnknownData(message.fields, indent: "\n\t")
      return
    }
    if Int(try message.headerLength) != headerLength {
      line.append(type >= 26 ? "- bogus" : ", bogus")
      line.append(" fixed header length ", decimal: try message.headerLength, " should be ")
      line.append(decimal: headerLength)
      return
    }
    try message.fields.require(headerLength)
    if options.verbosity == 0 {
      try printISISBrief(message, type)
    } else {
      try printISISHeader(message, type)
      try printISISElements(message, headerLength)
    }
  }

  /// Checks the common header; reports its fault and returns false if it is invalid.
  private mutating func checkISISHeader(_ message: ISISMessage) throws(EarlyEnd) -> Bool {
    let version = try message.version
    let identifierLength = try message.identifierLength
    let secondVersion = try message.secondVersion
    let headerLength = Int(try message.headerLength)
    if version != 1 || secondVersion != 1 && (identifierLength == 0 || identifierLength == 6) {
      line.append(
        "version ", decimal: version != 1 ? version : secondVersion, " packet not supported")
    } else if identifierLength != 0 && identifierLength != 6 {
      line.append("system ID length of ", decimal: identifierLength, " is not supported")
    } else if message.fields.length < headerLength {
      line.append("fixed header length ", decimal: headerLength, " > packet length ")
      line.append(decimal: message.fields.length)
    } else if headerLength < ISISMessage.headerByteCount {
      line.append("fixed header length ", decimal: headerLength, " < minimum header size 8")
    } else if try message.maximumAreas == 255 {
      line.append("bad packet -- 255 areas")
    } else {
      return true
    }
    return false
  }

  private static func isisTypeName(_ type: UInt8) -> String? {
    switch type {
    case 15: "L1 Lan IIH"
    case 16: "L2 Lan IIH"
    case 17: "p2p IIH"
    case 18: "L1 LSP"
    case 20: "L2 LSP"
    case 24: "L1 CSNP"
    case 25: "L2 CSNP"
    case 26: "L1 PSNP"
    case 27: "L2 PSNP"
    default: nil
    }
  }

  /// Appends an identifier: of a system 6 bytes, of a node 7, of a link state PDU 8.
  mutating func printISISIdentifier(_ identifier: ISISIdentifier) {
    for index in 0..<identifier.byteCount {
      if index == 7 {
        line.append("-")
      } else if index > 0 && index % 2 == 0 {
        line.append(".")
      }
      line.append(hex: UInt32(identifier[index]), digits: 2)
    }
  }

  private mutating func printISISBrief(_ message: ISISMessage, _ type: UInt8) throws(EarlyEnd) {
    let fields = message.fields
    switch type {
    case 18, 20:
      line.append(", lsp-id ")
      printISISIdentifier(try message.linkState)
      line.append(", seq 0x", hex: try message.sequence, digits: 8, ", lifetime ")
      line.append(decimal: try message.lifetime, width: 5)
      line.append("s")
    default:
      let source = try message.source
      line.append(", src-id ")
      printISISIdentifier(source)
      if type < 17 {
        line.append(", lan-id ")
        printISISIdentifier(try message.designatedNode)
        line.append(", prio ", decimal: try message.priority)
      }
    }
    line.append(", length ", decimal: fields.length)
  }

  private mutating func printISISHeader(_ message: ISISMessage, _ type: UInt8) throws(EarlyEnd) {
    let fields = message.fields
    switch type {
    case 15, 16, 17:
      line.append("\n\t  source-id: ")
      printISISIdentifier(try message.source)
      line.append(type == 17 ? ", holding time: " : ",  holding time: ")
      line.append("", decimal: try message.holdTime, "s, Flags: [")
      let circuits = try message.circuitType
      switch circuits {
      case 1: line.append("Level 1 only")
      case 2: line.append("Level 2 only")
      case 3: line.append("Level 1, Level 2")
      default: line.append("unknown circuit type 0x", hex: circuits, digits: 2)
      }
      if type == 17 {
        line.append("]\n\t  circuit-id: 0x", hex: try message.circuit, digits: 2)
        line.append(", PDU length: ", decimal: try message.length)
      } else {
        line.append("]\n\t  lan-id:    ")
        printISISIdentifier(try message.designatedNode)
        line.append(", Priority: ", decimal: try message.priority, ", PDU length: ")
        line.append(decimal: UInt32(try message.length))
      }
    case 18, 20: try printLinkStateUnit(message)
    default:
      line.append("\n\t  source-id:    ")
      printISISIdentifier(try message.source)
      line.append(", PDU length: ", decimal: try message.length)
      if type < 26 {
        let range = try message.entryRange
        line.append("\n\t  start lsp-id: ")
        printISISIdentifier(range.first)
        line.append("\n\t  end lsp-id:   ")
        printISISIdentifier(range.last)
      }
    }
    if options.verbosity > 1, let count = ISISMessage.headerLength(of: type) {
      printUnknownData(
        fields.part(
          at: ISISMessage.headerByteCount, length: count - ISISMessage.headerByteCount),
        indent: "\n\t  ")
    }
  }

  private mutating func printLinkStateUnit(_ message: ISISMessage) throws(EarlyEnd) {
    line.append("\n\t  lsp-id: ")
    printISISIdentifier(try message.linkState)
    line.append(", seq: 0x", hex: try message.sequence, digits: 8, ", lifetime: ")
    line.append(decimal: try message.lifetime, width: 5)
    let checksum = try message.checksum
    line.append("s\n\t  chksum: 0x", hex: checksum, digits: 4)
    printISOChecksum(checksum, try message.checkedBytes, at: 12)
    let flags = try message.flags
    line.append(", PDU length: ", decimal: try message.length, ", Flags: [ ")
    if flags & 0x04 != 0 { line.append("Overload bit set, ") }
    if flags & 0x78 != 0 {
      if flags & 0x08 != 0 { line.append("default ") }
      if flags & 0x10 != 0 { line.append("delay ") }
      if flags & 0x20 != 0 { line.append("expense ") }
      if flags & 0x40 != 0 { line.append("error ") }
      line.append("ATT bit set, ")
    }
    if flags & 0x80 != 0 { line.append("P bit set, ") }
    let levels: [4 of String] = ["Unused 0x0 (invalid)", "L1 IS", "Unused 0x2 (invalid)", "L2 IS"]
    line.append(levels[Int(flags & 3)])
    line.append(" ]")
  }

  /// Reports whether a checksum at `offset` of `fields` is right.
  mutating func printISOChecksum(_ checksum: UInt16, _ fields: Fields, at offset: Int) {
    guard checksum != 0, fields.length > offset, fields.has(fields.length) else {
      line.append(" (unverified)")
      return
    }
    let right = ISOChecksum.right(for: fields.bytes, at: offset)
    if right == checksum {
      line.append(" (correct)")
    } else {
      line.append(" (incorrect should be 0x", hex: right, digits: 4, ")")
    }
  }

  private mutating func printISISElements(
    _ message: ISISMessage, _ headerLength: Int
  ) throws(EarlyEnd) {
    let stated = Int(try message.length)
    if stated < headerLength {
      line.append(" [packet length ", decimal: stated, " < ")
      line.append("", decimal: headerLength, "]")
      printInvalid()
      return
    }
    var elements = try message.elements(after: headerLength)
    while let element = try elements.next() {
      line.append("\n\t    ")
      line.append(Self.isisElementName(element.type) ?? "unknown")
      line.put(" TLV #", element.type, ", length: ", element.length)
      if element.length > element.room { throw message.fields.end }
      guard try printISISElement(element, message) else { return }
      if options.verbosity > 1 { try printISISBytes(element.value, indent: "\n\t      ") }
    }
    if elements.left > 0 { throw message.fields.end }
  }

  /// Prints a dump of bytes, as many as were captured; the PDU ends where they do.
  mutating func printISISBytes(_ value: Fields, indent: String) throws(EarlyEnd) {
    printUnknownData(value, indent: indent)
  }
}
