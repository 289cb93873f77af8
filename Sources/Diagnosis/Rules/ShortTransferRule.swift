import CongestionInference
import ConnectionTracking
import InternetTypes

/// `short-transfer`: the data was sent before slow start had found the path's rate.
///
/// A notice. Also `application-limited` of connections that are too short for windows, by their
/// pauses.
enum ShortTransferRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    guard connection.summary.protocol == .tcp else { return }
    for side in [Side.client, .server] {
      if let finding = short(connection, side) { findings.append(finding) }
      if let finding = pauses(connection, side) { findings.append(finding) }
    }
  }

  private static func short(_ connection: ConnectionCase, _ side: Side) -> DiagnosedFinding? {
    typealias Limits = Calibration.Short
    guard let verdict = connection.verdict(side) else { return nil }
    let direction = connection.direction(side)
    let segments = UInt64(clamping: verdict.segmentsSent)
    guard segments >= Limits.segments, direction.retransmittedPackets == 0 else { return nil }
    let transfer = TransferCase(connection, side)
    if let transfer {
      let account = transfer.account
      guard !transfer.notes.leftSlowStart, transfer.share(account[.slowStart]) >= 0.4 else {
        return nil
      }
    } else if let time = direction.transferTime, let trip = direction.roundTripMinimum {
      guard verdict.pauses == nil, trip > 1_000_000, time >= Limits.roundTrips &* trip,
        time <= 10 &* trip
      else { return nil }
    } else {
      return nil
    }
    var finding = connection.finding(.shortTransfer, .notice, confidence: 0.8, of: side)
    finding.timeLost = transfer?.account[.slowStart] ?? direction.transferTime
    finding.measures.bytes = direction.uniquePayloadBytes
    finding.measures.roundTripMinimum = direction.roundTripMinimum
    let first = transfer?.notes.first ?? connection.firstPacket
    finding.evidence = [PacketEvidence(first.packet, at: first.time, .connectionBegins)]
    finding.exclusions = [.loss]
    finding.steps = [.inspect(.congestion), .advice(.reuseConnections)]
    return finding
  }

  private static func pauses(_ connection: ConnectionCase, _ side: Side) -> DiagnosedFinding? {
    guard TransferCase(connection, side) == nil, let pauses = connection.verdict(side)?.pauses
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
    let first = connection.firstPacket
    finding.evidence = [PacketEvidence(first.packet, at: first.time, .connectionBegins)]
    finding.steps = [.inspect(.congestion), .page, .advice(.sendFaster)]
    return finding
  }
}
