public import InternetTypes

/// An Ethernet II or IEEE 802.3 header.
///
///     +-----------------------+-----------------------+-----------+
///     | Destination (6 bytes) |   Source (6 bytes)    |Type/Length|
///     +-----------------------+-----------------------+-----------+
public struct EthernetHeader: Hashable, Sendable {
  /// Header size in bytes.
  public static let byteCount = 14

  /// The destination address.
  public let destination: MACAddress

  /// The sender's address.
  public let source: MACAddress

  /// An EtherType, or the payload's length in bytes when at most 1500.
  public let typeOrLength: UInt16

  /// Decodes the first 14 bytes of `frame`.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  @inlinable
  public init(decoding frame: Span<UInt8>) throws(DecodeError) {
    try frame.require(Self.byteCount, for: .ethernet)
    destination = MACAddress(rawValue: frame.uint48(at: 0))
    source = MACAddress(rawValue: frame.uint48(at: 6))
    typeOrLength = frame.uint16(at: 12)
  }
}

extension EthernetHeader {
  /// The header of a link layer that has addresses of the same form.
  public init(destination: MACAddress, source: MACAddress, typeOrLength: UInt16) {
    self.destination = destination
    self.source = source
    self.typeOrLength = typeOrLength
  }

  /// Decodes a header with `tagByteCount` bytes of a switch's own between addresses and type.
  init(decoding frame: Span<UInt8>, tagByteCount: Int) throws(DecodeError) {
    try frame.require(Self.byteCount + tagByteCount, for: .ethernet)
    self.init(
      destination: MACAddress(rawValue: frame.uint48(at: 0)),
      source: MACAddress(rawValue: frame.uint48(at: 6)),
      typeOrLength: frame.uint16(at: 12 + tagByteCount))
  }
}

extension Packet {
  /// Decodes the Ethernet frame at `networkOffset`: its header, VLAN tags and its payload.
  mutating func decodeEthernet(_ frame: Span<UInt8>) throws(DecodeError) {
    let start = networkOffset
    networkOffset = min(end, start + EthernetHeader.byteCount)
    let header = try EthernetHeader(decoding: frame.extracting(start..<end))
    try decodeEthernet(frame, header, byteCount: EthernetHeader.byteCount)
  }

  /// Decodes an Ethernet frame at `networkOffset` that has `tagByteCount` bytes of a switch tag after its addresses.
  mutating func decodeEthernet(_ frame: Span<UInt8>, tagByteCount: Int) throws(DecodeError) {
    let start = networkOffset
    let byteCount = EthernetHeader.byteCount + tagByteCount
    networkOffset = min(end, start + byteCount)
    let header = try EthernetHeader(
      decoding: frame.extracting(start..<end), tagByteCount: tagByteCount)
    try decodeEthernet(frame, header, byteCount: byteCount)
  }

  /// Decodes the payload of an Ethernet header.
  mutating func decodeEthernet(
    _ frame: Span<UInt8>, _ header: EthernetHeader, byteCount: Int
  ) throws(DecodeError) {
    link = .ethernet(header)
    networkLength = wireLength - byteCount
    var type = EtherType(rawValue: header.typeOrLength)
    if type == .macSecurity {
      guard let inner = try decodeMACSecurity(frame) else { return }
      type = inner
    }
    if type.isVLANTag { type = try decodeTags(frame, outermost: type) }
    if type.rawValue <= EtherType.maximumLength {
      try decodeLengthField(frame, length: Int(type.rawValue))
    } else if type == .jumbo {
      try decodeLogicalLink(frame)
    } else {
      etherType = type
      try decodeNetworkLayer(frame)
    }
  }
}
