import BasicContainers
import Testing

@testable import CongestionInference
@testable import ConnectionTracking

/// What a connection with models takes at most.
@Suite struct `Memory of models` {
  @Test func `both directions of a connection stay within the bound that is stated`() {
    let queue = SendQueue.capacityLimit * MemoryLayout<SentSegment>.stride
    // The ring that holds one more than it looks ahead doubles once more.
    let ahead =
      2 * 2 * Calibration.Timeline.lookAheadLimit * MemoryLayout<SegmentObservation>.stride
    let records = 2 * Calibration.Record.pendingLimit * MemoryLayout<PendingRecord>.stride
    let reductions =
      CongestionVerdict.reductionLimit
      * (2 * MemoryLayout<SenderAnalysis.NotedReduction>.stride + 128)
    let own = MemoryLayout<SenderTimeline>.stride
    let total = 2 * (queue + ahead + records + reductions + own)
    #expect(total <= CongestionStore.connectionByteLimit)
    #expect(2 * own + 2 * 16 * MemoryLayout<SentSegment>.stride <= 12 << 10)
  }

  @Test(arguments: [true, false])
  func `connections that get no models are counted`(_ wantsWindows: Bool) throws {
    let transfer = SimulatedTransfer(.reno, count: 60, losing: [20: 1])
    var tracker = ConnectionTracker()
    tracker.congestion = CongestionStore(limit: 2)
    tracker.findings.wantsWindows = wantsWindows
    tracker.findings.wantsVerdicts = true
    for port in 40_000..<40_005 {
      SimulatedCapture(transfer, at: .sender, port: port).give(to: &tracker)
    }
    while tracker.finish(atMost: 1) {}
    #expect(tracker.statistics.modelsRefused == 3)
    var followed: Set<UInt64> = []
    for index in tracker.findings.windows.indices {
      followed.insert(tracker.findings.windows[index].connection)
    }
    #expect(followed == (wantsWindows ? [0, 1] : []))
  }
}
