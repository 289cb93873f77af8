package import ConnectionTracking
package import FloodDetection
package import InternetTypes

/// What the run passes to the screen: the state of everything at a moment, and what was found since the last one.
package struct LiveSnapshot: Sendable {
  // The state.

  /// The packet time of the counters; nil before the first packet.
  package var time: Timestamp?
  /// The time of the first packet.
  package var first: Timestamp?
  /// Packets captured, and their bytes on the wire.
  package var packets: UInt64 = 0
  package var bytes: UInt64 = 0
  /// The connections that live; nil if there is no newer picture of them than the last one.
  package var rows: [LiveRow]?
  /// The packet time of `rows`.
  package var rowsTime: Timestamp?
  /// How many connections live, also those that have no row because there are too many.
  package var liveCount = 0
  /// The sum over all connections that live.
  package var live = LiveTotals()
  /// The sum over all connections that ended.
  package var ended = LiveTotals()
  /// Connections that were evicted from the full table.
  package var evicted: UInt64 = 0
  /// How many events of each kind there were, by the kinds' numbers.
  package var eventCounts: [UInt64] = []
  /// What was captured on.
  package var interfaces: [InterfaceRow] = []
  /// How a file is played; nil for an interface.
  package var playback: Playback?
  /// The curves of the watched connection.
  package var curves: WatchedCurves?
  /// Its last packets.
  package var watchedPackets: WatchedPackets?
  /// Whether no packet will follow.
  package var isOver = false

  // What was found since the last one.

  /// Connections that ended.
  package var endedRows: [LiveRow] = []
  /// How many of them had no room.
  package var endedLeftOut: UInt64 = 0
  package var events: [SegmentEvent] = []
  package var transitions: [StateTransition] = []
  package var alerts: [PlacedAlert] = []
  /// How many of the events had no room.
  package var eventsLeftOut: UInt64 = 0

  /// A snapshot of nothing.
  package init() {}

  /// The most connections that end between two pictures and have rows; all may end at the end of a file.
  package static var endedLimit: Int { 20_000 }
  /// The most of each other kind of finding between two pictures; more would only be scrolled away.
  package static var findingLimit: Int { 4096 }
}

/// A sum over connections.
package struct LiveTotals: Hashable, Sendable {
  package var connections: UInt64 = 0
  package var packets: UInt64 = 0
  package var bytes: UInt64 = 0

  package init() {}

  /// Adds a connection.
  package mutating func add(_ row: LiveRow) {
    connections += 1
    packets += row.packets
    bytes += row.bytes
  }

  /// The sum of two.
  package static func + (one: LiveTotals, other: LiveTotals) -> LiveTotals {
    var sum = one
    sum.connections += other.connections
    sum.packets += other.packets
    sum.bytes += other.bytes
    return sum
  }
}

/// An alert, and the packet at which it was raised or closed.
package struct PlacedAlert: Sendable {
  package var alert: FloodAlert
  package var packet: UInt64

  package init(_ alert: FloodAlert, packet: UInt64) {
    (self.alert, self.packet) = (alert, packet)
  }
}

/// An interface, or the interface of a file.
package struct InterfaceRow: Hashable, Sendable {
  package var name: String
  /// The link-layer header.
  package var linkType: String
  /// Packets processed, and their bytes on the wire.
  package var packets: UInt64 = 0
  package var bytes: UInt64 = 0
  /// What the kernel counted; nil for files.
  package var received: UInt64?
  package var dropped: UInt64?
  package var droppedByInterface: UInt64?

  package init(name: String, linkType: String) {
    (self.name, self.linkType) = (name, linkType)
  }
}

/// How a file is played.
package struct Playback: Hashable, Sendable {
  /// Seconds of packet time in a second.
  package var speed: Double
  package var isPaused = false
  /// Whether it runs without pauses to the next problem.
  package var isSeeking = false
  package var isOver = false

  package init(speed: Double) { self.speed = speed }
}
