import InternetTypes

/// One option of an IPv4 header (RFC 791, section 3.1).
public struct IPv4Option: Hashable, Sendable {
  /// The option's type: copied flag, class and number.
  public let kind: Kind

  /// The length the option states, type and length byte included; 1 for the two types that have no length byte.
  public let length: Int

  /// The option in the frame, its type byte first; it may end after the captured bytes.
  public let range: Range<Int>

  /// An IPv4 option type (IANA, "IP Option Numbers").
  public struct Kind: RawRepresentable, Hashable, Sendable {
    /// The byte on the wire.
    public let rawValue: UInt8

    /// The type of this number; the wire can carry any.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// End of the option list.
    public static var endOfList: Kind { Kind(rawValue: 0) }
    /// Padding of one byte.
    public static var noOperation: Kind { Kind(rawValue: 1) }
    /// Record route.
    public static var recordRoute: Kind { Kind(rawValue: 7) }
    /// Internet timestamp.
    public static var timestamp: Kind { Kind(rawValue: 68) }
    /// Traceroute (RFC 1393).
    public static var traceroute: Kind { Kind(rawValue: 82) }
    /// Security (RFC 1108).
    public static var security: Kind { Kind(rawValue: 130) }
    /// Loose source and record route.
    public static var looseSourceRoute: Kind { Kind(rawValue: 131) }
    /// Strict source and record route.
    public static var strictSourceRoute: Kind { Kind(rawValue: 137) }
    /// Router alert (RFC 2113).
    public static var routerAlert: Kind { Kind(rawValue: 148) }
  }
}

/// Walks the options of an IPv4 header; a cut or invalid list ends with a step that reports it.
public struct IPv4OptionIterator: Sendable {
  /// The result of reading the next option.
  public enum Step: Hashable, Sendable {
    case option(IPv4Option)
    /// The option's length is below 2 or goes past the header.
    case badLength(IPv4Option.Kind, length: Int)
    /// The captured bytes end before the option's length; nil if they end before its type.
    case cut(IPv4Option.Kind?)
  }

  private var offset: Int
  private let end: Int
  private let capturedEnd: Int

  /// The options of the IPv4 header in `packet`; none if it has none.
  public init(_ packet: Packet) {
    capturedEnd = packet.end
    guard case .ipv4(let header) = packet.network else {
      offset = 0
      end = 0
      return
    }
    offset = packet.networkOffset + IPv4Header.minimumByteCount
    end = max(packet.networkOffset + Int(header.headerByteCount), offset)
  }

  /// The next step, or nil at the end of the list.
  public mutating func next(in frame: Span<UInt8>) -> Step? {
    guard offset < end else { return nil }
    guard offset < capturedEnd else { return last(.cut(nil)) }
    let kind = IPv4Option.Kind(rawValue: frame[offset])
    var length = 1
    if kind != .endOfList && kind != .noOperation {
      guard offset + 1 < capturedEnd else { return last(.cut(kind)) }
      length = Int(frame[offset + 1])
      guard length >= 2, length <= end - offset else {
        return last(.badLength(kind, length: length))
      }
    }
    let range = offset..<(offset + length)
    offset += length
    return .option(IPv4Option(kind: kind, length: length, range: range))
  }

  /// Ends the iteration with an error.
  private mutating func last(_ step: Step) -> Step {
    offset = end
    return step
  }
}

/// A source route (RFC 791, section 3.1).
struct IPv4SourceRoute {
  /// The last of its addresses.
  let lastAddress: UInt32

  /// Whether the packet has travelled it: the pointer is after the list, the header's destination is the final one,
  /// and the addresses are a record.
  let isTravelled: Bool
}

extension Packet {
  /// The source route of an IPv4 packet, as far as it was captured; nil without one.
  func sourceRoute(_ header: IPv4Header, in frame: Span<UInt8>) -> IPv4SourceRoute? {
    guard header.headerByteCount > IPv4Header.minimumByteCount else { return nil }
    var options = IPv4OptionIterator(self)
    while case .option(let option)? = options.next(in: frame), option.kind != .endOfList {
      guard option.range.upperBound <= end else { break }
      let isRoute = option.kind == .looseSourceRoute || option.kind == .strictSourceRoute
      if isRoute && option.length >= 7 {
        return IPv4SourceRoute(
          lastAddress: frame.uint32(at: option.range.upperBound - 4),
          isTravelled: Int(frame[option.range.lowerBound + 2]) > option.length)
      }
    }
    return nil
  }
}
