import InternetTypes

/// Connection attempts: their start, outcome, judgement and expiry.
extension FloodDetector {
  /// How an attempt failed.
  enum Fault {
    /// The client or the server is silent.
    case silent
    /// The client reset it.
    case reset
    /// The server refused it.
    case refused
  }

  /// The hash that a target is found by.
  func targetHash(_ family: Target.Family, _ address: HostNumber, _ port: UInt16) -> UInt64 {
    hash.wide(address, UInt128(port), UInt32(family.rawValue) &+ 16)
  }

  /// The target of a family at an address.
  mutating func target(
    _ family: Target.Family, _ address: HostNumber, _ port: UInt16 = 0
  ) -> TargetID {
    targets.touch(targetHash(family, address, port), family, address, port) ?? .none
  }

  /// Changes this tick's counts of all targets of an attempt; `body` receives the attempt's weight.
  @inline(__always)
  mutating func count(_ attempt: Attempt, _ body: (inout Target.Counts, UInt32) -> Void) {
    let weight = attempt.weight
    if let slot = targets.slot(of: attempt.listener) { body(&targets[slot].tick, weight) }
    if let slot = targets.slot(of: attempt.host) { body(&targets[slot].tick, weight) }
    if let slot = targets.slot(of: attempt.network) { body(&targets[slot].tick, weight) }
  }

  /// Adds an attempt to the table and to its targets.
  mutating func begin(_ attempt: Attempt) {
    if attempts.isFull { makeRoom() }
    attempts.append(attempt)
    count(attempt) { $0.attempts &+= $1 }
    addHalfOpen(attempt, 1)
  }

  /// Removes the oldest attempt from all counts, and judges it first if necessary.
  private mutating func makeRoom() {
    if attempts.judgedHead == attempts.expiredHead,
      let position = attempts.nextToJudge(before: tableTime(now ?? origin))
    {
      judge(position)
    }
    guard let position = attempts.nextToExpire(before: tableTime(now ?? origin)) else { return }
    if attempts[position].status.isDisjoint(with: .resolved) { summary.attemptsEvicted += 1 }
    expire(position)
  }

  /// Adds an attempt to the half-open ones of its targets, or removes it (`sign` -1).
  mutating func addHalfOpen(_ attempt: Attempt, _ sign: Int64) {
    let change = sign * Int64(attempt.weight)
    guard !attempt.status.contains(.unsolicited) else { return }
    halfOpen += change
    // Of a sample, the attempts that it represents are an estimate; the number of SYNs is not.
    summary.halfOpenPeak = max(
      summary.halfOpenPeak, min(UInt64(max(halfOpen, 0)), summary.syns &- summary.retransmittedSYNs)
    )
    if let slot = targets.slot(of: attempt.listener) { targets[slot].addHalfOpen(change) }
    if let slot = targets.slot(of: attempt.host) { targets[slot].addHalfOpen(change) }
    if let slot = targets.slot(of: attempt.network) { targets[slot].addHalfOpen(change) }
  }

  /// Ends an attempt.
  mutating func resolve(_ position: UInt32, as outcome: Attempt.Status) {
    attempts[position].status.insert(outcome)
    let attempt = attempts[position]
    if isCounted(position) { addHalfOpen(attempt, -1) }
    if outcome == .completed {
      count(attempt) { $0.completed &+= $1 }
      if !attempt.status.contains(.unsolicited) {
        summary.handshakesCompleted += UInt64(attempt.weight)
        countScanSuccess(attempt)
      }
    }
  }

  /// Whether an unresolved attempt still counts as half open, or has expired.
  func isCounted(_ position: UInt32) -> Bool {
    Int32(bitPattern: position &- attempts.expiredHead) >= 0
  }

  /// Removes an attempt that is too old, or evicted, from the half-open ones.
  mutating func expire(_ position: UInt32) {
    let attempt = attempts[position]
    if attempt.status.isDisjoint(with: .resolved) { addHalfOpen(attempt, -1) }
  }

  /// Judges an attempt at the age of judgement by its status.
  mutating func judge(_ position: UInt32) {
    attempts[position].status.insert(.judged)
    let attempt = attempts[position]
    count(attempt) { $0.judged &+= $1 }
    guard attempt.status.isDisjoint(with: .resolved) else { return }
    if attempt.status.contains(.retransmitted) {
      count(attempt) { $0.retried &+= $1 }
      countScanFailure(attempt)
    } else {
      suspect(attempt, .silent)
    }
  }

