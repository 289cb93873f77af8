import InternetTypes
import PacketDissection
import TextOutput

/// Ethernet frames and packets inside other packets.
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

  /// Prints the packet of an EtherType; returns false, and prints nothing, where the protocol is not decoded.
  mutating func printPayload(
    _ type: EtherType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    // A payload whose first byte was not captured.
    let start = min(start, bytes.count)
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
    case .precisionTime: try printPTP(bytes, at: start, length: length)
    default: return try printEtherTypeProtocol(type, bytes, at: start, length: length)
    }
    return true
  }
}
