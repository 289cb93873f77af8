import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of Cisco's Auto-RP.
  mutating func printAutoRP(_ message: AutoRPMessage) throws(EarlyEnd) {
    do throws(EarlyEnd) {
      try printAutoRPMessage(message)
    } catch {
      try settle(error)
    }
  }

  private mutating func printAutoRPMessage(_ message: AutoRPMessage) throws(EarlyEnd) {
    try message.fields.requireLength(AutoRPMessage.headerByteCount)
    line.append(" auto-rp ")
    let type = try message.type
    switch type {
    case 0x11: line.append("candidate-advert")
    case 0x12: line.append("mapping")
    default: line.put("type-0x", Hex(type, 2))
    }
    let count = try message.count
    line.append(" Hold ")
    let hold = try message.holdTime
    if hold == 0 { line.append("FOREVER") } else { printDuration(UInt32(hold)) }
    var rest = message.fields.dropping(AutoRPMessage.headerByteCount)
    for _ in 0..<count {
      try rest.requireLength(4)
      let point = try rest.ipv4Address(at: 0)
      line.append(" RP ")
      printAddress(point)
      try rest.requireLength(5)
      let versions: [4 of String] = [" PIMv?", " PIMv1", " PIMv2", " PIMv1+2"]
      let version = try rest.byte(at: 4)
      line.append(versions[Int(version & 3)])
      if version & ~3 != 0 { line.put(" [rsvd=0x", Hex(version & ~3, 2), "]") }
      try rest.requireLength(6)
      let groups = try rest.byte(at: 5)
      rest = rest.dropping(6)
      try printAutoRPGroups(&rest, count: groups)
    }
  }

  /// Prints the groups of a rendezvous point.
  private mutating func printAutoRPGroups(
    _ rest: inout Fields, count: UInt8
  ) throws(EarlyEnd) {
    for index in 0..<count {
      try rest.requireLength(AutoRPMessage.groupByteCount)
      let (flags, group) = (try rest.byte(at: 0), try rest.ipv4Address(at: 2))
      line.put(index == 0 ? " " : ",", flags & 1 != 0 ? "!" : "")
      printAddress(group)
      line.put("/", try rest.byte(at: 1))
      if flags & 2 != 0 { line.append(" bidir") }
      if flags & ~3 != 0 { line.put("[rsvd=0x", Hex(flags & ~3, 2), "]") }
      rest = rest.dropping(AutoRPMessage.groupByteCount)
    }
  }
}
