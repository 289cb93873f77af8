import ConnectionTracking
import InternetTypes

/// `silly-window`: the receiver opens its window in pieces smaller than a segment (RFC 1122, section 4.2.3.3), and data
/// moves in small segments.
enum SillyWindowRule: TransferRule {
  static func judge(_ transfer: TransferCase, into findings: inout [DiagnosedFinding]) {
    let notes = transfer.connection.notes
    guard
      let tally = notes.tally(.sillyWindow, of: transfer.side.peer)
        ?? notes.tally(.sillyWindow, of: transfer.side), tally.count >= 3
    else { return }
    let lost = transfer.account[.receiver]
    guard transfer.share(lost) >= Calibration.Limit.receiver else { return }
    var finding = transfer.finding(.sillyWindow, .problem, confidence: 0.8, lost: lost)
    finding.measures.count = tally.count
    finding.evidence = [
      PacketEvidence(
        tally.first.packet, at: tally.first.time, .event(.sillyWindow, count: tally.count))
    ]
    finding.exclusions = transfer.exclusions([.loss])
    finding.steps = [.inspect(.events), .inspect(.windows), .advice(.readFaster)]
    findings.append(finding)
  }
}
