import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the options from `start` on, one per line; padding and end only when very verbose.
  mutating func printDHCPOptions(_ bytes: Span<UInt8>, at start: Int) throws(EarlyEnd) {
    var elements = DHCPOptions(start: start)
    let showsAll = options.verbosity > 2
    while let element = elements.next(in: bytes) {
      switch element {
      case .padding(let count):
        guard showsAll else { continue }
        line.append("\n\t    PAD (0), length 0")
        if count > 1 { line.put(", occurs ", count) }
      case .end:
        guard showsAll else { return }
        line.append("\n\t    END (255), length 0")
      case .cut: return printTruncation("bootp")
      case .option(let code, let range):
        let kind = DHCPOptionKind.kind(code)
        line.put("\n\t    ", kind.name, " (", code, "), length ", range.count)
        if !range.isEmpty { line.append(": ") }
        guard range.upperBound <= bytes.count else { return printTruncation("bootp") }
        printDHCPOption(kind.form, bytes.extracting(range))
      }
    }
  }

  /// Prints the data of an option, and how many bytes of it were not understood.
  private mutating func printDHCPOption(_ form: DHCPOptionKind.Form, _ data: Span<UInt8>) {
    let used: Int
    switch form {
    case .text:
      printQuoted(data)
      return
    case .addresses: used = printDHCPNumbers(data, size: 4, isAddress: true)
    case .numbers: used = printDHCPNumbers(data, size: 4, isAddress: false)
    case .signedNumbers: used = printDHCPSignedNumbers(data)
    case .shorts: used = printDHCPNumbers(data, size: 2, isAddress: false)
    case .pairs: used = printDHCPPairs(data)
    case .bytes: used = printDHCPBytes(data)
    case .flags: used = printDHCPFlags(data)
    case .unknown:
      switch data.count {
      case let count where count % 4 == 0:
        used = printDHCPNumbers(data, size: 4, isAddress: false)
      case let count where count % 2 == 0:
        used = printDHCPNumbers(data, size: 2, isAddress: false)
      default: used = printDHCPBytes(data)
      }
    case .message: used = data.count == 1 ? printDHCPMessageType(data[0]) : printDHCPBytes(data)
    case .netbiosNode, .overload: used = printDHCPChoice(form, data)
    case .parameterList: used = printDHCPParameterList(data)
    case .clientIdentifier: used = printDHCPClientIdentifier(data)
    case .userClass: used = printDHCPUserClass(data)
    case .domainName: used = printDHCPDomainName(data)
    case .agentInformation: used = printDHCPAgentInformation(data)
    case .routes: used = printDHCPRoutes(data)
    }
    if used < data.count { line.put("\n\t  trailing data length ", data.count - used) }
  }

  /// Appends a text in quotes.
  private mutating func printQuoted(_ text: Span<UInt8>) {
    line.append("\"")
    line.append(visible: text)
    line.append("\"")
  }

  /// Appends numbers of `size` bytes with commas between, and returns how many bytes they took.
  private mutating func printDHCPNumbers(
    _ data: Span<UInt8>, size: Int, isAddress: Bool
  ) -> Int {
    var numbers = DHCPNumbers(size: size)
    while let number = numbers.next(in: data) {
      if numbers.offset > size { line.append(",") }
      if isAddress { printAddress(IPv4Address(rawValue: number)) } else { line.put(number) }
    }
    return numbers.offset
  }

  /// Appends signed numbers of four bytes with commas between.
  private mutating func printDHCPSignedNumbers(_ data: Span<UInt8>) -> Int {
    var numbers = DHCPNumbers(size: 4)
    while let number = numbers.next(in: data) {
      if numbers.offset > 4 { line.append(",") }
      line.put(Int32(bitPattern: number))
    }
    return numbers.offset
  }

  /// Appends pairs of addresses.
  private mutating func printDHCPPairs(_ data: Span<UInt8>) -> Int {
    var numbers = DHCPNumbers(size: 4)
    let pairs = data.extracting(first: data.count & ~7)
    while let first = numbers.next(in: pairs), let second = numbers.next(in: pairs) {
      line.append(numbers.offset > 8 ? ",(" : "(")
      printAddress(IPv4Address(rawValue: first))
      line.append(":")
      printAddress(IPv4Address(rawValue: second))
      line.append(")")
    }
    return numbers.offset
  }

  /// Appends bytes with points between.
  private mutating func printDHCPBytes(_ data: Span<UInt8>) -> Int {
    for index in data.indices {
      if index > 0 { line.append(".") }
      line.append(decimal: UInt32(data[index]))
    }
    return data.count
  }

  /// Appends truth values.
  private mutating func printDHCPFlags(_ data: Span<UInt8>) -> Int {
    for index in data.indices {
      if index > 0 { line.append(",") }
      switch data[index] {
      case 0: line.append("N")
      case 1: line.append("Y")
      case let value: line.put(value, "?")
      }
    }
    return data.count
  }

  /// Appends the kind of a message (RFC 2132, section 9.6; RFC 4388, section 6.1).
  private mutating func printDHCPMessageType(_ type: UInt8) -> Int {
    switch type {
    case 1: line.append("Discover")
    case 2: line.append("Offer")
    case 3: line.append("Request")
    case 4: line.append("Decline")
    case 5: line.append("ACK")
    case 6: line.append("NACK")
    case 7: line.append("Release")
    case 8: line.append("Inform")
    case 10: line.append("LeaseQuery")
    case 11: line.append("LeaseUnassigned")
    case 12: line.append("LeaseUnknown")
    case 13: line.append("LeaseActive")
    default: line.put("Unknown (", type, ")")
    }
    return 1
  }

  /// Appends the meaning of a byte: the type of a NetBIOS node, or the fields that carry options.
  private mutating func printDHCPChoice(_ form: DHCPOptionKind.Form, _ data: Span<UInt8>) -> Int {
    guard !data.isEmpty else { return 0 }
    let name: String? =
      switch (form, data[0]) {
      case (.netbiosNode, 1): "b-node"
      case (.netbiosNode, 2): "p-node"
      case (.netbiosNode, 4): "m-node"
      case (.netbiosNode, 8): "h-node"
      case (.overload, 1): "file"
      case (.overload, 2): "sname"
      case (.overload, 3): "file+sname"
      default: nil
      }
    if let name { line.append(name) } else { line.put("#", data[0]) }
    return 1
  }

  /// Appends the names of options, four per line.
  private mutating func printDHCPParameterList(_ data: Span<UInt8>) -> Int {
    for index in data.indices {
      line.append(index % 4 == 0 ? "\n\t      " : ", ")
      line.put(DHCPOptionKind.kind(data[index]).name, " (", data[index], ")")
    }
    return data.count
  }
}
