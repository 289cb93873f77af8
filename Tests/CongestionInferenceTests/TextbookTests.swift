import CongestionInference
import Testing

/// The windows of the textbook's drawings, computed by hand, against what the analysis makes of a sender that sends so.
@Suite struct `Textbook windows` {
  @Test func `slow start doubles the window each round trip: 1, 2, 4, 8, 16`() throws {
    let sender = TextbookSender()
    sender.sendNew(1)
    for _ in 0..<4 { sender.slowStartRound() }
    _ = sender.finish()
    // A round that starts with window w acknowledges w segments; 1 + 2 + 4 + 8 segments end the fourth.
    for (acknowledged, window) in [(1, 2), (3, 4), (7, 8), (15, 16)] {
      let record = try #require(sender.window(afterSegments: acknowledged))
      #expect(record.window == window)
      #expect(record.growth == .slowStart)
      #expect(record.threshold == nil)
    }
  }

  @Test func `a timeout halves the threshold and starts again at one segment`() throws {
    let sender = TextbookSender()
    sender.sendNew(1)
    for _ in 0..<4 { sender.slowStartRound() }
    // All 16 segments are lost; the time-out is three times the round trip at most.
    sender.wait(milliseconds: 700)
    sender.sendAgain()
    sender.wait(milliseconds: 100)
    sender.receive(1)
    sender.sendAgain()
    let verdict = try #require(sender.finish())
    let reduction = try #require(verdict.reductions.first)
    #expect(reduction.cause == .timeout)
    #expect(reduction.before == 16)
    #expect(verdict.timeoutRetransmissions >= 1)
    let record = try #require(sender.records.last)
    #expect(record.phase == .lossRecovery)
    #expect(record.growth == .slowStart)
    let threshold = try #require(record.threshold)
    #expect((8...11).contains(threshold))
  }

  @Test func `above the threshold the window grows by one segment a round trip`() throws {
    let sender = TextbookSender()
    sender.sendNew(1)
    for _ in 0..<4 { sender.slowStartRound() }
    lose(one: sender)
    let first = sender.flight
    #expect(first == 8)
    var acknowledged = 0
    var expected: [(Int, Int)] = []
    for round in 0..<5 {
      acknowledged = Int((sender.records.last?.acknowledged ?? 1) - 1) / TextbookSender.segmentSize
      _ = acknowledged
      sender.avoidanceRound()
      expected.append((round, sender.flight))
    }
    #expect(expected.map(\.1) == [9, 10, 11, 12, 13])
    let verdict = try #require(sender.finish())
    let record = try #require(sender.records.last)
    #expect(record.growth == .congestionAvoidance)
    #expect(abs(record.window - 13) <= 1)
    #expect(verdict.reductions.first?.cause == .fastRetransmit)
    #expect(verdict.reductions.first?.before == 16)
    #expect(verdict.algorithm == .reno)
  }

  /// The first of 16 segments is lost: three duplicates, a fast retransmission, and half the window afterwards.
  private func lose(one sender: TextbookSender) {
    sender.wait(milliseconds: 100)
    for _ in 0..<3 { sender.receive(0) }
    sender.sendAgain()
    // Half of the duplicates that follow release a new segment each.
    for index in 0..<12 {
      sender.receive(0)
      if index >= 5 { sender.sendNew(1) }
    }
    sender.wait(milliseconds: 100)
    sender.receive(16)
    sender.sendNew(max(0, 8 - sender.flight))
  }
}
