import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a signalling message of frame relay (ITU-T Q.933).
  mutating func printSignalling(_ message: FrameRelaySignalling) throws(EarlyEnd) {
    let length = message.fields.length
    if !options.showsLinkHeader { line.append("Q.933") }
    guard message.contains(1) else { return try endSignalling(message) }
    let reference = try message.callReferenceLength
    var offset = 2 + reference
    guard message.contains(offset), length == offset || message.fields.has(1, at: offset) else {
      return try endSignalling(message)
    }
    let type = try message.fields.byte(at: offset - 1)
    var codeSet = SignallingCodeSet()
    var isANSI = false
    if length > offset {
      let octet = try message.fields.byte(at: offset)
      if SignallingCodeSet.isShift(octet) {
        codeSet.shift(octet)
        isANSI = SignallingCodeSet.isLocking(octet) && codeSet.number == 5
        offset += 1
      }
    }
    if !options.showsLinkHeader { line.append(", ") }
    line.put(isANSI ? "ANSI" : "CCITT", ", codeset ", codeSet.number)
    try printCallReference(message, reference, before: offset)
    let name = Self.signallingName(type)
    if options.verbosity > 0 {
      line.put(", ", name ?? "unknown message", " (0x", Hex(type, 2), "), length ", length)
    } else {
      line.append(name: name.map { ", " + $0 }, or: ", unknown message 0x", hex: type, digits: 2)
    }
    let isWhole = try printSignallingElements(message, from: offset, codeSet)
    if isWhole && options.verbosity == 0 { line.put(", length ", length) }
  }

  /// Ends the line of a message that is cut in its header.
  private mutating func endSignalling(_ message: FrameRelaySignalling) throws(EarlyEnd) {
    if !options.showsLinkHeader { line.append(", ") }
    line.put("length ", message.fields.length)
    throw message.fields.end
  }

  /// Prints the call reference, unless it is the dummy one.
  private mutating func printCallReference(
    _ message: FrameRelaySignalling, _ count: Int, before offset: Int
  ) throws(EarlyEnd) {
    guard count > 0 else { return }
    try message.fields.require(1, at: offset)
    // tcpdump tests the first byte after the reference, not the reference.
    let isDummy = try message.fields.byte(at: offset) == 0
    guard count > 1 || !isDummy else { return }
    line.append(", Call Ref: 0x")
    for index in 1...count { line.put(Hex(try message.fields.byte(at: index), 2)) }
  }

  /// Prints the information elements from `offset` on; false after one without a code or a value.
  private mutating func printSignallingElements(
    _ message: FrameRelaySignalling, from offset: Int, _ first: SignallingCodeSet
  ) throws(EarlyEnd) -> Bool {
    var codeSet = first
    var rest = message.fields.dropping(offset)
    while rest.length > 0 {
      codeSet.begin()
      guard rest.has(1) else { throw endOfElements(message) }
      let code = try rest.byte(at: 0)
      if code & 0x80 != 0 {
        if SignallingCodeSet.isShift(code) { codeSet.shift(code) }
        rest = rest.dropping(1)
        continue
      }
      guard rest.length > 1, rest.has(2) else { throw endOfElements(message) }
      let count = Int(try rest.byte(at: 1))
      let isKnownSet = codeSet.number == 0 || codeSet.number == 5
      if options.verbosity > 0 {
        let name = isKnownSet ? Self.signallingElementName(code) : nil
        line.put("\n\t", name ?? "unknown", " IE (0x", Hex(code, 2), "), length ", count, ": ")
      }
      if code == 0 || count == 0 { return false }
      guard rest.length - 2 >= count, rest.has(count, at: 2) else {
        throw endOfElements(message)
      }
      let value = rest.part(at: 2, length: count)
      let isKnown = isKnownSet ? try printSignallingElement(code, value) : false
      if isKnown ? options.verbosity > 1 : options.verbosity > 0 {
        printUnknownData(value, indent: isKnown ? "\n\t  " : "\n\t")
      }
      rest = rest.dropping(2 + count)
    }
    return true
  }

  /// The end of a message that is cut among its elements.
  private mutating func endOfElements(_ message: FrameRelaySignalling) -> EarlyEnd {
    if options.verbosity == 0 { line.put(", length ", message.fields.length) }
    return message.fields.end
  }

  /// Prints an element of link management; false if it is another one.
  private mutating func printSignallingElement(
    _ code: UInt8, _ value: Fields
  ) throws(EarlyEnd) -> Bool {
    switch code {
    case 0x01, 0x51:
      guard options.verbosity > 0 else { return true }
      let type = try value.byte(at: 0)
      let names: [3 of String] = ["Full Status", "Link verify", "Async PVC Status"]
      line.put(type < 3 ? names[Int(type)] : "unknown", " (", type, ")")
    case 0x03, 0x19, 0x53:
      if options.verbosity == 0 { line.append(", ") }
      guard value.length >= 2 else {
        line.append("Invalid LINK VERIFY IE")
        return true
      }
      line.put("TX Seq: ", Padded(try value.byte(at: 0), 3, fill: " "))
      line.put(", RX Seq: ", Padded(try value.byte(at: 1), 3, fill: " "))
    case 0x07, 0x57:
      if options.verbosity == 0 { line.append(", ") }
      try printCircuitStatus(value)
    default: return false
    }
    return true
  }

  /// Prints the status of a permanent virtual circuit: the identifier's octets, of which the last has the highest bit
  /// set, and the status in that one.
  private mutating func printCircuitStatus(_ value: Fields) throws(EarlyEnd) {
    let count = value.length
    var isValid = count >= 3 && count <= 5
    if isValid {
      let (first, last) = (try value.byte(at: 0), try value.byte(at: count - 1))
      isValid = first & 0x80 == 0 && last & 0x80 != 0
      for index in 1..<(count - 1) {
        // The identifier ends before the status octet.
        let isLast = try value.byte(at: index) & 0x80 != 0
        if isLast != (index == count - 2) { isValid = false }
      }
    }
    guard isValid else { return line.append("Invalid DLCI in PVC STATUS IE") }
    var circuit =
      UInt32(try value.byte(at: 0) & 0x3f) << 4 | UInt32(try value.byte(at: 1) & 0x78) >> 3
    if count == 4 { circuit = circuit << 6 | UInt32(try value.byte(at: 2) & 0x7e) >> 1 }
    if count == 5 {
      circuit = circuit << 13 | UInt32(try value.byte(at: 2) & 0x7f)
      circuit |= UInt32(try value.byte(at: 3) & 0x7e) >> 1
    }
    let status = try value.byte(at: count - 1)
    line.put("DLCI ", circuit, ": status ", status & 0x08 != 0 ? "New, " : "")
    line.append(status & 0x02 != 0 ? "Active" : "Inactive")
  }

  private static func signallingName(_ type: UInt8) -> String? {
    switch type {
    case 0x00: "ESC to National"
    case 0x01: "Alert"
    case 0x02: "Call proceeding"
    case 0x03: "Progress"
    case 0x05: "Setup"
    case 0x07: "Connect"
    case 0x0f: "Connect ACK"
    case 0x45: "Disconnect"
    case 0x46: "Restart"
    case 0x4d: "Release"
    case 0x4e: "Restart ACK"
    case 0x5a: "Release Complete"
    case 0x75: "Status Enquiry"
    case 0x7d: "Status Reply"
    default: nil
    }
  }

  private static func signallingElementName(_ code: UInt8) -> String? {
    switch code {
    case 0x01: "ANSI Report Type"
    case 0x03, 0x19: "ANSI Link Verify"
    case 0x07: "ANSI PVC Status"
    case 0x51: "CCITT Report Type"
    case 0x53: "CCITT Link Verify"
    case 0x57: "CCITT PVC Status"
    default: nil
    }
  }
}
