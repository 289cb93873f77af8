public import InternetTypes

/// Why a datagram was discarded, or what is wrong with a fragment.
public enum FragmentFault: UInt8, CaseIterable, Hashable, Sendable {
  /// Fragments overlap without being the same: all of the datagram is discarded, and what comes of it (RFC 5722).
  case overlap
  /// Fragments reach beyond 65,535 bytes.
  case tooLarge
  /// Two fragments are the last, or one lies behind the last.
  case contradictoryEnd
  /// More fragments than are kept of one datagram.
  case tooMany
  /// A first fragment ends before the transport header does (RFC 1858); the datagram is put together all the same.
  case tinyFirst
  /// A fragment with no data, or, as others follow, with a length that is no multiple of eight; it is not taken.
  case impossibleLength
}

/// What a reassembler counted.
public struct ReassemblyStatistics: Sendable {
  /// A fault's first occurrence.
  public struct Example: Hashable, Sendable {
    /// The packet's position in the input.
    public let packet: Int
    /// Where it comes from.
    public let source: IPAddress
    /// Where it goes.
    public let destination: IPAddress
  }

  /// Fragments that were given to it.
  public internal(set) var fragments: UInt64 = 0
  /// Datagrams that were put together.
  public internal(set) var datagrams: UInt64 = 0
  /// The fragments that these were put together of.
  public internal(set) var joined: UInt64 = 0
  /// Of the datagrams, how many the capture had cut, so that their payload is not there.
  public internal(set) var cutDatagrams: UInt64 = 0
  /// IPv6 packets with a fragment header that are no fragments (RFC 6946).
  public internal(set) var atomic: UInt64 = 0
  /// Fragments that came again as they were.
  public internal(set) var duplicates: UInt64 = 0
  /// Datagrams that were given up as time was over.
  public internal(set) var timedOut: UInt64 = 0
  /// Datagrams that were given up to make room.
  public internal(set) var evicted: UInt64 = 0
  /// Datagrams that were not complete at the end of the input.
  public internal(set) var unfinished: UInt64 = 0
  /// Fragments other than the first of datagrams that never came to be.
  public internal(set) var strays: UInt64 = 0

  private var counts = InlineArray<6, UInt64>(repeating: 0)
  private var examples = InlineArray<6, Example?>(repeating: nil)

  /// Nothing counted.
  public init() {}

  /// How often a fault was seen: datagrams, of `tinyFirst` and `impossibleLength` fragments.
  public func count(of fault: FragmentFault) -> UInt64 { counts[Int(fault.rawValue)] }

  /// Where a fault was seen first.
  public func example(of fault: FragmentFault) -> Example? { examples[Int(fault.rawValue)] }

  /// Counts a fault of a fragment.
  mutating func note(_ fault: FragmentFault, _ fragment: IPFragment, packet: Int) {
    let index = Int(fault.rawValue)
    counts[index] &+= 1
    guard examples[index] == nil else { return }
    let (source, destination): (IPAddress, IPAddress)
    if fragment.domain & 1 << 8 != 0 {
      source = .v6(IPv6Address(rawValue: fragment.source))
      destination = .v6(IPv6Address(rawValue: fragment.destination))
    } else {
      source = .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: fragment.source)))
      destination = .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: fragment.destination)))
    }
    examples[index] = Example(packet: packet, source: source, destination: destination)
  }
}
