import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints multilink frame relay of a bundle (FRF.16), and returns the header's size.
  mutating func printMultilinkFrameRelay(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Int {
    guard bytes.has(2, at: start) else {
      printTruncation("mfr")
      return length
    }
    guard length >= 4 else {
      line.put("[length ", length, " < 4]")
      printInvalid()
      return length
    }
    let frame = MultilinkFrameRelay(Fields(bytes, from: start, length: length, in: "mfr"))
    guard frame.fields.has(4) else {
      printTruncation("mfr")
      return length
    }
    if try frame.isControl {
      do throws(EarlyEnd) {
        try printMultilinkControl(frame)
      } catch {
        try settle(error)
        return length
      }
      return 3
    }
    let flags = try frame.flags
    line.put("FRF.16 Frag, seq ", try frame.sequence, ", Flags [")
    printMultilinkFlags(flags)
    line.append("]")
    // The first or only fragment of a frame: the frame's own header follows.
    if flags == 0xc0 || flags == 0x80 {
      line.append(", ")
      _ = try printFrameRelay(
        bytes, at: start + MultilinkFrameRelay.byteCount,
        length: length - MultilinkFrameRelay.byteCount)
      return MultilinkFrameRelay.byteCount
    }
    printUnknownData(frame.fields, indent: "\n\t")
    return 0
  }

  private mutating func printMultilinkFlags(_ flags: UInt8) {
    printFlagNames(
      UInt32(flags), [(0x80, "Begin"), (0x40, "End"), (0x20, "Control")], separator: ", ",
      none: "none")
  }

  /// Prints a control message of a bundle.
  private mutating func printMultilinkControl(_ frame: MultilinkFrameRelay) throws(EarlyEnd) {
    line.append("FRF.16 Control, Flags [")
    printMultilinkFlags(try frame.flags)
    let type = try frame.controlType
    let name = Self.multilinkControlName(type)
    line.append(
      name: name.map { "], " + $0 }, or: "], Unknown Message (0x", hex: type, digits: 2, ")")
    line.put(", length ", frame.fields.length)
    guard options.verbosity > 0 else { return }
    var rest = frame.fields.dropping(3)
    while rest.length > 2 {
      try rest.require(2)
      let (kind, count) = (try rest.byte(at: 0), Int(try rest.byte(at: 1)))
      line.put("\n\tIE ", Self.multilinkElementName(kind) ?? "Unknown", " (", kind, "), length ")
      line.put(count, ": ")
      if kind == 0 || count <= 2 { return }
      try rest.require(count)
      let value = rest.part(at: 2, length: count - 2)
      let isPrinted = try printMultilinkElement(kind, value)
      if options.verbosity > 1 || !isPrinted { printUnknownData(value, indent: "\n\t  ") }
      rest = rest.dropping(count)
    }
  }

  /// Prints an element of a control message; false if it is to be dumped.
  private mutating func printMultilinkElement(
    _ kind: UInt8, _ value: Fields
  ) throws(EarlyEnd) -> Bool {
    switch kind {
    case 1, 2:
      // Names of at most 50 bytes.
      line.append(visibleUpToZero: value.part(at: 0, length: min(value.length, 50)).bytes)
    case 3:
      guard value.length == 4 else {
        line.put("[IE data length ", value.length, " != 4]")
        printInvalid()
        return true
      }
      line.put("0x", Hex(try value.uint32(at: 0), 8))
    default: return false
    }
    return true
  }

  /// Prints a fragment of a circuit (FRF.15).
  mutating func printCircuitFragment(_ fragment: MultilinkFrameRelay) throws(EarlyEnd) {
    try fragment.fields.requireLength(MultilinkFrameRelay.byteCount)
    line.put("FRF.15, seq 0x", Hex(try fragment.sequence, 3), ", Flags [")
    printMultilinkFlags(try fragment.flags)
    line.append(try fragment.isInterfaceFragment ? "],Interface" : "],End-to-End")
    line.put(" Fragmentation, length ", fragment.fields.length)
  }

  private static func multilinkControlName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Add Link"
    case 2: "Add Link ACK"
    case 3: "Add Link Reject"
    case 4: "Hello"
    case 5: "Hello ACK"
    case 6: "Remove Link"
    case 7: "Remove Link ACK"
    default: nil
    }
  }

  private static func multilinkElementName(_ kind: UInt8) -> String? {
    switch kind {
    case 1: "Bundle ID"
    case 2: "Link ID"
    case 3: "Magic Number"
    case 5: "Timestamp"
    case 6: "Vendor Extension"
    case 7: "Cause"
    default: nil
    }
  }
}
