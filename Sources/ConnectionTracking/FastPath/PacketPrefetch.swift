import BasicContainers
import BoundedCollections
import InternetTypes

/// Prefetches the memory that packets will need, while the packets before them are processed.
///
/// With tens of thousands of connections nearly every packet misses the processor's caches several times in a row: for
/// the index, the connection, its streams, their segments. Each of these steps is done for a later packet, when the
/// memory that the step itself reads has arrived.
extension ConnectionTracker {
  /// How many packets lie between two steps: enough to cover a cache miss, and few enough to stay in the cache.
  private static var distance: Int { 2 }
  /// How many packets the first step is ahead.
  private static var reach: Int { 5 &* distance }

  /// Prefetches for the packets of a batch after the one at `index`.
  mutating func prefetch(_ index: Int, of count: Int) {
    if index == 0 {
      for early in -Self.reach..<0 { step(early, of: count) }
    }
    step(index, of: count)
    if index % Self.groupSize == 0, table.count &+ Self.groupSize > connectionRoom {
      table.prefetchOldest(Self.groupSize)
    }
  }

  /// Performs each step for the packet as far after `index` as that step runs ahead.
  ///
  /// The element of a frame that has not been decoded holds an old packet. Then the prefetch is useless, but harmless.
  private mutating func step(_ index: Int, of count: Int) {
    var at = index &+ Self.reach
    // Another processor wrote the packet. Its 208 bytes start anywhere in the first of four lines.
    if at < count { waiting.prefetch(at, lines: 4) }
    at &-= Self.distance
    if at >= 0 && at < count { table.prefetchIndex(waiting[at].hash) }
    at &-= Self.distance
    if at >= 0 && at < count { prefetchConnection(at) }
    at &-= Self.distance
    if at >= 0 && at < count { prefetchStreams(at) }
    at &-= Self.distance
    if at >= 0 && at < count { prefetchSegments(at) }
  }

  /// Prefetches for the waiting packets, for which no step was done before.
  mutating func prefetchWaiting() {
    let range = waitingStart..<(waitingStart &+ waitingCount)
    for at in range { table.prefetchIndex(waiting[at].hash) }
    for at in range { prefetchConnection(at) }
    for at in range { prefetchStreams(at) }
    for at in range { prefetchSegments(at) }
    if table.count &+ waitingCount > connectionRoom {
      table.prefetchOldest(waitingCount)
    }
  }

  /// Prefetches the connection that a packet probably belongs to.
  private mutating func prefetchConnection(_ at: Int) {
    prefetchHints[at] = PrefetchHint(connection: table.hint(waiting[at].hash))
    if let position = prefetchHints[at].connection { table.prefetch(position) }
  }

  /// Prefetches the stream that a segment continues, and the one that it acknowledges.
  private mutating func prefetchStreams(_ at: Int) {
    guard let position = prefetchHints[at].connection else { return }
    let own = waiting[at].flow.isSourceFirst == table.connections[position].isClientFirst ? 0 : 1
    let sender = PacketSender(table.connections[position].index, own == 0 ? .client : .server)
    let signature = SegmentClassifier.signature(waiting[at].flow.segment, sender)
    (prefetchHints[at].sender, prefetchHints[at].signature) = (sender, signature)
    classifier.prefetchRecent(signature)
    if waiting[at].flow.segment.sequenceLength > 0 {
      prefetchHints[at].ownStream = table.connections[position].endpoints[own].stream
      classifier.prefetchData(prefetchHints[at].ownStream)
    }
    let known = table.connections[position].endpoints[1 &- own].acknowledged
    let wire =
      table.connections[position].endpoints[1 &- own].base &+ UInt32(truncatingIfNeeded: known)
    if waiting[at].flow.segment.acknowledgment != wire {
      prefetchHints[at].peerStream = table.connections[position].endpoints[1 &- own].stream
      classifier.prefetchFeedback(prefetchHints[at].peerStream)
    }
    congestion.prefetch(
      table.connections[position].congestion, table.connections[position].earlyCount)
    guard !table.connections[position].flags.contains(.isSteady) else { return }
    table.prefetchRest(position)
    stateMachine.prefetch(table.connections[position].extensionHandle)
  }

  /// Prefetches the newest segment of the sender's stream, the oldest of the peer's, and the list neighbours of a
  /// connection that may change its list.
  private mutating func prefetchSegments(_ at: Int) {
    guard let position = prefetchHints[at].connection else { return }
    if !table.connections[position].flags.contains(.isSteady) { table.prefetchNeighbors(position) }
    classifier.prefetchNewest(prefetchHints[at].ownStream)
    classifier.prefetchOldest(prefetchHints[at].peerStream)
  }

  /// Prefetches a group of the connections that end next, before the last `count` of `remaining`, and the streams of
  /// the group before that.
  mutating func prefetchRemaining(before count: Int) {
    let first = count &- 2 &* Self.groupSize
    for at in max(first &- Self.groupSize, 0)..<max(first, 0) {
      table.prefetchAll(ShardIndex(rawValue: remaining[at]).handle)
    }
    for at in max(first, 0)..<max(first &+ Self.groupSize, 0) {
      let position = ShardIndex(rawValue: remaining[at]).handle
      classifier.prefetchAll(table.connections[position].endpoints[0].stream)
      classifier.prefetchAll(table.connections[position].endpoints[1].stream)
    }
  }
}

/// The memory that a packet probably needs.
struct PrefetchHint {
  /// The position of its connection.
  var connection: Handle<Connection>?
  /// The stream of its sender, if it carries data, and that of its peer, if it acknowledges data.
  var ownStream = Handle<StreamDetail>.none
  var peerStream = Handle<StreamDetail>.none
  /// Its sender, and its signature with that sender; nil if they are not known.
  var sender: PacketSender?
  var signature: UInt64 = 0
}