  /// Judges an attempt with a retransmitted SYN again: an attacker that sends each SYN twice resembles waiting clients.
  ///
  /// It is suspicious if it was answered and the rate is unusually high. If only answers get lost, the rate stays as
  /// usual.
  mutating func review(_ position: UInt32) {
    let attempt = attempts[position]
    guard attempt.status.contains([.retransmitted, .answered]),
      attempt.status.isDisjoint(with: [.completed, .reset, .refused, .unreachable, .unsolicited]),
      let slot = targets.slot(of: attempt.listener)
    else { return }
    let target = targets[slot]
    if target.attemptRate > 2 * target.ordinaryAttemptRate + 20 { suspect(attempt, .silent) }
  }

  /// Counts a failed attempt, and adds it to the evidence of its targets.
  mutating func suspect(_ attempt: Attempt, _ fault: Fault) {
    let isIgnored = !attempt.status.contains(.answered)
    count(attempt) { (counts, weight) in
      counts.suspectRecords &+= 1
      switch fault {
      case .silent:
        counts.silent &+= weight
        if isIgnored { counts.ignored &+= weight }
      case .reset: counts.reset &+= weight
      case .refused: counts.refused &+= weight
      }
    }
    let began = beginning(of: attempt)
    let source = hash.wide(attempt.source, 0, 1)
    if attempt.status.contains(.unsolicited) {
      note(attempt, attempt.listener, began, source, UInt32(truncatingIfNeeded: source))
      var answer = attempt
      if let slot = targets.slot(of: attempt.listener) { answer.source = targets[slot].address }
      note(
        answer, attempt.host, began, hash.wide(answer.source, 0, 1), attempt.destinationHash)
      return
    }
    note(attempt, attempt.listener, began, source, 0)
    note(attempt, attempt.host, began, source, UInt32(attempt.port))
    note(attempt, attempt.network, began, source, attempt.destinationHash)
    // In a capture of SYNs and SYN-ACKs only, an answered attempt may have been completed.
    if hasSeenProgress || isIgnored { countScanFailure(attempt) }
  }

  /// Adds a suspicious attempt to one target and its evidence.
  private mutating func note(
    _ attempt: Attempt, _ id: TargetID, _ began: Timestamp, _ sourceHash: UInt64, _ other: UInt32
  ) {
    guard let slot = targets.slot(of: id) else { return }
    targets[slot].note(began)
    if let index = targets[slot].evidence {
      evidence[index].add(attempt, sourceHash: sourceHash, other: other)
    } else if targets[slot].isPressing, let index = evidencePlace(for: id) {
      targets[slot].evidence = index
      evidence[index].add(attempt, sourceHash: sourceHash, other: other)
    }
  }

  /// A place for evidence: a free one, or that of the target with the least excess.
  private mutating func evidencePlace(for owner: TargetID) -> Int? {
    var weakest: Int?
    var least = 8.0
    for index in evidence.indices {
      // A place is free if its owner was evicted or has another place.
      guard let holder = evidence.owner(index), let slot = targets.slot(of: holder),
        targets[slot].evidence == index
      else {
        evidence.take(index, for: owner)
        return index
      }
      let pressure = targets[slot].openAlert == nil ? targets[slot].pressure : .infinity
      if pressure < least {
        least = pressure
        weakest = index
      }
    }
    guard let weakest, let holder = evidence.owner(weakest) else {
      evidence.countRefusal()
      return nil
    }
    if let slot = targets.slot(of: holder) { targets[slot].evidence = nil }
    evidence.take(weakest, for: owner)
    return weakest
  }
}

extension Target {
  /// Adds to the half-open attempts.
  mutating func addHalfOpen(_ change: Int64) {
    halfOpen += change
    halfOpenPeak = max(halfOpenPeak, halfOpen)
  }

  /// The largest excess.
  var pressure: Double { max(silence.value, resets.value, refusals.value) }

  /// Whether the excess justifies a place for evidence.
  var isPressing: Bool {
    pressure + Double(tick.silent) + Double(tick.reset) + Double(tick.refused) >= 4
  }

  /// Records when a suspicious attempt began.
  mutating func note(_ began: Timestamp) {
    if !isSuspected {
      isSuspected = true
      onset = began
      sum = Counts()
      halfOpenPeak = halfOpen
      ratePeak = 0
      suspectPeak = 0
      lastSuspect = began
    }
    onset = min(onset, began)
    lastSuspect = max(lastSuspect, began)
  }
}
