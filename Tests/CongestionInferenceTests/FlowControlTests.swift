import InternetTypes
import Testing

@testable import CongestionInference

/// What a receiver's window does, from segments written by hand.
@Suite struct `Flow control` {
  private func offer(
    _ acknowledgment: Int64, raw: Int, at milliseconds: Int64, sequence: Int64 = 1
  ) -> SegmentObservation {
    var segment = SegmentObservation()
    segment.sender = .server
    segment.isAcknowledgment = true
    segment.sequence = sequence
    segment.acknowledgment = acknowledgment
    segment.rawWindow = raw
    segment.captured = Timestamp(rawValue: milliseconds * 1_000_000)
    return segment
  }

  private func data(_ sequence: Int64, _ length: Int, at milliseconds: Int64 = 0)
    -> SegmentObservation
  {
    var segment = SegmentObservation()
    segment.sequence = sequence
    segment.length = length
    segment.captured = Timestamp(rawValue: milliseconds * 1_000_000)
    return segment
  }

  // RFC 9293, section 3.8.6.1: probes with a byte beyond the window, or (Linux, as a keep-alive) before it.
  @Test func `a closed window lasts until it opens, with the probes of that time`() {
    var window = ReceiveWindow(scale: 0)
    window.offer(offer(1, raw: 3000, at: 0))
    window.send(data(1, 3000))
    window.offer(offer(3001, raw: 0, at: 100))
    window.send(data(3001, 1, at: 300))
    window.offer(offer(3001, raw: 0, at: 310))
    window.send(data(3000, 0, at: 700))
    window.offer(offer(3001, raw: 0, at: 710))
    window.offer(offer(3001, raw: 2000, at: 1100))
    window.send(data(3001, 1000, at: 1101))
    window.offer(offer(4001, raw: 0, at: 2000))
    let summary = window.summary(at: Timestamp(rawValue: 2_500_000_000))
    #expect(
      summary.closures == [
        WindowClosure(
          time: Timestamp(rawValue: 100_000_000), duration: 1_000_000, probes: 2, hasOpened: true),
        WindowClosure(
          time: Timestamp(rawValue: 2_000_000_000), duration: 500_000, probes: 0, hasOpened: false),
      ])
    #expect(summary.closedTime == 1_500_000 && summary.probeCount == 2)
    #expect(summary.windowMaximum == 3000 && summary.windowScale == 0)
  }

  @Test(
    arguments: [
      // The right edge stays: what arrives fills the window.
      (0, [(1, 3000), (1001, 2000), (2001, 1000)], 0),
      // 3001, then 2501: moved back.
      (0, [(1, 3000), (1001, 1500)], 1),
      // Overtaken by a later one: says nothing.
      (0, [(2001, 3000), (1001, 1500)], 0),
      // With a unit of 128 bytes an edge may seem to move by less than one: 100 bytes arrive, a unit goes.
      (7, [(1, 100), (101, 99)], 0),
      (7, [(1, 100), (101, 97)], 1),
    ] as [(Int, [(Int64, Int)], Int)])
  func `a right edge that moves back is counted`(
    scale: Int, offers: [(Int64, Int)], count: Int
  ) {
    var window = ReceiveWindow(scale: scale)
    for (acknowledgment, raw) in offers { window.offer(offer(acknowledgment, raw: raw, at: 0)) }
    #expect(window.summary(at: Timestamp(rawValue: 0)).retreatCount == count)
  }

  // MARK: Pauses of a short transfer

  /// Blocks of 1,000 bytes, each acknowledged at once, at these milliseconds.
  private func pauses(
    _ times: [Int64], roundTrip: Int64? = 1_000_000, isAtSender: Bool = true
  ) -> SendingPauses? {
    var transfer = ShortTransfer(windowScale: 0, roundTrip: roundTrip, isAtSender: isAtSender)
    for (index, time) in times.enumerated() {
      let start = 1 + Int64(index) * 1000
      transfer.send(data(start, 1000, at: time))
      transfer.receive(offer(start + 1000, raw: 60_000, at: time))
    }
    var verdict = CongestionVerdict()
    transfer.fill(&verdict)
    return verdict.pauses
  }

  @Test func `a sender with nothing outstanding and an open window waits for its application`() {
    let pauses = pauses([0, 100, 200, 300])
    #expect(pauses?.count == 3 && pauses?.time == 297_000 && pauses?.isCertain == true)
    // A round trip passes between blocks that a window holds back.
    #expect(self.pauses([0, 100, 200], roundTrip: 100_000_000) == nil)
    // The length of a round trip is not known.
    #expect(self.pauses([0, 100, 200], roundTrip: nil) == nil)
  }

  @Test func `far from the sender, one silence can be the time-out of a segment lost before`() {
    #expect(pauses([0, 300], isAtSender: false)?.isCertain == false)
    #expect(pauses([0, 300], isAtSender: true)?.isCertain == true)
    #expect(pauses([0, 300, 600, 900], isAtSender: false)?.isCertain == true)
  }

  @Test func `a closed window is no pause of the application`() {
    var transfer = ShortTransfer(windowScale: 0, roundTrip: 1_000_000, isAtSender: true)
    transfer.send(data(1, 1000, at: 0))
    transfer.receive(offer(1001, raw: 0, at: 1))
    transfer.send(data(1001, 1000, at: 500))
    var verdict = CongestionVerdict()
    transfer.fill(&verdict)
    #expect(verdict.pauses == nil)
  }

  @Test func `a server thinks from the request's arrival to its answer`() {
    var transfer = ShortTransfer(windowScale: 0, roundTrip: 1_000_000, isAtSender: true)
    for (index, time) in ([0, 810, 1620] as [Int64]).enumerated() {
      var request = offer(1 + Int64(index) * 500, raw: 60_000, at: time)
      request.length = 3
      request.sequence = 1 + Int64(index) * 3
      transfer.receive(request)
      transfer.send(data(1 + Int64(index) * 500, 500, at: time + 801))
    }
    var verdict = CongestionVerdict()
    transfer.fill(&verdict)
    // The first answer begins the transfer.
    #expect(verdict.pauses?.count == 2 && verdict.pauses?.time == 1_600_000)
  }

  // MARK: Stop-and-wait in a short transfer

  /// Whether four blocks that begin so many milliseconds apart are stop-and-wait on a path of 10 ms.
  private func isStopAndWait(_ distance: Int64, acknowledgedAfter delay: Int64) -> Bool {
    var transfer = ShortTransfer(windowScale: 0, roundTrip: 10_000_000)
    for index in 0..<4 as Range<Int64> {
      transfer.send(data(1 + index * 1000, 1000, at: index * distance))
      transfer.receive(offer(1001 + index * 1000, raw: 60_000, at: index * distance + delay))
    }
    var verdict = CongestionVerdict()
    transfer.fill(&verdict)
    return verdict.stopAndWait != nil
  }

  @Test func `only blocks a round trip apart were sent one at a time`() {
    // At the sender, and at the receiver, where acknowledgments leave at once.
    #expect(isStopAndWait(11, acknowledgedAfter: 10) && isStopAndWait(11, acknowledgedAfter: 0))
    // At the receiver of a flight of four.
    #expect(!isStopAndWait(1, acknowledgedAfter: 0))
    // An application that writes ten times a second.
    #expect(!isStopAndWait(100, acknowledgedAfter: 10))
  }

  // MARK: The scale without a handshake

  @Test func `more in flight than a shift allows leaves that shift out`() {
    var inference = WindowScaleInference()
    // 500 units allow 500 << 7 = 64,000 bytes, 32,000 with 6.
    for round in 0..<3 as Range<Int64> {
      let start = round * 100_000
      inference.offer(start, raw: 500, after: nil)
      inference.send(to: start + 60_000)
    }
    #expect(inference.candidates == Array(7...14))
    #expect(inference.value == nil)
  }

  @Test func `a right edge that would move back leaves a shift out`() {
    var inference = WindowScaleInference()
    // 12,800 bytes arrive and the window goes down by 100 units: 128 bytes each at most.
    for round in 0..<3 as Range<Int64> {
      let start = round * 100_000
      inference.offer(start, raw: 600, after: nil)
      inference.offer(start + 12_800, raw: 500, after: (start, 600))
    }
    #expect(inference.candidates == Array(0...7))
  }

  @Test func `a window that shrinks by the arriving data shows the shift`() {
    var inference = WindowScaleInference()
    inference.offer(0, raw: 1000, after: nil)
    for step in 0..<8 as Range<Int64> {
      inference.offer(
        (step + 1) * 2560, raw: 1000 - Int(step + 1) * 20,
        after: (step * 2560, 1000 - Int(step) * 20))
    }
    #expect(inference.value == 7)
  }

  @Test func `a sender that stops at the right edge shows the shift`() {
    var inference = WindowScaleInference()
    for step in 0..<4 as Range<Int64> {
      inference.offer(step * 5000, raw: 229, after: nil)
      inference.send(to: step * 5000 + 229 << 6)
    }
    #expect(inference.value == 6)
  }

  @Test func `without evidence the shift is unknown, and the candidates are listed`() {
    var window = ReceiveWindow(scale: nil)
    window.offer(offer(1, raw: 500, at: 0))
    window.send(data(1, 100))
    window.offer(offer(101, raw: 500, at: 1))
    let summary = window.summary(at: Timestamp(rawValue: 0))
    #expect(summary.windowScale == nil && summary.windowMaximum == nil)
    #expect(summary.scaleCandidates == Array(0...14) && !summary.isScaleInferred)
  }

  // MARK: Stop-and-wait

  // TFTP's blocks are 512 bytes and four of header, its acknowledgments four bytes (RFC 1350).
  @Test(
    arguments: [
      ("a file of four blocks and a rest", [516, -4, 516, -4, 516, -4, 516, -4, 100, -4], 5),
      ("options told first", [30, -4, 516, -4, 516, -4, 516, -4, 516], 4),
      ("a request to write, answered first", [4, -516, 4, -516, 4, -516, 4, -516, 4], 4),
      ("too few blocks", [516, -4, 516, -4, 100, -4], nil),
      ("two blocks at a time", [516, 516, -4, 516, 516, -4, 516, 516, -4, 516, 516, -4], nil),
      ("a stream that nobody answers", Array(repeating: 516, count: 40), nil),
      ("questions and answers of any size", [40, -90, 41, -200, 38, -77, 50, -120, 44, -300], nil),
      ("an echo", [12, -12, 12, -12, 12, -12, 12, -12, 12, -12], nil),
    ] as [(String, [Int], Int?)])
  func `a flow of UDP is stop-and-wait when blocks and answers take turns`(
    name: String, sizes: [Int], blocks: Int?
  ) {
    var exchange = DatagramExchange()
    for (index, size) in sizes.enumerated() {
      exchange.take(
        from: size > 0 ? .client : .server, size: UInt64(size.magnitude),
        at: Timestamp(rawValue: Int64(index) * 10_000_000))
    }
    #expect(exchange.verdict()?.stopAndWait?.blocks == blocks, "\(name)")
    // A block and its answer take 10 ms each.
    if blocks != nil { #expect(exchange.verdict()?.stopAndWait?.roundTrip == 20_000) }
  }

  @Test func `a retransmitted block is the same block`() {
    var exchange = DatagramExchange()
    var now: Int64 = 0
    for block in 0..<5 {
      exchange.take(from: .client, size: 516, at: Timestamp(rawValue: now))
      if block == 2 {
        now += 1_000_000_000
        exchange.take(from: .client, size: 516, at: Timestamp(rawValue: now))
      }
      now += 10_000_000
      exchange.take(from: .server, size: 4, at: Timestamp(rawValue: now))
    }
    #expect(exchange.verdict()?.stopAndWait?.blocks == 5)
  }

  @Test func `the efficiency of stop-and-wait is a block against the window`() {
    let waiting = StopAndWait(blocks: 10, bytes: 5120, roundTrip: 20_000)
    #expect(waiting.bytesPerRoundTrip == 512)
    #expect(waiting.efficiency(window: 65_536) == 512.0 / 65_536)
    #expect(waiting.efficiency(window: 100) == 1)
    #expect(waiting.efficiency(window: nil) == nil && waiting.efficiency(window: 0) == nil)
  }

  @Test func `a TCP sender that never has two segments outstanding is stop-and-wait`() throws {
    let waiting = TextbookSender()
    let sliding = TextbookSender()
    for _ in 0..<5 {
      waiting.sendNew(1)
      sliding.sendNew(2)
      for sender in [waiting, sliding] { sender.wait(milliseconds: 100) }
      waiting.receive(1)
      sliding.receive(2)
    }
    let verdict = try #require(waiting.finish()?.stopAndWait)
    #expect(verdict.blocks == 5 && verdict.bytesPerRoundTrip == 1000)
    #expect(sliding.finish()?.stopAndWait == nil)
  }

  // MARK: What ends slow start, and what a pause costs

  // RFC 5681, section 4.1, with Linux's initial window of 10 (RFC 6928) as the restart window.
  @Test func `after a pause longer than the time-out the window is the initial one again`() throws {
    let sender = TextbookSender()
    sender.sendNew(10)
    sender.wait(milliseconds: 100)
    for _ in 0..<10 {
      sender.receive(1)
      sender.sendNew(2)
    }
    sender.wait(milliseconds: 100)
    sender.receive(20)
    sender.wait(milliseconds: 5000)
    sender.sendNew(5)
    sender.wait(milliseconds: 100)
    sender.receive(5)
    let verdict = try #require(sender.finish())
    let reduction = try #require(verdict.reductions.first)
    #expect(verdict.reductions.count == 1 && verdict.reductionCount == 1)
    #expect(reduction.cause == .idle && reduction.before == 40 && reduction.after == 10)
    #expect(verdict.slowStartExit == nil)
  }

  @Test func `slow start ended by the receive window has that cause`() throws {
    let sender = TextbookSender()
    // 8 units of 1,024 bytes: eight segments of 1,000.
    sender.offered = 8
    sender.sendNew(4)
    sender.wait(milliseconds: 100)
    for _ in 0..<4 {
      sender.receive(1)
      sender.sendNew(2)
    }
    for _ in 0..<6 {
      sender.wait(milliseconds: 100)
      for _ in 0..<8 {
        sender.receive(1)
        sender.sendNew(1)
      }
    }
    let verdict = try #require(sender.finish())
    let exit = try #require(verdict.slowStartExit)
    #expect(exit.cause == .receiveWindow)
    // Linux grows while less than twice what was outstanding is allowed.
    #expect((8...16).contains(exit.window))
    let limited = verdict.timeLimited[Int(SendingLimit.receiveWindow.rawValue)]
    #expect(Double(limited) > 0.7 * Double(verdict.timeLimited.reduce(0, +)))
  }

  @Test func `the window that the handshake offered is known before the first acknowledgment`() {
    let sender = TextbookSender()
    sender.sendNew(2)
    _ = sender.finish()
    // That of a SYN is not scaled (RFC 7323, section 2.2).
    #expect(sender.records.map(\.receiveWindow) == [65_535, 65_535])
  }
}
