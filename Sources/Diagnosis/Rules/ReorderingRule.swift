import ConnectionTracking
import InternetTypes

/// `reordering`: the path delivers packets in another order.
///
/// Behind the place where it happens the packets themselves show it; before it, duplicate acknowledgments that end
/// without a retransmission.
enum ReorderingRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    typealias Limits = Calibration.Reordering
    guard connection.summary.protocol == .tcp else { return }
    for side in [Side.client, .server] {
      let index = Int(side.rawValue)
      let tally = connection.notes.tally(.outOfOrder, of: side)
      let direction = connection.direction(side)
      // Where the data itself was not captured, its retransmissions were not either.
      let isCaptured =
        direction.uniquePayloadBytes > 0
        && direction.missedBytes < direction.uniquePayloadBytes / 100
      let runs = isCaptured ? connection.notes.reorderings[index] : 0
      let count = max(tally?.count ?? 0, runs)
      let packets = direction.packets
      guard count >= Limits.count, Double(count) >= Double(packets) * Limits.share else { continue }
      var finding = connection.finding(
        .reordering, .problem, confidence: tally.map { $0.count >= runs } ?? false ? 0.9 : 0.75,
        of: side)
      finding.measures.count = count
      if let transfer = TransferCase(connection, side) {
        // What spurious recoveries cost, at most.
        finding.timeLost = transfer.account[.recovery]
        finding.share = transfer.share(transfer.account[.recovery])
      }
      if let tally, tally.count >= runs {
        finding.evidence = [
          PacketEvidence(
            tally.first.packet, at: tally.first.time, .event(.outOfOrder, count: tally.count))
        ]
      } else {
        let first = connection.notes.firstReordering[index]
        finding.evidence = [
          PacketEvidence(first.packet, at: first.time, .event(.duplicateAck, count: runs))
        ]
      }
      finding.steps = [.inspect(.events), .advice(.findLossyLink)]
      findings.append(finding)
    }
  }
}
