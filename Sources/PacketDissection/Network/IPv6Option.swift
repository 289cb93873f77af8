/// One option of a hop-by-hop or destination options header (RFC 8200, section 4.2).
public struct IPv6Option: Hashable, Sendable {
  /// The option's type.
  public let kind: Kind

  /// The option's first byte in the frame.
  public let offset: Int

  /// The length byte: the data's size; 0 for Pad1, which has none.
  public let length: UInt8

  /// The option's data in the frame.
  public let data: Range<Int>

  /// The fault of the option; nil if it is valid.
  public let problem: Problem?

  /// How an option contradicts its format.
  public enum Problem: Hashable, Sendable {
    /// The list ends before the option's length byte, or before the length it states.
    case cut
    /// The list ends before the option of this type could.
    case short
    /// The length is not the one that the type has.
    case badLength
  }

  /// An option type (IANA, "Destination Options and Hop-by-Hop Options").
  public struct Kind: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// The type of this number; the wire can carry any.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// One byte of padding.
    public static let pad1 = Kind(rawValue: 0x00)
    /// Two or more bytes of padding.
    public static let padN = Kind(rawValue: 0x01)
    /// RFC 2711.
    public static let routerAlert = Kind(rawValue: 0x05)
    /// RFC 2675.
    public static let jumboPayload = Kind(rawValue: 0xc2)
    /// RFC 6275, section 6.3.
    public static let homeAddress = Kind(rawValue: 0xc9)

    /// The minimum length of the whole option; 2 if its type is unknown.
    var minimumByteCount: Int {
      switch self {
      case .pad1: 1
      case .routerAlert: 4
      case .jumboPayload: 6
      case .homeAddress: 18
      default: 2
      }
    }
  }
}

/// Walks a list of IPv6 options; one with a problem is the last.
public struct IPv6OptionIterator: Sendable {
  private var offset: Int
  private let end: Int

  /// The options that lie at `list` of a frame.
  public init(_ list: Range<Int>) {
    offset = list.lowerBound
    end = list.upperBound
  }

  /// The next option, or nil at the end of the list.
  @inlinable
  public mutating func next(in frame: Span<UInt8>) -> IPv6Option? { advance(frame) }

  @usableFromInline
  mutating func advance(_ frame: Span<UInt8>) -> IPv6Option? {
    guard offset < end, end <= frame.count else { return nil }
    let start = offset
    let kind = IPv6Option.Kind(rawValue: frame[start])
    if kind == .pad1 {
      offset &+= 1
      return IPv6Option(kind: kind, offset: start, length: 0, data: offset..<offset, problem: nil)
    }
    guard start &+ 1 < end else { return last(kind, 0, .cut) }
    let length = frame[start &+ 1]
    let dataEnd = start &+ 2 &+ Int(length)
    guard dataEnd <= end else { return last(kind, length, .cut) }
    let minimum = kind.minimumByteCount
    guard start &+ minimum <= end else { return last(kind, length, .short) }
    switch kind {
    case .routerAlert, .jumboPayload:
      if Int(length) + 2 != minimum { return last(kind, length, .badLength) }
    case .homeAddress:
      if Int(length) + 2 < minimum { return last(kind, length, .badLength) }
    default: break
    }
    offset = dataEnd
    return IPv6Option(
      kind: kind, offset: start, length: length, data: (start &+ 2)..<dataEnd, problem: nil)
  }

  /// The option at `offset`, which ends the list.
  private mutating func last(
    _ kind: IPv6Option.Kind, _ length: UInt8, _ problem: IPv6Option.Problem
  ) -> IPv6Option {
    let start = offset
    offset = end
    return IPv6Option(
      kind: kind, offset: start, length: length, data: end..<end, problem: problem)
  }
}
