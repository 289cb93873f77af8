import InternetTypes
import PacketDissection
import TextOutput

/// What a frame of IEEE 802.15.4 has behind its addresses.
struct LowRateContent {
  let hasSecurity: Bool
  let hasElements: Bool
  let check: LowRateCheckSequence
}

extension PacketPrinter {
  /// Prints a frame of IEEE 802.15.4 and returns how many bytes a dump omits, by tcpdump's count.
  @discardableResult
  mutating func printLowRateFrame(_ frame: LowRateFrame) throws(EarlyEnd) -> Int {
    guard frame.fields.length >= 2 else {
      printTruncation(frame.fields.name)
      return frame.fields.length
    }
    let control = try frame.control
    let types: [8 of String] = [
      "Beacon", "Data", "ACK", "Command", "Reserved", "Multipurpose", "Fragment", "Extended",
    ]
    line.put("IEEE 802.15.4 ", types[Int(control.type)], " packet ")
    let isWhole: Bool
    switch control.type {
    case 0...3: isWhole = try printStandardFrame(frame, control)
    case 5: isWhole = try printMultipurposeFrame(frame, control)
    default: isWhole = false
    }
    return isWhole ? 1 : 0
  }

  /// Prints a frame after the header of a capturing device.
  mutating func printLowRateTap(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let captured = bytes.count - start
    guard captured >= 4 else {
      printTruncation("802.15.4_tap")
      dumpOffset += max(captured, 0)
      return
    }
    let size = Int(bytes.uint16(at: start + 2).byteSwapped)
    guard bytes[start] == 0, size >= 4 else { return printInvalid() }
    guard captured >= size else {
      printTruncation("802.15.4_tap")
      dumpOffset += captured
      return
    }
    let frame = LowRateFrame(
      Fields(bytes, from: start + size, length: captured - size, in: "802.15.4"))
    dumpOffset += try printLowRateFrame(frame) + size
  }

  /// Prints a beacon, data, an acknowledgment or a command; false if it contradicts itself.
  private mutating func printStandardFrame(
    _ frame: LowRateFrame, _ control: LowRateControl
  ) throws(EarlyEnd) -> Bool {
    let check = try frame.checkSequence
    line.put("v", control.version, " ")
    if options.verbosity > 2 {
      printLowRateFlags(
        control,
        [
          (3, "Security Enabled, "), (4, "Frame Pending, "), (5, "AR, "),
          (6, "PAN ID Compression, "), (8, "Sequence Number Suppression, "), (9, "IE present, "),
        ])
    }
    var rest = frame.fields.limited(to: frame.fields.length - check.byteCount)
    if control.has(8) {
      if control.version < 2 {
        line.append("[ERROR: Sequence number suppressed on frames where version < 2]")
      }
      if options.verbosity > 0 { line.append("seq suppressed ") }
      rest = rest.dropping(2)
    } else {
      let sequence = try rest.byte(at: 2)
      if options.verbosity > 0 { line.put("seq ", Hex(sequence, 2), " ") }
      rest = rest.dropping(3)
    }
    // A check sequence that begins within the header.
    if rest.length < 0 { throw EarlyEnd(name: rest.name) }
    guard let source = control.addressLength(14) else {
      return printError("Invalid src address mode")
    }
    guard let destination = control.addressLength(10) else {
      return printError("Invalid dst address mode")
    }
    if control.version < 2 && control.has(6) && (destination == 0 || source == 0) {
      _ = printError("PAN ID Compression != 0, and only one address with frame version < 2")
    }
    let networks = control.networks(destination: destination, source: source)
    guard try printLowRateAddress(&rest, hasNetwork: networks.destination, length: destination)
    else { return false }
    line.append(" < ")
    guard try printLowRateAddress(&rest, hasNetwork: networks.source, length: source) else {
      return false
    }
    line.append(" ")
    let content = LowRateContent(
      hasSecurity: control.has(3), hasElements: control.has(9), check: check)
    guard try printLowRateHeaders(content, &rest) else { return false }
    try printLowRatePayload(control, rest)
    return true
  }

