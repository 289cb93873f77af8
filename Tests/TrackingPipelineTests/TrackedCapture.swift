import BasicContainers
import CongestionInference
import ConnectionTracking
import InternetTypes
import PacketDissection

@testable import TrackingPipeline

/// A frame of a test, with its time in nanoseconds after the first instant.
struct TimedFrame {
  var bytes: [UInt8]
  var wireLength: Int
  var time: Int64

  var timestamp: Timestamp {
    Timestamp(seconds: 1_700_000_000 + time / 1_000_000_000, nanoseconds: time % 1_000_000_000)
  }
}

/// Everything that was found in a capture, in the order in which it was received.
struct TrackedCapture: FindingsReceiver {
  var transitions: [StateTransition] = []
  var events: [SegmentEvent] = []
  var windows: [WindowRecord] = []
  var verdicts: [CongestionVerdict] = []
  var summaries: [ConnectionSummary] = []
  var statistics = TrackerStatistics()
  /// Connections that each of the shards followed.
  var shares: [UInt64] = []
  /// The most connections that lived after a batch, where that was looked at.
  var liveMaximum = 0

  /// The kinds of findings of a test.
  static let allKinds: FindingKinds = [.transitions, .events, .windows, .verdicts, .connections]

  /// Gives frames to a number of shards.
  ///
  /// - Parameters:
  ///   - frames: the frames, in the order of capture.
  ///   - linkType: what they begin with.
  ///   - shardCount: how many shards share them.
  ///   - isThreaded: whether each shard has a thread.
  ///   - batchLength: how many packets are handed over at a time; nil is as many as fit.
  ///   - tracker: the tracker's bounds.
  ///   - kinds: what is looked for.
  ///   - pause: seconds that pass after the last packet.
  ///   - looksAtLive: whether `liveMaximum` is found out.
  ///   - connectionsPerShard: connections of the limit for each shard, at least.
  init(
    _ frames: [TimedFrame], _ linkType: LinkType, shardCount: Int, isThreaded: Bool = false,
    batchLength: Int? = nil, tracker: TrackerConfiguration = TrackerConfiguration(),
    kinds: FindingKinds = allKinds, pause: Int64 = 0, looksAtLive: Bool = false,
    connectionsPerShard: Int = PipelineTuning.connectionsPerShard
  ) {
    var configuration = PipelineConfiguration()
    configuration.tracker = tracker
    configuration.findings = kinds
    configuration.shardCount = shardCount
    configuration.isThreaded = isThreaded
    configuration.connectionsPerShard = connectionsPerShard
    var pipeline = CaptureTracker(configuration)
    for (index, frame) in frames.enumerated() {
      pipeline.take(
        frame.bytes.span,
        FrameHeader(
          linkType: linkType, wireLength: frame.wireLength, timestamp: frame.timestamp,
          number: index + 1), into: &self)
      if let batchLength, index % batchLength == batchLength - 1 {
        if looksAtLive { pipeline.requestLiveView() }
        pipeline.flush(into: &self)
        liveMaximum = max(liveMaximum, pipeline.liveViewCount)
      }
    }
    if pause > 0, let last = frames.last {
      let end = Timestamp(
        seconds: last.timestamp.seconds + pause, nanoseconds: last.timestamp.nanoseconds)
      pipeline.flush(advancingTo: end, into: &self)
    }
    pipeline.finish(into: &self)
    statistics = pipeline.statistics
    shares = pipeline.connectionsOfShards
    // The most that lived at a time in each shard, not at the same time in all.
    statistics.peak = 0
  }

  /// Gives frames to a tracker that is no shard.
  init(alone frames: [TimedFrame], _ linkType: LinkType) {
    var tracker = ConnectionTracker()
    tracker.findings.wantsWindows = true
    tracker.findings.wantsVerdicts = true
    for (index, frame) in frames.enumerated() {
      let packet = Packet(
        decoding: frame.bytes.span, wireLength: frame.wireLength, linkType: linkType)
      tracker.process(
        packet, frame: frame.bytes.span, timestamp: frame.timestamp, number: index + 1)
    }
    tracker.flush()
    while tracker.finish(atMost: 7) {}
    for at in tracker.findings.transitions.indices { take(tracker.findings.transitions[at]) }
    for at in tracker.findings.events.indices { take(tracker.findings.events[at]) }
    for at in tracker.findings.windows.indices { take(tracker.findings.windows[at]) }
    for at in tracker.findings.verdicts.indices { take(tracker.findings.verdicts[at]) }
    for at in tracker.findings.ended.indices { summaries.append(tracker.findings.ended[at]) }
    statistics = tracker.statistics
    statistics.peak = 0
  }

  /// What was found, as text, each kind in its order; details are class instances, which describe nothing of themselves.
  var found: [[String]] {
    [
      summaries.map { summary in
        var text = "\(summary)"
        if let detail = summary.detail { dump(detail, to: &text) }
        return text
      },
      transitions.map { "\($0)" }, events.map { "\($0)" }, windows.map { "\($0)" },
      verdicts.map { "\($0)" },
    ]
  }

  /// The first finding that differs, as both texts from a little before the difference; nil if all are equal.
  static func difference(_ found: [[String]], _ expected: [[String]]) -> String? {
    let (found, expected) = (found.flatMap { $0 }, expected.flatMap { $0 })
    for (one, other) in zip(found, expected) where one != other {
      let equal = zip(one, other).prefix { $0 == $1 }.count
      let texts = [one, other].map { $0.dropFirst(max(equal - 40, 0)).prefix(120) }
      return "\(one.prefix(60)): \(texts[0]) | \(texts[1])"
    }
    return found.count == expected.count ? nil : "\(found.count) findings, not \(expected.count)"
  }

  // MARK: FindingsReceiver

  mutating func take(_ transition: StateTransition) { transitions.append(transition) }
  mutating func take(_ event: SegmentEvent) { events.append(event) }
  mutating func take(_ window: WindowRecord) { windows.append(window) }
  mutating func take(_ verdict: CongestionVerdict) { verdicts.append(verdict) }
  mutating func take(_ ended: borrowing ConnectionSummary) { summaries.append(copy ended) }
}
