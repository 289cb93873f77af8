public import InternetTypes

/// Distinguishes damage from address translators that leave checksums as they were, by the wrong ones of each host
/// pair.
///
/// A translator that rewrites an address or a port without updating the checksum changes the covered bytes by the same
/// amount in every packet, so that (stated - right) in ones' complement (RFC 1624) is a constant other than 0: (new
/// address + new port) - (old address + old port). Damage gives any difference. The rule: a translator is found if one
/// of the last eight wrong packets from this source to this destination had the same difference, but another right
/// checksum, so that it is not a copy of the same packet. One packet is enough if the IPv4 header's checksum has the
/// same difference, because both checksums cover the addresses.
///
/// When the rule is wrong:
/// - Damage that has by chance a difference of the last eight: 1 wrong packet in 8,000.
/// - A stuck bit in a damaged device gives a constant difference: a power of two. Those never count as a translator's,
///   so that a rewrite by a power of two (a port by 1) is not found either.
/// - A sender that omits the same field in each packet (such as the protocol number) looks like a translator, and so
///   does a tool that replaces the same text in all packets of a savefile.
/// - The first packet of a translator is not recognized, nor the only one.
///
/// At most `capacity` host pairs are remembered; the oldest is evicted first.
public struct ChecksumDifferences: Sendable {
  /// Wrong packets that are remembered of each host pair.
  public static let depth = 8

  /// The finding from the difference of one packet.
  public enum Finding: Hashable, Sendable {
    /// Nothing (yet).
    case none
    /// A translator; `earlier` packets of this protocol that were reported as `none` are the same translator's.
    case translation(earlier: Int, IPProtocol)
  }

  /// The diagnosis of a packet's checksums, with regard to the packets before it.
  public struct Judgement: Hashable, Sendable {
    /// Of the IPv4 header.
    public var network: ChecksumDiagnosis
    /// Of the transport layer.
    public var transport: ChecksumDiagnosis
    /// The finding from the difference of the transport layer's checksum.
    public var finding: Finding
  }

  fileprivate struct HostPair: Hashable {
    let source: IPAddress
    let destination: IPAddress
  }

  fileprivate struct Entry {
    var difference: UInt16
    var right: UInt16
    var transportProtocol: IPProtocol
    /// Packets that were reported as `none`; 0 after the translator was recognized.
    var pending: Int
  }

  fileprivate struct History {
    var entries: [Entry] = []
    var oldest = 0
  }

  private let capacity: Int
  private var histories: [HostPair: History] = [:]
  private var order: [HostPair] = []
  private var oldest = 0

  /// How many host pairs had to be forgotten to make room.
  public private(set) var evictedCount: UInt64 = 0

  /// An empty memory of at most `capacity` host pairs, at least one.
  public init(capacity: Int = 4096) { self.capacity = max(capacity, 1) }

  /// The ones' complement difference `stated - right`, 0 to 0xfffe.
  public static func difference(stated: UInt16, right: UInt16) -> UInt16 {
    let sum = UInt32(stated) + UInt32(~right)
    let folded = UInt16(truncatingIfNeeded: sum >> 16 &+ sum & 0xffff)
    return folded == 0xffff ? 0 : folded
  }

  /// Verifies the checksums of a packet, and diagnoses wrong ones by this packet and those before it.
  public mutating func judge(_ packet: Packet, in frame: Span<UInt8>) -> Judgement {
    var judgement = Judgement(
      network: packet.networkChecksumDiagnosis(in: frame),
      transport: packet.transportChecksumDiagnosis(in: frame), finding: .none)
    guard case .wrong(let stated, let right) = judgement.transport else { return judgement }
    let transport = ChecksumDiagnosis.addressTranslation(stated: stated, right: right)
    if case .wrong(let ipStated, let ipRight) = judgement.network,
      packet.transportProtocol?.coversAddresses == true,
      Self.difference(stated: stated, right: right)
        == Self.difference(stated: ipStated, right: ipRight)
    {
      judgement.network = .addressTranslation(stated: ipStated, right: ipRight)
      judgement.transport = transport
      return judgement
    }
    judgement.finding = add(packet, stated: stated, right: right)
    if judgement.finding != .none { judgement.transport = transport }
    return judgement
  }

  /// Stores the wrong checksum of a packet, and returns the finding with regard to those before it.
  public mutating func add(_ packet: Packet, stated: UInt16, right: UInt16) -> Finding {
    guard let number = packet.transportProtocol, number.coversAddresses,
      let source = packet.sourceAddress, let destination = packet.destinationAddress
    else { return .none }
    let difference = Self.difference(stated: stated, right: right)
    // 2^n or -2^n: one bit, as a stuck one.
    if difference.nonzeroBitCount <= 1 || difference.nonzeroBitCount == 15 { return .none }
    let pair = HostPair(source: source, destination: destination)
    makeRoom(for: pair)
    let entry = Entry(
      difference: difference, right: right, transportProtocol: number, pending: 1)
    return histories[pair, default: History()].add(entry)
  }

  /// Forgets the oldest host pair when `pair` is new and the memory full.
  private mutating func makeRoom(for pair: HostPair) {
    guard histories[pair] == nil else { return }
    guard order.count == capacity else {
      order.append(pair)
      return
    }
    histories[order[oldest]] = nil
    order[oldest] = pair
    oldest = (oldest + 1) % capacity
    evictedCount += 1
  }
}

extension ChecksumDifferences.History {
  /// Compares `entry` with those before it, and stores it unless one of them is equal.
  mutating func add(
    _ entry: ChecksumDifferences.Entry
  ) -> ChecksumDifferences.Finding {
    guard let index = entries.firstIndex(where: { $0.difference == entry.difference }) else {
      if entries.count < ChecksumDifferences.depth {
        entries.append(entry)
      } else {
        entries[oldest] = entry
        oldest = (oldest + 1) % ChecksumDifferences.depth
      }
      return .none
    }
    let earlier = entries[index].pending
    if earlier > 0 && entries[index].right == entry.right {
      // The same packet again, as far as the sum shows it.
      entries[index].pending += 1
      return .none
    }
    entries[index].pending = 0
    return .translation(earlier: earlier, entries[index].transportProtocol)
  }
}

extension Packet {
  /// The source address of the IP header; nil unless it is IP.
  public var sourceAddress: IPAddress? {
    switch network {
    case .ipv4(let header): .v4(header.source)
    case .ipv6(let header): .v6(header.source)
    default: nil
    }
  }

  /// The destination address of the IP header; nil unless it is IP.
  public var destinationAddress: IPAddress? {
    switch network {
    case .ipv4(let header): .v4(header.destination)
    case .ipv6(let header): .v6(header.destination)
    default: nil
    }
  }
}
