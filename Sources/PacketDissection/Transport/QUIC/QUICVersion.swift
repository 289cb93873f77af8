/// A QUIC version number (RFC 8999, section 5.1): the wire can carry any.
public struct QUICVersion: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt32

  /// The version with this number.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The version field of a Version Negotiation packet (RFC 8999, section 6).
  @inlinable public static var negotiation: QUICVersion { QUICVersion(rawValue: 0) }
  /// QUIC version 1 (RFC 9000).
  @inlinable public static var v1: QUICVersion { QUICVersion(rawValue: 1) }
  /// QUIC version 2 (RFC 9369).
  @inlinable public static var v2: QUICVersion { QUICVersion(rawValue: 0x6b33_43cf) }

  /// Whether it is reserved to force version negotiation: 0x?a?a?a?a (RFC 9000, section 15).
  @inlinable
  public var isReserved: Bool { rawValue & 0x0f0f_0f0f == 0x0a0a_0a0a }

  /// Whether it is one of the published versions, 1 and 2, whose packets can be read beyond the invariants.
  @inlinable
  public var isPublished: Bool { self == .v1 || self == .v2 }

  /// The kind of packet that bits 4 and 5 of a long header's first byte state.
  ///
  /// Version 2 has its own numbers (RFC 9369, section 3.2). Reserved versions, which are sent for the answer only,
  /// and drafts are read as version 1 (RFC 9000, section 17.2).
  @inlinable
  func kind(ofFirstByte byte: UInt8) -> QUICPacketKind {
    let bits = byte >> 4 & 3
    switch self == .v2 ? (bits &+ 3) & 3 : bits {
    case 0: return .initial
    case 1: return .zeroRTT
    case 2: return .handshake
    default: return .retry
    }
  }
}

/// The type of a QUIC packet (RFC 9000, section 17).
public enum QUICPacketKind: UInt8, Hashable, Sendable, CaseIterable {
  case initial
  case zeroRTT
  case handshake
  case retry
  case versionNegotiation
  /// A packet with a short header: protected with 1-RTT keys.
  case oneRTT
}
