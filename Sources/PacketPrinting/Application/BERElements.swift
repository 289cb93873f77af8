import InternetTypes
import PacketDissection
import TextOutput

/// The operation of an SNMP PDU, which determines how its bindings are printed.
enum SNMPOperation {
  case question, bulk, response, trap, other

  /// The operation of a PDU with this number (RFC 3416, section 3).
  init(_ number: UInt32) {
    switch number {
    case 0, 1: self = .question
    case 2: self = .response
    case 5: self = .bulk
    default: self = .other
    }
  }

  /// Whether it requests values, so that its own bindings have none.
  var isQuestion: Bool { self == .question || self == .bulk }
}

/// A byte in upper-case hexadecimal.
struct UppercaseHex: LinePart {
  let value: UInt8

  init(_ value: UInt8) { self.value = value }

  func append(to line: inout TextBuffer) {
    line.append(byte: Self.digit(value >> 4))
    line.append(byte: Self.digit(value & 15))
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x37 + value
  }
}

extension PacketPrinter {
  /// Appends an element's value.
  mutating func printElement(_ element: BERElement, _ bytes: Span<UInt8>) {
    let contents = bytes.extracting(element.contents)
    switch element.kind {
    case .integer: line.put(element.integer(bytes))
    case .string: printText(contents)
    case .null: break
    case .objectIdentifier: printObjectIdentifier(element.contents, bytes)
    case .sequence: line.put("Seq(", contents.count, ")")
    case .address:
      if contents.count != 4 { line.append("[inetaddr len!=4]") }
      for index in contents.indices {
        if index > 0 { line.append(".") }
        line.append(decimal: UInt32(contents[index]))
      }
    case .unsigned: line.put(UInt32(truncatingIfNeeded: element.unsigned(bytes)))
    case .unsigned64: line.put(element.unsigned(bytes))
    case .noSuchObject: line.append("[noSuchObject]")
    case .noSuchInstance: line.append("[noSuchInstance]")
    case .endOfView: line.append("[endOfMibView]")
    case .message: line.put(messageName(element.tag.number), "(", contents.count, ")")
    case .octets: printOctets(contents)
    case .unnamed: line.append("[BE_ANY!?]")
    }
  }

  /// Appends a string in quotes, or in hexadecimal where it is not printable.
  private mutating func printText(_ text: Span<UInt8>) {
    for index in text.indices where text[index] < 0x20 || text[index] > 0x7e {
      for position in text.indices {
        if position > 0 { line.append("_") }
        line.append(hex: UInt32(text[position]), digits: 2)
      }
      return
    }
    line.append("\"")
    line.append(bytes: text)
    line.append("\"")
  }

  /// Appends bytes in hexadecimal, each after an underscore.
  mutating func printOctets(_ bytes: Span<UInt8>) {
    for index in bytes.indices {
      line.append("_")
      line.append(hex: UInt32(bytes[index]), digits: 2)
    }
  }

  /// Appends the tag of an element that SNMP does not use.
  mutating func printElementNote(_ tag: BERElement.Tag) {
    switch (tag.tagClass, tag.isConstructed) {
    case (0, false):
      switch tag.number {
      case 2, 4, 5, 6: break
      default: line.put("[P/U/", universalName(tag.number), "]")
      }
    case (0, true):
      if tag.number != 16 { line.put("C/U/", universalName(tag.number)) }
    case (1, false):
      if tag.number == 4 { line.append("[P/A/Opaque]") }
      if tag.number == 5 { line.append("[P/A/C-5]") }
    case (1, true): line.put("C/x/", applicationName(tag.number))
    case (3, false): line.append("[P/x/P-0]")
    case (3, true): line.append("C/x/P-0")
    default: break
    }
  }

  /// Appends why no element could be read.
  mutating func printFailure(_ failure: BERElement.Failure) {
    switch failure {
    case .empty: line.append("[nothing to parse]")
    case .tagCut: line.append("[Xtagfield?]")
    case .noLength: line.append("[no asnlen]")
    case .lengthCut(let available, let needed):
      line.put("[asnlen? ", available, "<", needed, "]")
    case .contentsCut(let available, let needed):
      line.put("[len", available, "<asnlen", needed, "]")
    case .unknownTag(let tag):
      line.put("[id?", tag.isConstructed ? "C" : "P", "/x/", Int32(bitPattern: tag.number), "]")
    case .captureCut: printTruncation("snmp")
    }
  }

  /// Appends an object identifier, by its names unless the options request numbers.
  private mutating func printObjectIdentifier(_ contents: Range<Int>, _ bytes: Span<UInt8>) {
    if !options.isNumeric {
      printNamedObjectIdentifier(contents, bytes)
      return
    }
    var numbers = ObjectIdentifierNumbers(contents)
    while let number = numbers.next(in: bytes) { line.put(".", number) }
  }

  private mutating func printNamedObjectIdentifier(_ contents: Range<Int>, _ bytes: Span<UInt8>) {
    if applications.managementNames == nil { applications.managementNames = ManagementNames() }
    guard let names = applications.managementNames else { return }
    var numbers = ObjectIdentifierNumbers(contents)
    var node: Int? = names.root
    var isFirst = false
    if let (prefix, byteCount, start) = names.abbreviation(bytes.extracting(contents)) {
      line.append(prefix)
      node = start
      isFirst = true
      numbers = ObjectIdentifierNumbers(
        (contents.lowerBound + byteCount)..<contents.upperBound, isWhole: false)
    }
    while let number = numbers.next(in: bytes) {
      if !isFirst { line.append(".") }
      isFirst = false
      node = node.flatMap { names.child(number, of: $0) }
      if let node { line.append(names.name(node)) } else { line.put(number) }
    }
  }
}

/// The names of SNMP's PDUs.
private func messageName(_ number: UInt32) -> String {
  switch number {
  case 0: "GetRequest"
  case 1: "GetNextRequest"
  case 2: "GetResponse"
  case 3: "SetRequest"
  case 4: "Trap"
  case 5: "GetBulk"
  case 6: "Inform"
  case 7: "V2Trap"
  default: "Report"
  }
}

/// The names of the universal types.
private func universalName(_ number: UInt32) -> String {
  switch number {
  case 0: "U-0"
  case 1: "Boolean"
  case 2: "Integer"
  case 3: "Bitstring"
  case 4: "String"
  case 5: "Null"
  case 6: "ObjID"
  case 7: "ObjectDes"
  case 8: "U-8"
  case 9: "U-9"
  case 10: "U-10"
  case 11: "U-11"
  case 12: "U-12"
  case 13: "U-13"
  case 14: "U-14"
  case 15: "U-15"
  case 16: "Sequence"
  default: "Set"
  }
}

/// The names of SNMP's own types (RFC 2578, section 2).
private func applicationName(_ number: UInt32) -> String {
  switch number {
  case 0: "IpAddress"
  case 1: "Counter"
  case 2: "Gauge"
  case 3: "TimeTicks"
  case 4: "Opaque"
  case 5: "C-5"
  default: "Counter64"
  }
}