  /// Prints a multipurpose frame, whose frame control may be one byte; false if it contradicts itself.
  private mutating func printMultipurposeFrame(
    _ frame: LowRateFrame, _ control: LowRateControl
  ) throws(EarlyEnd) -> Bool {
    let check = try frame.checkSequence
    var rest = frame.fields.limited(to: frame.fields.length - check.byteCount)
    let isLong = control.has(3)
    if isLong {
      line.put("v", control.version, " ")
      if options.verbosity > 2 {
        printLowRateFlags(
          control,
          [
            (9, "Security Enabled, "), (11, "Frame Pending, "), (14, "AR, "),
            (8, "PAN ID Present, "), (10, "Sequence Number Suppression, "), (15, "IE present, "),
          ])
      }
    }
    let size = isLong ? 2 : 1
    if isLong && control.has(10) {
      rest = rest.dropping(size)
    } else {
      let sequence = try rest.byte(at: size)
      if options.verbosity > 0 { line.put("seq ", Hex(sequence, 2), " ") }
      rest = rest.dropping(size + 1)
    }
    guard let source = control.addressLength(6) else {
      return printError("Invalid src address mode")
    }
    guard let destination = control.addressLength(4) else {
      return printError("Invalid dst address mode")
    }
    guard
      try printLowRateAddress(
        &rest, hasNetwork: isLong && control.has(8), length: destination)
    else { return false }
    line.append(" <  ")
    guard try printLowRateAddress(&rest, hasNetwork: false, length: source) else { return false }
    line.append(" ")
    let content = LowRateContent(
      hasSecurity: isLong && control.has(9), hasElements: isLong && control.has(15), check: check)
    guard try printLowRateHeaders(content, &rest) else { return false }
    printLowRateRest(rest)
    return true
  }

  /// Prints security header, information elements, integrity code and check sequence; false after an error.
  private mutating func printLowRateHeaders(
    _ content: LowRateContent, _ rest: inout Fields
  ) throws(EarlyEnd) -> Bool {
    var level: UInt8 = 0
    if content.hasSecurity {
      guard let stated = try printLowRateSecurity(&rest) else { return false }
      level = stated
    }
    let codes: [4 of Int] = [0, 4, 8, 16]
    let codeLength = codes[Int(level & 3)]
    guard rest.length >= codeLength else { return printError("Truncated before MIC") }
    let code = rest.dropping(rest.length - codeLength)
    rest = rest.limited(to: rest.length - codeLength)
    if content.hasElements {
      guard let hasPayloadElements = try printHeaderElements(&rest) else { return false }
      if hasPayloadElements {
        if level >= 4 {
          line.append("Payload IEs present, but encrypted, cannot print ")
        } else if try !printPayloadElements(&rest) {
          return false
        }
      }
    }
    guard options.verbosity > 2 else { return true }
    if codeLength > 0 {
      line.append("\n\tMIC ")
      for index in 0..<codeLength { line.put(Hex(try code.byte(at: index), 2)) }
      line.append(" ")
    }
    let check = content.check
    if check.stated == check.computed {
      line.put("FCS ", Hex(check.stated), " ")
    } else {
      line.put("wrong FCS ", Hex(check.stated), " vs ", Hex(check.computed))
      line.append(" (assume no FCS stored) ")
    }
    return true
  }

  /// Appends the names of the bits that are set.
  private mutating func printLowRateFlags(_ control: LowRateControl, _ names: [(UInt16, String)]) {
    for (bit, name) in names where control.has(bit) { line.append(name) }
  }

  /// Appends an error in brackets; false, for the caller to return.
  mutating func printError(_ text: String) -> Bool {
    line.put("[ERROR: ", text, "]")
    return false
  }

