import ConnectionTracking
import InternetTypes

/// `bufferbloat`: the sender's own data waits in a queue for many round trips.
enum BufferbloatRule: TransferRule {
  static func judge(_ transfer: TransferCase, into findings: inout [DiagnosedFinding]) {
    typealias Limits = Calibration.Queue
    let notes = transfer.notes
    guard let minimum = notes.roundTripMinimum, minimum > 0, notes.delays.total >= 20 else {
      return
    }
    let usual = notes.delays.quantile(0.5)
    guard isMeasured(transfer), usual >= Limits.bloated.time,
      Double(usual) >= Double(minimum) * (Limits.bloated.roundTrips - 1)
    else { return }
    var finding = transfer.finding(.bufferbloat, .notice, confidence: 0.8, lost: nil)
    finding.measures.roundTripMinimum = Int64(minimum) &* 1000
    finding.measures.roundTripMaximum = Int64(notes.roundTripMaximum) &* 1000
    finding.evidence = [
      PacketEvidence(
        notes.roundTripMaximumAt.packet, at: notes.roundTripMaximumAt.time,
        .roundTrip(Int64(notes.roundTripMaximum) &* 1000, minimum: Int64(minimum) &* 1000))
    ]
    finding.steps = [.inspect(.windows), .advice(.managePathQueue)]
    findings.append(finding)
  }

  /// Whether round trips are measured: at the sender, by timestamps, or by the peer's own data.
  ///
  /// Elsewhere the silence of an application looks like a queue.
  private static func isMeasured(_ transfer: TransferCase) -> Bool {
    if transfer.connection.caveat(of: transfer.side) == .nearSender { return true }
    if transfer.queue.isContradicted { return false }
    if transfer.direction.hasTimestamps ?? false { return true }
    let measured = transfer.connection.measuredQueueing(of: transfer.side) ?? 0
    return measured >= Calibration.Queue.bloated.time
  }
}
