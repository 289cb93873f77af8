import InternetTypes

/// The network-layer header of a packet.
public enum NetworkLayer: Hashable, Sendable {
  /// None was decoded, or the protocol is not one of these.
  case none
  case ipv4(IPv4Header)
  case ipv6(IPv6Header)
  case arp(ARPHeader)

  /// Whether the header that was decoded is IPv6.
  var isIPv6: Bool {
    if case .ipv6 = self { true } else { false }
  }
}

extension Packet {
  /// Decodes the layer of `etherType` at `networkOffset`.
  mutating func decodeNetworkLayer(_ frame: Span<UInt8>) throws(DecodeError) {
    switch etherType {
    case .ipv4?: try decodeIPv4(frame)
    case .ipv6?: try decodeIPv6(frame)
    case .arp?, .reverseARP?: try decodeARP(frame)
    default: break
    }
  }

  /// Decodes an IPv4 packet at `networkOffset` and its payload.
  mutating func decodeIPv4(_ frame: Span<UInt8>) throws(DecodeError) {
    let datagram = frame.extracting(networkOffset..<end)
    try datagram.require(1, for: .ipv4)
    let version = datagram[0] >> 4
    guard version == 4 else {
      throw .invalid(.ipv4, field: .version, value: Int(version))
    }
    let header = try IPv4Header(decoding: datagram)
    guard networkLength >= IPv4Header.minimumByteCount else {
      throw .short(.ipv4, length: networkLength)
    }
    network = .ipv4(header)
    let headerByteCount = Int(header.headerByteCount)
    guard headerByteCount >= IPv4Header.minimumByteCount else {
      throw .invalid(.ipv4, field: .headerLength, value: headerByteCount)
    }
    var length = Int(header.totalLength)
    if length == 0 && (header.protocol == .tcp || header.protocol == .udp) {
      length = networkLength
      isLengthFromCapture = true
    }
    guard length >= headerByteCount else {
      throw .invalid(.ipv4, field: .totalLength, value: length)
    }
    end = min(end, networkOffset + length)
    transportProtocol = header.protocol
    transportOffset = min(networkOffset + headerByteCount, end)
    transportLength = length - headerByteCount
    isFragment = header.flagsAndFragmentOffset & 0x3fff != 0
    if header.fragmentOffset != 0 {
      transport = .fragment
      return
    }
    guard networkOffset + headerByteCount <= end else {
      throw .truncated(.ipv4, needed: headerByteCount, available: end - networkOffset)
    }
    try decodeTransportLayer(frame)
  }

  /// Decodes an IPv6 packet at `networkOffset`, its extension headers, and its payload.
  mutating func decodeIPv6(_ frame: Span<UInt8>) throws(DecodeError) {
    let header = try IPv6Header(decoding: frame.extracting(networkOffset..<end))
    guard networkLength >= IPv6Header.byteCount else {
      throw .short(.ipv6, length: networkLength)
    }
    network = .ipv6(header)
    guard header.versionClassFlow >> 28 == 6 else {
      throw .invalid(.ipv6, field: .version, value: Int(header.versionClassFlow >> 28))
    }
    transportOffset = networkOffset + IPv6Header.byteCount
    transportProtocol = header.nextHeader
    if header.payloadLength != 0 {
      end = min(end, transportOffset + Int(header.payloadLength))
      transportLength = Int(header.payloadLength)
    }
    if header.nextHeader.isExtensionHeader || header.nextHeader.isMobility {
      try decodeExtensionHeaders(frame, after: header)
      if transport == .fragment { return }
    } else {
      // Without extension headers a length of zero means that there is nothing (RFC 8200, section 3).
      end = min(end, transportOffset + transportLength)
    }
    try decodeTransportLayer(frame)
  }
}
