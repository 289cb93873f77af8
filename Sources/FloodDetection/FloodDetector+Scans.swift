import InternetTypes

/// Scans: attempts of one source at many ports or many hosts.
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

  /// Counts a new attempt as one at a port of its host, and as one at a host of its network.
  mutating func countScanAttempt(_ attempt: Attempt, _ endpoints: SegmentEndpoints) {
    // In a flood beyond the table's size every source is new: the table would be useless.
    guard sampling.shift < 3, let now else { return }
    if let slot = scans.touch(
      hostScanHash(attempt.source, attempt.destinationHash), source: attempt.source,
      victim: endpoints.destination, port: nil, now: now, idle: Thresholds.scanIdle)
    {
      scans[slot].add(portHash(attempt), now)
    }
    if let hash = networkScanHash(attempt.source, attempt.network, attempt.port),
      let slot = scans.touch(
        hash, source: attempt.source, victim: endpoints.destination.network, port: attempt.port,
        now: now, idle: Thresholds.scanIdle)
    {
      scans[slot].add(hostHash(attempt), now)
    }
  }

  /// Counts the attempt as failed, and raises a scan if there were enough.
  mutating func countScanFailure(_ attempt: Attempt) {
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

  /// Counts the attempt as successful.
  mutating func countScanSuccess(_ attempt: Attempt) {
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
    guard entry.raisedAt == nil, let now, openScans.count < 64 else { return }
    // Ports or hosts are compared, not attempts: a scanner may be an ordinary client of one of them.
    let failed = entry.distinctFailed.estimate
    guard failed >= Thresholds.scanTargets,
      failed >= Thresholds.scanFailedShare * (entry.distinct.estimate - entry.pending)
    else { return }
    scans[slot].raisedAt = now
    openScans.append(slot)
    emit(scanAlert(scans[slot], time: now, end: nil))
  }

  /// Closes the scans that were idle for a while, or all.
  mutating func closeScans(at time: Timestamp, all: Bool = false) {
    if openScans.isEmpty { return }
    var open: [Int] = []
    for slot in openScans {
      let entry = scans[slot]
      guard let raised = entry.raisedAt else { continue }
      guard all || time - entry.last > Thresholds.tick * Int64(Thresholds.quietTicks) else {
        open.append(slot)
        continue
      }
      emit(scanAlert(entry, time: raised, end: entry.last))
      scans[slot].begin(at: time)
    }
    openScans = open
  }

  func scanAlert(_ entry: ScanTable.Entry, time: Timestamp, end: Timestamp?) -> FloodAlert {
    let isNetwork = entry.port != nil
    let count = Int(entry.distinct.estimate.rounded())
    let failed = Int(entry.distinctFailed.estimate.rounded())
    let share = Double(failed) / Double(max(count, failed, 1))
    let seconds = max(((end ?? time) - entry.first).seconds, 0.25)
    var evidence: [FloodAlert.Evidence] = [
      isNetwork
        ? .scannedHosts(tried: count, failed: failed) : .scannedPorts(tried: count, failed: failed),
      .scanFailures(
        refused: Int(entry.refused), resetBySource: Int(entry.reset),
        unanswered: entry.stealth == nil
          ? Int(entry.failed) - Int(entry.refused) - Int(entry.reset)
          : Int(entry.attempts) - min(Int(entry.refused), Int(entry.attempts))),
    ]
    if entry.succeeded > 0 { evidence.append(.scanHandshakes(Int(entry.succeeded))) }
    return FloodAlert(
      kind: entry.stealth?.alertKind ?? (isNetwork ? .hostScan : .portScan), severity: .watch,
      time: time, start: entry.first,
      end: end,
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
  /// Restarts the counts of the same pair.
  mutating func begin(at time: Timestamp) {
    var entry = ScanTable.Entry()
    (entry.source, entry.victim, entry.port) = (source, victim, port)
    entry.stealth = stealth
    (entry.first, entry.last) = (time, time)
    self = entry
  }

  /// Counts an attempt.
  mutating func add(_ hash: UInt64, _ now: Timestamp) {
    attempts &+= 1
    last = now
    distinct.add(hash: hash)
  }

  /// Attempts without an outcome yet.
  var pending: Double {
    max(Double(attempts) - Double(failed) - Double(succeeded), 0)
  }

  /// Counts a failed attempt.
  mutating func fail(_ attempt: Attempt, _ hash: UInt64) {
    distinctFailed.add(hash: hash)
    failed &+= 1
    if attempt.status.contains(.refused) { refused &+= 1 }
    if attempt.status.contains(.reset) { reset &+= 1 }
  }
}
