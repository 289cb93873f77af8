/// Time-outs in fast recovery, of senders that do not notice lost retransmissions sooner: without RACK (RFC 8985), the
/// retransmission timer is all that is left to them (RFC 6675, section 5.1).
extension LinuxSender {
  private typealias Timeline = Calibration.Timeline

  /// Whether the first segment is retransmitted because a timer of RFC 6298, with the least time-out that stacks use,
  /// expired in fast recovery: after a silence, or for the second time when no acknowledgment has caused it.
  func isStandardTimeout(_ now: Int64) -> Bool {
    let timeout = roundTrip.standardTimeout
    let silence = now - max(lastSentAt, acknowledgedAt)
    if Timeline.hasExpired(silence, timeout: timeout) { return true }
    // The sender's own estimate may be shorter, but no stack in use waits less than the floor. RACK's timer waits for a
    // part of a round trip after an acknowledgment at most; NewReno has no other timer.
    let isRetransmittedAgain = queue[0].marks.contains(.everRetransmitted)
    let isUnprompted =
      hasSack
      ? isRetransmittedAgain && silence > Int64(min(roundTrip.minimum, 1 << 40))
      : now - acknowledgedAt > Calibration.Response.prompt
    if isUnprompted
      && Timeline.hasExpired(now - timerStart, timeout: RoundTripEstimator.varianceFloor)
    {
      return true
    }
    guard isRetransmittedAgain else { return false }
    let age = now - queue[0].sentAt
    guard Timeline.hasExpired(age, timeout: timeout) else { return false }
    return lacksRack
      || queue[0].marks.contains(.lost) && !queue[0].marks.contains(.retransmitted)
        && now - acknowledgedAt > Calibration.Response.prompt
  }

  /// Notes that the first segment is retransmitted again, late enough for the timer, while acknowledgments arrive: what
  /// follows tells whether an acknowledgment caused it.
  mutating func suspectTimeout(_ now: Int64) {
    guard queue[0].marks.contains(.everRetransmitted),
      Timeline.hasExpired(now - queue[0].sentAt, timeout: RoundTripEstimator.varianceFloor)
    else { return }
    suspectedTimeout = deliveredTotal
  }

  /// Decides that a suspected time-out was one: although the receiver reported more segments than a reduced window
  /// holds back (RFC 6937), nothing was sent, so that the window is one segment.
  mutating func confirmTimeout(now: Int64) {
    guard let suspected = suspectedTimeout, state == .recovery, keepsBackLost,
      deliveredTotal - suspected >= Timeline.silentDeliveries
    else { return }
    suspectedTimeout = nil
    counters.fastRetransmissions -= 1
    counters.timeoutRetransmissions += 1
    timeOut(now: now)
  }
}
