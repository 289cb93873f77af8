import Testing

@testable import CongestionInference

/// A sender of RFC 9438 and RFC 9406, simulated in floating point, against the verdicts from its captures.
@Suite struct `Simulated CUBIC` {
  /// A transfer, and its first windows, round by round, as computed by hand.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var initialWindow: Int
    var serviceTime = 1000
    var losses: [Int: Int]
    var rounds: [Int]

    var transfer: SimulatedTransfer {
      SimulatedTransfer(
        .cubic, count: 4000, initialWindow: initialWindow, serviceTime: serviceTime,
        losing: losses)
    }
  }

  // The path of 101 ms holds 101 segments of a millisecond: nothing queues but bursts. 4 + 8 + 16 + 32 segments are 0 to
  // 59; the window of 64 begins with segment 60, which is lost: 0.7 of 64 are 44.8. Of 10 + 20 + 40 segments the last is
  // 69; 0.7 of 80 are 56.
  static let cases = [
    Case(
      testDescription: "a first flight of 4", initialWindow: 4, losses: [60: 1, 2500: 1],
      rounds: [4, 8, 16, 32, 64, 44]),
    Case(
      testDescription: "a first flight of 10", initialWindow: 10, losses: [70: 1, 3000: 1],
      rounds: [10, 20, 40, 80, 56]),
    Case(
      testDescription: "a queue that grows", initialWindow: 4, serviceTime: 2000,
      losses: [3000: 1], rounds: [4, 8, 16, 32]),
    Case(
      testDescription: "a time-out", initialWindow: 4,
      losses: Dictionary(uniqueKeysWithValues: (60..<130).map { ($0, 1) }),
      rounds: [4, 8, 16, 32, 64, 1]),
  ]

  @Test(arguments: cases)
  func `the simulated windows are those computed by hand`(_ example: Case) {
    let transfer = example.transfer
    #expect(Array(transfer.rounds.prefix(example.rounds.count)) == example.rounds)
  }

  @Test func `HyStart++ leaves slow start where the queue grows`() throws {
    let transfer = Self.cases[2].transfer
    let found = transfer.cubic?.exitWindow
    let window = try #require(found)
    // The path holds 51 segments. Growth by a quarter for five rounds is by 1.25^5 = 3.05 at most.
    #expect(window > 51 && window < 102 * 3.05)
  }

  // What fractions cost in precision makes windows of whole segments differ where they change: by one, for an eighth of
  // the time at most.
  @Test(arguments: cases)
  func `beside the sender CUBIC is named, and its windows are those of the RFC`(
    _ example: Case
  ) throws {
    let capture = SimulatedCapture(example.transfer, at: .sender)
    let found = capture.verdict
    let verdict = try #require(found)
    #expect(verdict.algorithm == .cubic)
    #expect(verdict.initialWindow == example.initialWindow)
    let pairs = capture.windows.filter { $0.record.phase != .fastRecovery }
    #expect(pairs.count > 3500)
    let near = pairs.count { abs($0.truth.window - $0.record.window) <= 1 }
    let exact = pairs.count { $0.truth.window == $0.record.window }
    // Who it is shows with the first growth that is not Linux's.
    #expect(near >= pairs.count * 998 / 1000)
    #expect(exact >= pairs.count * 7 / 8)
  }

  @Test(arguments: cases)
  func `beside the receiver the windows are within those of half a round trip`(
    _ example: Case
  ) throws {
    let capture = SimulatedCapture(example.transfer, at: .receiver)
    let pairs = capture.windows
    #expect(pairs.count > 3900)
    let inside = capture.windowsNearInTime
    let exact = pairs.count { $0.truth.window == $0.record.window }
    let found = capture.verdict
    let verdict = try #require(found)
    #expect(inside >= pairs.count * 95 / 100)
    #expect(exact >= pairs.count * 7 / 8)
    #expect([.cubic, .lossBased].contains(verdict.algorithm))
  }
}
