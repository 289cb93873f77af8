import CongestionInference
import ConnectionTracking
import InternetTypes

/// `application-limited` of a data sender without windows: its pauses.
///
/// `ApplicationRule` is for those with windows.
enum PausesRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    guard connection.summary.protocol == .tcp else { return }
    for side in [Side.client, .server] {
      if let finding = finding(connection, side) { findings.append(finding) }
    }
  }

  private static func finding(_ connection: ConnectionCase, _ side: Side) -> DiagnosedFinding? {
    guard !connection.notes.hasTransfer(side),
      let pauses = connection.value(side, \.pauses) ?? nil
    else { return nil }
    let lost = pauses.time &* 1000
    let time = max(connection.summary.end.nanoseconds(since: connection.summary.start), 1)
    let share = min(Double(lost) / Double(time), 1)
    guard lost >= Calibration.Limit.least, share >= Calibration.Limit.application else {
      return nil
    }
    var finding = connection.finding(
      .applicationLimited, .notice, confidence: pauses.isCertain ? 0.9 : 0.6, of: side)
    finding.timeLost = lost
    finding.share = share
    finding.measures.count = UInt64(clamping: pauses.count)
    finding.measures.responses = connection.responses(of: side, explaining: lost)
    let first = connection.firstPacket
    finding.evidence = [PacketEvidence(first.packet, at: first.time, .connectionBegins)]
    finding.steps = [.inspect(.congestion), .page, .advice(.sendFaster)]
    return finding
  }
}
