/// One TCP option in a segment (RFC 9293, section 3.2).
public struct TCPOption: Hashable, Sendable {
  /// The option's kind (IANA, "TCP Option Kind Numbers").
  public let kind: Kind

  /// The length the option states, kind and length byte included; 1 for the two kinds that have no length byte.
  public let length: Int

  /// The option's data in the frame; it may end after the captured bytes.
  public let data: Range<Int>

  /// A TCP option kind.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// The kind of this number; the wire can carry any.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Ends the list before its end (RFC 9293, section 3.2).
    @inlinable public static var endOfList: Kind { Kind(rawValue: 0) }
    /// Padding between options (RFC 9293, section 3.2).
    @inlinable public static var noOperation: Kind { Kind(rawValue: 1) }
    /// RFC 9293, section 3.7.1.
    @inlinable public static var maximumSegmentSize: Kind { Kind(rawValue: 2) }
    /// RFC 7323, section 2.
    @inlinable public static var windowScale: Kind { Kind(rawValue: 3) }
    /// RFC 2018, section 2.
    @inlinable public static var sackPermitted: Kind { Kind(rawValue: 4) }
    /// RFC 2018, section 3.
    @inlinable public static var sack: Kind { Kind(rawValue: 5) }
    /// RFC 1072, obsolete: what timestamps replaced.
    @inlinable public static var echo: Kind { Kind(rawValue: 6) }
    /// RFC 1072, obsolete.
    @inlinable public static var echoReply: Kind { Kind(rawValue: 7) }
    /// RFC 7323, section 3.
    @inlinable public static var timestamps: Kind { Kind(rawValue: 8) }
    /// T/TCP connection count (RFC 1644, historic).
    @inlinable public static var connectionCount: Kind { Kind(rawValue: 11) }
    /// CC.NEW of T/TCP (RFC 1644, historic).
    @inlinable public static var newConnectionCount: Kind { Kind(rawValue: 12) }
    /// CC.ECHO of T/TCP (RFC 1644, historic).
    @inlinable public static var connectionCountEcho: Kind { Kind(rawValue: 13) }
    /// RFC 2385.
    @inlinable public static var md5Signature: Kind { Kind(rawValue: 19) }
    /// Capabilities of the Space Communications Protocol Specification (CCSDS 714.0-B-2).
    @inlinable public static var scpsCapabilities: Kind { Kind(rawValue: 20) }
    /// RFC 5482.
    @inlinable public static var userTimeout: Kind { Kind(rawValue: 28) }
    /// TCP-AO (RFC 5925).
    @inlinable public static var authentication: Kind { Kind(rawValue: 29) }
    /// MPTCP (RFC 8684); `MPTCPOption` decodes it.
    @inlinable public static var multipath: Kind { Kind(rawValue: 30) }
    /// RFC 7413.
    @inlinable public static var fastOpen: Kind { Kind(rawValue: 34) }
    /// The second of the two kinds for experiments, which a 16-bit identifier follows (RFC 6994).
    @inlinable public static var experiment2: Kind { Kind(rawValue: 254) }
  }
}

/// Walks the options of a TCP segment.
///
/// Options are returned as ranges of the frame; nothing is copied. A cut or malformed list ends with the step that
/// reports it.
public struct TCPOptionIterator: Sendable {
  /// The result of reading the next option.
  public enum Step: Hashable, Sendable {
    case option(TCPOption)
    /// The option's length is below 2 or goes past the header.
    case badLength
    /// The captured bytes end before the option's kind or length.
    case cut
  }

  private var offset: Int

  /// End of the option list in the frame, as the data offset states it; it may lie after what was captured.
  public let end: Int

  private let capturedEnd: Int

  /// The options of the TCP segment in `packet`; none if it has none.
  public init(_ packet: Packet) {
    capturedEnd = packet.end
    guard case .tcp(let header) = packet.transport else {
      offset = 0
      end = 0
      return
    }
    offset = packet.transportOffset + TCPHeader.minimumByteCount
    end = max(packet.transportOffset + Int(header.headerByteCount), offset)
  }

  /// The options at `range` of a frame, all of which was captured.
  public init(in range: Range<Int>) {
    offset = range.lowerBound
    end = range.upperBound
    capturedEnd = end
  }

  /// The next step, or nil at the end of the list.
  @inlinable
  public mutating func next(in frame: Span<UInt8>) -> Step? { advance(frame) }

  /// Continues at `offset` instead of after the last option, for a reader that uses the size of the option's kind, not
  /// the stated length.
  public mutating func move(to offset: Int) { self.offset = offset }

  @usableFromInline
  mutating func advance(_ frame: Span<UInt8>) -> Step? {
    guard offset < end else { return nil }
    guard offset < capturedEnd else { return last(.cut) }
    let kind = TCPOption.Kind(rawValue: frame[offset])
    if kind.rawValue <= 1 {
      offset &+= 1
      return .option(TCPOption(kind: kind, length: 1, data: offset..<offset))
    }
    // A kind in the header's last byte states the length in the byte after it.
    guard offset &+ 1 < capturedEnd else { return last(.cut) }
    let length = Int(frame[offset &+ 1])
    guard length >= 2, length <= end &- offset else { return last(.badLength) }
    let data = (offset &+ 2)..<(offset &+ length)
    offset &+= length
    return .option(TCPOption(kind: kind, length: length, data: data))
  }

  /// Ends the iteration with an error.
  private mutating func last(_ step: Step) -> Step {
    offset = end
    return step
  }
}
