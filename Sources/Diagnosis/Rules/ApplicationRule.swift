import CongestionInference
import ConnectionTracking
import InternetTypes

/// `application-limited`: the sender had nothing to send, between its data.
///
/// A notice: nothing need be wrong. What follows the last data does not count: an idle
/// connection is no slow transfer.
enum ApplicationRule: TransferRule {
  static func judge(_ transfer: TransferCase, into findings: inout [DiagnosedFinding]) {
    let lost = transfer.account[.application]
    let share = transfer.share(lost)
    let trips = Int64(transfer.notes.roundTripMinimum ?? 0) &* 1000
    guard lost >= Calibration.Limit.least, share >= Calibration.Limit.application,
      lost >= trips &* Calibration.Limit.applicationRoundTrips
    else { return }
    var finding = transfer.finding(.applicationLimited, .notice, confidence: 0.9, lost: lost)
    // There a lost segment that was never captured leaves the same silence.
    if finding.caveats.contains(.nearReceiver) { finding.confidence = 0.7 }
    finding.measures.bytes = transfer.direction.uniquePayloadBytes
    finding.measures.responses = transfer.connection.responses(of: transfer.side, explaining: lost)
    let silence = transfer.notes.silences[Int(SendingLimit.application.rawValue)]
    let early = transfer.notes.silenceBeforeData(
      from: transfer.connection.summary.start, connectTime: transfer.connection.summary.connectTime)
    finding.measures.longest = max(silence.duration, early)
    if early > silence.duration {
      finding.evidence.append(
        PacketEvidence(
          transfer.notes.first.packet, at: transfer.notes.first.time,
          .silenceBefore(duration: early)))
    } else if silence.packet.isSet {
      finding.evidence.append(
        PacketEvidence(
          silence.packet.packet, at: silence.packet.time,
          .silence(duration: silence.duration, limit: .application)))
    } else {
      finding.evidence.append(
        PacketEvidence(transfer.notes.first.packet, at: transfer.notes.first.time, .example))
    }
    if let minimum = transfer.notes.roundTripMinimum {
      finding.exclusions.append(.network(roundTrip: Int64(minimum) &* 1000))
    }
    finding.exclusions += transfer.exclusions([.loss, .receiveWindow])
    finding.steps = [.inspect(.windows), .page, .advice(.sendFaster)]
    findings.append(finding)
  }
}
