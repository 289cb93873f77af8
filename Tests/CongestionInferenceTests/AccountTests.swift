import BasicContainers
import InternetTypes
import Testing

@testable import CongestionInference
@testable import ConnectionTracking

/// The account of a sender's time, by phase and by limit.
@Suite struct `Account of time` {
  /// The verdict on the data sender of a transfer, with window records or without.
  private func verdict(_ transfer: SimulatedTransfer, wantsWindows: Bool) throws
    -> CongestionVerdict
  {
    var tracker = ConnectionTracker()
    tracker.findings.wantsWindows = wantsWindows
    tracker.findings.wantsVerdicts = true
    SimulatedCapture(transfer, at: .sender).give(to: &tracker)
    while tracker.finish(atMost: 1) {}
    var found: [CongestionVerdict] = []
    for index in tracker.findings.verdicts.indices {
      found.append(tracker.findings.verdicts[index])
    }
    return try #require(found.first { $0.sender == .client })
  }

  @Test(arguments: [1, 4], [[:], [30: 1], [12: 1, 25: 2]])
  func `it is the same whether windows are wanted or not`(
    initialWindow: Int, losses: [Int: Int]
  ) throws {
    let transfer = SimulatedTransfer(
      .newReno, count: 80, initialWindow: initialWindow, losing: losses)
    let whole = try verdict(transfer, wantsWindows: true)
    let alone = try verdict(transfer, wantsWindows: false)
    // The transfer takes seconds; the simulated sender needs some microseconds for each segment.
    for (times, other) in [
      (whole.timeInPhase, alone.timeInPhase), (whole.timeLimited, alone.timeLimited),
    ] {
      for (time, second) in zip(times, other) { #expect(abs(time - second) < 1000) }
    }
    #expect(whole.timeInPhase.reduce(0, +) > 500_000)
  }

  /// `explain` takes the windows of senders with models only, whose first segments are kept in short form.
  @Test func `windows of models have the packets that all windows have`() throws {
    let transfer = SimulatedTransfer(.newReno, count: 200, initialWindow: 4, losing: [150: 1])
    func packets(ofModels: Bool) -> [Int] {
      var tracker = ConnectionTracker()
      tracker.findings.wantsWindows = !ofModels
      tracker.findings.wantsModelWindows = ofModels
      tracker.findings.wantsVerdicts = true
      SimulatedCapture(transfer, at: .sender).give(to: &tracker)
      while tracker.finish(atMost: 1) {}
      var found: [Int] = []
      for index in tracker.findings.windows.indices {
        found.append(tracker.findings.windows[index].packet)
      }
      return found.sorted()
    }
    let all = packets(ofModels: false)
    #expect(all.count > 300 && Set(all).count == all.count)
    #expect(packets(ofModels: true) == all)
  }
}
