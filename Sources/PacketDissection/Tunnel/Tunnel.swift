public import InternetTypes

/// The tunnel that a packet came in.
public struct Tunnel: Hashable, Sendable {
  /// How the packet is wrapped.
  public let kind: Kind

  /// The identifier of the inner network, the same in both directions: VNI, I-SID, LISP instance, ERSPAN or PPPoE
  /// session; otherwise 0.
  ///
  /// Numbers that differ by direction (GRE keys, MPLS labels, GTP's endpoint identifiers, PPTP's call IDs) are not
  /// used.
  public let identifier: UInt32

  /// A tunnel of this kind with this identifier.
  public init(kind: Kind, identifier: UInt32) {
    (self.kind, self.identifier) = (kind, identifier)
  }

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
    /// L2TP version 2 (RFC 2661).
    case l2tp
    /// CAPWAP data channel (RFC 5415).
    case capwap
    /// Mirrored frames in the TaZmen Sniffer Protocol.
    case tzsp
    /// Generic UDP Encapsulation (draft-ietf-intarea-gue).
    case gue
    /// EtherIP (RFC 3378).
    case etherIP
    /// LISP (RFC 9300).
    case lisp
    /// VXLAN with a protocol type (draft-ietf-nvo3-vxlan-gpe).
    case vxlanGPE
    /// Network Service Header (RFC 8300).
    case serviceHeader
    /// Provider backbone bridges (IEEE 802.1ah).
    case backboneBridge
    /// Cisco's FabricPath.
    case fabricPath
    /// TRILL (RFC 6325).
    case trill
    /// Cisco's metadata with a security group tag.
    case ciscoMetadata
    /// The tag of a redundant ring (IEC 62439-3, HSR).
    case redundantRing

    /// What the identifier of a tunnel identifies.
    public enum Identified: Sendable {
      /// Virtual networks.
      case network
      /// Sessions.
      case session
    }

    /// What its identifier identifies; nil if both directions share no identifier.
    public var identifies: Identified? {
      switch self {
      case .vxlan, .geneve, .lisp, .vxlanGPE, .backboneBridge: .network
      case .erspan, .pppoe: .session
      case .ipInIP, .version6In4, .version4In6, .version6In6, .gre, .pptp, .teredo, .gtp, .mpls,
        .vnTag, .l2tp, .capwap, .tzsp, .gue, .etherIP, .serviceHeader, .fabricPath, .trill,
        .ciscoMetadata, .redundantRing:
        nil
      }
    }

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
      case .l2tp: "l2tp"
      case .capwap: "capwap"
      case .tzsp: "tzsp"
      case .gue: "gue"
      case .etherIP: "etherip"
      case .lisp: "lisp"
      case .vxlanGPE: "vxlan-gpe"
      case .serviceHeader: "nsh"
      case .backboneBridge: "pbb"
      case .fabricPath: "fabricpath"
      case .trill: "trill"
      case .ciscoMetadata: "cmd"
      case .redundantRing: "hsr"
      }
    }
  }
}

/// The first header inside a tunnel.
enum TunnelContent {
  case ethernet
  case taggedEthernet(byteCount: Int)
  case logicalLink
  case subnetworkAccess
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
      case 2152, 3544, 4789, 6081, 8472, 1701, 4341, 4754, 4790, 5247, 6080, 6635, 37_008:
        return true
      default:
        return header.sourcePort == 2152 || header.sourcePort == 3544 || header.sourcePort == 5247
          || header.sourcePort == 1701
      }
    case .other(let number):
      switch number.rawValue {
      case 4, 41, 47, 97: return true
      default: return false
      }
    case .none:
      guard case .none = network else { return false }
      switch etherType {
      case .mpls?, .mplsUpstream?, .pppoeSession?, .vnTag?, .serviceHeader?, .backboneBridge?,
        .fabricPath?, .trill?, .ciscoMetadata?, .redundantRing?:
        return true
      default: return false
      }
    }
  }

  /// The packet inside this one, and the tunnel around it; nil if none is recognized.
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
      case 1701: return .l2tp(bytes)
      case 4341: return .lisp(bytes)
      case 4754: return .gre(bytes)
      case 4790: return .vxlanGPE(bytes)
      case 5247: return .capwap(bytes)
      case 6080: return .gue(bytes)
      case 6635: return .mpls(bytes)
      case 37_008: return .tzsp(bytes)
      default: return tunnelHeader(bytes, wireLength: wireLength, from: header.sourcePort)
      }
    case .other(.gre): return .gre(bytes)
    case .other(let number) where number.rawValue == 97: return .etherIP(bytes)
    case .other(let number): return .ip(bytes, number, isIn6: network.isIPv6)
    default:
      switch etherType {
      case .pppoeSession?: return .pppoe(bytes)
      case .vnTag?: return .vnTag(bytes)
      case .serviceHeader?: return .serviceHeader(bytes)
      case .backboneBridge?: return .backboneBridge(bytes)
      case .fabricPath?: return .fabricPath(bytes)
      case .trill?: return .trill(bytes)
      case .ciscoMetadata?: return .ciscoMetadata(bytes)
      case .redundantRing?: return .redundantRing(bytes)
      default: return .mpls(bytes)
      }
    }
  }

  /// The tunnel header at the start of a UDP payload, by the datagram's ports.
  private func tunnelHeader(
    _ bytes: Span<UInt8>, wireLength: Int, from port: UInt16
  ) -> TunnelHeader? {
    switch port {
    case 1701: .l2tp(bytes)
    case 2152: .gtp(bytes)
    case 3544: .teredo(bytes, wireLength: wireLength)
    case 5247: .capwap(bytes)
    default: nil
    }
  }
}
