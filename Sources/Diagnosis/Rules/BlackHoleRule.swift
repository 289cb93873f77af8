import ConnectionTracking
import InternetTypes

/// `mtu-black-hole`: full-sized segments are never acknowledged while small ones are (RFC 2923, section 2.1).
enum BlackHoleRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    let (summary, run) = (connection.summary, connection.notes.run)
    guard summary.failure == .blackHole else { return }
    let side = run.count > 0 ? run.sender : .server
    var finding = connection.finding(.mtuBlackHole, .problem, confidence: 0.85, of: side)
    finding.timeLost = max(summary.end.nanoseconds(since: run.first.time), 0)
    finding.measures.segmentSize = connection.direction(side).segmentSizeMaximum.map { UInt64($0) }
    finding.measures.retransmissions = run.count
    let first = run.count > 0 ? run.first : connection.lastPacket
    finding.evidence = [
      PacketEvidence(first.packet, at: first.time, .unacknowledged(count: run.count))
    ]
    finding.steps = [.inspect(.events), .advice(.fixPathMTU)]
    findings.append(finding)
  }
}
