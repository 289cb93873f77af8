import InternetTypes

extension FloodDetector {
  private func hostScanHash(_ source: HostNumber, _ destinationHash: UInt32) -> UInt64 {
    hash.wide(source, UInt128(destinationHash), 8)
  }

  private func networkScanHash(
    _ source: HostNumber, _ network: TargetID, _ port: UInt16
  ) -> UInt64? {
    guard let slot = targets.slot(of: network) else { return nil }
    return hash.wide(source, targets[slot].address, UInt32(port) << 8 | 9)
  }

  private func portHash(_ attempt: Attempt) -> UInt64 {
    hash.wide(0, UInt128(attempt.port), 10)
  }

  private func hostHash(_ attempt: Attempt) -> UInt64 {
    UInt64(attempt.destinationHash) &* 0x9e37_79b9_7f4a_7c15 >> 16
  }

  /// Counts a new attempt as a try at a port of its host, and at a host of its network.
  mutating func countTry(_ attempt: Attempt, _ ends: SegmentEnds) {
    // In a flood beyond the table's size every source is new: pairs could not be kept.
    guard sampling.shift < 3, let now else { return }
    if let slot = scans.touch(
      hostScanHash(attempt.source, attempt.destinationHash), source: attempt.source,
      victim: ends.destination, port: nil, now: now, idle: Thresholds.scanIdle)
    {
      scans[slot].add(portHash(attempt), now)
    }
    if let hash = networkScanHash(attempt.source, attempt.network, attempt.port),
      let slot = scans.touch(
        hash, source: attempt.source, victim: ends.destination.network, port: attempt.port,
        now: now, idle: Thresholds.scanIdle)
    {
      scans[slot].add(hostHash(attempt), now)
    }
  }

  /// Counts the attempt as one that came to nothing, and raises a scan where there were enough.
  mutating func failTry(_ attempt: Attempt) {
    guard sampling.leastShift < 3, !attempt.status.contains(.unsolicited) else { return }
    if let slot = scans.find(hostScanHash(attempt.source, attempt.destinationHash)) {
      scans[slot].fail(attempt, portHash(attempt))
      raiseScan(slot)
    }
    if let hash = networkScanHash(attempt.source, attempt.network, attempt.port),
      let slot = scans.find(hash)
    {
      scans[slot].fail(attempt, hostHash(attempt))
      raiseScan(slot)
    }
  }

  /// Counts the attempt as one that succeeded.
  mutating func succeedTry(_ attempt: Attempt) {
    guard sampling.leastShift < 3 else { return }
    if let slot = scans.find(hostScanHash(attempt.source, attempt.destinationHash)) {
      scans[slot].succeeded &+= 1
    }
    if let hash = networkScanHash(attempt.source, attempt.network, attempt.port),
      let slot = scans.find(hash)
    {
      scans[slot].succeeded &+= 1
    }
  }

  private mutating func raiseScan(_ slot: Int) {
    let entry = scans[slot]
    guard entry.alarm == nil, let now, openScans.count < 64 else { return }
    // Of the ports or hosts, not of the attempts: a scanner may be an ordinary client of one of them.
    let failed = entry.distinctFailed.estimate
    guard failed >= Thresholds.scanTargets,
      failed >= Thresholds.scanFailedShare * (entry.distinct.estimate - entry.pending)
    else { return }
    scans[slot].alarm = now
    openScans.append(slot)
    emit(scanAlert(scans[slot], time: now, end: nil))
  }

  /// Closes the scans that nothing was heard of for a while, or all.
  mutating func closeScans(at time: Int64, all: Bool = false) {
    if openScans.isEmpty { return }
    var open: [Int] = []
    for slot in openScans {
      let entry = scans[slot]
      guard let raised = entry.alarm else { continue }
      guard all || time - entry.last > Int64(Thresholds.quietTicks) * Thresholds.tick else {
        open.append(slot)
        continue
      }
      emit(scanAlert(entry, time: raised, end: entry.last))
      scans[slot].begin(at: time)
    }
    openScans = open
  }

  private func scanAlert(_ entry: ScanTable.Entry, time: Int64, end: Int64?) -> FloodAlert {
    let isNetwork = entry.port != nil
    let count = Int(entry.distinct.estimate.rounded())
    let failed = Int(entry.distinctFailed.estimate.rounded())
    let share = Double(failed) / Double(max(count, failed, 1))
    let seconds = max(Double((end ?? time) - entry.first) / 1e9, 0.25)
    var evidence = [
      "one source tried about \(count) \(isNetwork ? "hosts at one port" : "ports"), and failed at "
        + "about \(failed)",
      "attempts that failed: \(entry.refused) refused, \(entry.reset) reset by the source, "
        + "\(Int(entry.failed) - Int(entry.refused) - Int(entry.reset)) without an answer",
    ]
    if entry.succeeded > 0 { evidence.append("\(entry.succeeded) handshakes completed") }
    return FloodAlert(
      kind: isNetwork ? .hostScan : .portScan, severity: .watch, time: timestamp(time),
      start: timestamp(entry.first), end: end.map(timestamp),
      victim: FloodAlert.Victim(
        address: entry.victim.address,
        prefixLength: isNetwork ? entry.victim.networkPrefixLength : nil, port: entry.port),
      confidence: min(0.6 + 0.4 * share, 0.99),
      sources: FloodAlert.Sources(
        kind: .single, estimate: 1, top: [(entry.source.address, 1)]),
      synRatePeak: Double(entry.attempts) / seconds, syns: Int(entry.attempts),
      handshakesCompleted: Int(entry.succeeded), halfOpenPeak: 0, isOneSided: false,
      evidence: evidence)
  }
}

extension ScanTable.Entry {
  /// Starts anew for the same pair.
  mutating func begin(at time: Int64) {
    var entry = ScanTable.Entry()
    (entry.tag, entry.source, entry.victim, entry.port) = (tag, source, victim, port)
    (entry.first, entry.last) = (time, time)
    self = entry
  }

  /// Counts a try.
  mutating func add(_ hash: UInt64, _ now: Int64) {
    attempts &+= 1
    last = now
    distinct.add(hash: hash)
  }

  /// Tries that nothing is known of yet.
  var pending: Double {
    max(Double(attempts) - Double(failed) - Double(succeeded), 0)
  }

  /// Counts a try that came to nothing.
  mutating func fail(_ attempt: Attempt, _ hash: UInt64) {
    distinctFailed.add(hash: hash)
    failed &+= 1
    if attempt.status.contains(.refused) { refused &+= 1 }
    if attempt.status.contains(.reset) { reset &+= 1 }
  }
}
