import InternetTypes
import PacketCapture
import PacketDissection

/// Why nothing in a capture could be followed, by its first frames.
struct UnfollowedFrames {
  /// The most frames that are examined: only the first ones, so that no later packet pays for it.
  static var limit: UInt64 { 64 }

  /// What keeps a frame from being followed.
  private enum Cause: CaseIterable {
    /// Its link type is not known, or its network protocol is not IP.
    case withoutIP
    /// It was cut, by the snapshot length or in the recording, before the ports.
    case cut
    /// A header contradicts itself.
    case invalid
    /// A fragment that the first one is missing of.
    case fragment
    /// IP with another protocol than TCP, UDP, SCTP and DCCP.
    case otherProtocol
  }

  private var counts: [Cause: UInt64] = [:]
  private var examined: UInt64 = 0
  private var linkType: LinkType?

  /// Examines one of the first frames.
  mutating func note(_ frame: Span<UInt8>, wireLength: Int, _ linkType: LinkType) {
    let packet = Packet(decoding: frame, wireLength: wireLength, linkType: linkType)
    examined += 1
    if self.linkType == nil { self.linkType = linkType }
    counts[Self.cause(packet), default: 0] += 1
  }

  private static func cause(_ packet: borrowing Packet) -> Cause {
    switch packet.stop {
    case .truncated?: return .cut
    case .short?, .invalid?: return .invalid
    case nil: break
    }
    switch packet.network {
    case .none, .arp: return .withoutIP
    case .ipv4, .ipv6: return packet.isFragment ? .fragment : .otherProtocol
    }
  }

  /// One line about a capture of `count` packets in which no connection was found; nil without packets.
  func line(count: UInt64) -> String? {
    guard count > 0, let linkType else { return nil }
    let link = linkType.explanation ?? linkType.title
    let parts = Cause.allCases.compactMap { cause -> String? in
      guard let count = counts[cause] else { return nil }
      let has = count == 1 ? "has" : "have"
      return switch cause {
      case .withoutIP: "\(count) \(has) no IP packet that is known in \(link)"
      case .cut: "\(count) \(count == 1 ? "is" : "are") cut before the ports"
      case .invalid: "\(count) \(has) a header that contradicts itself"
      case .fragment: "\(count) \(count == 1 ? "is a fragment" : "are fragments")"
      case .otherProtocol: "\(count) \(has) a protocol without connections"
      }
    }
    let scope = examined < count ? "the first \(examined) of " : ""
    return "nothing to follow in \(scope)\(count.counted("packet")): "
      + parts.joined(separator: ", ")
  }
}
