import ConnectionTracking
import InternetTypes

/// `small-segments`: the window counts segments, and the sender fills it with small ones.
///
/// Silent where the application is what the transfer waits for: it then sends what it has.
enum SmallSegmentsRule: TransferRule {
  static func judge(_ transfer: TransferCase, into findings: inout [DiagnosedFinding]) {
    typealias Limits = Calibration.SmallSegments
    let direction = transfer.direction
    let segments = UInt64(clamping: transfer.notes.newSegments)
    guard segments >= Limits.segments, let full = fullSize(transfer) else { return }
    let size = direction.uniquePayloadBytes / max(segments, 1)
    guard Double(size) < Double(full) * Limits.share else { return }
    // Without right round trips, the time that the window held is not known either.
    guard !transfer.queue.isContradicted else { return }
    let account = transfer.account
    let held = account[.path] &+ account[.recovery]
    guard transfer.share(held) >= Limits.windowShare else { return }
    let lost = Int64(Double(held) * (1 - Double(size) / Double(full)))
    var finding = transfer.finding(.smallSegments, .problem, confidence: 0.8, lost: lost)
    finding.measures.segmentSize = size
    finding.measures.maximumSegmentSize = full
    finding.measures.count = segments
    let first = transfer.notes.first
    finding.evidence = [PacketEvidence(first.packet, at: first.time, .segment(length: size))]
    finding.steps = [.inspect(.windows), .advice(.sendLargerSegments)]
    findings.append(finding)
  }

  /// Payload of a full segment: by the receiver's MSS option.
  private static func fullSize(_ transfer: TransferCase) -> UInt64? {
    let options: UInt64 = transfer.direction.hasTimestamps ?? false ? 12 : 0
    return transfer.connection.direction(transfer.side.peer).maximumSegmentSize
      .map { UInt64($0) - min(UInt64($0), options) }
  }
}
