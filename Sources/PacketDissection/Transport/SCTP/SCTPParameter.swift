public import InternetTypes

/// The type of a chunk's parameter (RFC 9260, section 3.3.2; registry of IANA).
public struct SCTPParameterType: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt16

  /// The type of this number; the wire can carry any.
  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The heartbeat information, which the receiver returns.
  @inlinable public static var heartbeatInformation: Self { Self(rawValue: 1) }
  /// An IPv4 address of the sender.
  @inlinable public static var ipv4Address: Self { Self(rawValue: 5) }
  /// An IPv6 address of the sender.
  @inlinable public static var ipv6Address: Self { Self(rawValue: 6) }
  /// The state that the client has to echo.
  @inlinable public static var stateCookie: Self { Self(rawValue: 7) }
  /// A parameter that the receiver did not know.
  @inlinable public static var unrecognized: Self { Self(rawValue: 8) }
  /// How much longer the cookie should live.
  @inlinable public static var cookiePreservative: Self { Self(rawValue: 9) }
  /// A host name, deprecated by RFC 9260.
  @inlinable public static var hostName: Self { Self(rawValue: 11) }
  /// Address types that the sender can use.
  @inlinable public static var supportedAddressTypes: Self { Self(rawValue: 12) }
  /// Reset of outgoing streams (RFC 6525, section 4.1).
  @inlinable public static var outgoingReset: Self { Self(rawValue: 13) }
  /// Reset of incoming streams.
  @inlinable public static var incomingReset: Self { Self(rawValue: 14) }
  /// Reset of all sequence numbers.
  @inlinable public static var sequenceReset: Self { Self(rawValue: 15) }
  /// The answer to a request.
  @inlinable public static var reconfigurationResponse: Self { Self(rawValue: 16) }
  /// A request for more outgoing streams.
  @inlinable public static var addOutgoingStreams: Self { Self(rawValue: 17) }
  /// A request for more incoming streams.
  @inlinable public static var addIncomingStreams: Self { Self(rawValue: 18) }
  /// The sender supports explicit congestion notification.
  @inlinable public static var congestionCapable: Self { Self(rawValue: 0x8000) }
  /// Zero checksum acceptable (RFC 9653).
  @inlinable public static var zeroChecksum: Self { Self(rawValue: 0x8001) }
  /// A random number for the shared key (RFC 4895, section 3.1).
  @inlinable public static var random: Self { Self(rawValue: 0x8002) }
  /// Chunk types that have to be authenticated.
  @inlinable public static var authenticatedChunks: Self { Self(rawValue: 0x8003) }
  /// Hash functions that the sender supports.
  @inlinable public static var hashAlgorithms: Self { Self(rawValue: 0x8004) }
  /// Padding (RFC 4820).
  @inlinable public static var padding: Self { Self(rawValue: 0x8005) }
  /// Chunk types beyond RFC 9260 that the sender supports.
  @inlinable public static var supportedExtensions: Self { Self(rawValue: 0x8008) }
  /// The sender supports FORWARD-TSN (RFC 3758).
  @inlinable public static var forwardTSN: Self { Self(rawValue: 0xc000) }
  /// An address to be added (RFC 5061, section 4.2.1).
  @inlinable public static var addAddress: Self { Self(rawValue: 0xc001) }
  /// An address to be deleted.
  @inlinable public static var deleteAddress: Self { Self(rawValue: 0xc002) }
  /// A request failed.
  @inlinable public static var errorIndication: Self { Self(rawValue: 0xc003) }
  /// The address that the sender wants to be sent to.
  @inlinable public static var setPrimaryAddress: Self { Self(rawValue: 0xc004) }
  /// A request was carried out.
  @inlinable public static var success: Self { Self(rawValue: 0xc005) }
  /// A number for the layer above.
  @inlinable public static var adaptationIndication: Self { Self(rawValue: 0xc006) }

  /// Whether parameters follow a correlation number.
  public var hasCorrelation: Bool { (0xc001...0xc005).contains(rawValue) }
}

