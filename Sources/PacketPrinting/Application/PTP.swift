import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a PTP message (IEEE 1588): version 2 completely, of others only the version.
  mutating func printPTP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    try printPTP(bytes, at: payload.start, length: payload.length)
  }

  /// Prints the PTP message of `length` bytes at `start`, on UDP or Ethernet.
  mutating func printPTP(_ bytes: Span<UInt8>, at start: Int, length: Int) throws(EarlyEnd) {
    guard length >= PTPMessage.headerByteCount else {
      line.put(" [length ", length, " < ", PTPMessage.headerByteCount, "]")
      return printInvalid()
    }
    let message = try PTPMessage(reading: bytes, at: start)
    line.put("PTPv", message.version)
    guard message.version == 2 else {
      if message.version == 1 { line.append(" (not implemented)") }
      return
    }
    line.append(message.isCompatible ? ", v1 compat : yes" : ", v1 compat : no")
    line.append(", msg type : ")
    printPTPType(message.type)
    line.put(", length : ", try message.number(2, 2, bytes))
    let domain = try message.number(4, 2, bytes)
    line.put(", domain : ", domain >> 8, ", reserved1 : ", domain & 0xff)
    printPTPFlags(UInt16(try message.number(6, 2, bytes)))
    line.put(", NS correction : ", try message.number(PTPMessage.correctionOffset, 6, bytes))
    line.put(", sub NS correction : ", try message.number(14, 2, bytes))
    line.put(", reserved2 : ", try message.number(16, 4, bytes))
    line.put(", clock identity : 0x", Hex(try message.number(20, 8, bytes)))
    line.put(", port id : ", try message.number(28, 2, bytes))
    line.put(", seq id : ", try message.number(30, 2, bytes))
    let control = try message.number(32, 1, bytes)
    line.put(", control : ", control, " (")
    switch control {
    case 0: line.append("Sync")
    case 1: line.append("Delay_Req")
    case 2: line.append("Follow_Up")
    case 3: line.append("Delay_Resp")
    case 4: line.append("Management")
    case 5: line.append("Other")
    default: line.append("Reserved")
    }
    line.append(")")
    line.put(", log message interval : ", try message.number(33, 1, bytes))
    try printPTPBody(message, bytes)
  }

  /// Appends the kind of a message.
  private mutating func printPTPType(_ type: UInt8) {
    switch type {
    case 0x0: line.append("sync msg")
    case 0x1: line.append("delay req msg")
    case 0x2: line.append("peer delay req msg")
    case 0x3: line.append("peer delay resp msg")
    case 0x8: line.append("follow up msg")
    case 0x9: line.append("delay resp msg")
    case 0xa: line.append("pdelay resp fup msg")
    case 0xb: line.append("announce msg")
    case 0xc: line.append("signalling msg")
    case 0xd: line.append("management msg")
    default: line.append("Reserved")
    }
  }

  private mutating func printPTPFlags(_ flags: UInt16) {
    line.append(", Flags [")
    var separator = ""
    printPTPFlag(flags, 0x0001, "l1 61", &separator)
    printPTPFlag(flags, 0x0002, "l1 59", &separator)
    printPTPFlag(flags, 0x0004, "utc reasonable", &separator)
    printPTPFlag(flags, 0x0008, "timescale", &separator)
    printPTPFlag(flags, 0x0010, "time tracable", &separator)
    printPTPFlag(flags, 0x0020, "frequency tracable", &separator)
    printPTPFlag(flags, 0x0100, "alternate master", &separator)
    printPTPFlag(flags, 0x0200, "two step", &separator)
    printPTPFlag(flags, 0x0400, "unicast", &separator)
    printPTPFlag(flags, 0x1000, "profile specific 1", &separator)
    printPTPFlag(flags, 0x2000, "profile specific 2", &separator)
    printPTPFlag(flags, 0x4000, "security mask", &separator)
    printPTPFlag(flags, 0x18c0, "unknown", &separator)
    line.append(separator.isEmpty ? "none]" : "]")
  }

  private mutating func printPTPFlag(
    _ flags: UInt16, _ mask: UInt16, _ name: String, _ separator: inout String
  ) {
    guard flags & mask == mask else { return }
    line.append(separator)
    line.append(name)
    separator = ", "
  }

  /// Prints the body of a message by its kind.
  private mutating func printPTPBody(
    _ message: PTPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    switch message.type {
    case 0x0, 0x1: try printPTPTime(", originTimeStamp :", message, bytes)
    case 0x8: try printPTPTime(", preciseOriginTimeStamp :", message, bytes)
    case 0x2, 0xa:
      try printPTPTime(", preciseOriginTimeStamp :", message, bytes)
      try printPTPPort(message, at: 44, bytes)
    case 0x3, 0x9:
      try printPTPTime(", receiveTimeStamp :", message, bytes)
      try printPTPPort(message, at: 44, bytes)
    case 0xb: try printPTPAnnouncement(message, bytes)
    case 0xc: try printPTPPort(message, at: 34, bytes)
    case 0xd:
      try printPTPPort(message, at: 34, bytes)
      // tcpdump 4.99.3 takes all four from the first byte of the body.
      let first = try message.number(34, 1, bytes)
      line.put(", , start boundary hops  ", first, ", , boundary hops  ", first)
      line.put(", , flags  0x", Hex(first), ", , reserved  0x", Hex(first))
    default: break
    }
  }

  /// Appends seconds and nanoseconds.
  private mutating func printPTPTime(
    _ label: String, _ message: PTPMessage, _ bytes: Span<UInt8>, separator: String = ","
  ) throws(EarlyEnd) {
    line.append(label)
    line.put(" ", try message.number(34, 6, bytes), " seconds", separator)
    line.put(" ", try message.number(40, 4, bytes), " nanoseconds")
  }

  /// Appends the identity of a clock's port.
  private mutating func printPTPPort(
    _ message: PTPMessage, at offset: Int, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    line.put(", port identity : 0x", Hex(try message.number(offset, 8, bytes)))
    line.put(", port id : ", try message.number(offset + 8, 2, bytes))
  }

  /// Prints the fields of an Announce message about the master's clock.
  private mutating func printPTPAnnouncement(
    _ message: PTPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    try printPTPTime(", originTimeStamp :", message, bytes, separator: "")
    line.put(", origin cur utc :", try message.number(44, 2, bytes))
    line.put(", rsvd : ", try message.number(46, 1, bytes))
    line.put(", gm priority_1 : ", try message.number(47, 1, bytes))
    line.put(", gm clock class : ", try message.number(48, 1, bytes))
    line.put(", gm clock accuracy : ", try message.number(49, 1, bytes))
    line.put(", gm clock variance : ", try message.number(50, 2, bytes))
    line.put(", gm priority_2 : ", try message.number(52, 1, bytes))
    line.put(", gm clock id : 0x", Hex(try message.number(53, 8, bytes)))
    line.put(", steps removed : ", try message.number(61, 2, bytes))
    line.put(", time source : 0x", Hex(try message.number(63, 1, bytes), 2))
  }
}
