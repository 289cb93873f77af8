package import BasicContainers
import BoundedCollections
import InternetTypes

extension ConnectionTracker {
  /// How many connections are prefetched before the first of them is read.
  private static var liveGroupSize: Int { 16 }
  /// The part of the rows that half-open connections have if there are too many: an attack opens any number.
  private static var halfOpenShare: Int { 8 }
  /// The time after its last packet for which a connection goes before idle ones.
  private static var recentTime: Nanoseconds { .seconds(5) }

  /// Appends a row for each connection in the table, in no particular order; of more than `limit`, first those that both
  /// endpoints take part in, then those with packets in the last seconds, then those with most bytes.
  ///
  /// - Returns: the sums over all connections.
  package mutating func copyLive(
    into rows: inout UniqueArray<LiveConnection>, atMost limit: Int
  ) -> LiveCounts {
    rows.reserveCapacity(rows.count + min(table.count, limit))
    var counts = LiveCounts()
    let end = table.positionCount
    guard table.count > limit else {
      for first in stride(from: 0, to: end, by: Self.liveGroupSize) {
        let group = first..<min(first + Self.liveGroupSize, end)
        for position in group { prefetchStreams(Handle(position: position)) }
        for position in group { copyLive(Handle(position: position), &rows, &counts) }
      }
      return counts
    }
    let halfOpen = table.latest(of: .halfOpen, atMost: limit / Self.halfOpenShare)
    let others = rankLive(atMost: limit - halfOpen.count, &counts)
    var copied = LiveCounts()
    for position in halfOpen { copyLive(position, &rows, &copied) }
    for first in stride(from: 0, to: others.count, by: Self.liveGroupSize) {
      let group = first..<min(first + Self.liveGroupSize, others.count)
      for index in group { table.prefetch(others[index].handle) }
      for index in group { prefetchStreams(others[index].handle) }
      for index in group { copyLive(others[index].handle, &rows, &copied) }
    }
    return counts
  }

  private mutating func prefetchStreams(_ position: Handle<Connection>) {
    classifier.prefetchFeedback(table.connections[position].endpoints[0].stream)
    classifier.prefetchFeedback(table.connections[position].endpoints[1].stream)
  }

  /// Appends the row of the connection at a position, if there is one.
  private mutating func copyLive(
    _ position: Handle<Connection>, _ rows: inout UniqueArray<LiveConnection>,
    _ counts: inout LiveCounts
  ) {
    guard table.index(at: position) != nil else { return }
    let (client, server) = (liveDirection(position, 0), liveDirection(position, 1))
    counts.add(packets: client.packets + server.packets, client.ipBytes + server.ipBytes)
    rows.append(LiveConnection(table.connections[position], client, server))
  }

  /// Counts all connections, and returns those that are not half open and come first.
  private mutating func rankLive(atMost limit: Int, _ counts: inout LiveCounts) -> [RankedPlace] {
    var ranked = FirstElements<RankedPlace>(limit: limit)
    let end = table.positionCount
    let recent = now - Self.recentTime
    for first in stride(from: 0, to: end, by: Self.liveGroupSize) {
      let group = first..<min(first + Self.liveGroupSize, end)
      for position in group { table.prefetch(Handle(position: position)) }
      for position in group {
        let place = Handle<Connection>(position: position)
        guard table.index(at: place) != nil else { continue }
        let packets = (
          table.connections[place].endpoints[0].packets,
          table.connections[place].endpoints[1].packets
        )
        let bytes =
          table.connections[place].endpoints[0].ipBytes
          &+ table.connections[place].endpoints[1].ipBytes
        counts.add(packets: packets.0 &+ packets.1, bytes)
        guard table.connections[place].list != .halfOpen else { continue }
        let isAnswered = packets.0 > 0 && packets.1 > 0
        let isRecent = table.connections[place].last >= recent
        ranked.add(
          RankedPlace(
            tier: (isAnswered ? 2 : 0) + (isRecent ? 1 : 0), bytes: bytes, place: position))
      }
    }
    return ranked.inAnyOrder()
  }

  /// The counters of an endpoint of the connection at a position.
  private mutating func liveDirection(_ position: Handle<Connection>, _ at: Int)
    -> LiveConnection.Direction
  {
    var direction = LiveConnection.Direction()
    direction.packets = table.connections[position].endpoints[at].packets
    direction.ipBytes = table.connections[position].endpoints[at].ipBytes
    direction.payloadBytes = table.connections[position].endpoints[at].payloadBytes
    direction.state = table.connections[position].endpoints[at].state
    guard table.connections[position].key.protocol == .tcp else { return direction }
    direction.flight = UInt32(clamping: table.connections[position].endpoints[at].flight)
    if direction.packets > 0, table.connections[position].endpoints[at].windowScale.isKnown {
      direction.offeredWindow = table.connections[position].endpoints[at].offeredWindow
    }
    guard let stream = table.connections[position].endpoints[at].stream.ifAny else {
      return direction
    }
    direction.retransmittedPackets = classifier.streams[stream].data.retransmittedPackets
    direction.smoothedRoundTrip = UInt32(
      clamping: classifier.streams[stream].feedback.smoothed / 1000)
    return direction
  }
}

extension LiveCounts {
  fileprivate mutating func add(packets: UInt64, _ bytes: UInt64) {
    connections += 1
    self.packets &+= packets
    ipBytes &+= bytes
  }
}

/// A connection's place, in the order in which connections get rows.
struct RankedPlace: Comparable {
  /// The tier and the bytes, so that the first one has the largest.
  private let rank: UInt64
  private let place: UInt32

  init(tier: UInt64, bytes: UInt64, place: Int) {
    rank = tier << 62 | min(bytes, 1 << 62 - 1)
    self.place = UInt32(truncatingIfNeeded: place)
  }

  var handle: Handle<Connection> { Handle(position: Int(place)) }

  static func < (one: RankedPlace, other: RankedPlace) -> Bool {
    one.rank == other.rank ? one.place < other.place : one.rank > other.rank
  }
}
