import CongestionInference
import InternetTypes

/// `sender-buffer-limited`: both windows had room, data followed within a round trip, and the host did not send it.
///
/// A notice: the send buffer, the scheduler or a queue of the host itself can be the cause.
enum HostRule: TransferRule {
  static func judge(_ transfer: TransferCase, into findings: inout [DiagnosedFinding]) {
    let lost = transfer.account[.host]
    guard lost >= Calibration.Limit.least, transfer.share(lost) >= Calibration.Limit.host else {
      return
    }
    var finding = transfer.finding(.senderBufferLimited, .notice, confidence: 0.6, lost: lost)
    let silence = transfer.notes.silences[Int(SendingLimit.senderOther.rawValue)]
    let packet = silence.packet.isSet ? silence.packet : transfer.notes.first
    finding.evidence = [
      PacketEvidence(
        packet.packet, at: packet.time,
        .silence(duration: silence.duration, limit: .senderOther))
    ]
    finding.exclusions = [.congestionWindow] + transfer.exclusions([.receiveWindow])
    finding.steps = [.inspect(.windows), .advice(.raiseSendBuffer)]
    findings.append(finding)
  }
}
