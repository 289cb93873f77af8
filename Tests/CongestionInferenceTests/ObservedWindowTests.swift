import Testing

@testable import CongestionInference

/// The window that the wire shows: a sender with more to send has its window in flight (RFC 5681, section 3.1).
@Suite struct `Observed windows` {
  private func response(
    _ inFlight: Int, fills: Bool = true, sent: Int = 1, hasRoom: Bool = true
  ) -> SenderResponse {
    var response = SenderResponse()
    response.sent = sent
    response.hasNewData = sent > 0
    response.fills = fills
    response.hasRoom = hasRoom
    response.inFlight = inFlight
    response.outstanding = inFlight
    return response
  }

  private func acknowledged(_ count: Int, inFlight: Int) -> AcknowledgmentEffect {
    var effect = AcknowledgmentEffect()
    effect.delivered = count
    effect.inFlight = inFlight
    effect.advances = true
    return effect
  }

  @Test func `a filled window is known exactly, above and below the one before`() {
    var window = ObservedWindow()
    for size in [12, 14, 9] {
      window.acknowledge(acknowledged(2, inFlight: size - 2))
      _ = window.compare(response(size))
      #expect(window.fit.size == size)
      #expect(window.bounds == (size, size))
    }
  }

  @Test func `a short response is a lower bound only`() {
    var window = ObservedWindow()
    _ = window.compare(response(20))
    window.acknowledge(acknowledged(2, inFlight: 18))
    _ = window.compare(response(19, fills: false))
    #expect(window.fit.size == 20)
    #expect(window.bounds.low <= 19)
    #expect(window.bounds.high == 22)
  }

  @Test func `while the receiver holds the sender the window may grow by all that is acknowledged`()
  {
    var window = ObservedWindow()
    _ = window.compare(response(20))
    for _ in 0..<100 {
      window.acknowledge(acknowledged(2, inFlight: 18))
      _ = window.compare(response(20, fills: false, hasRoom: false))
    }
    #expect(window.bounds.high == 220)
  }

  @Test func `a sender that falls silent with more to send has reduced its window`() {
    var window = ObservedWindow()
    _ = window.compare(response(40))
    window.acknowledge(acknowledged(2, inFlight: 38))
    _ = window.compare(response(38, fills: false, sent: 0))
    #expect(window.isSilent)
    window.acknowledge(acknowledged(2, inFlight: 8))
    _ = window.compare(response(9))
    #expect(!window.isSilent)
    #expect(window.fit.size == 9)
  }

  @Test func `a time-out leaves one segment`() {
    var window = ObservedWindow()
    _ = window.compare(response(40))
    window.handle(
      .timedOut(
        SenderEvent.Timeout(
          isFirst: true, inFlight: 0, outstanding: 40, next: 100, isReducing: true)))
    #expect(window.fit.size == 1)
    #expect(window.latestReduction.before == 40)
    #expect(window.latestReduction.after == 1)
  }
}