/// A parameter of a chunk, or an error cause, which has the same form.
///
///     +-------------------------------+-------------------------------+
///     |             Type              |            Length             |
///     +-------------------------------+-------------------------------+
public struct SCTPParameter: Hashable, Sendable {
  /// Size of the header in bytes.
  public static let headerByteCount = 4

  /// The type of the parameter, or in an ERROR or ABORT chunk the cause code.
  public let rawType: UInt16

  /// Header and value in bytes, without padding.
  public let length: UInt16

  /// The captured bytes of the value.
  public let value: Range<Int>

  /// The type of the parameter.
  public var type: SCTPParameterType { SCTPParameterType(rawValue: rawType) }

  /// The error cause, in an ERROR or ABORT chunk.
  public var cause: SCTPErrorCause { SCTPErrorCause(rawValue: rawType) }

  /// The first 32 bits of the value: request and response numbers, correlation numbers, increments; nil if cut.
  public func number(in frame: Span<UInt8>) -> UInt32? {
    guard value.count >= 4, value.upperBound <= frame.count else { return nil }
    return frame.uint32(at: value.lowerBound)
  }

  /// The address that a parameter of an address type has; nil if it is another, or is cut.
  public func address(in frame: Span<UInt8>) -> IPAddress? {
    guard value.upperBound <= frame.count else { return nil }
    switch type {
    case .ipv4Address where value.count >= 4:
      return .v4(IPv4Address(rawValue: frame.uint32(at: value.lowerBound)))
    case .ipv6Address where value.count >= 16:
      return .v6(IPv6Address(rawValue: frame.uint128(at: value.lowerBound)))
    default: return nil
    }
  }
}

/// Walks parameters or error causes.
///
/// It ends before one whose header is cut or whose length is impossible.
public struct SCTPParameterIterator: Sendable {
  private var offset: Int
  private let end: Int

  /// The parameters in a range of the frame.
  public init(_ range: Range<Int>) {
    (offset, end) = (range.lowerBound, range.upperBound)
  }

  /// The parameters of a chunk.
  public init(_ chunk: SCTPChunk) { self.init(chunk.parameters) }

  /// The next parameter.
  public mutating func next(in frame: Span<UInt8>) -> SCTPParameter? {
    let left = min(end, frame.count) - offset
    guard left >= SCTPParameter.headerByteCount else { return nil }
    let length = frame.uint16(at: offset + 2)
    guard length >= SCTPParameter.headerByteCount else { return nil }
    let start = offset + SCTPParameter.headerByteCount
    let parameter = SCTPParameter(
      rawType: frame.uint16(at: offset), length: length,
      value: start..<(offset + min(Int(length), left)))
    offset += min((Int(length) + 3) & ~3, left)
    return parameter
  }
}

/// An error cause code (RFC 9260, section 3.3.10; registry of IANA).
public struct SCTPErrorCause: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt16

  /// The cause of this number; the wire can carry any.
  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The name in its RFC; nil for a number without one.
  public var name: StaticString? {
    switch rawValue {
    case 1: "Invalid Stream Identifier"
    case 2: "Missing Mandatory Parameter"
    case 3: "Stale Cookie"
    case 4: "Out of Resource"
    case 5: "Unresolvable Address"
    case 6: "Unrecognized Chunk Type"
    case 7: "Invalid Mandatory Parameter"
    case 8: "Unrecognized Parameters"
    case 9: "No User Data"
    case 10: "Cookie Received While Shutting Down"
    case 11: "Restart of an Association with New Addresses"
    case 12: "User-Initiated Abort"
    case 13: "Protocol Violation"
    case 160: "Request to Delete Last Remaining IP Address"
    case 161: "Operation Refused Due to Resource Shortage"
    case 162: "Request to Delete Source IP Address"
    case 163: "Association Aborted Due to Illegal ASCONF-ACK"
    case 164: "Request Refused - No Authorization"
    case 261: "Unsupported HMAC Identifier"
    default: nil
    }
  }
}
