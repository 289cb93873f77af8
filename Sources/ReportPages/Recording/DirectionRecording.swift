import CongestionInference
import ConnectionTracking
import InternetTypes
import PacketDissection

/// What one endpoint of a connection sent, and what its peer said to it, as curves over time.
///
/// Times are nanoseconds since the epoch; sequence numbers count from the first one that was captured.
struct DirectionRecording: Sendable {
  /// The most segments, and SACK blocks, that are drawn one by one.
  private static var segmentLimit: Int { 2500 }
  private static var blockLimit: Int { 600 }
  private static var flagLimit: Int { 100 }

  /// A segment with SYN, FIN or RST.
  struct Flag: Sendable {
    var name: String
    var packet: UInt64
    var time: Int64
    var place: Int64
  }

  private(set) var plane = SequencePlane()
  private(set) var segments: RangeColumns
  private(set) var blocks: RangeColumns
  private(set) var acknowledged: M4Series
  /// The right edge of the window that the peer offers.
  private(set) var edge: M4Series
  private(set) var flags: [Flag] = []
  /// Payload as sent, and without what had been sent before.
  private(set) var sent: BucketSums
  private(set) var fresh: BucketSums
  private(set) var windows: WindowCurves
  /// The last acknowledgment of the peer.
  private(set) var latestAcknowledgment: Int64?

  init(_ grid: TimeGrid) {
    segments = RangeColumns(grid, limit: Self.segmentLimit)
    blocks = RangeColumns(grid, limit: Self.blockLimit)
    acknowledged = M4Series(grid)
    edge = M4Series(grid)
    sent = BucketSums(grid)
    fresh = BucketSums(grid)
    windows = WindowCurves(grid)
  }

  /// Whether it sent data.
  var hasData: Bool { segments.count > 0 }

  /// Takes a segment that this endpoint sent.
  mutating func take(sent segment: RecordedSegment) {
    let start = plane.place(segment.sequence)
    let time = segment.time.rawValue
    let isSYN = segment.flags.contains(.syn)
    for (flag, name) in [
      (segment.flags.contains(.syn), "SYN"), (segment.flags.contains(.fin), "FIN"),
      (segment.flags.contains(.rst), "RST"),
    ] where flag && flags.count < Self.flagLimit {
      flags.append(Flag(name: name, packet: segment.packet, time: time, place: start))
    }
    // The number of a reset need not be one of the connection's.
    if segment.flags.contains(.rst) { return }
    let data = start &+ (isSYN ? 1 : 0)
    let end = data &+ Int64(segment.length)
    if segment.length > 0 {
      segments.add(Double(data), Double(end), at: time)
      sent.add(Double(segment.length), at: time)
      let new = min(max(end &- max(plane.highest, data), 0), Int64(segment.length))
      if new > 0 { fresh.add(Double(new), at: time) }
    }
    plane.reach(end)
  }

  /// Takes a segment of the peer, whose windows are shifted by `scale` bits; nil if that is not known.
  mutating func take(received segment: RecordedSegment, scale: Int?) {
    guard segment.flags.contains(.ack), !segment.flags.contains(.rst) else { return }
    let place = plane.place(segment.acknowledgment)
    let time = segment.time.rawValue
    acknowledged.add(Double(place), at: time)
    latestAcknowledgment = place
    let isSYN = segment.flags.contains(.syn)
    if let scale = isSYN ? 0 : scale {
      edge.add(Double(place &+ Int64(segment.window) << Int64(scale)), at: time)
    }
    for block in segment.blocks {
      let (left, right) = (plane.place(block.left), plane.place(block.right))
      if right > left { blocks.add(Double(left), Double(right), at: time) }
    }
  }

  /// Takes a packet of a protocol without sequence numbers.
  mutating func take(payload: Int, at time: Int64) {
    sent.add(Double(payload), at: time)
    fresh.add(Double(payload), at: time)
  }

  mutating func take(_ window: WindowRecord) { windows.take(window) }
}
