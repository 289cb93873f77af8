import ConnectionTracking
import InternetTypes

/// `unanswered`: SYNs that nobody answers.
///
/// Whether the host, a firewall or the path dropped them cannot be told. A single SYN at the
/// end of a capture is no finding: its answer may follow.
enum UnansweredRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    let summary = connection.summary
    guard summary.protocol == .tcp || summary.protocol == .sctp || summary.protocol == .dccp else {
      return
    }
    let retries = connection.notes.tally(.timeoutRetransmission, of: .client, isSYN: true)
    guard summary.outcome == .timeout || summary.outcome == .unanswered && retries != nil else {
      return
    }
    var finding = connection.finding(.unanswered, .problem, confidence: 0.9, of: .server)
    finding.timeLost = summary.end.nanoseconds(since: summary.start)
    finding.measures.count = retries?.count
    let first = connection.firstPacket
    finding.evidence = [PacketEvidence(first.packet, at: first.time, .connectionBegins)]
    if let retries {
      finding.evidence.append(
        PacketEvidence(
          retries.last.packet, at: retries.last.time,
          .synRetransmitted(.client, count: retries.count)))
    }
    if summary.serverToClient.packets == 0 {
      finding.caveats.removeAll { $0 == .oneDirection }
      finding.caveats.append(.silentServer)
    }
    finding.caveats.append(.dropPlaceUnknown)
    finding.steps = [.inspect(.connections), .capture(at: .server), .advice(.checkFirewall)]
    findings.append(finding)
  }
}
