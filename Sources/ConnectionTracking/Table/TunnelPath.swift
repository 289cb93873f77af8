import InternetTypes
import PacketDissection

/// The tunnels that a packet is in.
struct TunnelPath {
  /// The innermost tunnel.
  private(set) var kind: Tunnel.Kind
  /// A hash of all tunnels and of the VLAN tags around them, the same for both directions.
  private(set) var hash: UInt32
  /// The VLAN of the outer packet, for inner packets without a link layer.
  private(set) var vlan: UInt16?
  /// The tags and tunnels that were hashed.
  private(set) var contents: EnvelopeContents

  /// Adds the tunnel that `outer` carries to the path of `outer`.
  init(
    _ tunnel: Tunnel, in outer: Packet, frame: Span<UInt8>, inside path: TunnelPath?,
    ignoresVLANs: Bool
  ) {
    kind = tunnel.kind
    let envelope = Envelope(outer, frame, inside: path, ignoresVLANs: ignoresVLANs)
    contents = envelope.contents
    contents.append(tunnel)
    vlan = envelope.vlan ?? path?.vlan
    var state = UInt64(envelope.hash) << 32 | UInt64(tunnel.identifier)
    state = Self.mix(state, UInt64(tunnel.kind.rawValue))
    if let vlan { state = Self.mix(state, UInt64(vlan) &+ 1) }
    switch outer.network {
    case .ipv4(let header):
      state = Self.mix(state, Self.pair(header.source.rawValue, header.destination.rawValue))
    case .ipv6(let header):
      let (source, destination) = (header.source.rawValue, header.destination.rawValue)
      state = Self.mix(state, min(source, destination))
      state = Self.mix(state, max(source, destination))
    default: break
    }
    hash = max(UInt32(truncatingIfNeeded: state ^ state >> 32), 1)
  }

  /// Mixes a VLAN tag into a hash; never 0.
  static func mix(_ hash: UInt32, vlan: UInt16) -> UInt32 {
    let state = mix(UInt64(hash) << 32, UInt64(vlan) &+ 1)
    return max(UInt32(truncatingIfNeeded: state ^ state >> 32), 1)
  }

  /// Two addresses as one number, in either order.
  private static func pair(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(min(first, second)) << 32 | UInt64(max(first, second))
  }

  /// Mixes an address into a state.
  private static func mix(_ state: UInt64, _ address: UInt128) -> UInt64 {
    mix(
      mix(state, UInt64(truncatingIfNeeded: address)), UInt64(truncatingIfNeeded: address >> 64))
  }

  /// Mixes a number into a state by a multiplication with an odd 64-bit constant.
  private static func mix(_ state: UInt64, _ number: UInt64) -> UInt64 {
    let product = (state ^ number &+ 0x9e37_79b9_7f4a_7c15)
      .multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    return product.high ^ product.low
  }
}

extension Packet {
  /// Whether it has a link layer of its own, so that an outer VLAN does not apply to it.
  var hasLinkLayer: Bool {
    if case .none = link { false } else { true }
  }
}
