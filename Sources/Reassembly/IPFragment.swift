public import InternetTypes
public import PacketDissection

/// A fragment of an IPv4 or IPv6 datagram in a frame.
///
/// Only fragments of the outer packet are recognized, not those inside a tunnel.
public struct IPFragment: Sendable {
  /// The decoded frame.
  let packet: Packet
  /// The link type of the frame.
  let linkType: LinkType
  /// The addresses as numbers, of whichever version.
  let source: UInt128
  let destination: UInt128
  /// Identifies the datagram, with the addresses and `domain`.
  let identification: UInt32
  /// The VLAN, the IP version, and for IPv4 the protocol (RFC 791, section 3.2; RFC 8200, section 4.5).
  let domain: UInt32
  /// The innermost VLAN.
  let vlan: UInt16?
  /// Position of its data in the datagram.
  let start: Int
  /// Bytes of its data as the IP header states, which may be more than were captured.
  let length: Int
  /// Whether none follows.
  let isLast: Bool
  /// The range of its captured data in the frame.
  let data: Range<Int>
  /// Bytes of the datagram's IP headers, as in this fragment.
  let headerByteCount: Int
  /// First byte of the IPv6 fragment header; of IPv4 that of the data.
  let headerEnd: Int
  /// The offset of the next-header field that names the IPv6 fragment header; 0 for IPv4.
  let nextHeaderOffset: Int

  /// The position after its data in the datagram.
  var end: Int { start &+ length }
  var isFirst: Bool { start == 0 }
  /// Whether all of its data was captured.
  var isWhole: Bool { data.count == length }
  /// Whether it is a whole datagram (an atomic fragment, RFC 6946); only IPv6 has those.
  var isAtomic: Bool { isFirst && isLast }

  /// Whether its length is valid for a fragment: not zero, and a multiple of eight unless it is the last.
  var hasPossibleLength: Bool { isAtomic || length > 0 && (isLast || length % 8 == 0) }

  /// The fragment in a frame; nil if there is none.
  ///
  /// - Parameters:
  ///   - frame: the captured bytes.
  ///   - wireLength: the frame's length on the wire.
  ///   - linkType: the link type of the frame.
  public init?(_ frame: Span<UInt8>, wireLength: Int, linkType: LinkType) {
    guard Self.isPossible(in: frame, linkType) else { return nil }
    self.init(
      Packet(decoding: frame, wireLength: wireLength, linkType: linkType), in: frame,
      linkType: linkType)
  }

  /// The fragment in a decoded packet; nil if it is none.
  ///
  /// - Parameters:
  ///   - packet: the decoded packet.
  ///   - frame: the captured bytes that it was decoded from.
  ///   - linkType: the link type of the frame.
  public init?(_ packet: Packet, in frame: Span<UInt8>, linkType: LinkType) {
    guard packet.isFragment, !packet.isLengthFromCapture else { return nil }
    self.packet = packet
    self.linkType = linkType
    let tags = packet.tags
    vlan = tags.count > 0 ? tags.tag(tags.count - 1, in: frame).tag.identifier : nil
    let network = vlan.map { 1 << 9 | UInt32($0) << 16 } ?? 0
    switch packet.network {
    case .ipv4(let header):
      (source, destination) = (
        UInt128(header.source.rawValue), UInt128(header.destination.rawValue)
      )
      identification = UInt32(header.identification)
      domain = network | UInt32(header.protocol.rawValue)
      start = header.fragmentOffset
      isLast = !header.moreFragments
      headerByteCount = Int(header.headerByteCount)
      headerEnd = packet.networkOffset &+ headerByteCount
      length = Int(header.totalLength) &- headerByteCount
      nextHeaderOffset = 0
      guard headerEnd <= packet.end, length >= 0 else { return nil }
      data = headerEnd..<packet.end
    case .ipv6(let header):
      (source, destination) = (header.source.rawValue, header.destination.rawValue)
      var headers = IPv6ExtensionHeaderIterator(packet)
      var previous = packet.networkOffset &+ 6
      var found: Int?
      while let next = headers.next(in: frame) {
        if next.kind == .fragment {
          found = next.problem == nil || next.problem == .laterFragment ? next.offset : nil
          break
        }
        guard next.problem == nil else { return nil }
        previous = next.offset
      }
      guard let found, found &+ 8 <= packet.end, header.payloadLength != 0 else { return nil }
      let field = frame.uint16(at: found &+ 2)
      identification = frame.uint32(at: found &+ 4)
      domain = network | 1 << 8
      start = Int(field & 0xfff8)
      isLast = field & 1 == 0
      headerEnd = found
      // The length field counts extension headers, not the fixed header.
      headerByteCount = found &- packet.networkOffset &- IPv6Header.byteCount
      length = Int(header.payloadLength) &- headerByteCount &- 8
      nextHeaderOffset = previous
      guard length >= 0 else { return nil }
      data = (found &+ 8)..<packet.end
    default: return nil
    }
  }

  /// Whether a frame may hold a fragment: a test of two fields that rejects nearly all other frames.
  private static func isPossible(in frame: Span<UInt8>, _ linkType: LinkType) -> Bool {
    var type: UInt16
    var at: Int
    switch linkType {
    case .ethernet: (at, type) = (14, frame.count >= 14 ? frame.uint16(at: 12) : 0)
    case .linuxCooked: (at, type) = (16, frame.count >= 16 ? frame.uint16(at: 14) : 0)
    case .linuxCooked2: (at, type) = (20, frame.count >= 20 ? frame.uint16(at: 0) : 0)
    case .raw:
      at = 0
      type = frame.count > 0 && frame[0] >> 4 == 4 ? 0x0800 : 0x86dd
    default: return true
    }
    while EtherType(rawValue: type).isVLANTag {
      guard at &+ 4 <= frame.count else { return false }
      type = frame.uint16(at: at &+ 2)
      at &+= 4
    }
    switch type {
    case 0x0800: return at &+ 20 <= frame.count && frame.uint16(at: at &+ 6) & 0x3fff != 0
    case 0x86dd:
      guard at &+ 40 <= frame.count else { return false }
      // The headers that may precede a fragment header.
      switch IPProtocol(rawValue: frame[at &+ 6]) {
      case .fragment, .hopByHopOptions, .routing, .destinationOptions: return true
      default: return false
      }
    case 0x0806, 0x8847, 0x8848, 0x8864: return false
    default: return true
    }
  }

  /// Whether it is the first of several and ends before the transport header does, which hides ports or flags from
  /// filters (RFC 1858, section 3), or in IPv6 before the header chain does (RFC 7112, section 5).
  var isTiny: Bool {
    guard isFirst, !isLast, isWhole, let transport = packet.transportProtocol else { return false }
    let needed: Int
    switch transport {
    case .tcp: needed = TCPHeader.minimumByteCount
    case .udp: needed = UDPHeader.byteCount
    case .sctp, .dccp: needed = 12
    case .icmp, .icmpv6: needed = 8
    case .hopByHopOptions, .destinationOptions, .routing, .fragment: return true
    default: return false
    }
    return packet.transportLength < needed
  }
}
