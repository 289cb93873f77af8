import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of NetFlow: its header and records of versions 1, 5 and 6.
  mutating func printNetFlow(_ packet: NetFlowPacket) throws(EarlyEnd) {
    do throws(EarlyEnd) {
      try printNetFlowPacket(packet)
    } catch {
      try settle(error)
    }
  }

  private mutating func printNetFlowPacket(_ packet: NetFlowPacket) throws(EarlyEnd) {
    let version = try packet.version
    guard version == 1 || version == 5 || version == 6 else {
      return line.put("NetFlow v", Hex(version))
    }
    try packet.fields.require(NetFlowPacket.headerByteCount(version: version))
    line.put("NetFlow v", Hex(version))
    let uptime = try packet.uptime
    line.put(", ", uptime / 1000, ".", Padded(uptime % 1000, 3), " uptime, ", try packet.seconds)
    line.put(".", Padded(try packet.nanoseconds, 9), ", ")
    if try packet.hasSequence { line.put("#", try packet.sequence, ", ") }
    let count = try packet.countAndUptime
    line.put(Padded(count, 2, fill: " "), " recs")
    let size = NetFlowRecord.byteCount(version: version)
    var rest = try packet.records
    var left = count
    while left > 0 {
      try rest.require(size)
      try printNetFlowRecord(NetFlowRecord(rest), version)
      rest = rest.dropping(size)
      left -= 1
    }
  }

  private mutating func printNetFlowRecord(
    _ record: NetFlowRecord, _ version: UInt16
  ) throws(EarlyEnd) {
    let (start, end, masks) = (try record.start, try record.end, try record.masks)
    line.put("\n  started ", start / 1000, ".", Padded(start % 1000, 3), ", last ", end / 1000)
    line.put(".", Padded(end % 1000, 3), "\n    ", try record.source)
    let hasSystems = version != 1
    if hasSystems { line.put("/", masks >> 24, ":", try record.sourceSystem) }
    line.put(":", try record.sourcePort, " > ", try record.destination)
    if hasSystems { line.put("/", masks >> 16 & 0xff, ":", try record.destinationSystem) }
    line.put(":", try record.destinationPort, " >> ", try record.nextHop, "\n    ")
    let number = try record.protocol
    if !options.isNumeric, let name = IPProtocol(rawValue: number).keyword {
      line.put(name, " ")
    } else {
      line.put(number, " ")
    }
    if number == IPProtocol.tcp.rawValue {
      printNetFlowFlags(version == 1 ? try record.firstVersionFlags : try record.flags)
    }
    line.put("tos ", try record.typeOfService, ", ", try record.packets, " (")
    line.put(try record.octets, " octets) ")
    if version == 6 { line.put("(", masks >> 8 & 0xff, "<>", masks & 0xff, " encaps)") }
  }

  private mutating func printNetFlowFlags(_ flags: UInt8) {
    let letters: [6 of String] = ["F", "S", "R", "P", "A", "U"]
    for index in 0..<6 where flags >> UInt8(index) & 1 == 1 { line.append(letters[index]) }
    if flags != 0 { line.append(" ") }
  }
}
