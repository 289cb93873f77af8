import InternetTypes

extension IPProtocol {
  /// Whether the number announces an IPv6 extension header that is walked on the way to the transport layer.
  var isExtensionHeader: Bool {
    switch self {
    case .hopByHopOptions, .destinationOptions, .routing, .fragment, .mobility, .mobilityOld: true
    default: false
    }
  }
}

extension Packet {
  /// Walks the extension headers from `transportOffset` on and leaves `transport…` at what follows them.
  mutating func decodeExtensionHeaders(
    _ frame: Span<UInt8>, after header: IPv6Header
  ) throws(DecodeError) {
  }
}
