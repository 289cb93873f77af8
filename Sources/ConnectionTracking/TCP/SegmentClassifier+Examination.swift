import InternetTypes
import PacketDissection

/// Probes and their answers, duplicate acknowledgments and window updates, detected by window and sequence number.
extension SegmentClassifier {
  /// Reports a probe, an answer to one, a duplicate or an update, in the order of Wireshark's checks, and returns its
  /// role.
  func examine(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) -> Role {
    let peer = side.peer
    let isKnown =
      connection.endpoints[side.index].packets > 1
      && connection.endpoints[side.index].flags.contains(.hasSequence)
    if segment.isPlain && segment.window == 0 {
      report(.zeroWindow, &connection, segment, side, &findings)
    }
    guard isKnown, segment.isPlain else {
      if isKnown && place.start > place.previousNext && !segment.hasSYN {
        reportLost(&connection, segment, side, place, &findings)
      }
      return .none
    }
    // Linux probes with an empty segment of a number that was acknowledged (`tcp_xmit_probe_skb`).
    let isProbe =
      segment.length == 1 && place.start == place.previousNext
      || segment.length == 0
        && (place.start == place.previousNext &- 1
          || place.start == connection.endpoints[side.index].acknowledged &- 1)
    if isProbe, connection.endpoints[peer.index].flags.contains(.isWindowZero) {
      report(.zeroWindowProbe, &connection, segment, side, &findings)
      return .zeroWindowProbe
    }
    if place.start > place.previousNext {
      reportLost(&connection, segment, side, place, &findings)
    }
    if segment.length <= 1, place.start == place.previousNext &- 1 {
      report(.keepAlive, &connection, segment, side, &findings)
      return .keepAlive
    }
    if segment.length > 0 {
      reportFullWindow(&connection, segment, side, place, &findings)
      if !segment.flags.contains(.psh) && findings.wantsEvents {
        reportSillySegment(&connection, segment, side, place, &findings)
      }
      return .none
    }
    guard place.start == place.previousNext, segment.hasACK else { return .none }
    return examineAcknowledgment(&connection, segment, side, place, &findings)
  }

  /// Examines a segment without data at SND.NXT: a window update, an answer to a probe, a duplicate acknowledgment, or
  /// none of these.
  private func examineAcknowledgment(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) -> Role {
    let peer = side.peer
    let acknowledged = connection.endpoints[peer.index].acknowledged
    let isRepeated = place.acknowledgment == acknowledged
    if segment.window == 0 {
      guard connection.endpoints[side.index].window == 0,
        connection.endpoints[peer.index].flags.contains(.lastWasZeroWindowProbe),
        isRepeated || place.acknowledgment == acknowledged &+ 1
      else { return .none }
      report(.zeroWindowProbeAck, &connection, segment, side, &findings)
      return .zeroWindowProbeAck
    }
    // The sender's own acknowledgments decide: the other direction need not be captured.
    guard isRepeated, connection.endpoints[side.index].flags.contains(.hasAcknowledged) else {
      return .none
    }
    let hasSameWindow = segment.window == connection.endpoints[side.index].window
    if hasSameWindow, connection.endpoints[peer.index].flags.contains(.lastWasKeepAlive) {
      report(.keepAliveAck, &connection, segment, side, &findings)
      return .keepAliveAck
    }
    if connection.endpoints[side.index].flags.contains(.isChallenged) {
      connection.endpoints[side.index].flags.remove(.isChallenged)
      report(.challengeAck, &connection, segment, side, &findings)
      return .none
    }
    if !hasSameWindow {
      report(.windowUpdate, &connection, segment, side, &findings)
      // With SACK blocks it is a duplicate acknowledgment too (RFC 6675, section 2).
      if segment.sackCount == 0 { return .none }
    }
    // A signal of Multipath TCP is sent in a segment that repeats the acknowledgment (RFC 8684, section 3).
    // An MPTCP acknowledgment of data repeats it, too (RFC 8684, section 3.3.2); with SACK in use, a true
    // duplicate acknowledgment has blocks.
    let hasSACK =
      connection.endpoints[side.index].flags.contains(.isSACKPermitted)
      && connection.endpoints[peer.index].flags.contains(.isSACKPermitted)
    if segment.hasMultipathSignal
      || segment.hasMultipathData && segment.sackCount == 0 && hasSACK
    {
      return .none
    }
    connection.endpoints[side.index].duplicateAcks &+= 1
    if connection.endpoints[side.index].duplicateAckRun < .max {
      connection.endpoints[side.index].duplicateAckRun += 1
    }
    if findings.wantsEvents {
      var detail = SegmentEvent.Detail()
      detail.duplicateAcks = UInt32(connection.endpoints[side.index].duplicateAckRun)
      detail.acknowledgment = segment.acknowledgment
      if segment.hasDuplicateSACK { detail.reason = .duplicateSACK }
      report(.duplicateAck, &connection, segment, side, &findings, detail)
    }
    return .none
  }

  /// Reports that segments before this one were not captured.
  private func reportLost(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    guard findings.wantsEvents else { return }
    var detail = SegmentEvent.Detail()
    detail.missingBytes = UInt64(max(place.start &- place.previousNext, 0))
    report(.lostSegment, &connection, segment, side, &findings, detail)
  }

  /// Reports that the segment fills the receiver's window.
  private func reportFullWindow(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    guard findings.wantsEvents else { return }
    let receiver = side.peer.index
    guard connection.endpoints[receiver].packets > 0,
      connection.endpoints[receiver].windowScale.isKnown
    else { return }
    let window = connection.offeredWindow(receiver)
    guard place.end == connection.endpoints[side.index].acknowledged &+ Int64(window) else {
      return
    }
    var detail = SegmentEvent.Detail()
    detail.window = window
    detail.flight = UInt64(max(place.end &- connection.endpoints[side.index].acknowledged, 0))
    report(.windowFull, &connection, segment, side, &findings, detail)
  }
}
