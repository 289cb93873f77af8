import Testing

@testable import ConnectionTracking

/// Senders that Linux does not have, simulated from the RFCs, against what their captures tell.
@Suite struct `Simulated senders` {
  /// A sender, what it loses, and its window round by round as computed by hand.
  struct Case: Sendable {
    var rules: SimulatedTransfer.Rules
    var losses: [Int: Int]
    var rounds: [Int]
    var name: AlgorithmName
  }

  // Segments 15 to 30 are the window of 16. Its first one is lost: the threshold is half of 16.
  static let cases = [
    Case(
      rules: .tahoe, losses: [15: 1, 150: 1], rounds: [1, 2, 4, 8, 16], name: .tahoe),
    Case(
      rules: .reno, losses: [15: 1, 150: 1], rounds: [1, 2, 4, 8, 16], name: .reno),
    Case(
      rules: .newReno, losses: [15: 1, 18: 1, 150: 1, 153: 1], rounds: [1, 2, 4, 8, 16],
      name: .newReno),
  ]

  @Test(arguments: cases, [SimulatedCapture.Position.sender, .receiver])
  func `windows`(_ example: Case, position: SimulatedCapture.Position) throws {
    let transfer = SimulatedTransfer(example.rules, count: 300, losing: example.losses)
    print(example.rules, position, transfer.rounds, transfer.sentAgain)
    let capture = SimulatedCapture(transfer, at: position)
    let verdict = try #require(capture.verdict)
    print(
      verdict.algorithm, verdict.confidence, verdict.evidence,
      verdict.reductions.map { ($0.cause, $0.before, $0.after) })
    let pairs = capture.windows
    let exact = pairs.filter { $0.truth.window == $0.record.window }.count
    print(exact, pairs.count)
    for pair in pairs.prefix(70) {
      print(
        pair.truth.number, pair.truth.window, pair.record.window, pair.truth.threshold ?? -1,
        pair.record.threshold, pair.record.phase)
    }
  }
}
