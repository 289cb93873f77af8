import ConnectionTracking
import InternetTypes

/// `dns-slow` and `dns-failed`: queries with a late answer, an error, or none.
enum NamesRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    guard let dns = connection.summary.dns, dns.queries > 0 else { return }
    let last = connection.lastPacket
    // Multicast DNS and queries whose answers another path takes have no answers at all.
    let isAnswered = dns.answered > 0
    // The answer to a single query may come after the end of the capture.
    let waited = connection.captureTime.nanoseconds(since: connection.summary.end)
    let isJudged = isAnswered || dns.queries > 1 || waited >= Calibration.Names.answerTime
    if !isAnswered && isJudged || dns.failed > 0 {
      guard connection.summary.client.port != connection.summary.server.port else { return }
      var finding = connection.finding(
        .dnsFailed, isAnswered ? .notice : .problem, confidence: isAnswered ? 0.9 : 0.7,
        of: .server)
      finding.measures.count = isAnswered ? dns.failed : dns.queries
      finding.measures.responseCode = isAnswered ? dns.lastErrorCode : nil
      finding.timeLost = connection.summary.end.nanoseconds(since: connection.summary.start)
      finding.evidence = [PacketEvidence(last.packet, at: last.time, .connectionEnds)]
      finding.steps = [.inspect(.connections), .advice(.checkResolver)]
      if !isAnswered { finding.caveats.append(.dropPlaceUnknown) }
      findings.append(finding)
    }
    guard let slowest = dns.responseTimeMaximum,
      slowest >= Calibration.Names.slowAnswer.notice
    else { return }
    var finding = connection.finding(
      .dnsSlow, slowest >= Calibration.Names.slowAnswer.problem ? .problem : .notice,
      confidence: 0.9, of: .server)
    finding.timeLost = slowest
    finding.measures.longest = slowest
    finding.measures.count = dns.answered
    finding.measures.responseCode = dns.slowestCode
    finding.evidence = [PacketEvidence(last.packet, at: last.time, .connectionEnds)]
    finding.steps = [.inspect(.connections), .advice(.checkResolver)]
    findings.append(finding)
  }
}
