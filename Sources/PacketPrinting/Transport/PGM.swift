import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of Pragmatic General Multicast (RFC 3208), over IP or, if `-T` forces it, over UDP.
  mutating func printPGM(
    _ packet: borrowing PGMPacket, with addresses: AddressPair, showsMessages: Bool = false
  ) throws(EarlyEnd) {
    guard packet.fields.has(4) else {
      if case .none = addresses {
      } else {
        printAddresses(addresses)
        line.append(":")
      }
      throw packet.fields.end
    }
    printPorts(try packet.sourcePort, try packet.destinationPort, addresses, .tcp)
    try packet.fields.require(PGMPacket.headerByteCount)
    line.append("PGM, length ", decimal: try packet.dataLength)
    guard options.verbosity > 0 else { return }
    line.put(" 0x", Hex(try packet.source, 12), " ")
    let end = try printPGMType(packet)
    var data = end
    if try packet.hasOptions {
      guard let stop = try printPGMOptions(packet, from: end) else { return }
      data = stop
    }
    line.append(" [", decimal: packet.fields.length, "]")
    if showsMessages, (4...5).contains(try packet.type) {
      printMessageQueueDatagram(
        ZMTPDatagram(packet.fields.dropping(data).bytes, length: Int(try packet.dataLength)))
    }
  }

  /// Prints the fields of the packet's type; returns the offset after them, counted from the packet's first byte.
  private mutating func printPGMType(_ packet: borrowing PGMPacket) throws(EarlyEnd) -> Int {
    let type = try packet.type
    switch type {
    case 0:
      try packet.fields.require(32)
      let path = try packet.address(family: 28, at: 32)
      line.append("SPM seq ", decimal: try packet.number(at: 0))
      line.append(" trail ", decimal: try packet.number(at: 4))
      line.append(" lead ", decimal: try packet.number(at: 8), " nla ")
      line.put(path.address)
      return 32 + path.byteCount
    case 1: return try printPGMPoll(packet)
    case 2:
      try packet.fields.require(24)
      line.append("POLR seq ", decimal: try packet.number(at: 0))
      line.append(" round ", decimal: try packet.shortNumber(at: 4))
      return 24
    case 4, 5:
      try packet.fields.require(24)
      line.append(type == 4 ? "ODATA trail " : "RDATA trail ", decimal: try packet.number(at: 4))
      line.append(" seq ", decimal: try packet.number(at: 0))
      return 24
    case 8, 9, 10: return try printPGMRepairRequest(packet, type)
    case 11:
      try packet.fields.require(24)
      line.append("ACK seq ", decimal: try packet.number(at: 0))
      return 24
    case 12: line.append("SPMR")
    default: line.append("UNKNOWN type 0x", hex: type, digits: 2)
    }
    // As in tcpdump, the options are then read from the header's first byte.
    return 0
  }

  private mutating func printPGMPoll(_ packet: borrowing PGMPacket) throws(EarlyEnd) -> Int {
    try packet.fields.require(28)
    let path = try packet.address(family: 24, at: 28)
    let rest = 28 + path.byteCount
    try packet.fields.require(12, at: rest)
    line.append("POLL seq ", decimal: try packet.number(at: 0))
    line.append(" round ", decimal: try packet.shortNumber(at: 4), " nla ")
    line.put(path.address)
    line.append(" ivl ", decimal: try packet.fields.uint32(at: rest))
    line.append(" rnd 0x", hex: try packet.fields.uint32(at: rest + 4), digits: 8)
    line.append(" mask 0x", hex: try packet.fields.uint32(at: rest + 8), digits: 8)
    return rest + 12
  }

  private mutating func printPGMRepairRequest(
    _ packet: borrowing PGMPacket, _ type: UInt8
  ) throws(EarlyEnd) -> Int {
    try packet.fields.require(24)
    let source = try packet.address(family: 20, at: 24)
    // tcpdump reads the group's address family two bytes too far.
    let family = 24 + source.byteCount + 4
    try packet.fields.require(2, at: family)
    let group = try packet.address(family: family, at: family)
    switch type {
    case 8: line.append("NAK (")
    case 9: line.append("NNAK (")
    default: line.append("NCF (")
    }
    line.put(source.address)
    line.append(" -> ")
    line.put(group.address)
    line.append("), seq ", decimal: try packet.number(at: 0))
    return family + group.byteCount
  }
}
