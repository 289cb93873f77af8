import InternetTypes
import Testing

@testable import CongestionInference

/// The replayed sender's scoreboard and states.
@Suite struct `Replayed sender` {
  private func sender(sending count: Int, at time: Int64 = 1_000_000) -> LinuxSender {
    var sender = LinuxSender(start: 0, segmentSize: 1000, hasSack: true, hasTimestamps: false)
    for index in 0..<count {
      _ = sender.transmit(data(index, at: time))
    }
    return sender
  }

  private func data(_ index: Int, at time: Int64) -> SegmentObservation {
    var segment = SegmentObservation()
    segment.captured = Timestamp(rawValue: time * 1000)
    segment.packet = 1
    segment.sequence = Int64(index * 1000)
    segment.length = 1000
    return segment
  }

  private func acknowledgment(
    _ count: Int, sack: [ClosedRange<Int>] = [], at time: Int64 = 1_100_000
  ) -> SegmentObservation {
    var segment = SegmentObservation()
    segment.captured = Timestamp(rawValue: time * 1000)
    segment.isAcknowledgment = true
    segment.acknowledgment = Int64(count * 1000)
    segment.rawWindow = 1000
    for block in sack {
      segment.sack.append(
        from: Int64(block.lowerBound * 1000), to: Int64((block.upperBound + 1) * 1000))
    }
    return segment
  }

  @Test func `a captured packet of several segments counts as that many`() {
    var sender = LinuxSender(start: 0, segmentSize: 1000, hasSack: true, hasTimestamps: false)
    var segment = data(0, at: 0)
    segment.length = 3500
    _ = sender.transmit(segment)
    #expect(sender.outstanding == 4)
    #expect(sender.inFlight == 4)
  }

  // RFC 6675 with DupThresh 3, which RACK keeps while no reordering was seen (RFC 8985, section 6.2).
  @Test func `the third selectively acknowledged segment begins recovery`() {
    var sender = sender(sending: 10)
    sender.acknowledge(acknowledgment(0, sack: [1...1]))
    sender.acknowledge(acknowledgment(0, sack: [1...2], at: 1_100_100))
    #expect(sender.state == .disorder)
    sender.acknowledge(acknowledgment(0, sack: [1...3], at: 1_100_200))
    #expect(sender.state == .recovery)
    #expect(sender.lostOut == 1)
    #expect(sender.inFlight == 6)
    #expect(sender.bank.linuxReno.window.threshold == 5)
    #expect(sender.bank.linuxCubic.window.threshold == 7)
  }

  @Test func `recovery ends at the threshold when all that was outstanding is acknowledged`() {
    var sender = sender(sending: 10)
    for last in 1...3 {
      sender.acknowledge(acknowledgment(0, sack: [1...last], at: 1_100_000 + Int64(last) * 100))
    }
    _ = sender.transmit(data(0, at: 1_100_400))
    sender.acknowledge(acknowledgment(0, sack: [1...9], at: 1_101_000))
    sender.acknowledge(acknowledgment(10, at: 1_200_500))
    #expect(sender.state == .open)
    #expect(sender.bank.linuxReno.window.size == 5)
    #expect(sender.bank.linuxCubic.window.size == 7)
    #expect(sender.inFlight == 0)
  }

  @Test func `a retransmission of the first segment after the time-out begins slow start at one`() {
    var sender = sender(sending: 10)
    sender.roundTrip.add(100_000, acknowledged: 0, next: 0)
    sender.acknowledge(acknowledgment(1))
    let kind = sender.transmit(data(1, at: 2_000_000))
    #expect(kind == .timeout)
    #expect(sender.state == .loss)
    #expect(sender.bank.linuxReno.window.size == 1)
    #expect(sender.inFlight == 1)
  }

  @Test func `a DSACK for every retransmission undoes the reduction`() {
    var sender = sender(sending: 10)
    for last in 1...3 {
      sender.acknowledge(acknowledgment(0, sack: [1...last], at: 1_100_000 + Int64(last) * 100))
    }
    let before = sender.bank.linuxReno.priorWindow
    _ = sender.transmit(data(0, at: 1_100_400))
    sender.acknowledge(acknowledgment(4, at: 1_100_500))
    sender.acknowledge(acknowledgment(4, sack: [0...0], at: 1_200_500))
    #expect(sender.counters.undos == 1)
    #expect(sender.bank.linuxReno.window.size >= before)
    #expect(sender.state != .recovery)
  }

  @Test func `an ECN echo reduces without a retransmission`() {
    var sender = sender(sending: 10)
    sender.isEcnCapable = true
    var echo = acknowledgment(2)
    echo.isCongestionEcho = true
    sender.acknowledge(echo)
    #expect(sender.state == .reduced)
    #expect(sender.bank.linuxReno.window.threshold == 5)
    #expect(sender.reductionCause == .congestionMark)
  }

  @Test func `acknowledgments of data never sent, and old ones, change nothing`() {
    var sender = sender(sending: 3)
    sender.acknowledge(acknowledgment(100_000))
    #expect(sender.outstanding == 3)
    sender.acknowledge(acknowledgment(2))
    sender.acknowledge(acknowledgment(1))
    #expect(sender.outstanding == 1)
    #expect(sender.acknowledged == 2000)
  }

  @Test func `an acknowledgment of what the capture missed is taken`() {
    var sender = sender(sending: 3)
    sender.acknowledge(acknowledgment(5))
    #expect(sender.outstanding == 0)
    #expect(sender.next == 5000)
  }

  @Test func `a queue that grows beyond its limit begins anew`() {
    var sender = LinuxSender(start: 0, segmentSize: 1, hasSack: true, hasTimestamps: false)
    for index in 0..<2000 {
      _ = sender.transmit(data(index, at: 1_000_000))
    }
    #expect(sender.outstanding <= SendQueue.capacityLimit)
    #expect(sender.next == 2_000_000)
    #expect(sender.inFlight == sender.outstanding)
  }

  @Test func `no order of segments and acknowledgments, and no time, makes counts negative`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var sender = LinuxSender(
        start: 0, segmentSize: 1000, hasSack: .random(), hasTimestamps: false)
      sender.isEcnCapable = true
      sender.isFar = .random()
      var time: Int64 = 0
      for _ in 0..<300 {
        time &+= Int64.random(in: -1_000_000...10_000_000, using: &random) / 50
        if Bool.random(using: &random) {
          _ = sender.transmit(data(.random(in: 0..<60, using: &random), at: time))
        } else {
          let low = Int.random(in: 0..<60, using: &random)
          var segment = acknowledgment(
            .random(in: 0..<60, using: &random),
            sack: [low...(low + .random(in: 0..<9, using: &random))], at: time)
          segment.isCongestionEcho = Int.random(in: 0..<9, using: &random) == 0
          sender.acknowledge(segment)
        }
        #expect(sender.sackedOut >= 0 && sender.lostOut >= 0 && sender.retransOut >= 0)
        #expect(sender.bank.linuxReno.window.size > 0 && sender.bank.linuxCubic.window.size > 0)
        #expect(sender.bank.linuxBBR.window.size > 0)
      }
    }
  }

  @Test func `SACK blocks beyond the sent data are ignored`() {
    var sender = sender(sending: 3)
    sender.acknowledge(acknowledgment(0, sack: [1...40]))
    #expect(sender.sackedOut == 0)
  }
}
