import InternetTypes
import PacketDissection
import TextOutput

// Protocols over Ethernet whose lines show the frame's addresses: Realtek's, GeoNetworking, CALM.
extension PacketPrinter {
  /// Prints a protocol whose line shows the frame's addresses; false, and nothing is printed, for any other EtherType.
  mutating func printAddressedProtocol(
    _ type: EtherType, _ packet: Packet, _ header: EthernetHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    endStatement()
    do throws(EarlyEnd) {
      return try printAddressedMessage(
        type, header, frame.extracting(first: packet.end), at: packet.networkOffset,
        length: packet.networkLength)
    } catch {
      try settle(error)
      return true
    }
  }

  /// The same for a frame whose addresses may be unknown.
  mutating func printAddressedMessage(
    _ type: EtherType, _ header: EthernetHeader?, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    switch type.rawValue {
    case 0x8899:
      if let header { printEthernetAddresses(header) }
      try printRealtek(RealtekMessage(Fields(bytes, from: start, length: length, in: "rtl")))
    case 0x0707, 0x8947:
      line.append("GeoNet ")
      if let header {
        line.append("src:")
        printAddress(header.source)
        line.append("; ")
      }
      try printGeoNetworking(
        GeoNetworkingPacket(Fields(bytes, from: start, length: length, in: "geonet")))
    case 0x1111:
      try printCALM(Fields(bytes, from: start, length: length, in: "calm_fast"), header)
    default: return false
    }
    return true
  }

  private mutating func printRealtek(_ message: borrowing RealtekMessage) throws(EarlyEnd) {
    let kind = try message.kind
    switch kind {
    case 0x01: try printRemoteControl(RealtekMessage(message.fields.named("rrcp")))
    case 0x02: line.append("REP")
    case 0x03, 0x23: line.append("RLDP")
    case 0x04: line.append("Realtek 8-byte DSA tag")
    case 0x90...0x9f: line.append("Realtek RTL8306 4-byte DSA tag")
    case 0xa0...0xaf: line.append("Realtek RTL8366RB 4-byte DSA tag")
    default: line.append("Realtek unknown type 0x", hex: kind, digits: 2)
    }
  }

  private mutating func printRemoteControl(_ message: borrowing RealtekMessage) throws(EarlyEnd) {
    let (isReply, operation) = (try message.isReply, try message.operation)
    line.append(isReply ? "RRCP reply: " : "RRCP query: ")
    switch operation {
    case 0: line.append("hello")
    case 1: line.append("get")
    case 2: line.append("set")
    default: line.append("unknown opcode (0x", hex: operation, digits: 2, ")")
    }
    let hasRegister = operation == 1 || operation == 2
    if hasRegister {
      let (register, value) = (try message.register, try message.value)
      line.put(" addr=0x", Hex(register, 4), ", data=0x", Hex(value, 8))
    }
    line.append(", auth=0x", hex: try message.key, digits: 4)
    if operation == 0 && isReply {
      let (vendor, chip) = (try message.vendor, try message.chip)
      line.put(" downlink_port=", try message.downlinkPort, ", uplink_port=")
      line.put(try message.uplinkPort, ", uplink_mac=", try message.uplinkAddress)
      line.put(", vendor_id=", Hex(vendor, 8), " ,chip_id=", Hex(chip, 4), " ")
    } else if hasRegister {
      let (first, second) = (try message.firstCookie, try message.secondCookie)
      line.put(", cookie=0x", Hex(second, 8), Hex(first, 8), " ")
    }
  }

