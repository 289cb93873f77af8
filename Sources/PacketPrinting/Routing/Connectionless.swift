import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of CLNP (ISO 8473), and all its bytes if its header contradicts itself.
  mutating func printConnectionless(_ packet: ConnectionlessPacket) throws(EarlyEnd) {
    if try !printConnectionlessHeader(packet) {
      printUnknownData(packet.fields, indent: "\n\t")
    }
  }

  /// Prints a packet of CLNP; false if its header contradicts itself.
  private mutating func printConnectionlessHeader(
    _ packet: ConnectionlessPacket
  ) throws(EarlyEnd) -> Bool {
    try packet.fields.require(ConnectionlessPacket.fixedByteCount)
    if !options.showsLinkHeader { line.append("CLNP") }
    let header = Int(try packet.headerLength)
    let version = try packet.version
    guard version == 1 else {
      line.put("version ", version, " packet not supported")
      return false
    }
    guard header <= packet.fields.length else {
      line.put(" length indicator(", header, ") > PDU size (", packet.fields.length, ")!")
      return false
    }
    guard header >= ConnectionlessPacket.fixedByteCount else {
      line.put(" length indicator ", header, " < min PDU size:")
      for index in packet.fields.bytes.indices {
        line.append(upperHexDigits: packet.fields.bytes[index])
      }
      return false
    }
    var parts = ConnectionlessParts(of: packet, headerLength: header)
    guard let destination = try parts.address(), let source = try parts.address() else {
      line.append("li < size of fixed part of CLNP header and addresses")
      return false
    }
    line.append(options.showsLinkHeader ? "" : ", ")
    if options.verbosity == 0 {
      try printNetworkServiceAddress(source)
      line.append(words.between)
      try printNetworkServiceAddress(destination)
      line.append(", ")
      try printConnectionlessType(packet)
      line.put(", length ", packet.fields.length)
      return true
    }
    try printConnectionlessFields(packet, header)
    line.put("\n\tsource address (length ", source.length, "): ")
    try printNetworkServiceAddress(source)
    line.put("\n\tdest   address (length ", destination.length, "): ")
    try printNetworkServiceAddress(destination)
    guard try printSegmentation(packet, &parts), try printConnectionlessOptions(&parts) else {
      return false
    }
    try printConnectionlessData(packet, parts.rest, header)
    return true
  }

  /// Appends the kind of PDU.
  private mutating func printConnectionlessType(_ packet: ConnectionlessPacket) throws(EarlyEnd) {
    let type = try packet.type
    switch type {
    case 1: line.append("Error Report")
    case 28: line.append("Data")
    case 29: line.append("MD")
    case 30: line.append("Echo Request")
    case 31: line.append("Echo Response")
    default: line.put("unknown (", type, ")")
    }
  }

  /// Prints the fixed part of the header.
  private mutating func printConnectionlessFields(
    _ packet: ConnectionlessPacket, _ header: Int
  ) throws(EarlyEnd) {
    line.put("length ", packet.fields.length, "\n\t")
    try printConnectionlessType(packet)
    let (lifetime, checksum) = (try packet.lifetime, try packet.checksum)
    line.put(" PDU, hlen: ", header, ", v: ", try packet.version, ", lifetime: ", lifetime / 2)
    line.put(lifetime % 2 == 0 ? ".0" : ".5", "s, Segment PDU length: ", try packet.segmentLength)
    line.put(", checksum: 0x", Hex(checksum, 4))
    printISOChecksum(checksum, packet.fields.part(at: 0, length: header), at: 7)
    line.append("\n\tFlags [")
    printFlagNames(
      UInt32(try packet.flags),
      [
        (0x80, "Segmentation permitted"), (0x40, "more Segments"), (0x20, "request Error Report"),
      ], separator: ", ", none: "none")
    line.append("]")
  }

  /// Prints the segmentation part, if there is one; false if the header ends before.
  private mutating func printSegmentation(
    _ packet: ConnectionlessPacket, _ parts: inout ConnectionlessParts
  ) throws(EarlyEnd) -> Bool {
    guard try packet.flags & 0x80 != 0 else { return true }
    guard parts.left >= ConnectionlessPacket.segmentationByteCount else {
      line.append("li < size of fixed part of CLNP header, addresses, and segment part")
      return false
    }
    try parts.rest.require(ConnectionlessPacket.segmentationByteCount)
    line.put("\n\tData Unit ID: 0x", Hex(try parts.rest.uint16(at: 0), 4))
    line.put(", Segment Offset: ", try parts.rest.uint16(at: 2))
    line.put(", Total PDU Length: ", try parts.rest.uint16(at: 4))
    parts.skip(ConnectionlessPacket.segmentationByteCount)
    return true
  }

  /// Prints what follows the header: the packet that an error report or echo response quotes, or a dump.
  private mutating func printConnectionlessData(
    _ packet: ConnectionlessPacket, _ data: Fields, _ header: Int
  ) throws(EarlyEnd) {
    let type = try packet.type
    if type == 1 || type == 31 {
      try data.require(1)
      if try data.byte(at: 0) == 0x81 {
        line.append("\n\t-----original packet-----\n\t")
        guard depth < Self.maximumDepth else { return line.append("[nested too deep]") }
        depth += 1
        _ = try printConnectionlessHeader(
          ConnectionlessPacket(data.part(at: 0, length: packet.fields.length - header)))
        depth -= 1
        return
      }
    }
    if data.length > 0 {
      line.put("\n\t  undecoded non-header data, length ", packet.fields.length - header)
      printUnknownData(data, indent: "\n\t  ")
    }
  }
}
