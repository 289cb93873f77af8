import CongestionInference
import InternetTypes
import Testing

/// Round trips as the textbook draws them, computed by hand.
@Suite struct `Round trips` {
  @Test func `in slow start a student sees 1, 2, 4, 8, 16`() throws {
    let sender = TextbookSender()
    sender.sendNew(1)
    for _ in 0..<4 { sender.slowStartRound() }
    sender.wait(milliseconds: 100)
    sender.receive(16)
    _ = sender.finish()
    let rounds = sender.rounds
    #expect(rounds.map(\.number) == [1, 2, 3, 4, 5])
    // The analysis takes the first window for one segment only when the acknowledgment of the first segment comes.
    #expect(rounds.dropFirst().map(\.window) == [2, 4, 8, 16])
    #expect(rounds.map(\.sent) == [1, 2, 4, 8, 16])
    #expect(rounds.map(\.acknowledged) == [1, 2, 4, 8, 16])
    #expect(rounds.allSatisfy { $0.lost == 0 && $0.phase == .slowStart })
    #expect(rounds.dropFirst().dropLast().map(\.growth) == [2, 4, 8])
  }

  @Test func `above the threshold a student sees one segment more each round trip`() throws {
    let sender = TextbookSender()
    sender.sendNew(1)
    for _ in 0..<4 { sender.slowStartRound() }
    sender.loseOne()
    for _ in 0..<4 { sender.avoidanceRound() }
    sender.wait(milliseconds: 100)
    sender.receive(sender.flight)
    _ = sender.finish()
    let rounds = sender.rounds
    let recovery = try #require(rounds.first { $0.phase == .fastRecovery })
    // The retransmission alone is Tahoe's as well, whose window is one segment then; the segments after it show which.
    #expect([1, 16].contains(recovery.window))
    // Without SACK the state is held until something beyond the recovery point is acknowledged (RFC 6582, section 3.2).
    let after = rounds.drop { $0.number <= recovery.number || $0.phase == .fastRecovery }
    // Reno: half of 16, and one more a round trip.
    #expect(after.map(\.window).prefix(4) == [8, 9, 10, 11])
    #expect(after.map(\.phase).prefix(4).allSatisfy { $0 == .congestionAvoidance })
    #expect(rounds.map(\.lost).reduce(0, +) == 1)
    #expect(rounds.map(\.sent).reduce(0, +) == sender.records.last?.segmentsSent)
  }

  @Test func `after a timeout a student sees 1 again, then 2`() throws {
    let sender = TextbookSender()
    sender.sendNew(1)
    for _ in 0..<4 { sender.slowStartRound() }
    sender.wait(milliseconds: 700)
    sender.sendAgain()
    sender.wait(milliseconds: 100)
    sender.receive(1)
    sender.sendAgain()
    _ = sender.finish()
    let rounds = sender.rounds
    let timeout = try #require(rounds.first { $0.phase == .lossRecovery })
    #expect(timeout.window == 1 && timeout.sent == 1 && timeout.acknowledged == 1)
    let next = try #require(rounds.first { $0.number == timeout.number + 1 })
    #expect(next.window == 2)
    // All 16 were lost, and nothing of them is counted as part of the flight of one.
    let before = try #require(rounds.first { $0.number == timeout.number - 1 })
    #expect(before.window == 16 && before.sent == 16 && before.lost == 16)
  }

  @Test func `a round trip begins with the first segment after a pause, not before it`() throws {
    let sender = TextbookSender()
    sender.sendNew(2)
    sender.wait(milliseconds: 100)
    sender.receive(2)
    sender.wait(milliseconds: 5000)
    sender.sendNew(2)
    sender.wait(milliseconds: 100)
    sender.receive(2)
    _ = sender.finish()
    let rounds = sender.rounds
    #expect(rounds.map(\.sent) == [2, 2])
    #expect(rounds.allSatisfy { $0.duration ?? 0 < 200_000 })
    #expect(rounds[1].time.nanoseconds(since: rounds[0].time) > 5_000_000_000)
  }

  @Test func `queueing delay is a round trip less the smallest one`() {
    var round = RoundTripRecord()
    #expect(round.queueingDelay == nil)
    (round.roundTrip, round.roundTripMinimum) = (96_000, 41_000)
    #expect(round.queueingDelay == 55_000)
    round.roundTrip = 40_000
    #expect(round.queueingDelay == 0)
  }

  @Test func `records in any order and of any size make no trap`() {
    var state: UInt64 = 7
    func random(_ count: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % count
    }
    var sequence = RoundTripSequence()
    for _ in 0..<20_000 {
      var record = WindowRecord()
      record.time = Timestamp(rawValue: [.min / 2, .max / 2, 0, 5][Int(random(4))])
      record.acknowledged = Int64(random(1000)) << 32
      record.next = Int64(random(1000)) << 32
      let end = Int64(random(3)) << 40
      record.segmentEnd = end > 0 ? end : nil
      record.phase = SenderPhase.allCases[Int(random(UInt64(SenderPhase.allCases.count)))]
      record.limit = SendingLimit.allCases[Int(random(6))]
      record.window = Int(random(1 << 28))
      record.roundTripSample = random(2) == 0 ? nil : .max
      record.segmentsSent = Int(random(1 << 40))
      record.segmentsDelivered = Int(random(1 << 40))
      if let round = sequence.take(record) {
        #expect(round.sent >= 0 && round.acknowledged >= 0 && round.lost >= 0)
        #expect(round.duration ?? 0 >= 0)
      }
    }
    _ = sequence.finish()
  }
}

extension TextbookSender {
  /// The first of the segments in flight is lost: three duplicates, a fast retransmission, and half the window afterwards.
  func loseOne() {
    let count = flight
    wait(milliseconds: 100)
    for _ in 0..<3 { receive(0) }
    sendAgain()
    // Half of the duplicates that follow release a new segment each.
    for index in 0..<(count - 4) {
      receive(0)
      if index >= count / 2 - 3 { sendNew(1) }
    }
    wait(milliseconds: 100)
    receive(count)
    sendNew(max(0, count / 2 - flight))
  }
}
