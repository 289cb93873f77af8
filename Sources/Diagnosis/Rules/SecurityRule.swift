import ConnectionTracking
import InternetTypes

/// `tls-slow` and `tls-failed`: a handshake that takes more than the path's round trips, or ends with an alert.
enum SecurityRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    typealias Limits = Calibration.Names
    let summary = connection.summary
    guard let tls = summary.tls, summary.isHandshakeSeen else { return }
    let first = connection.firstPacket
    let evidence = [PacketEvidence(first.packet, at: first.time, .connectionBegins)]
    if let time = tls.handshakeTime {
      let trip = max(
        (summary.handshakeToServer ?? 0) &+ (summary.handshakeToClient ?? 0), 0)
      guard time >= Limits.slowHandshake.notice, time >= Limits.handshakeRoundTrips &* trip else {
        return
      }
      var finding = connection.finding(
        .tlsSlow, time >= Limits.slowHandshake.problem ? .problem : .notice, confidence: 0.8)
      finding.timeLost = time
      finding.measures.longest = time
      finding.evidence = evidence
      if trip > 0 { finding.exclusions = [.network(roundTrip: trip)] }
      finding.steps = [.page, .advice(.checkCertificate)]
      findings.append(finding)
      return
    }
    let answer = summary.serverToClient.uniquePayloadBytes
    guard summary.outcome == .ok || summary.outcome == .reset,
      summary.clientToServer.uniquePayloadBytes > Limits.alertSize, answer <= Limits.alertSize,
      summary.serverToClient.packets > 0, summary.serverToClient.missedBytes == 0
    else { return }
    var finding = connection.finding(
      .tlsFailed, .problem, confidence: answer == Limits.alertSize ? 0.9 : 0.75)
    finding.timeLost = summary.end.nanoseconds(since: summary.start)
    finding.evidence =
      evidence
      + [
        PacketEvidence(
          connection.lastPacket.packet, at: connection.lastPacket.time, .connectionEnds)
      ]
    finding.steps = [.page, .inspect(.states), .advice(.checkCertificate)]
    findings.append(finding)
  }
}
