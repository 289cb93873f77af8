import InternetTypes

/// A GRE header (RFC 2784, RFC 2890; version 1: RFC 2637).
///
///     +-+-+-+-+-+-----+-+-------+-----+-------------------------------+
///     |C|R|K|S|s|     |A|       | Ver |         Protocol Type         |
///     +-+-+-+-+-+-----+-+-------+-----+-------------------------------+
///     |   checksum and reserved, key, sequence, acknowledgment: 4 bytes each, where their bits are set
public struct GREHeader: Hashable, Sendable {
  /// The first two bytes: flags and version.
  public let flags: UInt16

  /// The payload's protocol: an EtherType.
  public let protocolType: UInt16

  /// The key; nil without one.
  ///
  /// In version 1 it is the payload's length and the call ID.
  public let key: UInt32?

  /// Size of the header in bytes, without source routes.
  public let byteCount: Int

  /// The version: 0, or 1 in PPTP.
  public var version: UInt16 { flags & 7 }

  /// Whether a checksum is present.
  public var hasChecksum: Bool { flags & 0x8000 != 0 }

  /// Whether source routes are present (RFC 1701); they are not decoded.
  public var hasRouting: Bool { flags & 0x4000 != 0 }

  /// Whether a key is present.
  public var hasKey: Bool { flags & 0x2000 != 0 }

  /// Whether a sequence number is present.
  public var hasSequence: Bool { flags & 0x1000 != 0 }

  /// Decodes the header at the first byte of `bytes`; nil if it is cut or has another version.
  public init?(decoding bytes: Span<UInt8>) {
    guard bytes.count >= 4 else { return nil }
    flags = bytes.uint16(at: 0)
    protocolType = bytes.uint16(at: 2)
    var at = 4
    if flags & 0xc000 != 0 { at += 4 }
    if flags & 0x2000 != 0 {
      guard bytes.count >= at + 4 else { return nil }
      key = bytes.uint32(at: at)
      at += 4
    } else {
      key = nil
    }
    if flags & 0x1000 != 0 { at += 4 }
    if flags & 7 == 1, flags & 0x0080 != 0 { at += 4 }
    guard flags & 7 <= 1, bytes.count >= at else { return nil }
    byteCount = at
  }
}

extension TunnelHeader {
  /// Decodes GRE, and the headers that some of its payloads begin with.
  static func gre(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard let header = GREHeader(decoding: bytes), !header.hasRouting else { return nil }
    let payload = bytes.extracting(droppingFirst: header.byteCount)
    let type = EtherType(rawValue: header.protocolType)
    if header.version == 1 {
      guard header.protocolType == 0x880b else { return nil }
      return pointToPoint(payload, kind: .pptp, after: header.byteCount)
    }
    switch header.protocolType {
    case 0x88be, 0x22eb: return erspan(payload, header)
    case 0x8200...0x827f: return wireless(payload, after: header.byteCount)
    case 0x6558:
      return TunnelHeader(
        kind: .gre, byteCount: header.byteCount, content: .ethernet)
    case 0x880b: return pointToPoint(payload, kind: .gre, after: header.byteCount)
    case 0x883e:
      // WCCP: version 2 puts four bytes before the packet, version 1 none.
      guard payload.count > 4 else { return nil }
      return TunnelHeader(
        kind: .gre,
        byteCount: header.byteCount + (payload[0] >> 4 == 4 ? 0 : 4), content: .etherType(.ipv4))
    default:
      return TunnelHeader(
        kind: .gre, byteCount: header.byteCount, content: .etherType(type))
    }
  }
}
