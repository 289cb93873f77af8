import BasicContainers
import ConnectionTracking
import Dispatch
import InternetTypes
import PacketCapture
import SystemServices

/// The trackers that share a capture, each on a thread of its own where the machine has several processors.
struct TrackingCrew: ~Copyable {
  /// Rounds that are handed over and not back yet, at most.
  private static let roundLimit = 4
  /// While no tracker has fewer blocks before it, nothing more is read; once one has so few, reading goes on.
  private static let (plenty, few) = (2, 1)

  private let workers: [TrackingWorker]
  private let progress = DispatchSemaphore(value: 0)
  private var round = PacketRound()
  /// Rounds that are handed over and not back yet.
  private var underwayCount = 0
  /// Blocks that came back.
  private var results = UniqueArray<PacketBlock>()
  private var merger: FindingsMerger

  /// Trackers that look for what `prepare` asks.
  init(_ configuration: TrackerConfiguration, prepare: (inout Findings) -> Void) {
    let count = PacketRound.trackerCount(connectionLimit: configuration.connectionLimit)
    workers = (0..<count).map { [progress] position in
      var tracker = ConnectionTracker(configuration.shared(among: count, at: position))
      prepare(&tracker.findings)
      return TrackingWorker(tracker, progress)
    }
    for worker in workers { round.blocks.append(worker.newBlock()) }
    merger = FindingsMerger(trackerCount: count)
  }

  /// Whether packets have to be handed over before another is appended.
  var isFull: Bool { round.isFull }

  /// Appends a segment of the usual shape, which is no fragment; false where the frame holds anything else.
  ///
  /// The crew must not be full.
  mutating func append(
    plain frame: Span<UInt8>, wireLength: Int, linkType: LinkType, timestamp: Timestamp, number: Int
  ) -> Bool {
    round.append(
      plain: frame, wireLength: wireLength, linkType: linkType, timestamp: timestamp,
      number: number)
  }

  /// Appends a frame that has to be decoded layer by layer; the crew must not be full.
  mutating func append(
    stored frame: Span<UInt8>, wireLength: Int, linkType: LinkType, timestamp: Timestamp,
    number: Int
  ) {
    round.append(
      stored: frame, wireLength: wireLength, linkType: linkType, timestamp: timestamp,
      number: number)
  }

  /// Hands over what was appended, and gives to `output` what was found in packets before.
  mutating func exchange(for task: TrackingWorker.Task, _ output: inout FindingsOutput) {
    if TrackingWorker.isAlone {
      perform(task, &output)
      return
    }
    round.finish()
    for index in workers.indices { workers[index].put(&round.blocks[index], task) }
    round.begin()
    underwayCount += 1
    // One at a time: trackers are to have packets while what was found is written.
    if underwayCount >= Self.roundLimit { _ = collect(&output) }
    // Whoever waits for the tracker that is behind waits on that one's processor, and holds it up when it goes on, while
    // the other runs out of packets. So reading waits for the one that is ahead, and goes on where that one stops.
    guard workers.allSatisfy({ $0.pendingCount >= Self.plenty }) else { return }
    while workers.allSatisfy({ $0.pendingCount > Self.few }) {
      if workers.allSatisfy(\.hasResult) { _ = collect(&output) } else { progress.wait() }
    }
  }

  /// Waits for the oldest packets that were handed over, and gives away what was found in them; false where there are
  /// none.
  mutating func collect(_ output: inout FindingsOutput) -> Bool {
    guard underwayCount > 0 else { return false }
    underwayCount -= 1
    for index in workers.indices {
      results.append(workers[index].nextResult())
      merger.begin(index)
    }
    merger.merge(&results, into: &output) { _ in false }
    for index in workers.indices.reversed() {
      if let block = results.popLast() { workers[index].keep(block) }
    }
    return true
  }

  /// Has what was appended taken while the caller waits; only where nothing else was handed over.
  mutating func perform(_ task: TrackingWorker.Task, _ output: inout FindingsOutput) {
    round.finish()
    for index in workers.indices { workers[index].perform(&round.blocks[index], task) }
    merge(into: &output)
  }

  /// Whether the packet appended last, once it is taken, belongs to one of these connections.
  func isLastPacket(ofAny indexes: [UInt64]) -> Bool {
    let tracker = round.lastTracker
    return workers[tracker].lastConnections.contains {
      guard let number = merger.number(of: $0, in: tracker) else { return false }
      return indexes.contains(number)
    }
  }

  private mutating func merge(into output: inout FindingsOutput) {
    round.begin()
    for index in workers.indices { merger.begin(index) }
    merger.merge(&round.blocks, into: &output) { _ in false }
    for index in workers.indices { round.blocks[index].findings.removeAll() }
  }

  /// Ends some of the connections that still live, in order of their beginning, and gives away what is said of them;
  /// false when all have ended.
  ///
  /// Nothing that was handed over may be on its way.
  mutating func finish(_ output: inout FindingsOutput) -> Bool {
    var isOver = true
    for index in workers.indices where merger.isDone(index, round.blocks[index]) {
      if round.blocks[index].isLast { continue }
      // To end connections is less work than to write their records: one thread is enough for it. The system would leave
      // both on one processor, if they are on one now, as each wakes the other all the time.
      workers[index].exchange(
        &round.blocks[index], for: .finish(128, awayFrom: SystemProcessors.current),
        by: workers[0])
      merger.begin(index)
      isOver = false
    }
    let isLast = workers.indices.map { round.blocks[$0].isLast }
    merger.merge(&round.blocks, into: &output) { !isLast[$0] }
    return !isOver
  }

  /// What all trackers counted.
  var statistics: TrackerStatistics {
    var sum = TrackerStatistics()
    for worker in workers { sum.add(worker.statistics) }
    return sum
  }
}
