public import InternetTypes

/// The transport-layer header of a packet.
public enum TransportLayer: Hashable, Sendable {
  /// None was decoded.
  case none
  case tcp(TCPHeader)
  case udp(UDPHeader)
  case icmpv6(ICMPv6Header)
  case icmp(ICMPHeader)
  case sctp(SCTPHeader)
  case dccp(DCCPHeader)

  /// A TCP or UDP header that was cut after its ports, or is too short for more.
  case ports(source: UInt16, destination: UInt16)

  /// Not the first fragment of a datagram: the bytes at `transportOffset` belong into the middle of one.
  case fragment

  /// A protocol that this module does not decode; its bytes are the payload.
  case other(IPProtocol)
}

extension Packet {
  /// Decodes the layer that `transportProtocol` announces at `transportOffset`.
  mutating func decodeTransportLayer(_ frame: Span<UInt8>) throws(DecodeError) {
    if transportProtocol == .authenticationHeader { try decodeAuthenticationHeaders(frame) }
    guard let transportProtocol else { return }
    switch transportProtocol {
    case .tcp: try decodeTCP(frame)
    case .udp: try decodeUDP(frame)
    case .icmpv6 where network.isIPv6: try decodeICMPv6(frame)
    case .icmp where etherType == .ipv4: try decodeICMP(frame)
    case .sctp: try decodeSCTP(frame)
    case .dccp: try decodeDCCP(frame)
    default:
      transport = .other(transportProtocol)
      payload = transportOffset..<end
      payloadLength = transportLength
    }
  }

  /// Decodes the TCP segment at `transportOffset`.
  mutating func decodeTCP(_ frame: Span<UInt8>) throws(DecodeError) {
    let segment = frame.extracting(transportOffset..<end)
    guard segment.count >= TCPHeader.minimumByteCount else {
      try decodePorts(segment, for: .tcp)
      throw .truncated(.tcp, needed: TCPHeader.minimumByteCount, available: segment.count)
    }
    let header = try TCPHeader(decoding: segment)
    transport = .tcp(header)
    let headerByteCount = Int(header.headerByteCount)
    guard headerByteCount >= TCPHeader.minimumByteCount, headerByteCount <= transportLength else {
      throw .invalid(.tcp, field: .dataOffset, value: headerByteCount)
    }
    payloadLength = transportLength - headerByteCount
    guard headerByteCount <= segment.count else {
      payload = end..<end
      throw .truncated(.tcp, needed: headerByteCount, available: segment.count)
    }
    payload = (transportOffset + headerByteCount)..<end
  }

  /// Decodes the UDP datagram at `transportOffset`.
  mutating func decodeUDP(_ frame: Span<UInt8>) throws(DecodeError) {
    let datagram = frame.extracting(transportOffset..<end)
    if datagram.count < UDPHeader.byteCount { try decodePorts(datagram, for: .udp) }
    guard transportLength >= UDPHeader.byteCount else {
      throw .short(.udp, length: transportLength)
    }
    try datagram.require(6, for: .udp)
    var length = Int(datagram.uint16(at: 4))
    // RFC 2675, section 4: a jumbogram's UDP length is zero.
    if length == 0 && transportLength > 65535 { length = transportLength }
    guard length >= UDPHeader.byteCount else {
      if datagram.count >= UDPHeader.byteCount { try decodePorts(datagram, for: .udp) }
      throw .invalid(.udp, field: .length, value: length)
    }
    transport = .udp(try UDPHeader(decoding: datagram))
    payloadLength = length - UDPHeader.byteCount
    let start = transportOffset + UDPHeader.byteCount
    payload = start..<min(end, start + payloadLength)
  }

  /// Keeps the ports of a header of which nothing more can be decoded.
  private mutating func decodePorts(
    _ header: Span<UInt8>, for layer: Layer
  ) throws(DecodeError) {
    try header.require(4, for: layer)
    transport = .ports(source: header.uint16(at: 0), destination: header.uint16(at: 2))
  }

  /// The range of the captured TCP options; empty without options.
  public var tcpOptions: Range<Int> {
    guard case .tcp(let header) = transport else { return 0..<0 }
    let start = transportOffset + TCPHeader.minimumByteCount
    return start..<max(start, min(transportOffset + Int(header.headerByteCount), end))
  }

  /// The range of the captured IPv4 options; empty without options.
  public var ipv4Options: Range<Int> {
    guard case .ipv4(let header) = network else { return 0..<0 }
    let start = networkOffset + IPv4Header.minimumByteCount
    let stop = min(networkOffset + Int(header.headerByteCount), end)
    return start..<max(start, stop)
  }
}
