import Testing

@testable import CongestionInference

/// Senders that Linux does not have, simulated from the RFCs, against the verdicts from their captures.
@Suite struct `Simulated senders` {
  /// A sender, what it loses, and its window round by round as computed by hand.
  struct Case: Sendable, CustomTestStringConvertible {
    var rules: SimulatedTransfer.Rules
    var losses: [Int: Int]
    var rounds: [Int]
    var name: AlgorithmName

    var testDescription: String { name.rawValue }
  }

  // 1 + 2 + 4 + 8 segments are 0 to 14; the window of 16 begins with segment 15, which is lost. The threshold is half of
  // 16. Tahoe continues with 1 segment and slow start to 8; the first acknowledgment makes it 2, with which the round
  // begins. Reno and NewReno continue with 8, and then all of them grow by one segment per round trip.
  static let cases = [
    Case(
      rules: .tahoe, losses: [15: 1, 150: 1],
      rounds: [1, 2, 4, 8, 16, 2, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17], name: .tahoe),
    Case(
      rules: .reno, losses: [15: 1, 150: 1],
      rounds: [1, 2, 4, 8, 16, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17], name: .reno),
    // Two losses in a window: a partial acknowledgment keeps NewReno in recovery.
    Case(
      rules: .newReno, losses: [15: 1, 18: 1, 150: 1, 153: 1],
      rounds: [1, 2, 4, 8, 16, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17], name: .newReno),
  ]

  @Test(arguments: cases)
  func `the simulated windows are those computed by hand`(_ example: Case) {
    let transfer = SimulatedTransfer(example.rules, count: 300, losing: example.losses)
    #expect(Array(transfer.rounds.prefix(example.rounds.count)) == example.rounds)
    #expect(transfer.sentAgain == example.losses.keys.sorted())
  }

  @Test(arguments: cases)
  func `beside the sender the algorithm is named, and its windows are exact`(
    _ example: Case
  ) throws {
    let transfer = SimulatedTransfer(example.rules, count: 300, losing: example.losses)
    let capture = SimulatedCapture(transfer, at: .sender)
    let found = capture.verdict
    let verdict = try #require(found)
    #expect(verdict.algorithm == example.name)
    #expect(verdict.initialWindow == 1)
    #expect(verdict.reductions.map(\.cause) == [.fastRetransmit, .fastRetransmit])
    #expect(verdict.reductions.map(\.before) == [16, 17])
    #expect(verdict.reductions.map(\.after) == (example.rules == .tahoe ? [1, 1] : [8, 8]))
    let pairs = capture.windows
    #expect(pairs.count == transfer.passages.count { !$0.isData })
    let exact = pairs.count { $0.truth.window == $0.record.window }
    #expect(exact >= pairs.count * 97 / 100)
  }

  // A window is what the sender does half a round trip later and shows half a round trip before: what the sender had at
  // some time within that of the acknowledgment's arrival is right. Outside of recovery the acknowledgments alone say
  // what the window is, so that it is exact. A segment takes 1.5 ms, so that acknowledgments have ticks of their own.
  @Test(arguments: cases)
  func `beside the receiver windows are exact, in recovery within half a round trip`(
    _ example: Case
  ) throws {
    let transfer = SimulatedTransfer(
      example.rules, count: 300, serviceTime: 1500, losing: example.losses)
    #expect(Array(transfer.rounds.prefix(example.rounds.count)) == example.rounds)
    let capture = SimulatedCapture(transfer, at: .receiver)
    let near = capture.windowsNearInTime
    let pairs = capture.windows.filter { $0.record.phase != .fastRecovery }
    let exact = pairs.count { $0.truth.window == $0.record.window }
    let found = capture.verdict
    let verdict = try #require(found)
    #expect(pairs.count > 200)
    #expect(exact == pairs.count)
    #expect(near == capture.windows.count)
    #expect(verdict.algorithm == example.name)
  }

  // The last segments are lost with all that would report them: nothing but the timer is left. Half of 16 is the
  // threshold, and the window is one segment (RFC 5681, section 3.1).
  @Test(arguments: [SimulatedTransfer.Rules.tahoe, .reno, .newReno])
  func `a time-out leads to one segment and half the threshold`(
    _ rules: SimulatedTransfer.Rules
  ) throws {
    let losses = Dictionary(uniqueKeysWithValues: (15...30).map { ($0, 1) })
    let transfer = SimulatedTransfer(rules, count: 120, losing: losses)
    #expect(Array(transfer.rounds.prefix(6)) == [1, 2, 4, 8, 16, 1])
    let capture = SimulatedCapture(transfer, at: .sender)
    let found = capture.verdict
    let verdict = try #require(found)
    let reduction = try #require(verdict.reductions.first)
    #expect(reduction.cause == .timeout)
    #expect(reduction.before == 16)
    let after = capture.windows.filter { $0.truth.number > 15 }
    #expect(after.count > 50)
    let exact = after.count { abs($0.truth.window - $0.record.window) <= 1 }
    #expect(exact >= after.count * 90 / 100)
  }

  @Test func `congestion avoidance and slow start are distinguished`() {
    let transfer = SimulatedTransfer(.tahoe, count: 300, losing: [15: 1])
    let capture = SimulatedCapture(transfer, at: .sender)
    for (truth, record) in capture.windows where truth.window != truth.threshold {
      let isSlowStart = truth.threshold.map { truth.window < $0 } ?? true
      #expect(record.growth == (isSlowStart ? .slowStart : .congestionAvoidance))
    }
  }
}
