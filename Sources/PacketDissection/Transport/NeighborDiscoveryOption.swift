/// One option of a neighbor discovery message (RFC 4861, section 4.6).
public struct NeighborDiscoveryOption: Hashable, Sendable {
  /// The content of the option.
  public let kind: Kind

  /// The length byte: the whole option in units of eight bytes.
  public let length: UInt8

  /// The option's first byte in the frame.
  public let offset: Int

  /// The whole option's size in bytes, as it states it.
  public var byteCount: Int { Int(length) * 8 }

  /// The bytes after type and length.
  public var data: Range<Int> { (offset + 2)..<(offset + max(byteCount, 2)) }

  /// An option type (IANA, "IPv6 Neighbor Discovery Option Formats").
  public struct Kind: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// The type of this number; the wire can carry any.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// RFC 4861, section 4.6.1.
    public static let sourceLinkLayerAddress = Kind(rawValue: 1)
    /// RFC 4861, section 4.6.1.
    public static let targetLinkLayerAddress = Kind(rawValue: 2)
    /// RFC 4861, section 4.6.2.
    public static let prefixInformation = Kind(rawValue: 3)
    /// RFC 4861, section 4.6.3.
    public static let redirectedHeader = Kind(rawValue: 4)
    /// RFC 4861, section 4.6.4.
    public static let maximumTransmissionUnit = Kind(rawValue: 5)
    /// RFC 6275, section 7.3.
    public static let advertisementInterval = Kind(rawValue: 7)
    /// RFC 6275, section 7.4.
    public static let homeAgentInformation = Kind(rawValue: 8)
    /// RFC 4191.
    public static let routeInformation = Kind(rawValue: 24)
    /// RFC 8106, section 5.1.
    public static let recursiveDNSServers = Kind(rawValue: 25)
    /// RFC 8106, section 5.2.
    public static let dnsSearchList = Kind(rawValue: 31)
  }
}

/// Walks the options of a neighbor discovery message.
public struct NeighborDiscoveryOptionIterator: Sendable {
  /// The result of reading the next option.
  public enum Step: Hashable, Sendable {
    case option(NeighborDiscoveryOption)
    /// The option's length is zero, or it goes past the captured bytes.
    case broken
  }

  private var offset: Int
  private let end: Int

  /// The options from `offset` on of the message in `packet`.
  public init(_ packet: Packet, from offset: Int) {
    self.offset = offset
    end = packet.end
  }

  /// The next step, or nil at the end of the list.
  @inlinable
  public mutating func next(in frame: Span<UInt8>) -> Step? { advance(frame) }

  @usableFromInline
  mutating func advance(_ frame: Span<UInt8>) -> Step? {
    guard offset < end, end <= frame.count else { return nil }
    guard offset &+ 2 <= end else { return broken() }
    let option = NeighborDiscoveryOption(
      kind: NeighborDiscoveryOption.Kind(rawValue: frame[offset]), length: frame[offset &+ 1],
      offset: offset)
    guard option.length > 0, offset &+ option.byteCount <= end else { return broken() }
    offset &+= option.byteCount
    return .option(option)
  }

  private mutating func broken() -> Step {
    offset = end
    return .broken
  }
}
