import CongestionInference
import ConnectionTracking
import InternetTypes
import TrackingPipeline

/// Measures how long a live view stops the thread that takes packets: `Benchmarks/live-view` builds and runs it.
///
/// 100,000 TCP connections live. Segments of all of them are taken, and now and then a snapshot is requested. Printed are
/// the longest and the median time of one `take`, with snapshots and without, and the time to walk through a snapshot.
@main
struct LiveViewBenchmark {
  static let connections = 100_000
  static let packets = 2_000_000
  /// Packets between two snapshots: at a million packets a second, four snapshots a second.
  static let interval = 250_000

  static func main() {
    for shards in [1, 2] {
      for isThreaded in [true, false] {
        let without = measure(shards: shards, isThreaded: isThreaded, takesViews: false)
        let with = measure(shards: shards, isThreaded: isThreaded, takesViews: true)
        print(
          "\(shards) shard(s), \(isThreaded ? "threads" : "no thread"): longest take "
            + "\(text(without.longest)) without views, \(text(with.longest)) with \(with.views); "
            + "walk of \(with.rows) rows \(text(with.walk)); total \(text(without.total)), \(text(with.total))"
        )
      }
    }
  }

  struct Result {
    var longest = Duration.zero
    var total = Duration.zero
    var walk = Duration.zero
    var views = 0
    var rows = 0
  }

  static func measure(shards: Int, isThreaded: Bool, takesViews: Bool) -> Result {
    var configuration = PipelineConfiguration()
    configuration.findings = [.connections]
    configuration.shardCount = shards
    configuration.isThreaded = isThreaded
    configuration.tracker.ignoresChecksums = true
    var tracker = CaptureTracker(configuration)
    var receiver = NoReceiver()
    var result = Result()
    let clock = ContinuousClock()
    var hasRequested = false
    let start = clock.now
    for number in 0..<(connections + packets) {
      let frame = frame(number)
      let header = FrameHeader(
        linkType: .ethernet, wireLength: frame.count,
        timestamp: Timestamp(seconds: 1_700_000_000, nanoseconds: Int64(number) * 1000),
        number: number + 1)
      let isMeasured = number >= 2 * connections
      if takesViews, isMeasured, number % interval == 0 {
        tracker.requestLiveView()
        hasRequested = true
      }
      let before = clock.now
      let isExchanged = tracker.take(frame.span, header, into: &receiver)
      // A batch that is full is a hand-over with or without a view.
      if isMeasured, isExchanged { result.longest = max(result.longest, clock.now - before) }
      if hasRequested, tracker.liveViewCount > 0, number % interval == interval / 2 {
        hasRequested = false
        result.views += 1
        let before = clock.now
        var sum: UInt64 = 0
        tracker.forEachLive { row in sum &+= row.clientToServer.packets }
        result.walk = max(result.walk, clock.now - before)
        result.rows = tracker.liveViewCount
        precondition(sum > 0)
      }
    }
    result.total = clock.now - start
    return result
  }

  /// A segment of one of the connections: a SYN first, then acknowledgments.
  static func frame(_ number: Int) -> [UInt8] {
    let connection = number % connections
    let address = [
      10, UInt8(connection >> 16 & 255), UInt8(connection >> 8 & 255), UInt8(connection & 255),
    ]
    let flags: UInt8 = number < connections ? 2 : 16
    let sequence: UInt8 = number < connections ? 1 : 2
    return [UInt8](repeating: 2, count: 12) + [8, 0]
      + [0x45, 0, 0, 40, 0, 1, 0x40, 0, 64, 6, 0, 0] + address + [192, 0, 2, 1]
      + [0x9c, 0x40, 0, 80, 0, 0, 0, sequence, 0, 0, 0, 1, 0x50, flags, 0x20, 0, 0, 0, 0, 0]
  }

  static func text(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let micros = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    return "\(micros / 1000).\(String(1000 + micros % 1000).dropFirst()) ms"
  }
}

/// Takes findings and does nothing with them.
struct NoReceiver: FindingsReceiver {
  mutating func take(_ transition: StateTransition) {}
  mutating func take(_ event: SegmentEvent) {}
  mutating func take(_ window: WindowRecord) {}
  mutating func take(_ verdict: CongestionVerdict) {}
  mutating func take(_ ended: borrowing ConnectionSummary) {}
}
