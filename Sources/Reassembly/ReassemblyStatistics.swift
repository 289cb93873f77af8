public import InternetTypes

/// The fault of a fragment, or the reason why a datagram was discarded.
public enum FragmentFault: UInt8, CaseIterable, Hashable, Sendable {
  /// Fragments overlap and are not copies: the datagram and its later fragments are discarded (RFC 5722).
  case overlap
  /// A fragment ends beyond 65,535 bytes.
  case tooLarge
  /// Two fragments are marked as the last, or one follows the last.
  case contradictoryEnd
  /// More fragments than the limit for one datagram.
  case tooMany
  /// A first fragment ends before the transport header does (RFC 1858); the datagram is still reassembled.
  case tinyFirst
  /// A fragment without data, or one before the last with a length that is no multiple of eight; it is not stored.
  case impossibleLength
}

/// The counts of a reassembler.
public struct ReassemblyStatistics: Sendable {
  /// A fault's first occurrence.
  public struct Example: Hashable, Sendable {
    /// The packet's position in the input.
    public let packet: Int
    /// The source address.
    public let source: IPAddress
    /// The destination address.
    public let destination: IPAddress
  }

  /// Processed fragments.
  public internal(set) var fragments: UInt64 = 0
  /// Reassembled datagrams.
  public internal(set) var datagrams: UInt64 = 0
  /// The fragments of these datagrams.
  public internal(set) var joined: UInt64 = 0
  /// Of the reassembled datagrams, those truncated by the capture.
  public internal(set) var cutDatagrams: UInt64 = 0
  /// Atomic fragments: whole IPv6 packets with a fragment header (RFC 6946).
  public internal(set) var atomic: UInt64 = 0
  /// Copies of stored fragments.
  public internal(set) var duplicates: UInt64 = 0
  /// Datagrams that timed out.
  public internal(set) var timedOut: UInt64 = 0
  /// Datagrams that were evicted to make room.
  public internal(set) var evicted: UInt64 = 0
  /// Datagrams that were incomplete at the end of the input.
  public internal(set) var unfinished: UInt64 = 0
  /// Fragments, other than the first, of datagrams that were not reassembled.
  public internal(set) var strays: UInt64 = 0

  private var counts = InlineArray<6, UInt64>(repeating: 0)
  private var examples = InlineArray<6, Example?>(repeating: nil)

  /// Counts of zero.
  public init() {}

  /// How often a fault occurred: in datagrams, for `tinyFirst` and `impossibleLength` in fragments.
  public func count(of fault: FragmentFault) -> UInt64 { counts[Int(fault.rawValue)] }

  /// The first occurrence of a fault.
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