  private mutating func printGeoNetworking(
    _ packet: borrowing GeoNetworkingPacket
  ) throws(EarlyEnd) {
    let length = packet.fields.length
    guard length >= GeoNetworkingPacket.headerByteCount else {
      line.append(" (common header length ", decimal: length, " < 36)")
      printInvalid()
      return
    }
    try packet.fields.require(8)
    let (next, type, subtype) = (try packet.nextHeader, try packet.type, try packet.subtype)
    line.put("v:", try packet.version, " NH:", next, "-", Self.geoNextHeader(next), " HT:", type)
    line.put("-", subtype, "-", Self.geoHeaderType(type, subtype), " HopLim:", try packet.hopLimit)
    line.put(" Payload:", try packet.payloadLength, " ")
    let address = try packet.address
    line.append("GN_ADDR:")
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      line.put(Hex(address >> shift & 0xff, 2), shift > 0 ? ":" : " ")
    }
    line.put("lat:", try packet.latitude, " ")
    line.put("lon:", try packet.longitude)
    try packet.fields.check(GeoNetworkingPacket.headerByteCount, at: 0)
    var rest = GeoNetworkingPacket.headerByteCount
    if let size = try packet.extendedByteCount {
      let left = length - rest
      guard left >= size else {
        line.put(" (header size ", size, " > ", left, ")")
        printInvalid()
        return
      }
      rest += size
      if next == 1 || next == 2 {
        guard try printBasicTransport(packet.transport(behind: size)) else { return }
        rest += 4
      }
    }
    if options.verbosity > 0 {
      let payload = packet.fields.part(at: rest, length: max(length - rest, 0))
      line.append(hexAndASCIIDump: payload.bytes)
      if payload.isCut { throw EarlyEnd(name: payload.name) }
    }
  }

  /// Prints the ports of the basic transport protocol, and the header of the message after them; false if they are cut.
  private mutating func printBasicTransport(_ fields: borrowing Fields) throws(EarlyEnd) -> Bool {
    guard fields.length >= 4 else {
      line.append(" (BTP length ", decimal: fields.length, " < 4)")
      printInvalid()
      return false
    }
    line.put("; BTP Dst:", try fields.uint16(at: 0), " Src:")
    line.put(try fields.uint16(at: 2))
    guard fields.length - 4 > 2 else { return true }
    let (version, type) = (try fields.byte(at: 4), try fields.byte(at: 5))
    line.put("; ItsPduHeader v:", version, " t:", type, "-")
    if let name = Self.vehicleMessageName(type) {
      line.append(name)
    } else {
      line.append("unknown (", decimal: type, ")")
    }
    return true
  }

  private static func geoNextHeader(_ next: UInt8) -> String {
    switch next {
    case 0: "Any"
    case 1: "BTP-A"
    case 2: "BTP-B"
    case 3: "IPv6"
    default: "Unknown"
    }
  }

  private static func geoHeaderType(_ type: UInt8, _ subtype: UInt8) -> String {
    switch (type, subtype) {
    case (0, _): "Any"
    case (1, _): "Beacon"
    case (2, _): "GeoUnicast"
    case (3, 0): "GeoAnycastCircle"
    case (3, 1): "GeoAnycastRect"
    case (3, 2): "GeoAnycastElipse"
    case (4, 0): "GeoBroadcastCircle"
    case (4, 1): "GeoBroadcastRect"
    case (4, 2): "GeoBroadcastElipse"
    case (5, 0): "TopoScopeBcast-SH"
    case (5, 1): "TopoScopeBcast-MH"
    case (6, 0): "LocService-Request"
    case (6, 1): "LocService-Reply"
    default: "Unknown"
    }
  }

  private static func vehicleMessageName(_ type: UInt8) -> String? {
    switch type {
    case 0: "CAM"
    case 1: "DENM"
    case 101: "TPEGM"
    case 102: "TSPDM"
    case 103: "VPM"
    case 104: "SRM"
    case 105: "SLAM"
    case 106: "ecoCAM"
    case 107: "ITM"
    case 150: "SA"
    default: nil
    }
  }

  /// Prints a packet of CALM FAST (ISO 29281).
  private mutating func printCALM(
    _ fields: borrowing Fields, _ header: EthernetHeader?
  ) throws(EarlyEnd) {
    line.append("CALM FAST")
    if let header {
      line.append(" src:")
      printAddress(header.source)
    }
    line.append("; ")
    guard fields.length >= 2 else {
      line.put(" (length ", fields.length, " < 2)")
      printInvalid()
      return try fields.check(fields.length, at: 0)
    }
    line.put("SrcNwref:", try fields.byte(at: 0), "; ")
    line.put("DstNwref:", try fields.byte(at: 1), "; ")
    if options.verbosity > 0 {
      line.append(hexAndASCIIDump: fields.dropping(2).part(at: 0, length: fields.length - 2).bytes)
      try fields.check(fields.length, at: 0)
    }
  }

  /// Prints the heartbeat of Microsoft's network load balancing, which is not documented.
  mutating func printBalancing(_ fields: Fields) throws(EarlyEnd) {
    line.append("MS NLB heartbeat")
    let heartbeat = BalancingHeartbeat(fields)
    line.put(", host priority: ", try heartbeat.priority)
    let cluster = try heartbeat.cluster
    line.append(", cluster IP: ")
    printAddress(cluster)
    let host = try heartbeat.host
    line.append(", host IP: ")
    printAddress(host)
  }
}
