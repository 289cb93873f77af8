import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the header of a message between control and forwarding elements (RFC 5810).
  mutating func printForwardingMessage(_ message: borrowing ForCESMessage) throws(EarlyEnd) {
    guard message.fields.has(ForCESMessage.headerByteCount) else { throw message.fields.end }
    let type = try message.type
    guard let name = Self.forwardingMessageName(type) else {
      line.append("Invalid ForCES message type ", decimal: type, "\n")
      printInvalid()
      return
    }
    line.put("\n\tForCES ", name, " ")
    let length = try message.length
    guard length >= ForCESMessage.headerByteCount, length == message.fields.length else {
      line.append("Illegal ForCES pkt len - min 24, total recvd ", decimal: message.fields.length)
      line.append(", advertised ", decimal: length, " ")
      printForwardingBytes(message)
      return
    }
    let flags = try message.flags
    if options.verbosity >= 1 {
      line.put("\n\tForCES Version ", try message.version, " len ", length, "B flags 0x")
      line.put(Hex(flags, 8), " \n\tSrcID 0x", Hex(try message.source), "(")
      line.put(Self.forwardingNode(try message.source), ") DstID 0x")
      line.put(Hex(try message.destination), "(", Self.forwardingNode(try message.destination))
      line.put(") Correlator 0x", Hex(try message.correlator))
    }
    if options.verbosity >= 2 { printForwardingFlags(flags) }
    // All messages but association setup and heartbeat have a TLV.
    if length <= ForCESMessage.headerByteCount + 4 && type != 0x01 && type != 0x0f {
      line.append("\tTop level TLV Data missing!\n")
      printForwardingBytes(message)
    }
  }

  /// Dumps a message whose length contradicts its type.
  private mutating func printForwardingBytes(_ message: borrowing ForCESMessage) {
    line.append(hexDump: message.fields.bytes, indent: "\n\t[")
    line.append("\n\t]")
  }

  private mutating func printForwardingFlags(_ flags: UInt32) {
    let (acknowledgment, mode) = (flags >> 30, flags >> 22 & 3)
    let (atomicity, phase) = (flags >> 21 & 1, flags >> 19 & 3)
    line.append("\n\tForCES flags:\n\t  ")
    switch acknowledgment {
    case 0: line.append("NoACK")
    case 1: line.append("SuccessACK")
    case 2: line.append("FailureACK")
    default: line.append("AlwaysACK")
    }
    line.put("(0x", Hex(acknowledgment), "), prio=", flags >> 27 & 7, ", ")
    switch mode {
    case 0: line.append("EMReserved")
    case 1: line.append("execute-all-or-none")
    case 2: line.append("execute-until-failure")
    default: line.append("continue-execute-on-failure")
    }
    line.put("(0x", Hex(mode), "),\n\t  ")
    line.put(atomicity == 0 ? "Standalone" : "2PCtransaction", "(0x", Hex(atomicity), "), ")
    switch phase {
    case 0: line.append("StartofTransaction")
    case 1: line.append("MiddleofTransaction")
    case 2: line.append("EndofTransaction")
    default: line.append("abort")
    }
    line.put("(0x", Hex(phase), ")\n\t  Extra flags: rsv(b5-7) 0x", Hex(flags >> 24 & 7))
    line.put(" rsv(b13-31) 0x", Hex(flags & 0x7ffff), "\n")
  }

  /// The kind of element that an identifier names (RFC 5810, section 6.1).
  private static func forwardingNode(_ number: UInt32) -> String {
    switch number {
    case 0...0x3fff_ffff: "FE"
    case 0x4000_0000...0x7fff_ffff: "CE"
    case 0xc000_0000...0xffff_fffc: "AllMulticast"
    case 0xffff_fffd: "AllCEsBroadcast"
    case 0xffff_fffe: "AllFEsBroadcast"
    case 0xffff_ffff: "AllBroadcast"
    default: "ForCESreserved"
    }
  }

  private static func forwardingMessageName(_ type: UInt8) -> String? {
    switch type {
    case 0x01: "Association Setup"
    case 0x02: "Association TearDown"
    case 0x03: "Config"
    case 0x04: "Query"
    case 0x05: "Event Notification"
    case 0x06: "Packet Redirect"
    case 0x0f: "HeartBeat"
    case 0x11: "Association Response"
    case 0x13: "Config Response"
    case 0x14: "Query Response"
    default: nil
    }
  }
}
