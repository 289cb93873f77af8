import BasicContainers
import CongestionInference
import InternetTypes
import PacketDissection

@testable import ConnectionTracking

/// What several trackers together make of a capture.
struct SharedCapture: FindingsReceiver {
  var transitions: [StateTransition] = []
  var events: [SegmentEvent] = []
  var windows: [WindowRecord] = []
  var verdicts: [CongestionVerdict] = []
  var summaries: [ConnectionSummary] = []
  var statistics = TrackerStatistics()
  /// Connections that each of the trackers followed.
  var shares: [UInt64] = []

  /// Gives packets, with their times in nanoseconds, to trackers that share a configuration.
  ///
  /// - Parameters:
  ///   - packets: the frames, their lengths on the wire, and when they were captured.
  ///   - linkType: what they begin with.
  ///   - trackerCount: how many trackers share them; 0 is one that does not know of others.
  ///   - roundLength: how many packets are taken at a time.
  ///   - wantsEvents: whether all that there is to be found is looked for.
  ///   - pause: seconds that go by after the last packet.
  init(
    _ packets: [(bytes: [UInt8], wireLength: Int, time: Int64)], _ linkType: LinkType,
    among trackerCount: Int, roundLength: Int = 300, wantsEvents: Bool = true, pause: Int64 = 0
  ) {
    let whole = TrackerConfiguration()
    let isShared = trackerCount > 0
    var trackers = UniqueArray<ConnectionTracker>()
    var round = PacketRound()
    for position in 0..<max(trackerCount, 1) {
      var tracker = ConnectionTracker(
        isShared ? whole.shared(among: trackerCount, at: position) : whole)
      tracker.findings.wantsEvents = wantsEvents
      tracker.findings.wantsWindows = wantsEvents
      tracker.findings.wantsVerdicts = wantsEvents
      round.blocks.append(PacketBlock(for: &tracker))
      trackers.append(tracker)
    }
    var merger = FindingsMerger(trackerCount: trackers.count)

    for (index, (frame, wireLength, time)) in packets.enumerated() {
      round.append(
        frame.span, wireLength: wireLength, linkType: linkType,
        timestamp: Timestamp(
          seconds: 1_700_000_000 + time / 1_000_000_000, nanoseconds: time % 1_000_000_000),
        number: index + 1)
      if Int(round.count) == roundLength || round.isFull || index == packets.count - 1 {
        round.finish()
        for at in 0..<trackers.count {
          trackers[at].process(&round.blocks[at])
          if !isShared { trackers[at].flush() }
        }
        take(&trackers, &round, &merger, isShared: isShared)
      }
    }
    if pause > 0, let last = packets.last {
      let end = PacketTime(
        Timestamp(seconds: 1_700_000_000 + last.time / 1_000_000_000 + pause, nanoseconds: 0))
      for at in 0..<trackers.count { trackers[at].advance(to: end) }
      take(&trackers, &round, &merger, isShared: isShared)
    }
    var isOver = false
    while !isOver {
      isOver = true
      for at in 0..<trackers.count where merger.isDone(at, round.blocks[at]) {
        if round.blocks[at].isLast { continue }
        trackers[at].finish(atMost: 7, for: &round.blocks[at])
        trackers[at].exchange(&round.blocks[at])
        merger.begin(at)
        isOver = false
      }
      var isLast: [Bool] = []
      for at in 0..<trackers.count { isLast.append(round.blocks[at].isLast) }
      merge(&round, &merger, isShared: isShared) { !isLast[$0] }
    }
    for at in 0..<trackers.count {
      statistics.add(trackers[at].statistics)
      shares.append(trackers[at].statistics.connections)
    }
    // Both ways count the most that lived at a time, though not at the same time.
    statistics.peak = 0
  }

  private mutating func take(
    _ trackers: inout UniqueArray<ConnectionTracker>, _ round: inout PacketRound,
    _ merger: inout FindingsMerger, isShared: Bool
  ) {
    for at in 0..<trackers.count {
      trackers[at].exchange(&round.blocks[at])
      merger.begin(at)
    }
    merge(&round, &merger, isShared: isShared) { _ in false }
    round.begin()
  }

  private mutating func merge(
    _ round: inout PacketRound, _ merger: inout FindingsMerger, isShared: Bool,
    _ mayGoOn: (Int) -> Bool
  ) {
    if isShared {
      merger.merge(&round.blocks, into: &self, mayGoOn: mayGoOn)
      return
    }
    for at in 0..<round.blocks[0].findings.transitions.count {
      transitions.append(round.blocks[0].findings.transitions[at])
    }
    for at in 0..<round.blocks[0].findings.events.count {
      events.append(round.blocks[0].findings.events[at])
    }
    for at in 0..<round.blocks[0].findings.windows.count {
      windows.append(round.blocks[0].findings.windows[at])
    }
    for at in 0..<round.blocks[0].findings.verdicts.count {
      verdicts.append(round.blocks[0].findings.verdicts[at])
    }
    for at in 0..<round.blocks[0].findings.ended.count {
      summaries.append(round.blocks[0].findings.ended[at])
    }
    round.blocks[0].findings.removeAll()
  }

  // MARK: FindingsReceiver

  mutating func take(_ transition: StateTransition) { transitions.append(transition) }
  mutating func take(_ event: SegmentEvent) { events.append(event) }
  mutating func take(_ window: WindowRecord) { windows.append(window) }
  mutating func take(_ verdict: CongestionVerdict) { verdicts.append(verdict) }
  mutating func take(_ ended: borrowing ConnectionSummary) { summaries.append(copy ended) }
}
