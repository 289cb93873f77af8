public import InternetTypes

/// An IP authentication header without its integrity check value (RFC 4302, section 2).
///
///     +---------------+---------------+-------------------------------+
///     |  Next Header  |  Payload Len  |            Reserved           |
///     +---------------+---------------+-------------------------------+
///     |                Security Parameters Index                      |
///     |                     Sequence Number                           |
///     |         Integrity Check Value (variable)                      |
///     +---------------------------------------------------------------+
public struct AuthenticationHeader: Hashable, Sendable {
  /// Size of a header without integrity check value, in bytes.
  public static let minimumByteCount = 12

  /// The protocol of the protected payload.
  public let nextHeader: IPProtocol

  /// The length byte: units of four bytes, minus two.
  public let payloadLength: UInt8

  /// Zero, by the RFC.
  public let reserved: UInt16

  /// The security parameters index (SPI), which identifies the security association.
  public let securityParametersIndex: UInt32
  /// Counts the packets of the association, so that none is accepted twice.
  public let sequence: UInt32

  /// The header's length in bytes, as it states it: 8 to 1028, although below 12 it is too short for its fields.
  public var byteCount: Int { (Int(payloadLength) + 2) * 4 }

  /// Decodes the first 12 bytes of `header`, whatever length they state.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  public init(decoding header: Span<UInt8>) throws(DecodeError) {
    try header.require(Self.minimumByteCount, for: .authenticationHeader)
    nextHeader = IPProtocol(rawValue: header[0])
    payloadLength = header[1]
    reserved = header.uint16(at: 2)
    securityParametersIndex = header.uint32(at: 4)
    sequence = header.uint32(at: 8)
  }
}

/// The part of an encapsulating security payload that is not encrypted (RFC 4303, section 2).
public struct EncapsulatingSecurityPayload: Hashable, Sendable {
  /// Size of the two fields, in bytes.
  public static let byteCount = 8

  /// The security parameters index (SPI), which identifies the security association.
  public let securityParametersIndex: UInt32
  /// Counts the packets of the association, so that none is accepted twice.
  public let sequence: UInt32

  /// Decodes the first eight bytes of `payload`.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  public init(decoding payload: Span<UInt8>) throws(DecodeError) {
    try payload.require(Self.byteCount, for: .encapsulatingSecurityPayload)
    securityParametersIndex = payload.uint32(at: 0)
    sequence = payload.uint32(at: 4)
  }
}

/// An IP payload compression header (RFC 3173, section 3.1).
public struct IPCompressionHeader: Hashable, Sendable {
  /// Header size in bytes.
  public static let byteCount = 4

  /// The protocol of the compressed payload.
  public let nextHeader: IPProtocol

  /// How it was compressed.
  public let compressionParameterIndex: UInt16

  /// Decodes the first four bytes of `payload`.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  public init(decoding payload: Span<UInt8>) throws(DecodeError) {
    try payload.require(Self.byteCount, for: .ipCompression)
    nextHeader = IPProtocol(rawValue: payload[0])
    compressionParameterIndex = payload.uint16(at: 2)
  }
}

extension Packet {
  /// Walks the authentication headers at `transportOffset` and sets `transport…` to the protected header.
  mutating func decodeAuthenticationHeaders(_ frame: Span<UInt8>) throws(DecodeError) {
    while transportProtocol == .authenticationHeader {
      let rest = frame.extracting(min(transportOffset, end)..<end)
      let header = try AuthenticationHeader(decoding: rest)
      try rest.require(header.byteCount, for: .authenticationHeader)
      transportProtocol = header.nextHeader
      transportOffset += header.byteCount
      transportLength = max(transportLength - header.byteCount, 0)
    }
  }
}
