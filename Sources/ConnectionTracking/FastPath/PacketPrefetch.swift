import BasicContainers

/// What packets need is asked for while others are taken.
///
/// With tens of thousands of connections alive nearly every packet finds its connection out of the processor's caches, and
/// that is several waits one after another: for the index, the connection, its details, their segments. So each of these
/// steps is done for a packet that comes somewhat later, when what the step reads has come.
extension ConnectionTracker {
  /// How many packets a step is ahead of the next one: enough to outlast a wait, and few enough for the caches.
  private static var distance: Int { 2 }
  /// How many packets ahead the first step is.
  private static var reach: Int { 5 &* distance }

  /// Asks for what the packets of a block need that are taken after the one at `index`.
  mutating func prefetch(_ index: Int, of count: Int) {
    if index == 0 {
      for early in -Self.reach..<0 { step(early, of: count) }
    }
    step(index, of: count)
    if index % Self.groupSize == 0, table.count &+ Self.groupSize > configuration.connectionLimit {
      table.prefetchOldest(Self.groupSize)
    }
  }

  /// Does each step for the packet that is as far behind `index` as the step is ahead.
  ///
  /// In the place of a frame that is still to be decoded lies a packet from before: what is asked for is not needed then.
  private mutating func step(_ index: Int, of count: Int) {
    var at = index &+ Self.reach
    // The processor that read the packet wrote it: four lines have it, as it begins anywhere in the first.
    if at < count { waiting.prefetch(at, lines: 4) }
    at &-= Self.distance
    if at >= 0 && at < count { table.prefetchIndex(waiting[at].hash) }
    at &-= Self.distance
    if at >= 0 && at < count { prefetchConnection(at) }
    at &-= Self.distance
    if at >= 0 && at < count { prefetchDetails(at) }
    at &-= Self.distance
    if at >= 0 && at < count { prefetchSegments(at) }
  }

  /// Asks for what packets need that wait, and that nothing was asked for before.
  mutating func prefetchWaiting() {
    let range = waitingStart..<(waitingStart &+ waitingCount)
    for at in range { table.prefetchIndex(waiting[at].hash) }
    for at in range { prefetchConnection(at) }
    for at in range { prefetchDetails(at) }
    for at in range { prefetchSegments(at) }
    if table.count &+ waitingCount > configuration.connectionLimit {
      table.prefetchOldest(waitingCount)
    }
  }

  /// Asks for the connection that a packet probably belongs to.
  private mutating func prefetchConnection(_ at: Int) {
    prefetchHints[at] = PrefetchHint(connection: table.hint(waiting[at].hash))
    if let position = prefetchHints[at].connection { table.prefetch(position) }
  }

  /// Asks for what is kept of the stream that a segment goes on with, and of the one that it acknowledges more of.
  private mutating func prefetchDetails(_ at: Int) {
    guard let position = prefetchHints[at].connection else { return }
    let own = waiting[at].flow.isSourceFirst == table.connections[position].isClientFirst ? 0 : 1
    if waiting[at].flow.segment.sequenceLength > 0 {
      prefetchHints[at].ownDetail = table.connections[position].endpoints[own].detail
      classifier.prefetchData(prefetchHints[at].ownDetail)
    }
    let known = table.connections[position].endpoints[1 &- own].acknowledged
    let wire =
      table.connections[position].endpoints[1 &- own].base &+ UInt32(truncatingIfNeeded: known)
    if waiting[at].flow.segment.acknowledgment != wire {
      prefetchHints[at].peerDetail = table.connections[position].endpoints[1 &- own].detail
      classifier.prefetchFeedback(prefetchHints[at].peerDetail)
    }
    let early = table.connections[position].congestion
    if early != 0 { congestion.prefetch(early, table.connections[position].earlyCount) }
    guard !table.connections[position].flags.contains(.isSteady) else { return }
    table.prefetchRest(position)
    stateMachine.prefetch(table.connections[position].extensionHandle)
  }

  /// Asks for the newest segment of the one stream, for the oldest of the other, and for the neighbours of a connection that
  /// may leave its list.
  private mutating func prefetchSegments(_ at: Int) {
    guard let position = prefetchHints[at].connection else { return }
    if !table.connections[position].flags.contains(.isSteady) { table.prefetchNeighbors(position) }
    classifier.prefetchNewest(prefetchHints[at].ownDetail)
    classifier.prefetchOldest(prefetchHints[at].peerDetail)
  }

  /// Asks for the connections that end after the last `count` of `remaining`, a group of them, and then for the details of
  /// those that end before them.
  mutating func prefetchRemaining(before count: Int) {
    let first = count &- 2 &* Self.groupSize
    for at in max(first &- Self.groupSize, 0)..<max(first, 0) {
      table.prefetchAll(ShardIndex(rawValue: remaining[at]).position)
    }
    for at in max(first, 0)..<max(first &+ Self.groupSize, 0) {
      let position = ShardIndex(rawValue: remaining[at]).position
      classifier.prefetchAll(table.connections[position].endpoints[0].detail)
      classifier.prefetchAll(table.connections[position].endpoints[1].detail)
    }
  }
}

/// Where what a packet needs probably is.
struct PrefetchHint {
  /// The position of its connection.
  var connection: UInt32?
  /// The details that it needs, as positions plus one: of what its sender sends, and of what it acknowledges.
  var ownDetail: UInt32 = 0
  var peerDetail: UInt32 = 0
}
