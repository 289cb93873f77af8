/// Undoing of unnecessary reductions (`net/ipv4/tcp_input.c`, `tcp_*undo*`).
extension LinuxSender {
  /// Stores the state that an undo needs (`tcp_init_undo`).
  mutating func beginUndo() {
    undoMarker = acknowledged
    undoRetransmissions = retransOut
    if probeEnd != nil && isProbeRetransmission { undoRetransmissions += 1 }
    if undoRetransmissions == 0 { undoRetransmissions = -1 }
  }

  /// Whether the reduction was unnecessary (`tcp_may_undo`).
  func mayUndo(echo: UInt32?) -> Bool {
    guard undoMarker != nil else { return false }
    return undoRetransmissions == 0 || isDelayed(echo: echo)
  }

  /// Whether the original arrived, not its retransmission (`tcp_packet_delayed`, RFC 3522).
  func isDelayed(echo: UInt32?) -> Bool {
    guard let retransmissionStamp else { return hasSack || acknowledged < recoveryPoint }
    guard hasTimestamps, let echo, echo != 0 else { return false }
    return Self.isBefore(echo, retransmissionStamp)
  }

  /// Undoes a reduction (`tcp_undo_cwnd_reduction`).
  mutating func undoReduction(unmarks: Bool) {
    if unmarks {
      for index in 0..<queue.count { queue[index].marks.remove(.lost) }
      lostOut = 0
    }
    bank.handle(.reductionUndone)
    undoMarker = nil
    rack.hasAdvanced = true
    counters.undos += 1
  }

  /// Undoes a recovery after its end, if it was unnecessary (`tcp_try_undo_recovery`).
  mutating func tryUndoRecovery(echo: UInt32?, now: Int64) -> Bool {
    if mayUndo(echo: echo) { undoReduction(unmarks: false) }
    if acknowledged == recoveryPoint && !hasSack {
      if !hasAnyRetransmission { retransmissionStamp = nil }
      return true
    }
    enter(.open, now: now)
    return false
  }

  /// Undoes a reduction all of whose retransmissions were reported as duplicates (`tcp_try_undo_dsack`).
  mutating func tryUndoDuplicates() -> Bool {
    guard undoMarker != nil, undoRetransmissions == 0 else { return false }
    rack.persistence = min(16, rack.persistence + 1)
    undoReduction(unmarks: false)
    return true
  }

  /// Undoes a time-out (`tcp_try_undo_loss`).
  mutating func tryUndoLoss(isSpurious: Bool, echo: UInt32?, now: Int64) -> Bool {
    guard isSpurious || mayUndo(echo: echo) else { return false }
    undoReduction(unmarks: true)
    timeouts = 0
    if acknowledged == recoveryPoint && !hasSack { return true }
    if isSpurious || hasSack { enter(.open, now: now) }
    return true
  }
}
