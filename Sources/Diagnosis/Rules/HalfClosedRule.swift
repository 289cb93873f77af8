import ConnectionTracking
import InternetTypes

/// `left-half-closed`: one side has closed, and the other one neither closes nor sends.
enum HalfClosedRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    let summary = connection.summary
    let half = connection.notes.halfClosed
    guard summary.protocol == .tcp, half.isSet, summary.outcome == .open,
      summary.clientState == .closeWait || summary.serverState == .closeWait
    else { return }
    // Until the connection timed out, or its last packet: what comes after it is not known.
    let waited = summary.end.nanoseconds(since: half.time)
    guard waited >= Calibration.Ending.halfClosed || summary.ending == .idle else { return }
    let side = connection.notes.halfClosedBy
    var finding = connection.finding(.leftHalfClosed, .notice, confidence: 0.8, of: side)
    finding.measures.longest = waited
    finding.evidence = [PacketEvidence(half.packet, at: half.time, .state(side, .finWait2))]
    finding.caveats.append(.endOfCapture)
    finding.steps = [.inspect(.states), .advice(.closeSockets)]
    findings.append(finding)
  }
}
