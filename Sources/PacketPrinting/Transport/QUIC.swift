import InternetTypes
import PacketDissection
import TextOutput

/// QUIC packets in UDP datagrams (`--quic`).
extension PacketPrinter {
  /// The minimum length of a connection ID that identifies QUIC by itself: shorter ones match by chance.
  private static var tellingConnectionID: Int { 8 }

  /// Prints the QUIC packets of a datagram one after the other; false if it carries none, or shows none.
  mutating func printQUIC(_ packet: Packet, _ frame: Span<UInt8>) -> Bool {
    guard options.quietness == 0, !packet.isFragment, !packet.payload.isEmpty,
      packet.payloadLength <= packet.transportLength - UDPHeader.byteCount
    else { return false }
    let payload = frame.extracting(packet.payload)
    let flow = quic?.flow(packet) ?? 1
    if QUICRecognition.isLong(payload, wireLength: packet.payloadLength) {
      quic?.enter(flow: flow)
    } else if payload[0] & 0xc0 == 0x40 {
      // A connection ID identifies its connection after a migration, too (RFC 9000, section 9).
      if quic?.knows(flow: flow) != true {
        let id = quic?.connectionID(in: payload.extracting(droppingFirst: 1))
        guard let id, Int(id.byteCount) >= Self.tellingConnectionID else { return false }
        quic?.enter(flow: flow)
      }
    } else {
      return false
    }
    line.append("quic")
    printQUICPackets(payload, wireLength: packet.payloadLength)
    return true
  }

  private mutating func printQUICPackets(_ payload: Span<UInt8>, wireLength: Int) {
    var packets = QUICPackets(wireLength: wireLength)
    while let (header, start) = packets.next(in: payload) {
      let bytes = payload.extracting(droppingFirst: start)
      switch header.kind {
      case .versionNegotiation: line.append(", version negotiation")
      case .initial: line.append(", initial")
      case .zeroRTT: line.append(", 0-rtt")
      case .handshake: line.append(", handshake")
      case .retry: line.append(", retry")
      case .oneRTT:
        printShortHeader(bytes)
        continue
      }
      printLongHeader(header, bytes)
    }
    // Only a cut header ends the iteration early: the first header was read before.
    if packets.stop != nil { printTruncation("quic") }
  }

  private mutating func printLongHeader(_ header: QUICPacketHeader, _ bytes: Span<UInt8>) {
    if let version = header.version, version != .negotiation, version != .v1 {
      line.append(", v")
      line.append(hex: version.rawValue)
    }
    printConnectionID(", dcid ", header.destination)
    printConnectionID(", scid ", header.source)
    switch header.kind {
    case .versionNegotiation:
      var offset = header.payloadOffset
      while offset + 4 <= bytes.count {
        line.append(", version 0x")
        line.append(hex: bytes.uint32(at: offset))
        offset += 4
      }
      if offset < header.end { printTruncation("quic") }
    case .retry:
      line.append(", token ")
      if !header.token.isEmpty, header.token.upperBound <= bytes.count {
        line.append(hexBytes: bytes.extracting(header.token))
      } else {
        printTruncation("quic")
      }
    case .initial, .handshake, .zeroRTT, .oneRTT:
      // Longer tokens would make the line unreadable.
      if !header.token.isEmpty, header.token.count < 1000 {
        line.append(", token ")
        line.append(hexBytes: bytes.extracting(header.token))
      }
      line.append(", length ")
      line.append(decimal: header.length)
      if header.end > bytes.count { printTruncation("quic") }
    }
  }

  private mutating func printConnectionID(_ label: StaticString, _ id: QUICConnectionID) {
    guard !id.isEmpty else { return }
    line.append(label.description)
    for index in 0..<Int(id.byteCount) { line.append(hex: UInt32(id[index]), digits: 2) }
    quic?.enter(id)
  }

  private mutating func printShortHeader(_ bytes: Span<UInt8>) {
    line.append(", protected")
    // A packet has at least a packet number and the sample of header protection.
    guard bytes.count > 17 else {
      printTruncation("quic")
      return
    }
    guard let id = quic?.connectionID(in: bytes.extracting(droppingFirst: 1)) else { return }
    line.append(", dcid ")
    for index in 0..<Int(id.byteCount) { line.append(hex: UInt32(id[index]), digits: 2) }
  }
}
