package import CongestionInference
package import InternetTypes

/// The last state of data senders, and curves of some of them, in bounded memory without allocation per packet.
///
/// A sender's place follows from its number. Another sender at the same place takes it over; then nothing is known of the
/// former one, until its next packet.
package struct SenderTable: ~Copyable {
  private static let placeCount = 1 << 15
  /// How many senders have curves at a time.
  private static let curveCount = 128

  private struct Place {
    /// 0 if the place is free.
    var key: UInt64 = 0
    var state: SenderState?
    var curve: Int32 = -1
  }

  private var places: [Place]
  private var curves: [SenderCurve] = []
  private var nextCurve = 0

  /// An empty table.
  package init() {
    places = Array(repeating: Place(), count: Self.placeCount)
    curves.reserveCapacity(Self.curveCount)
  }

  private static func key(_ connection: UInt64, _ side: Side) -> UInt64 {
    connection &* 2 &+ (side == .client ? 1 : 2)
  }

  private static func place(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 49)
  }

  /// Stores the state of a sender; `isWatched` gives it a curve for certain.
  package mutating func note(_ record: WindowRecord, isWatched: Bool) {
    let key = Self.key(record.connection, record.sender)
    let place = Self.place(key)
    if places[place].key != key {
      places[place] = Place(key: key)
      if let curve = freeCurve(for: key, isForced: isWatched) {
        places[place].curve = Int32(curve)
      }
    } else if isWatched, places[place].curve < 0, let curve = freeCurve(for: key, isForced: true) {
      places[place].curve = Int32(curve)
    }
    places[place].state = SenderState(record)
    let curve = Int(places[place].curve)
    guard curve >= 0 else { return }
    guard curves[curve].key == key else {
      // Another sender has taken it.
      places[place].curve = -1
      return
    }
    curves[curve].append(CurvePoint(record))
  }

  /// The last state of a sender.
  package func state(of connection: UInt64, _ side: Side) -> SenderState? {
    let key = Self.key(connection, side)
    let place = Self.place(key)
    return places[place].key == key ? places[place].state : nil
  }

  /// The curves of a connection.
  package func curves(of connection: UInt64) -> WatchedCurves {
    var watched = WatchedCurves(connection: connection)
    for curve in curves {
      if curve.key == Self.key(connection, .client) { watched.client = curve.points }
      if curve.key == Self.key(connection, .server) { watched.server = curve.points }
    }
    return watched
  }

  /// A place for a curve; nil if all are in use.
  private mutating func freeCurve(for key: UInt64, isForced: Bool) -> Int? {
    if curves.count < Self.curveCount {
      curves.append(SenderCurve(key: key))
      return curves.count - 1
    }
    guard isForced else { return nil }
    let index = nextCurve
    nextCurve = (nextCurve + 1) % Self.curveCount
    curves[index] = SenderCurve(key: key)
    return index
  }
}

/// The curves of one connection's senders.
package struct WatchedCurves: Sendable {
  package var connection: UInt64
  package var client: [CurvePoint] = []
  package var server: [CurvePoint] = []

  /// No curves.
  package init(connection: UInt64) { self.connection = connection }
}

/// A sender's values after a packet.
package struct CurvePoint: Hashable, Sendable {
  package var time: Timestamp
  /// The congestion window in bytes; nil if it is not known.
  package var window: Int64?
  package var flight: Int64
  package var receiveWindow: Int64?
  /// The smoothed round-trip time in nanoseconds.
  package var roundTrip: Int64?
  /// SND.UNA.
  package var acknowledged: Int64

  init(_ record: WindowRecord) {
    time = record.time
    let isKnown = record.windowClass != .unknown
    window = isKnown ? Int64(record.window) * Int64(record.segmentSize) : nil
    flight = record.flight
    receiveWindow = record.receiveWindow.map { Int64($0) }
    roundTrip = record.smoothedRoundTrip.map { Int64($0) * 1000 }
    acknowledged = record.acknowledged
  }
}

/// A curve of at most 1,024 points: when it is full, every other point is dropped, and points come half as often.
struct SenderCurve {
  static let limit = 1024

  let key: UInt64
  private(set) var points: [CurvePoint] = []
  /// Nanoseconds between two points.
  private var interval: Int64 = 0

  init(key: UInt64) { self.key = key }

  mutating func append(_ point: CurvePoint) {
    if let last = points.last, point.time.nanoseconds(since: last.time) < interval {
      // The point stands for the whole interval: the most in flight, the latest of the others.
      var merged = point
      merged.time = last.time
      merged.flight = max(point.flight, last.flight)
      points[points.count - 1] = merged
      return
    }
    points.append(point)
    guard points.count == Self.limit, let first = points.first else { return }
    interval = max(point.time.nanoseconds(since: first.time) / Int64(Self.limit / 2), 1)
    points = stride(from: 0, to: points.count, by: 2).map { points[$0] }
  }
}