  /// Prints a network and an address; false if they are cut.
  private mutating func printLowRateAddress(
    _ rest: inout Fields, hasNetwork: Bool, length: Int
  ) throws(EarlyEnd) -> Bool {
    // tcpdump names the destination in errors of the source, too, but for the source's network.
    if hasNetwork {
      guard rest.length >= 2 else { return printError("Truncated before dst_pan") }
      line.put(Hex(try rest.uint16LittleEndian(at: 0), 4), ":")
      rest = rest.dropping(2)
    } else {
      line.append("-:")
    }
    guard rest.length >= length else { return printError("Truncated before dst_addr") }
    try printLowRateAddress(rest, at: 0, length: length)
    rest = rest.dropping(length)
    return true
  }

  /// Appends an address of no, two or eight bytes.
  mutating func printLowRateAddress(
    _ fields: borrowing Fields, at offset: Int, length: Int
  ) throws(EarlyEnd) {
    switch length {
    case 0: line.append("none")
    case 2: line.put(Hex(try fields.uint16LittleEndian(at: offset), 4))
    default:
      try fields.check(8, at: offset)
      for index in 0..<8 {
        line.put(index > 0 ? ":" : "", Hex(try fields.byte(at: offset + 7 - index), 2))
      }
    }
  }

  /// Prints the auxiliary security header and returns the security level; nil after an error.
  private mutating func printLowRateSecurity(_ rest: inout Fields) throws(EarlyEnd) -> UInt8? {
    guard rest.length >= 1 else { return printCut(before: "Aux Security Header") }
    let control = try rest.byte(at: 0)
    let (level, mode) = (control & 7, control >> 3 & 3)
    rest = rest.dropping(1)
    let (isVerbose, showsFields) = (options.verbosity > 0, options.verbosity > 1)
    if isVerbose { line.put("\n\tSecurity Level ", level, ", Key Id Mode ", mode, ", ") }
    if control & 0x20 == 0 {
      guard rest.length >= 4 else { return printCut(before: "Frame Counter") }
      let counter = try rest.uint32(at: 0).byteSwapped
      if showsFields { line.put("Frame Counter 0x", Hex(counter, 8), " ") }
      rest = rest.dropping(4)
    }
    switch mode {
    case 0:
      if showsFields { line.append("Implicit") }
      return level
    case 2:
      guard rest.length >= 4 else { return printCut(before: "Key Source") }
      if showsFields {
        // tcpdump's format for the second number ends in two characters too many.
        line.put("KeySource 0x", Hex(try rest.uint16LittleEndian(at: 0), 4), ":")
        line.put(Hex(try rest.uint16LittleEndian(at: 2)), "4x, ")
      }
      rest = rest.dropping(4)
    case 3:
      guard rest.length >= 8 else { return printCut(before: "Key Source") }
      if showsFields {
        line.append("KeySource ")
        try printLowRateAddress(rest, at: 0, length: 8)
        line.append(", ")
      }
      // tcpdump goes on after half of the source.
      rest = rest.dropping(4)
    default: break
    }
    guard rest.length >= 1 else { return printCut(before: "Key Index") }
    let index = try rest.byte(at: 0)
    if showsFields { line.put("KeyIndex 0x", Hex(index, 2), ", ") }
    rest = rest.dropping(1)
    return level
  }

  /// Appends that a security header is cut; nil, for the caller to return.
  private mutating func printCut(before field: String) -> UInt8? {
    _ = printError("Truncated before \(field)")
    return nil
  }

  /// Prints what is not decoded as a dump.
  mutating func printLowRateRest(_ rest: Fields) {
    printUnknown(rest.bytes.extracting(first: max(0, min(rest.length, rest.bytes.count))))
  }
}

extension Fields {
  /// The same bytes as a message of another length.
  @_lifetime(copy self)
  func limited(to length: Int) -> Fields { Fields(bytes, length: length, in: name) }
}
