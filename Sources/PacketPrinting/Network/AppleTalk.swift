import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of AppleTalk after an EtherType: DDP with its long header.
  mutating func printAppleTalk(_ packet: AppleTalkPacket) throws(EarlyEnd) {
    if options.verbosity > 0 { line.append("et1 ") }
    if !options.showsLinkHeader { line.append("AT ") }
    guard packet.fields.length >= AppleTalkPacket.headerByteCount else {
      return line.put(" [|ddp ", packet.fields.length, "]")
    }
    guard packet.fields.has(AppleTalkPacket.headerByteCount) else {
      return line.append(" [|ddp]")
    }
    try printDatagramDelivery(packet, colon: ": ")
  }

  /// Prints source and destination of a packet with a long header, and the data.
  private mutating func printDatagramDelivery(
    _ packet: AppleTalkPacket, colon: String
  ) throws(EarlyEnd) {
    let source = try packet.source
    printAppleTalkEndpoint(source)
    line.append(words.between)
    printAppleTalkEndpoint(try packet.destination)
    line.append(colon)
    try printAppleTalkData(
      packet.fields.dropping(AppleTalkPacket.headerByteCount), type: packet.type, from: source)
  }

  /// Prints a frame of LocalTalk, from the nodes on, and returns the size of its headers; 0 if they are cut.
  @discardableResult
  mutating func printLocalTalk(_ frame: LocalTalkFrame) throws(EarlyEnd) -> Int {
    guard frame.fields.length >= LocalTalkFrame.headerByteCount else {
      line.put(" [|llap ", frame.fields.length, "]")
      return frame.fields.length
    }
    guard frame.fields.has(LocalTalkFrame.headerByteCount) else {
      printTruncation("llap")
      return 0
    }
    let body = frame.body
    switch try frame.type {
    case 1:
      guard body.length >= LocalTalkFrame.shortHeaderByteCount else {
        line.put(" [|sddp ", body.length, "]")
        return body.length
      }
      guard body.has(LocalTalkFrame.shortHeaderByteCount) else {
        line.append(" [|sddp]")
        return 0
      }
      let source = AppleTalkAddress(
        network: 0, node: try frame.source, socket: try body.byte(at: 3))
      printAppleTalkEndpoint(source)
      line.append(words.between)
      printAppleTalkEndpoint(
        AppleTalkAddress(network: 0, node: try frame.destination, socket: try body.byte(at: 2)))
      line.append(":")
      try printAppleTalkData(
        body.dropping(LocalTalkFrame.shortHeaderByteCount), type: body.byte(at: 4), from: source)
      return LocalTalkFrame.headerByteCount + LocalTalkFrame.shortHeaderByteCount
    case 2:
      guard body.length >= AppleTalkPacket.headerByteCount else {
        line.put(" [|ddp ", body.length, "]")
        return body.length
      }
      guard body.has(AppleTalkPacket.headerByteCount) else {
        line.append(" [|ddp]")
        return 0
      }
      try printDatagramDelivery(AppleTalkPacket(body), colon: ":")
      return LocalTalkFrame.headerByteCount + AppleTalkPacket.headerByteCount
    default:
      line.put(try frame.source, " > ", try frame.destination, " at-lap#", try frame.type, " ")
      line.put(body.length)
      return LocalTalkFrame.headerByteCount
    }
  }

  /// Prints the data of DDP by its type.
  private mutating func printAppleTalkData(
    _ data: Fields, type: UInt8, from source: AppleTalkAddress
  ) throws(EarlyEnd) {
    switch type {
    case 2, 3:
      do throws(EarlyEnd) {
        if type == 2 {
          try printNameBinding(data, from: source)
        } else {
          try printAppleTalkTransaction(data)
        }
      } catch {
        try settle(error)
      }
    case 88: try printEIGRP(EIGRPMessage(data.named("eigrp")))
    default:
      line.append(name: Self.appleTalkTypeName(type), or: " at-#", type)
      line.put(" ", data.length)
    }
  }

  /// Prints a packet of AppleTalk's address resolution.
  mutating func printAppleTalkARP(_ packet: AppleTalkARPPacket) throws(EarlyEnd) {
    line.append("aarp ")
    try packet.fields.require(AppleTalkARPPacket.byteCount)
    guard packet.fields.length >= AppleTalkARPPacket.byteCount else {
      return line.put(" [|aarp ", packet.fields.length, "]")
    }
    let operation = try packet.operation
    let (hardware, protocolType) = (try packet.hardwareType, try packet.protocolType)
    let (hardwareLength, length) = (try packet.hardwareLength, try packet.protocolLength)
    guard hardware == 1, protocolType == 0x809b, hardwareLength == 6, length == 4,
      (1...3).contains(operation)
    else {
      line.put("len ", packet.fields.length, " op ", operation, " htype ", hardware, " ptype ")
      // `%#x` of C: no prefix before zero.
      line.put(protocolType == 0 ? "" : "0x", Hex(protocolType), " halen ", hardwareLength)
      line.put(" palen ", length)
      return
    }
    if operation == 2 {
      line.append("reply ")
      printAppleTalkAddress(try packet.sender)
      line.append(" is-at ")
      printAddress(try packet.senderHardware)
    } else {
      line.append(operation == 1 ? "who-has " : "probe ")
      printAppleTalkAddress(try packet.target)
      line.append(" tell ")
      printAppleTalkAddress(try packet.sender)
    }
  }

  /// Appends network and node; all nodes of a network are the network alone.
  mutating func printAppleTalkAddress(_ address: AppleTalkAddress) {
    line.put(address.network)
    if address.node != 255 { line.put(".", address.node) }
  }

  private mutating func printAppleTalkEndpoint(_ address: AppleTalkAddress) {
    printAppleTalkAddress(address)
    line.append(".")
    let names: [7 of String?] = [nil, "rtmp", "nis", nil, "echo", nil, "zip"]
    if !options.isNumeric, address.socket < 7, let name = names[Int(address.socket)] {
      line.append(name)
    } else {
      line.put(address.socket)
    }
  }

  private static func appleTalkTypeName(_ type: UInt8) -> String? {
    switch type {
    case 1: " at-rtmp"
    case 4: " at-echo"
    case 5: " at-rtmpReq"
    case 22: " at-IP"
    case 23: " at-ARP"
    case 0x4b: " at-KLAP"
    default: nil
    }
  }
}
