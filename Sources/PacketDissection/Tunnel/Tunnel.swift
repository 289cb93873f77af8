public import InternetTypes

/// The tunnel that a packet came in.
public struct Tunnel: Hashable, Sendable {
  /// How the packet is wrapped.
  public let kind: Kind

  /// The identifier of the inner network, the same in both directions: VNI, ERSPAN or PPPoE session; otherwise 0.
  ///
  /// Numbers that differ by direction (GRE keys, MPLS labels, GTP's endpoint identifiers, PPTP's call IDs) are left out.
  public let identifier: UInt32

  /// The encapsulations that are decoded.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// IPv4 in IPv4 (RFC 2003).
    case ipInIP = 1
    /// IPv6 in IPv4 (RFC 4213).
    case version6In4
    /// IPv4 in IPv6 (RFC 2473).
    case version4In6
    /// IPv6 in IPv6 (RFC 2473).
    case version6In6
    /// GRE (RFC 2784).
    case gre
    /// PPP in GRE version 1 (RFC 2637).
    case pptp
    /// Mirrored Ethernet frames in GRE, by Cisco's equipment.
    case erspan
    /// VXLAN (RFC 7348).
    case vxlan
    /// Geneve (RFC 8926).
    case geneve
    /// Teredo (RFC 4380).
    case teredo
    /// User data in GTP version 1 (3GPP TS 29.281).
    case gtp
    /// MPLS (RFC 3032).
    case mpls
    /// PPP over Ethernet (RFC 2516).
    case pppoe
    /// Cisco's VN-Tag.
    case vnTag

    /// The name in records.
    public var name: StaticString {
      switch self {
      case .ipInIP: "ipip"
      case .version6In4: "6in4"
      case .version4In6: "4in6"
      case .version6In6: "6in6"
      case .gre: "gre"
      case .pptp: "pptp"
      case .erspan: "erspan"
      case .vxlan: "vxlan"
      case .geneve: "geneve"
      case .teredo: "teredo"
      case .gtp: "gtp"
      case .mpls: "mpls"
      case .pppoe: "pppoe"
      case .vnTag: "vntag"
      }
    }
  }
}

/// The first header inside a tunnel.
enum TunnelContent {
  case ethernet
  case taggedEthernet(byteCount: Int)
  case logicalLink
  case etherType(EtherType)

  /// An IP packet of the version that its first byte states; nil for any other version.
  static func internetProtocol(_ first: UInt8) -> TunnelContent? {
    switch first >> 4 {
    case 4: .etherType(.ipv4)
    case 6: .etherType(.ipv6)
    default: nil
    }
  }
}

/// A decoded tunnel header.
struct TunnelHeader {
  let kind: Tunnel.Kind
  var identifier: UInt32 = 0
  /// Bytes before the packet inside.
  let byteCount: Int
  let content: TunnelContent
}

extension Packet {
  /// The greatest number of nested packets that are decoded.
  public static let nestingLimit = 8

  /// Whether the packet's protocol can carry another packet; `inner` is nil otherwise.
  @inlinable
  public var isCarrier: Bool {
    switch transport {
    case .tcp, .icmp, .icmpv6, .sctp, .dccp, .ports, .fragment: return false
    case .udp(let header):
      switch header.destinationPort {
      case 2152, 3544, 4789, 6081, 8472: return true
      default: return header.sourcePort == 2152 || header.sourcePort == 3544
      }
    case .other(let number):
      switch number.rawValue {
      case 4, 41, 47: return true
      default: return false
      }
    case .none:
      guard case .none = network else { return false }
      switch etherType {
      case .mpls?, .mplsUpstream?, .pppoeSession?, .vnTag?: return true
      default: return false
      }
    }
  }

  /// The packet inside this one, and the tunnel around it; nil where none is recognized.
  ///
  /// Call it on the inner packet again for nested tunnels, at most `nestingLimit` times.
  ///
  /// - Parameter frame: The bytes that this packet was decoded from.
  /// - Returns: The packet, with offsets from the first byte of `frame`, and its tunnel.
  public func inner(in frame: Span<UInt8>) -> (packet: Packet, tunnel: Tunnel)? {
    guard isCarrier else { return nil }
    let range: Range<Int>
    let wireLength: Int
    if case .none = transport {
      guard networkOffset < end else { return nil }
      range = networkOffset..<end
      wireLength = networkLength
    } else {
      range = payload
      wireLength = payloadLength
    }
    guard !range.isEmpty, range.upperBound <= frame.count else { return nil }
    let bytes = frame.extracting(range)
    guard let header = tunnelHeader(bytes, wireLength: wireLength),
      header.byteCount < bytes.count
    else { return nil }
    let packet = Packet(
      decoding: frame, in: (range.lowerBound + header.byteCount)..<range.upperBound,
      wireLength: wireLength - header.byteCount, as: header.content)
    return (packet, Tunnel(kind: header.kind, identifier: header.identifier))
  }

  /// The header that the payload begins with, by the layer below it.
  private func tunnelHeader(_ bytes: Span<UInt8>, wireLength: Int) -> TunnelHeader? {
    switch transport {
    case .udp(let header):
      switch header.destinationPort {
      // Linux used 8472 before a port was assigned, and still does by default.
      case 4789, 8472: return .vxlan(bytes)
      case 6081: return .geneve(bytes)
      case 2152: return .gtp(bytes)
      case 3544: return .teredo(bytes, wireLength: wireLength)
      default:
        return header.sourcePort == 3544
          ? .teredo(bytes, wireLength: wireLength)
          : header.sourcePort == 2152 ? .gtp(bytes) : nil
      }
    case .other(.gre): return .gre(bytes)
    case .other(let number): return .ip(bytes, number, isIn6: network.isIPv6)
    default:
      switch etherType {
      case .pppoeSession?: return .pppoe(bytes)
      case .vnTag?: return .vnTag(bytes)
      default: return .mpls(bytes)
      }
    }
  }
}
