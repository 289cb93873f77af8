import ConnectionTracking
import InternetTypes

/// `refused` and `icmp-unreachable`: an answer says that the connection cannot be opened.
enum RefusedRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    let summary = connection.summary
    guard summary.protocol != .icmp, summary.protocol != .icmpv6 else { return }
    let kind: DiagnosisKind
    switch summary.outcome {
    case .refused: kind = .refused
    case .icmpUnreachable: kind = .icmpUnreachable
    default: return
    }
    var finding = connection.finding(
      kind, .problem, confidence: kind == .refused ? 0.95 : 0.9, of: .server)
    finding.timeLost = summary.end.nanoseconds(since: summary.start)
    finding.measures.icmpType = kind == .icmpUnreachable ? summary.icmpTypeAndCode?.type : nil
    finding.measures.icmpCode = kind == .icmpUnreachable ? summary.icmpTypeAndCode?.code : nil
    let first = connection.firstPacket
    finding.evidence = [PacketEvidence(first.packet, at: first.time, .connectionBegins)]
    let closed = connection.notes.closed
    if kind == .refused, closed.isSet, closed.packet != first.packet {
      finding.evidence.append(
        PacketEvidence(
          closed.packet, at: closed.time, .reset(from: .server, originalTimeToLive: nil)))
    }
    finding.exclusions = [.loss]
    finding.steps = [
      .inspect(.connections), .advice(kind == .refused ? .checkListener : .checkFirewall),
    ]
    findings.append(finding)
  }
}
