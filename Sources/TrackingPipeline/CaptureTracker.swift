import BasicContainers
public import ConnectionTracking
public import InternetTypes
import PacketDissection
public import Reassembly

/// Tracks the connections of a capture on several processors, and passes the findings to a receiver in one order.
///
///     var tracker = CaptureTracker(PipelineConfiguration())
///     tracker.take(frame, header, into: &receiver)   // for each frame, in order
///     tracker.finish(into: &receiver)
///
/// Fragments are reassembled, packets are decoded once and spread over shards, and findings come back in the order of
/// the packets that led to them. Findings and their order are the same for every number of shards as long as no
/// connection is evicted. Which connections are evicted depends on the packets, the limits and the number of shards,
/// not on the machine.
///
/// The shards' threads end, and their memory is released, with the tracker; another one can be made afterwards.
public struct CaptureTracker: ~Copyable {
  var shards: ShardedTracker
  var fragments = FragmentReassembler()
  /// Whether the ends of connections have begun.
  var isFinishing = false

  /// A tracker without connections.
  public init(_ configuration: PipelineConfiguration = PipelineConfiguration()) {
    shards = ShardedTracker(configuration)
  }

  /// How many shards there are.
  public var shardCount: Int { shards.shardCount }

  /// The connections that each shard has opened, in the batches that were merged.
  public var connectionsOfShards: [UInt64] { shards.connectionsOfShards }

  /// The counters of all shards, in the batches that were merged.
  public var statistics: TrackerStatistics { shards.statistics }

  /// The counters of the reassembly of fragments.
  public var reassemblyStatistics: ReassemblyStatistics { fragments.statistics }

  // MARK: Frames

  /// Sets the origin of the next frames, which the summaries of connections that begin with them have.
  ///
  /// It costs nothing as long as the origin stays.
  public mutating func begin(_ origin: PacketOrigin?) { shards.enter(origin) }

  /// Takes a frame; true if the receiver may have got findings.
  @inlinable
  @discardableResult
  public mutating func take(
    _ frame: Span<UInt8>, _ header: FrameHeader,
    into receiver: inout some FindingsReceiver & ~Copyable
  ) -> Bool {
    switch append(plain: frame, header) {
    case .appended: return false
    case .filled:
      exchange(into: &receiver)
      return true
    case .notPlain: return take(other: frame, header, into: &receiver)
    }
  }

  /// The result of `append(plain:_:)`.
  ///
  /// One result for all cases: a getter that is not inlined would copy the tracker (1.6 KB) for each packet.
  @usableFromInline
  enum PlainOutcome {
    /// It was appended.
    case appended
    /// It was appended, and the batch is full.
    case filled
    /// It holds no plain segment.
    case notPlain
  }

  /// Appends a plain TCP segment, one without a tunnel, VLAN or fragment.
  @usableFromInline
  mutating func append(plain frame: Span<UInt8>, _ header: FrameHeader) -> PlainOutcome {
    let isPlain = shards.append(
      plain: frame, wireLength: header.wireLength, linkType: header.linkType,
      timestamp: header.timestamp, number: header.number)
    guard isPlain else { return .notPlain }
    return shards.isFull ? .filled : .appended
  }

  /// Hands over the batch.
  @usableFromInline
  mutating func exchange(into receiver: inout some FindingsReceiver & ~Copyable) {
    shards.exchange(into: &receiver)
  }

  /// Processes a frame that is decoded layer by layer; a fragment is stored until its datagram is complete.
  @usableFromInline
  mutating func take(
    other frame: Span<UInt8>, _ header: FrameHeader,
    into receiver: inout some FindingsReceiver & ~Copyable
  ) -> Bool {
    prepare(frame, header) { shards, _, _ in
      guard shards.isFull else { return false }
      shards.exchange(into: &receiver)
      return true
    }
  }

