import CongestionInference
import ConnectionTracking
import InternetTypes

/// `short-transfer`: the data was sent before slow start had found the path's rate.
///
/// A notice: nothing is wrong, but connections that are used again would be faster.
enum ShortTransferRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    guard connection.summary.protocol == .tcp else { return }
    for side in [Side.client, .server] {
      if let finding = short(connection, side) { findings.append(finding) }
    }
  }

  private static func short(_ connection: ConnectionCase, _ side: Side) -> DiagnosedFinding? {
    typealias Limits = Calibration.Short
    let direction = connection.direction(side)
    guard direction.packets >= Limits.segments, direction.retransmittedPackets == 0,
      let segments = connection.value(side, { UInt64(clamping: $0.segmentsSent) }),
      segments >= Limits.segments
    else { return nil }
    let transfer = TransferCase(connection, side)
    if let transfer {
      let account = transfer.account
      // A slow start that takes many round trips was not what the time went to.
      let trip = Int64(transfer.notes.roundTripMinimum ?? 0) &* 1000
      guard !transfer.notes.leftSlowStart, transfer.share(account[.slowStart]) >= 0.4,
        trip > 1_000_000, account[.slowStart] <= Limits.slowStartRoundTrips &* trip
      else { return nil }
    } else if let time = direction.transferTime, let trip = direction.roundTripMinimum {
      guard connection.value(side, { $0.pauses == nil }) ?? false, trip > 1_000_000,
        time >= Limits.roundTrips &* trip, time <= 10 &* trip
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
}
