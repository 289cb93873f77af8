import BasicContainers
public import ConnectionTracking
public import InternetTypes
import PacketDissection
public import Reassembly

/// Tracks the connections of one bucket of an archive, with the clock of all of it.
///
/// It is given the packets of its bucket, those that every bucket needs, and the times of all others, in the order of
/// the archive. Its findings are those that a `CaptureTracker` of all packets has of the same connections, as long as
/// nothing is evicted: connections time out, and incomplete datagrams are given up, at the same packets.
public struct BucketTracker: ~Copyable {
  private var shards: ShardedTracker
  private var fragments = FragmentReassembler()
  private let router: BucketRouter
  private let bucket: Int
  /// The positions of what was appended since the last exchange.
  private var positions: [BucketPosition] = []
  private var isFinishing = false

  /// A tracker of one of the router's buckets.
  public init(_ configuration: PipelineConfiguration, bucket: Int, of router: BucketRouter) {
    var configuration = configuration
    configuration.shardCount = 1
    configuration.isThreaded = false
    shards = ShardedTracker(configuration)
    self.router = router
    self.bucket = bucket
  }

  /// The counters of the connections.
  public var statistics: TrackerStatistics { shards.statistics }

  /// The counters of the reassembly of fragments, which every bucket does for all fragments.
  public var reassemblyStatistics: ReassemblyStatistics { fragments.statistics }

  /// Sets the origin of the next packets.
  public mutating func begin(_ origin: PacketOrigin?) { shards.enter(origin) }

  // MARK: - Packets

  /// Takes a packet of this bucket.
  ///
  /// - Parameters:
  ///   - frame: its captured bytes.
  ///   - header: its other properties.
  ///   - rank: how many packets of all files come before it.
  ///   - receiver: receives the findings, some time later.
  public mutating func take(
    own frame: Span<UInt8>, _ header: FrameHeader, rank: UInt64,
    into receiver: inout some BucketReceiver & ~Copyable
  ) {
    let isPlain = shards.append(
      plain: frame, wireLength: header.wireLength, linkType: header.linkType,
      timestamp: header.timestamp, number: header.number)
    if !isPlain {
      let packet = Packet(
        decoding: frame, wireLength: header.wireLength, linkType: header.linkType)
      shards.append(packet, frame: frame, timestamp: header.timestamp, number: header.number)
    }
    positions.append(.packet(rank))
    if shards.isFull { exchange(into: &receiver) }
  }

  /// Takes a packet that every bucket needs: a fragment, or an ICMP error.
  public mutating func take(
    shared frame: Span<UInt8>, _ header: FrameHeader, rank: UInt64,
    into receiver: inout some BucketReceiver & ~Copyable
  ) {
    let packet = Packet(
      decoding: frame, wireLength: header.wireLength, linkType: header.linkType)
    guard packet.isFragment,
      let fragment = IPFragment(packet, in: frame, linkType: header.linkType)
    else {
      if !deliver(packet, frame, header.timestamp, header.number, .packet(rank)) {
        advance(to: header.timestamp, rank)
      }
      if shards.isFull { exchange(into: &receiver) }
      return
    }
    var count: UInt64 = 0
    while fragments.makeRoom(for: fragment, frame, at: header.timestamp) {
      deliverOutput(.givenUp(rank, after: count))
      count &+= 1
      if shards.isFull { exchange(into: &receiver) }
    }
    advance(to: header.timestamp, rank)
    switch fragments.take(
      fragment, frame, timestamp: header.timestamp, number: header.number)
    {
    case .unchanged: _ = deliver(packet, frame, header.timestamp, header.number, .packet(rank))
    case .kept: break
    case .atomic, .output: deliverOutput(.packet(rank))
    }
    if shards.isFull { exchange(into: &receiver) }
  }

  /// Lets time pass at a packet of another bucket.
  public mutating func pass(
    _ time: Timestamp, rank: UInt64, into receiver: inout some BucketReceiver & ~Copyable
  ) {
    advance(to: time, rank)
    if shards.isFull { exchange(into: &receiver) }
  }

  private mutating func advance(to time: Timestamp, _ rank: UInt64) {
    shards.advance(to: time)
    positions.append(.packet(rank))
  }

  /// Appends the packet that the reassembler has ready, if it belongs here.
  private mutating func deliverOutput(_ position: BucketPosition) {
    let found = Self.append(fragments.output, to: &shards, router, bucket)
    if let found { positions.append(found == .packet ? position : position.ofQuote) }
  }

  /// Appends a packet if it belongs here, or if the packet does that it quotes; false if neither.
  private mutating func deliver(
    _ packet: Packet, _ frame: Span<UInt8>, _ time: Timestamp, _ number: Int,
    _ position: BucketPosition
  ) -> Bool {
    let found = Self.append(packet, frame, time, number, to: &shards, router, bucket)
    if let found { positions.append(found == .packet ? position : position.ofQuote) }
    return found != nil
  }

  /// What of a packet belongs to the bucket.
  private enum Concern { case packet, quote }

  private static func append(
    _ output: borrowing AssembledPacket, to shards: inout ShardedTracker,
    _ router: BucketRouter, _ bucket: Int
  ) -> Concern? {
    let packet = Packet(
      decoding: output.bytes.span, wireLength: output.wireLength, linkType: output.linkType)
    return append(
      packet, output.bytes.span, output.timestamp, output.number, to: &shards, router, bucket)
  }

  private static func append(
    _ packet: Packet, _ frame: Span<UInt8>, _ time: Timestamp, _ number: Int,
    to shards: inout ShardedTracker, _ router: BucketRouter, _ bucket: Int
  ) -> Concern? {
    if router.owner(of: packet) == bucket {
      shards.append(packet, frame: frame, timestamp: time, number: number)
      return .packet
    }
    guard router.owner(quotedBy: packet, in: frame) == bucket else { return nil }
    shards.append(quoting: packet, frame: frame, timestamp: time, number: number)
    return .quote
  }

  // MARK: - Findings

  private mutating func exchange(into receiver: inout some BucketReceiver & ~Copyable) {
    receiver.positions = positions
    positions.removeAll(keepingCapacity: true)
    shards.exchange(into: &receiver)
  }

  /// Ends some of the connections that still live; false if all have ended.
  ///
  /// No packet may be taken afterwards. A receiver that collects text can write it between two calls.
  ///
  /// - Parameters:
  ///   - count: how many packets the archive has.
  ///   - receiver: receives the findings.
  /// - Returns: whether to call it again.
  public mutating func finishSome(
    after count: UInt64, into receiver: inout some BucketReceiver & ~Copyable
  ) -> Bool {
    if !isFinishing {
      var given: UInt64 = 0
      while fragments.finish() {
        deliverOutput(.givenUp(count, after: given))
        given &+= 1
        if shards.isFull { exchange(into: &receiver) }
      }
      exchange(into: &receiver)
      isFinishing = true
      return true
    }
    return shards.finish(into: &receiver)
  }
}

extension BucketPosition {
  /// The position of the packet that this one quotes.
  fileprivate var ofQuote: BucketPosition {
    BucketPosition(order: order, list: list &+ 1, queued: queued)
  }
}
