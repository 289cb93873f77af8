/// The type of a chunk of an SCTP packet (RFC 9260, section 3.2; registry of IANA).
///
/// The two highest bits state the action of a receiver that does not know the type.
public struct SCTPChunkType: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt8

  /// The type of this number; the wire can carry any.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// User data.
  @inlinable public static var data: Self { Self(rawValue: 0) }
  /// INIT: the beginning of an association.
  @inlinable public static var initiation: Self { Self(rawValue: 1) }
  /// INIT ACK.
  @inlinable public static var initiationAcknowledgment: Self { Self(rawValue: 2) }
  /// SACK.
  @inlinable public static var selectiveAcknowledgment: Self { Self(rawValue: 3) }
  /// HEARTBEAT.
  @inlinable public static var heartbeat: Self { Self(rawValue: 4) }
  /// HEARTBEAT ACK.
  @inlinable public static var heartbeatAcknowledgment: Self { Self(rawValue: 5) }
  /// ABORT: the association ends at once.
  @inlinable public static var abort: Self { Self(rawValue: 6) }
  /// SHUTDOWN: the sender has no more data.
  @inlinable public static var shutdown: Self { Self(rawValue: 7) }
  /// SHUTDOWN ACK.
  @inlinable public static var shutdownAcknowledgment: Self { Self(rawValue: 8) }
  /// ERROR.
  @inlinable public static var error: Self { Self(rawValue: 9) }
  /// COOKIE ECHO.
  @inlinable public static var cookieEcho: Self { Self(rawValue: 10) }
  /// COOKIE ACK.
  @inlinable public static var cookieAcknowledgment: Self { Self(rawValue: 11) }
  /// Explicit congestion notification echo (RFC 9260, appendix A).
  @inlinable public static var congestionEcho: Self { Self(rawValue: 12) }
  /// Congestion window reduced.
  @inlinable public static var windowReduced: Self { Self(rawValue: 13) }
  /// SHUTDOWN COMPLETE.
  @inlinable public static var shutdownComplete: Self { Self(rawValue: 14) }
  /// AUTH (RFC 4895).
  @inlinable public static var authentication: Self { Self(rawValue: 15) }
  /// I-DATA (RFC 8260).
  @inlinable public static var interleavedData: Self { Self(rawValue: 64) }
  /// ASCONF-ACK (RFC 5061).
  @inlinable public static var addressConfigurationAcknowledgment: Self { Self(rawValue: 128) }
  /// RE-CONFIG (RFC 6525).
  @inlinable public static var reconfiguration: Self { Self(rawValue: 130) }
  /// PAD (RFC 4820).
  @inlinable public static var padding: Self { Self(rawValue: 132) }
  /// FORWARD-TSN (RFC 3758).
  @inlinable public static var forwardTSN: Self { Self(rawValue: 192) }
  /// ASCONF (RFC 5061).
  @inlinable public static var addressConfiguration: Self { Self(rawValue: 193) }
  /// I-FORWARD-TSN (RFC 8260).
  @inlinable public static var interleavedForwardTSN: Self { Self(rawValue: 194) }

  /// Whether a receiver that does not know the type discards the rest of the packet.
  public var stopsProcessing: Bool { rawValue & 0x80 == 0 }

  /// Whether a receiver that does not know the type reports it.
  public var isReported: Bool { rawValue & 0x40 != 0 }

  /// The name in its RFC; nil for a number without one.
  public var name: StaticString? {
    switch self {
    case .data: "DATA"
    case .initiation: "INIT"
    case .initiationAcknowledgment: "INIT ACK"
    case .selectiveAcknowledgment: "SACK"
    case .heartbeat: "HEARTBEAT"
    case .heartbeatAcknowledgment: "HEARTBEAT ACK"
    case .abort: "ABORT"
    case .shutdown: "SHUTDOWN"
    case .shutdownAcknowledgment: "SHUTDOWN ACK"
    case .error: "ERROR"
    case .cookieEcho: "COOKIE ECHO"
    case .cookieAcknowledgment: "COOKIE ACK"
    case .congestionEcho: "ECNE"
    case .windowReduced: "CWR"
    case .shutdownComplete: "SHUTDOWN COMPLETE"
    case .authentication: "AUTH"
    case .interleavedData: "I-DATA"
    case .addressConfigurationAcknowledgment: "ASCONF-ACK"
    case .reconfiguration: "RE-CONFIG"
    case .padding: "PAD"
    case .forwardTSN: "FORWARD-TSN"
    case .addressConfiguration: "ASCONF"
    case .interleavedForwardTSN: "I-FORWARD-TSN"
    default: nil
    }
  }
}

/// The header of a chunk, and the captured range of its value.
///
///     +---------------+---------------+-------------------------------+
///     |     Type      |     Flags     |            Length             |
///     +---------------+---------------+-------------------------------+
public struct SCTPChunk: Hashable, Sendable {
  /// Size of the header in bytes.
  public static let headerByteCount = 4

  /// The type of the chunk.
  public let type: SCTPChunkType

  /// Bits whose meaning depends on the type.
  public let flags: UInt8

  /// Header and value in bytes, without padding, as the sender stated it.
  public let length: UInt16

  /// The offset where the chunk begins in the frame.
  public let offset: Int

  /// The captured bytes of the value.
  public let value: Range<Int>

  /// Decodes the chunk at `offset`; nil if its header is cut or its length is impossible.
  public init?(at offset: Int, in bytes: Span<UInt8>) {
    guard offset >= 0, bytes.count - offset >= Self.headerByteCount else { return nil }
    length = bytes.uint16(at: offset + 2)
    guard length >= Self.headerByteCount else { return nil }
    type = SCTPChunkType(rawValue: bytes[offset])
    flags = bytes[offset + 1]
    self.offset = offset
    let end = offset + min(Int(length), bytes.count - offset)
    value = (offset + Self.headerByteCount)..<end
  }

  /// Whether the value was captured whole.
  public var isWhole: Bool { value.count == Int(length) - Self.headerByteCount }

  /// T of ABORT and SHUTDOWN COMPLETE: the verification tag is the peer's own, as the sender has no association.
  public var hasReflectedTag: Bool { flags & 1 != 0 }
}

/// Walks the chunks of an SCTP packet.
///
/// It ends before a chunk whose header is cut or whose length is impossible; `problem` states which.
public struct SCTPChunkIterator: Sendable {
  private var offset: Int
  private let end: Int

  /// Why the walk ended before the packet did.
  public private(set) var problem: DecodeError?

  /// The chunks of a packet; none if its transport is not SCTP.
  public init(_ packet: Packet) {
    if case .sctp = packet.transport {
      (offset, end) = (packet.payload.lowerBound, packet.payload.upperBound)
    } else {
      (offset, end) = (0, 0)
    }
  }

  /// The next chunk.
  ///
  /// - Parameter frame: The bytes that the packet was decoded from.
  /// - Returns: The chunk, or nil at the end of them.
  public mutating func next(in frame: Span<UInt8>) -> SCTPChunk? {
    let left = min(end, frame.count) - offset
    guard left > 0 else { return nil }
    guard left >= SCTPChunk.headerByteCount else {
      problem = .truncated(.sctp, needed: SCTPChunk.headerByteCount, available: left)
      return nil
    }
    guard let chunk = SCTPChunk(at: offset, in: frame.extracting(first: offset + left)) else {
      problem = .invalid(.sctp, field: .length, value: Int(frame.uint16(at: offset + 2)))
      return nil
    }
    // Padded to a multiple of four, which the length leaves out.
    offset += min((Int(chunk.length) + 3) & ~3, left)
    return chunk
  }
}