  /// Decodes a frame, reassembles it if it is a fragment, and appends the resulting packets; `body` is called after
  /// each appended packet, with whether that is the frame itself.
  mutating func prepare<Failure: Error>(
    _ frame: Span<UInt8>, _ header: FrameHeader,
    body: (inout ShardedTracker, inout FragmentReassembler, Origin) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    let packet = Packet(
      decoding: frame, wireLength: header.wireLength, linkType: header.linkType)
    guard packet.isFragment,
      let fragment = IPFragment(packet, in: frame, linkType: header.linkType)
    else {
      shards.append(packet, frame: frame, timestamp: header.timestamp, number: header.number)
      return try body(&shards, &fragments, .frame)
    }
    var isDelivered = false
    fragments.tag = header.tag
    while fragments.makeRoom(for: fragment, frame, at: header.timestamp) {
      appendOutput()
      if try body(&shards, &fragments, .reassembler) { isDelivered = true }
    }
    // Time passes at a fragment that is stored, too.
    shards.advance(to: header.timestamp)
    switch fragments.take(
      fragment, frame, timestamp: header.timestamp, number: header.number)
    {
    case .unchanged:
      shards.append(packet, frame: frame, timestamp: header.timestamp, number: header.number)
      if try body(&shards, &fragments, .frame) { isDelivered = true }
    case .kept: break
    case .atomic:
      appendOutput()
      if try body(&shards, &fragments, .frame) { isDelivered = true }
    case .output:
      appendOutput()
      if try body(&shards, &fragments, .reassembler) { isDelivered = true }
    }
    return isDelivered
  }

  /// The source of a packet.
  enum Origin { case frame, reassembler }

  /// Appends the packet that the reassembler has ready.
  mutating func appendOutput() { Self.append(fragments.output, to: &shards) }

  private static func append(_ output: borrowing AssembledPacket, to shards: inout ShardedTracker) {
    let packet = Packet(
      decoding: output.bytes.span, wireLength: output.wireLength, linkType: output.linkType)
    shards.append(
      packet, frame: output.bytes.span, timestamp: output.timestamp, number: output.number)
  }

  // MARK: Pauses and the end

  /// Passes all findings so far to the receiver; call it when no packet has come for a while.
  ///
  /// - Parameters:
  ///   - time: the time of the capture's clock, in a live capture: connections that were idle for too long end.
  ///   - receiver: receives the findings.
  public mutating func flush(
    advancingTo time: Timestamp? = nil, into receiver: inout some FindingsReceiver & ~Copyable
  ) {
    if let time {
      while fragments.giveUp(until: time) {
        appendOutput()
        if shards.isFull { shards.exchange(into: &receiver) }
      }
    }
    shards.exchange(advancingTo: time, into: &receiver)
    while shards.collect(into: &receiver) {}
  }

  /// Ends all connections that still live, in order of their beginning.
  public mutating func finish(into receiver: inout some FindingsReceiver & ~Copyable) {
    while finishSome(into: &receiver) {}
  }

  /// Ends some of the connections that still live; false if all have ended.
  ///
  /// No frame may be taken afterwards. A receiver that collects text can write it between two calls.
  public mutating func finishSome(
    into receiver: inout some FindingsReceiver & ~Copyable
  ) -> Bool {
    guard isFinishing else {
      while fragments.finish() {
        appendOutput()
        if shards.isFull { shards.exchange(into: &receiver) }
      }
      shards.exchange(into: &receiver)
      isFinishing = !shards.collect(into: &receiver)
      return true
    }
    return shards.finish(into: &receiver)
  }

  // MARK: Live view

  /// Requests a snapshot of the connections after the next batch.
  ///
  /// The shards make it while the caller takes further frames. Of more connections than `limit`, those that both endpoints
  /// take part in have rows before others, then those with packets in the last five seconds, then those with most bytes;
  /// of half-open connections the latest have an eighth of the rows.
  public mutating func requestLiveView(atMost limit: Int = .max) {
    shards.requestLive(atMost: limit)
  }

  /// Rows in the last snapshot.
  public var liveViewCount: Int { shards.live.count }

  /// The sums over all connections that lived in the last snapshot, also over those without rows.
  public var liveCounts: LiveCounts { shards.live.counts }

  /// Lends the rows of the last snapshot, in no particular order: connections that lived after one batch, as they were.
  public func forEachLive(_ body: (borrowing LiveConnection) -> Void) {
    shards.live.forEach(body)
  }
}

/// A captured frame's properties, without its bytes.
public struct FrameHeader: Sendable {
  /// The link-layer header that the frame begins with.
  public var linkType: LinkType
  /// Its length on the wire, in bytes.
  public var wireLength: Int
  /// When it was captured.
  public var timestamp: Timestamp
  /// Its position in the input, from 1.
  public var number: Int
  /// A number by which the caller of a selection knows the frame's source again.
  public var tag: UInt64 = 0

  /// A frame's header.
  @inlinable
  public init(linkType: LinkType, wireLength: Int, timestamp: Timestamp, number: Int) {
    self.linkType = linkType
    self.wireLength = wireLength
    self.timestamp = timestamp
    self.number = number
  }
}
