import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the Ethernet frame that another packet encapsulates: its captured bytes from `start` to the end of
  /// `bytes`, and how many it has on the wire.
  mutating func printInnerEthernet(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let captured = bytes.count - start
    guard captured >= 0, length >= captured else {
      line.append("[length ")
      line.append(decimal: length)
      line.append(" < caplen ")
      line.append(decimal: captured)
      line.append("]")
      printInvalid()
      return
    }
    guard depth < Self.maximumDepth else {
      line.append("[nested too deep]")
      return
    }
    depth += 1
    let inner = Packet(decodingEthernet: bytes, in: start..<bytes.count, wireLength: length)
    try printLinkLayer(inner, bytes)
    depth -= 1
  }

  /// Prints what an EtherType announces; false, and nothing is printed, where that is not decoded.
  mutating func printPayload(
    _ type: EtherType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    switch type {
    case .ipv4, .ipv6, .arp, .reverseARP:
      try printInner(type, bytes, in: start..<bytes.count, length: length)
    case .mpls, .mplsUpstream: try printMPLS(bytes, at: start, length: length)
    case .pppoeDiscovery, .pppoeSession, .pppoeDiscoveryOld, .pppoeSessionOld:
      try printPPPoE(bytes, at: start, length: length)
    case .pointToPoint:
      if length > 0 {
        line.append(words.colon)
        try printPPP(bytes, at: start, length: length)
      }
    default: return false
    }
    return true
  }

  /// Prints the tunnel that a UDP datagram is known to carry by its port; false where it carries none.
  ///
  /// The bytes go to the end of the IP packet, whatever the UDP length says.
  mutating func printUDPTunnel(
    _ packet: Packet, _ header: UDPHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let isKnown: (UInt16) -> Bool = { header.sourcePort == $0 || header.destinationPort == $0 }
    let bytes = frame.extracting(first: packet.end)
    let start = packet.transportOffset + UDPHeader.byteCount
    let length = min(packet.payloadLength, packet.transportLength - UDPHeader.byteCount)
    if isKnown(4789) {
      try printVXLAN(bytes, at: start, length: length)
    } else if isKnown(6081) {
      try printGeneve(bytes, at: start, length: length)
    } else if isKnown(4790) {
      try printGenericVXLAN(bytes, at: start, length: length)
    } else if isKnown(6635) {
      try printMPLS(bytes, at: start, length: length)
    } else {
      return false
    }
    return true
  }
}

extension UDPHeader {
  /// Whether a port is one of a tunnel that is printed.
  @inline(__always)
  var mayBeTunnel: Bool {
    switch (sourcePort, destinationPort) {
    case (4789, _), (_, 4789), (6081, _), (_, 6081), (4790, _), (_, 4790), (6635, _), (_, 6635):
      true
    default: false
    }
  }
}
