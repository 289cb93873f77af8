import CongestionInference
import ConnectionTracking
import InternetTypes

/// `receive-window-limited`: the receiver's window was full for a part of the transfer.
///
/// Needs the window's scale. Silent where the time is that of a window of zero, which is another finding: there the
/// application does not read, here the buffer is too small for the path.
enum ReceiverRule: TransferRule {
  static func judge(_ transfer: TransferCase, into findings: inout [DiagnosedFinding]) {
    let receiver = transfer.verdict?.receiver
    let closed = (receiver?.closedTime ?? 0) &* 1000
    let lost = transfer.account[.receiver]
    guard transfer.notes.windowFull.isSet else { return }
    guard Double(closed) < Double(lost) * Calibration.Limit.closed else { return }
    let share = transfer.share(lost)
    // A short transfer that the window held for most of its time is worth a notice.
    let isLong = lost >= Calibration.Limit.least
    guard share >= (isLong ? 0.05 : Calibration.Limit.receiverOfShort),
      lost >= Calibration.Limit.shortest
    else { return }
    let scale = transfer.direction.windowScale == nil ? nil : receiverScale(transfer)
    var finding = transfer.finding(
      .receiveWindowLimited, isLong && share >= Calibration.Limit.receiver ? .problem : .notice,
      confidence: receiver?.isScaleInferred ?? true ? 0.7 : 0.95, lost: lost)
    finding.measures.windowMaximum = receiver?.windowMaximum.map { UInt64(clamping: $0) }
    finding.measures.windowScale = scale
    if let minimum = transfer.notes.roundTripMinimum {
      finding.measures.roundTripMinimum = Int64(minimum) &* 1000
    }
    finding.measures.rate = transfer.direction.throughput
    // The SYN-ACK establishes the client. Its option matters where a larger window was not offered.
    let synAck = transfer.connection.notes.clientEstablished
    if synAck.isSet, transfer.side == .client, scale == -1 || (scale ?? 0) > 0 {
      finding.evidence.append(
        PacketEvidence(synAck.packet, at: synAck.time, .synAck(windowScale: scale)))
    }
    let full = transfer.notes.windowFull
    finding.evidence.append(
      PacketEvidence(
        full.packet, at: full.time,
        .windowFull(
          flight: UInt64(clamping: transfer.notes.windowFullBytes.flight),
          window: UInt64(clamping: transfer.notes.windowFullBytes.window))))
    let silence = transfer.notes.silences[Int(SendingLimit.receiveWindow.rawValue)]
    if silence.packet.isSet {
      finding.evidence.append(
        PacketEvidence(
          silence.packet.packet, at: silence.packet.time,
          .silence(duration: silence.duration, limit: .receiveWindow)))
    }
    finding.exclusions = transfer.exclusions([.loss, .application])
    finding.steps = [
      .inspect(.windows), .inspect(.congestion),
      .advice(scale == -1 ? .keepWindowScale : .raiseReceiveBuffer),
    ]
    findings.append(finding)
  }

  private static func receiverScale(_ transfer: TransferCase) -> Int? {
    transfer.connection.direction(transfer.side.peer).windowScale.map { $0.bits ?? -1 }
  }
}
