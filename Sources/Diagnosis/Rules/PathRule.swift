import CongestionInference
import ConnectionTracking
import InternetTypes

/// `path-capacity`, `path-loss` and `policed`: why the congestion window was reduced, or held the sender.
///
/// A full queue shows before its losses: round trips grow, and losses come near their longest. A lossy link loses
/// packets at any round trip. A policer loses bursts at a steady rate without a queue. Needs round trips of the sender;
/// silent about a sender that its application, receiver or host held back.
enum PathRule: TransferRule {
  static func judge(_ transfer: TransferCase, into findings: inout [DiagnosedFinding]) {
    let queue = transfer.queue
    let account = transfer.account
    let isLossy =
      queue.others.count >= Calibration.PathLoss.episodes
      && queue.otherShare >= Calibration.PathLoss.share
    let held = account[.path] &+ account[.recovery]
    if isLossy, held > 0 {
      let lost = Int64(Double(held) * queue.otherShare)
      findings.append(
        isPoliced(transfer) ? policed(transfer, lost) : loss(transfer, lost))
    }
    let capacityShare = isLossy ? 1 - queue.otherShare : 1
    if let finding = capacity(transfer, Int64(Double(held) * capacityShare), isLossy) {
      findings.append(finding)
    }
  }

  // MARK: A full path

  private static func capacity(
    _ transfer: TransferCase, _ lost: Int64, _ isLossy: Bool
  ) -> DiagnosedFinding? {
    let (notes, queue) = (transfer.notes, transfer.queue)
    let isPaced = transfer.verdict?.algorithm == .bbr && queue.isSeen
    guard notes.marks > 0 || !queue.full.isEmpty || isPaced && !isLossy else { return nil }
    guard lost >= Calibration.Limit.least || !queue.full.isEmpty else { return nil }
    let share = transfer.share(lost)
    let isProblem =
      !transfer.isMostlyApplication && (share >= Calibration.Limit.path || !queue.full.isEmpty)
      && share >= 0.1 && lost >= Calibration.Limit.pathTime
    var finding = transfer.finding(
      .pathCapacity, isProblem ? .problem : .notice,
      confidence: notes.marks > 0 ? 0.95 : queue.full.count > 1 ? 0.9 : 0.75, lost: lost)
    finding.measures.lossEpisodes = UInt64(notes.episodeCount)
    finding.measures.fullQueueEpisodes = UInt64(queue.full.count)
    finding.measures.marks = notes.marks > 0 ? UInt64(notes.marks) : nil
    finding.measures.rate = transfer.direction.throughput
    fillRoundTrips(transfer, &finding)
    if notes.firstMark.isSet {
      finding.evidence.append(
        PacketEvidence(
          notes.firstMark.packet, at: notes.firstMark.time,
          .congestionMark(count: UInt64(notes.marks))))
    }
    finding.evidence += evidence(queue.full, queue)
    finding.evidence += longest(transfer)
    finding.exclusions = transfer.exclusions([.application, .receiveWindow])
    finding.steps = [
      .inspect(.windows), .inspect(.congestion), .advice(.raiseRate), .advice(.managePathQueue),
    ]
    return finding
  }

  // MARK: Losses without a queue

  private static func loss(_ transfer: TransferCase, _ lost: Int64) -> DiagnosedFinding {
    let queue = transfer.queue
    let sure = min(0.55 + 0.08 * Double(queue.others.count), 0.95)
    // Without round trips nothing shows whether there was a queue.
    let isMeasured = transfer.notes.delays.total >= Calibration.PathLoss.roundTrips
    var finding = transfer.finding(
      .pathLoss, isMeasured ? .problem : .notice, confidence: isMeasured ? sure : 0.4, lost: lost)
    fillLosses(transfer, &finding)
    finding.exclusions =
      (isMeasured ? [.fullQueue] : []) + transfer.exclusions([.application, .receiveWindow])
    finding.steps = [.inspect(.events), .inspect(.congestion), .advice(.findLossyLink)]
    return finding
  }

  private static func policed(_ transfer: TransferCase, _ lost: Int64) -> DiagnosedFinding {
    var finding = transfer.finding(.policed, .problem, confidence: 0.7, lost: lost)
    fillLosses(transfer, &finding)
    finding.measures.rate = transfer.direction.throughput
    finding.exclusions = [.fullQueue]
    finding.steps = [.inspect(.windows), .inspect(.events), .advice(.checkPolicer)]
    return finding
  }

  /// Whether losses come in bursts at a steady rate.
  private static func isPoliced(_ transfer: TransferCase) -> Bool {
    typealias Limits = Calibration.Policer
    let episodes = transfer.queue.others
    guard episodes.count >= Limits.episodes, transfer.queue.full.isEmpty else { return false }
    let lost = episodes.reduce(0) { $0 + $1.lost }
    guard Double(lost) >= Limits.lostInEach * Double(episodes.count) else { return false }
    let rates = zip(episodes, episodes.dropFirst()).map { before, after in
      Double(after.delivered - before.delivered)
        / max(Double(after.at.time.nanoseconds(since: before.at.time)), 1)
    }
    let mean = rates.reduce(0, +) / Double(rates.count)
    let variance = rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rates.count)
    return mean > 0 && variance.squareRoot() / mean <= Limits.rateSpread
  }

  private static func fillLosses(_ transfer: TransferCase, _ finding: inout DiagnosedFinding) {
    finding.measures.lossEpisodes = UInt64(transfer.queue.others.count)
    finding.measures.fullQueueEpisodes = UInt64(transfer.queue.full.count)
    finding.measures.retransmissions = transfer.direction.retransmittedPackets
    fillRoundTrips(transfer, &finding)
    finding.evidence = evidence(transfer.queue.others, transfer.queue)
  }

  private static func fillRoundTrips(_ transfer: TransferCase, _ finding: inout DiagnosedFinding) {
    let notes = transfer.notes
    guard let minimum = notes.roundTripMinimum, notes.roundTripMaximum > 0 else { return }
    finding.measures.roundTripMinimum = Int64(minimum) &* 1000
    finding.measures.roundTripMaximum = Int64(notes.roundTripMaximum) &* 1000
  }

  /// The first losses.
  private static func evidence(
    _ episodes: [LossEpisode], _ queue: QueueEstimate
  ) -> [PacketEvidence] {
    episodes.prefix(3).map {
      PacketEvidence(
        $0.at.packet, at: $0.at.time,
        .loss(queueing: Int64($0.queueing) &* 1000, longest: Int64(queue.longest) &* 1000))
    }
  }

  /// The packet of the longest round trip.
  private static func longest(_ transfer: TransferCase) -> [PacketEvidence] {
    let notes = transfer.notes
    guard notes.roundTripMaximumAt.isSet, let minimum = notes.roundTripMinimum else { return [] }
    return [
      PacketEvidence(
        notes.roundTripMaximumAt.packet, at: notes.roundTripMaximumAt.time,
        .roundTrip(Int64(notes.roundTripMaximum) &* 1000, minimum: Int64(minimum) &* 1000))
    ]
  }
}
