/// The protocol layer that was being decoded when decoding stopped.
public enum Layer: UInt8, Hashable, Sendable {
  case ethernet, macSecurity, vlan, llc, snap, linuxCooked, linuxCooked2, loopback, raw
  case arp, ipv4, ipv6
  case hopByHopOptions, destinationOptions, routing, fragment, mobility
  case authenticationHeader, encapsulatingSecurityPayload, ipCompression
  case tcp, udp, icmp, icmpv6, sctp, dccp
  case quic
}

/// A header field with an invalid value, by the name in its RFC.
public enum HeaderField: UInt8, Hashable, Sendable {
  case version
  case headerLength
  case totalLength
  case dataOffset
  case length
  case nextHeader
  case payloadLength
  case connectionIDLength
  case tokenLength
}

/// Why the bytes of one layer could not be decoded.
public enum DecodeError: Error, Hashable, Sendable {
  /// The captured bytes end before the header does: the capture's snapshot length cut it, or a shorter outer length
  /// did.
  case truncated(Layer, needed: Int, available: Int)

  /// The packet itself is too short for the header, however much was captured; `length` is its length by the layer
  /// below.
  case short(Layer, length: Int)

  /// A field contradicts the format, whatever the bytes that follow.
  case invalid(Layer, field: HeaderField, value: Int)

  /// The layer whose bytes could not be decoded.
  public var layer: Layer {
    switch self {
    case .truncated(let layer, _, _), .short(let layer, _), .invalid(let layer, _, _): layer
    }
  }
}
