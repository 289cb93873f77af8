/// The unprotected part of a QUIC packet's header (RFC 8999, section 5; RFC 9000, section 17; RFC 9369, section 3.2).
///
///     Long Header Packet {              Short Header Packet {
///       Header Form (1) = 1,              Header Form (1) = 0,
///       Fixed Bit (1) = 1,                Fixed Bit (1) = 1,
///       Long Packet Type (2),             Spin Bit (1),
///       Type-Specific Bits (4),           protected (5),
///       Version (32),                     Destination Connection ID (0..160),
///       Destination Connection ID Length (8),
///       Destination Connection ID (0..160),
///       Source Connection ID Length (8),
///       Source Connection ID (0..160),
///       Token Length (i), Token (..),     Initial only
///       Length (i),                       not in Retry and Version Negotiation
///       ...
///     }
///
/// Offsets and ranges count from the packet's first byte. A short header does not state its connection ID's length:
/// only the connection's endpoints know it.
public struct QUICPacketHeader: Hashable, Sendable {
  /// The type of the packet.
  public let kind: QUICPacketKind
  /// The first byte; the low bits of all but Retry and Version Negotiation packets are protected.
  public let firstByte: UInt8
  /// The version of a long header; nil in a short one.
  public let version: QUICVersion?
  /// The destination connection ID; empty in a short header, where its length is not known.
  public private(set) var destination = QUICConnectionID()
  /// The source connection ID; empty in a short header.
  public private(set) var source = QUICConnectionID()
  /// The range of the token of an Initial or Retry packet.
  public private(set) var token = 0..<0
  /// The offset of the packet number, or of the field in its place: the versions offered, a Retry's integrity tag.
  public private(set) var payloadOffset = 1
  /// The end of the packet; the rest of the datagram is another packet.
  public private(set) var end: Int

  /// Bytes of the integrity tag at the end of a Retry packet (RFC 9001, section 5.8).
  public static var integrityTagByteCount: Int { 16 }

  /// Bytes of packet number and payload of a packet with a length field.
  public var length: Int { end - payloadOffset }

  /// Whether the spin bit of a short header is set (RFC 9000, section 17.4).
  @inlinable
  public var hasSpinBit: Bool { firstByte & 0x20 != 0 }

  /// The fixed bit, which versions 1 and 2 require, unlike other protocols (RFC 9000, section 17).
  @inlinable
  public var hasFixedBit: Bool { firstByte & 0x40 != 0 }

  /// Decodes the header of the packet that `bytes` begin with.
  ///
  /// - Parameters:
  ///   - bytes: the captured bytes from the packet's first byte to the end of the datagram.
  ///   - wireLength: bytes from there to the end of the datagram, however few were captured.
  /// - Throws: `DecodeError.truncated` where the captured bytes end too early, `.invalid` where a length is
  ///   impossible: a connection ID of more than 20 bytes, a packet that is longer than its datagram.
  public init(decoding bytes: Span<UInt8>, wireLength: Int) throws(DecodeError) {
    try bytes.require(1, for: .quic)
    firstByte = bytes[0]
    end = max(wireLength, bytes.count)
    guard firstByte & 0x80 != 0 else {
      version = nil
      kind = .oneRTT
      return
    }
    try bytes.require(6, for: .quic)
    let version = QUICVersion(rawValue: bytes.uint32(at: 1))
    self.version = version
    kind = version == .negotiation ? .versionNegotiation : version.kind(ofFirstByte: firstByte)
    var offset = 5
    destination = try Self.connectionID(bytes, &offset)
    source = try Self.connectionID(bytes, &offset)
    switch kind {
    case .versionNegotiation: payloadOffset = offset
    case .retry:
      guard end - offset >= Self.integrityTagByteCount else {
        throw .invalid(.quic, field: .length, value: end - offset)
      }
      payloadOffset = end - Self.integrityTagByteCount
      token = offset..<payloadOffset
    case .initial:
      let length = try Self.integer(bytes, &offset)
      guard length <= end - offset else {
        throw .invalid(.quic, field: .tokenLength, value: length)
      }
      token = offset..<(offset + length)
      offset = token.upperBound
      try decodeLength(bytes, offset)
    case .zeroRTT, .handshake, .oneRTT: try decodeLength(bytes, offset)
    }
  }

  /// Decodes the length field, which the packet number follows.
  private mutating func decodeLength(_ bytes: Span<UInt8>, _ start: Int) throws(DecodeError) {
    var offset = start
    let length = try Self.integer(bytes, &offset)
    guard length <= end - offset else { throw .invalid(.quic, field: .length, value: length) }
    payloadOffset = offset
    end = offset + length
  }

  /// The connection ID whose length is at `offset`, which moves after it.
  private static func connectionID(
    _ bytes: Span<UInt8>, _ offset: inout Int
  ) throws(DecodeError) -> QUICConnectionID {
    try bytes.require(offset + 1, for: .quic)
    let count = Int(bytes[offset])
    guard count <= QUICConnectionID.maximumByteCount else {
      throw .invalid(.quic, field: .connectionIDLength, value: count)
    }
    offset += 1
    try bytes.require(offset + count, for: .quic)
    defer { offset += count }
    return QUICConnectionID(bytes.extracting(offset..<(offset + count)))
  }

  /// The integer at `offset`, which moves after it.
  private static func integer(
    _ bytes: Span<UInt8>, _ offset: inout Int
  ) throws(DecodeError) -> Int {
    guard let integer = VariableLengthInteger(decoding: bytes, at: offset) else {
      throw .truncated(.quic, needed: offset + 1, available: bytes.count)
    }
    offset += integer.byteCount
    return integer.count
  }
}
