import InternetTypes

/// How long the sender was in each phase and under each limit.
extension SenderAnalysis {
  /// The time since the latest new data, by the limits that records gave it.
  ///
  /// Whether the sender had more to send shows afterwards: if no new data follows, it had nothing.
  struct Tail {
    /// When the latest new data was captured, in microseconds.
    var began: Int64 = 0
    /// Microseconds under each limit since then.
    var times = InlineArray<6, Int64>(repeating: 0)
    /// Whether the latest record waited for the window to retransmit lost segments.
    var keepsBackLost = false
  }

  /// Adds the time since the previous record to that record's phase and limit.
  mutating func account(
    _ estimate: RecordView.Estimate, _ keepsBackLost: Bool, at time: Timestamp
  ) {
    noteStall(estimate, at: time)
    account(to: time)
    phaseAt = max(phaseAt, time.rawValue / 1000)
    lastPhase = estimate.phase
    lastLimit = estimate.limit
    tail.keepsBackLost = keepsBackLost
  }

  /// Adds the time from the last record to the connection's end, so that phases and limits add up to its time.
  mutating func account(until end: Timestamp) {
    account(to: end)
    phaseAt = max(phaseAt, end.rawValue / 1000)
    settleTail()
  }

  /// Notes that the segment captured at a time is the first one after a time-out: the silence before it was no pause of
  /// the application.
  mutating func noteTimeout(at time: Timestamp) { timedOutAt = time.rawValue / 1000 }

  /// Adds the time since the previous record up to a time.
  private mutating func account(to time: Timestamp) {
    let now = time.rawValue / 1000
    guard phaseAt > 0 && now > phaseAt else { return }
    if now >= timedOutAt {
      timedOutAt = .max
      (lastPhase, lastLimit) = (.lossRecovery, .congestionWindow)
    }
    // A sender whose windows have room sends within a round trip, if it has more.
    let silence = Int64(sender.roundTrip.smoothed) * Calibration.Record.silentRoundTrips
    if lastLimit == .senderOther && now - phaseAt > silence && !isQueuedAtHost {
      lastLimit = .application
    }
    verdict.timeInPhase[Int(lastPhase.rawValue)] += now - phaseAt
    verdict.timeLimited[Int(lastLimit.rawValue)] += now - phaseAt
    if tail.began != newDataAt {
      tail.began = newDataAt
      tail.times = InlineArray(repeating: 0)
    }
    if now > newDataAt && !tail.keepsBackLost {
      tail.times[Int(lastLimit.rawValue)] += now - max(phaseAt, newDataAt)
    }
  }

  /// Gives the time after the last data to the application, if the sender had no more: its FIN followed, or everything
  /// was acknowledged.
  private mutating func settleTail() {
    guard hasFinished || sender.acknowledged >= sender.next, tail.began == newDataAt else { return }
    for limit in [SendingLimit.congestionWindow, .pacing, .senderOther] {
      let time = tail.times[Int(limit.rawValue)]
      verdict.timeLimited[Int(limit.rawValue)] -= time
      verdict.timeLimited[Int(SendingLimit.application.rawValue)] += time
    }
  }

  /// Records whether the receive window keeps the congestion window from growing in slow start.
  private mutating func noteStall(_ estimate: RecordView.Estimate, at time: Timestamp) {
    let isLimited = estimate.limit == .receiveWindow
    guard let known = stall else {
      if estimate.growth == .slowStart && estimate.phase == .slowStart && isLimited {
        stall = WindowStall(time: time, until: time, window: estimate.window)
      }
      return
    }
    guard !known.isOver else { return }
    if estimate.growth != .slowStart || estimate.phase.isRecovery {
      stall?.isOver = true
    } else if estimate.window > known.window {
      stall = isLimited ? WindowStall(time: time, until: time, window: estimate.window) : nil
    } else if isLimited {
      stall?.until = max(known.until, time)
    }
  }
}
