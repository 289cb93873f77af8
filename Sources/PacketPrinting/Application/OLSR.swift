import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of the Optimized Link State Routing protocol (RFC 3626); its messages when verbose.
  mutating func printOLSR(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let isIPv6 = if case .ipv6 = payload.packet.network { true } else { false }
    line.append(isIPv6 ? "OLSRv6" : "OLSRv4")
    guard payload.length >= OLSRPacket.headerByteCount else {
      printTruncation(OLSRPacket.name)
      return
    }
    let packet = try OLSRPacket(bytes, at: payload.start)
    let length = min(payload.length, packet.length)
    line.put(", seq 0x", Hex(packet.sequence, 4), ", length ", length)
    guard options.verbosity > 0 else { return }
    var offset = payload.start + OLSRPacket.headerByteCount
    while offset < payload.start + length {
      let message = try OLSRMessage(bytes, at: offset, isIPv6: isIPv6)
      guard message.type != 0 && message.length != 0 else { return }
      let isValid = message.length >= message.headerByteCount && message.length <= length
      try printOLSRHeader(message, bytes, isIPv6: isIPv6)
      guard isValid else {
        printInvalid()
        return
      }
      let body = message.start..<(offset + message.length)
      switch message.type {
      case 1, 201: try printOLSRHello(message, bytes, body, isIPv6: isIPv6)
      case 2, 202: try printOLSRTopology(message, bytes, body, isIPv6: isIPv6)
      case 3:
        for start in stride(from: body.lowerBound, to: body.upperBound, by: isIPv6 ? 16 : 4)
        where start + (isIPv6 ? 16 : 4) <= body.upperBound {
          try bytes.require(isIPv6 ? 16 : 4, at: start, in: OLSRPacket.name)
          line.append("\n\t  interface address ")
          try printOLSRAddress(bytes, at: start, isIPv6: isIPv6)
        }
      case 4: try printOLSRNetworks(bytes, body, isIPv6: isIPv6)
      case 130:
        guard try printOLSRNames(bytes, body, isIPv6: isIPv6) else {
          printTruncation(OLSRPacket.name)
          return
        }
      default:
        printUnknownData(bytes, at: body.lowerBound, length: body.count, indent: "\n\t    ")
      }
      offset += message.length
    }
  }

  private mutating func printOLSRHeader(
    _ message: OLSRMessage, _ bytes: Span<UInt8>, isIPv6: Bool
  ) throws(EarlyEnd) {
    let tail = try message.tail(bytes)
    let name =
      switch message.type {
      case 1: "Hello"
      case 2: "TC"
      case 3: "MID"
      case 4: "HNA"
      case 128: "Powerinfo"
      case 130: "Nameservice"
      case 201: "Hello-LQ"
      case 202: "TC-LQ"
      default: "Unknown"
      }
    line.put("\n\t", name, " Message (0x", Hex(message.type, 2), "), originator ")
    try printOLSRAddress(bytes, at: message.originatorOffset, isIPv6: isIPv6)
    line.put(", ttl ", tail.timeToLive, ", hop ", tail.hopCount, "\n\t  vtime ")
    printOLSRTime(message.validity)
    line.put(", msg-seq 0x", Hex(tail.sequence, 4), ", length ", message.length)
  }

  private mutating func printOLSRTime(_ time: OLSRTime) {
    line.put(time.milliseconds / 1000, ".", Padded(time.milliseconds % 1000, 3), "s")
  }

  private mutating func printOLSRAddress(
    _ bytes: Span<UInt8>, at offset: Int, isIPv6: Bool
  ) throws(EarlyEnd) {
    if isIPv6 {
      printAddress(IPv6Address(rawValue: try bytes.uint128(at: offset, in: OLSRPacket.name)))
    } else {
      printAddress(IPv4Address(rawValue: try bytes.uint32(at: offset, in: OLSRPacket.name)))
    }
  }

  /// Prints the links of a HELLO message (RFC 3626, section 6.1).
  private mutating func printOLSRHello(
    _ message: OLSRMessage, _ bytes: Span<UInt8>, _ body: Range<Int>, isIPv6: Bool
  ) throws(EarlyEnd) {
    guard body.count >= 4 else { throw EarlyEnd(name: OLSRPacket.name) }
    try bytes.require(4, at: body.lowerBound, in: OLSRPacket.name)
    line.append("\n\t  hello-time ")
    printOLSRTime(OLSRTime(rawValue: bytes[body.lowerBound + 2]))
    line.put(", MPR willingness ", bytes[body.lowerBound + 3])
    var offset = body.lowerBound + 4
    while body.upperBound - offset >= 4 {
      try bytes.require(4, at: offset, in: OLSRPacket.name)
      let (code, length) = (bytes[offset], Int(bytes.uint16(at: offset + 2)))
      line.append("\n\t    link-type ")
      line.append(["Unspecified", "Asymmetric", "Symmetric", "Lost"][Int(code & 3)])
      line.append(", neighbor-type ")
      switch code >> 2 {
      case 0: line.append("Not-Neighbor")
      case 1: line.append("Symmetric")
      case 2: line.append("Symmetric-MPR")
      default: line.append("Unknown")
      }
      line.put(", len ", length)
      guard length >= 4 && length <= body.upperBound - offset else {
        printInvalid()
        return
      }
      let neighbors = (offset + 4)..<(offset + length)
      try bytes.require(neighbors.count, at: neighbors.lowerBound, in: OLSRPacket.name)
      try printOLSRNeighbors(bytes, neighbors, hasQuality: message.type == 201, isIPv6: isIPv6)
      offset += length
    }
  }

  /// Prints the neighbours in a topology message (RFC 3626, section 9.1).
  private mutating func printOLSRTopology(
    _ message: OLSRMessage, _ bytes: Span<UInt8>, _ body: Range<Int>, isIPv6: Bool
  ) throws(EarlyEnd) {
    guard body.count >= 4 else { throw EarlyEnd(name: OLSRPacket.name) }
    try bytes.require(4, at: body.lowerBound, in: OLSRPacket.name)
    line.put("\n\t    advertised neighbor seq 0x", Hex(bytes.uint16(at: body.lowerBound), 4))
    try printOLSRNeighbors(
      bytes, (body.lowerBound + 4)..<body.upperBound, hasQuality: message.type == 202,
      isIPv6: isIPv6)
  }

  /// Prints neighbors: one per line with the qualities of its links, or all on one line, as IPv4 addresses.
  private mutating func printOLSRNeighbors(
    _ bytes: Span<UInt8>, _ range: Range<Int>, hasQuality: Bool, isIPv6: Bool
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    if hasQuality {
      let size = isIPv6 ? 16 : 4
      while range.upperBound - offset >= size + 4 {
        try bytes.require(size + 4, at: offset, in: OLSRPacket.name)
        line.append("\n\t      neighbor ")
        try printOLSRAddress(bytes, at: offset, isIPv6: isIPv6)
        line.append(", link-quality ")
        printOLSRQuality(bytes[offset + size])
        line.append(", neighbor-link-quality ")
        printOLSRQuality(bytes[offset + size + 1])
        offset += size + 4
      }
      return
    }
    line.append("\n\t      neighbor\n\t\t")
    while range.upperBound - offset >= 4 {
      try printOLSRAddress(bytes, at: offset, isIPv6: false)
      line.append(" ")
      offset += 4
    }
  }

  /// Appends 255ths in per cent, with two decimals.
  private mutating func printOLSRQuality(_ quality: UInt8) {
    let hundredths = (UInt32(quality) * 20_000 + 255) / 510
    line.put(hundredths / 100, ".", Padded(hundredths % 100, 2), "%")
  }

  /// Prints the networks of a gateway (RFC 3626, section 12).
  private mutating func printOLSRNetworks(
    _ bytes: Span<UInt8>, _ body: Range<Int>, isIPv6: Bool
  ) throws(EarlyEnd) {
    let size = isIPv6 ? 32 : OLSRNetwork.byteCount
    line.put("\n\t  Advertised networks (total ", body.count / size, ")")
    for index in 0..<(body.count / size) {
      let offset = body.lowerBound + index * size
      if isIPv6 {
        try bytes.require(size, at: offset, in: OLSRPacket.name)
        let mask = bytes.uint128(at: offset + 16)
        line.append("\n\t    #0: ")
        printAddress(IPv6Address(rawValue: bytes.uint128(at: offset)))
        line.put("/", (~mask).leadingZeroBitCount)
        continue
      }
      let network = try OLSRNetwork(bytes, at: offset)
      line.append(index % 4 == 0 ? "\n\t    " : ", ")
      if network.isSmartGateway {
        line.append("Smart-Gateway:")
        for (bit, name) in Self.olsrGatewayFlags where network.flags & bit != 0 {
          line.append(name)
        }
        line.put(" ", network.speeds.up, "/", network.speeds.down)
      } else {
        printAddress(IPv4Address(rawValue: network.network))
        line.put("/", network.prefixLength.map { UInt32($0) } ?? UInt32.max)
      }
    }
  }

  private static let olsrGatewayFlags: [(UInt32, String)] = [
    (1, " LINKSPEED"), (2, " IPV4"), (4, " IPV4-NAT"), (8, " IPV6"), (16, " IPv6-PREFIX"),
  ]

  /// Prints the entries of olsr.org's name service; false if an entry goes past the message.
  private mutating func printOLSRNames(
    _ bytes: Span<UInt8>, _ body: Range<Int>, isIPv6: Bool
  ) throws(EarlyEnd) -> Bool {
    let size = isIPv6 ? 16 : 4
    let count = Int(try bytes.uint16(at: body.lowerBound + 2, in: OLSRPacket.name))
    guard body.count >= 4 else { return false }
    line.put("\n\t  Version ", bytes.uint16(at: body.lowerBound), ", Entries ", count)
    guard count > 0 && count * (4 + size) <= body.count else {
      printInvalid()
      return true
    }
    var offset = body.lowerBound + 4
    for index in 0..<count {
      guard body.upperBound - offset >= 4 else { break }
      try bytes.require(4, at: offset, in: OLSRPacket.name)
      let (type, length) = (bytes.uint16(at: offset), Int(bytes.uint16(at: offset + 2)))
      offset += 4
      line.put("\n\t    #", index, ": type ", type == 0 ? "00" : "0x", Hex(type, 4))
      line.put(", length ", length)
      let left = body.upperBound - offset
      guard length > 0 && size + length <= left else {
        printInvalid()
        break
      }
      let whole = size + (length + 3) / 4 * 4
      guard whole <= left else { return false }
      try bytes.require(whole, at: offset, in: OLSRPacket.name)
      line.append(", address ")
      try printOLSRAddress(bytes, at: offset, isIPv6: isIPv6)
      line.append(", name \"")
      try printText(bytes, (offset + size)..<(offset + size + length), in: OLSRPacket.name)
      line.append("\"")
      offset += whole
    }
    return true
  }
}
