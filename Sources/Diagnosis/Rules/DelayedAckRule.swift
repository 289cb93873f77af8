import InternetTypes

/// `delayed-ack-stall`: small segments that left only when a delayed acknowledgment came, again and again.
enum DelayedAckRule: TransferRule {
  static func judge(_ transfer: TransferCase, into findings: inout [DiagnosedFinding]) {
    let stalls = transfer.notes.stalls
    guard stalls.count >= Calibration.DelayedAck.count else { return }
    guard transfer.share(stalls.time) >= 0.1 else { return }
    var finding = transfer.finding(
      .delayedAckStall, .problem, confidence: 0.75, lost: stalls.time)
    finding.measures.count = stalls.count
    finding.measures.longest = stalls.longest
    finding.evidence = [
      PacketEvidence(
        stalls.first.packet, at: stalls.first.time,
        .roundTrip(
          stalls.longest &+ Int64(transfer.notes.roundTripMinimum ?? 0) &* 1000,
          minimum: Int64(transfer.notes.roundTripMinimum ?? 0) &* 1000))
    ]
    finding.exclusions = transfer.exclusions([.loss, .receiveWindow])
    finding.steps = [.inspect(.windows), .advice(.disableNagle)]
    findings.append(finding)
  }
}
