public import InternetTypes

/// The transport header at the end of the packet that an ICMPv6 error quotes.
public struct ICMPv6QuotedTransport: Hashable, Sendable {
  /// TCP or UDP.
  public let `protocol`: IPProtocol

  /// Its first byte in the frame; the ports were captured.
  public let offset: Int
}

extension Packet {
  /// The TCP or UDP header of the packet that the ICMPv6 error in this one quotes.
  ///
  /// Nil if the quote ends before the destination port, holds another protocol, or is a later fragment. The
  /// quote may be of a packet with any payload length: it was cut to fit (RFC 4443, section 2.4).
  public func icmpv6QuotedTransport(in frame: Span<UInt8>) -> ICMPv6QuotedTransport? {
    let quote = transportOffset + 8
    guard quote + 7 <= end, end <= frame.count else { return nil }
    var offset = quote + IPv6Header.byteCount
    var next = IPProtocol(rawValue: frame[quote + 6])
    while true {
      switch next {
      case .tcp, .udp:
        return offset + 4 <= end ? ICMPv6QuotedTransport(protocol: next, offset: offset) : nil
      case .hopByHopOptions, .destinationOptions, .routing:
        guard offset + 2 <= end else { return nil }
        next = IPProtocol(rawValue: frame[offset])
        offset += (Int(frame[offset + 1]) + 1) * 8
      case .fragment:
        guard offset + 4 <= end, frame.uint16(at: offset + 2) & 0xfff8 == 0 else { return nil }
        next = IPProtocol(rawValue: frame[offset])
        offset += 8
      case .authenticationHeader:
        guard offset + 2 <= end else { return nil }
        next = IPProtocol(rawValue: frame[offset])
        offset += (Int(frame[offset + 1]) + 2) * 4
      default: return nil
      }
    }
  }
}
