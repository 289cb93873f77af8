import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// Detects resets that a middlebox injected in the name of an endpoint.
extension SegmentClassifier {
  /// The tolerated difference in TTL between packets of one host: a route can become this much longer or shorter.
  private static var timeToLiveTolerance: Int { 2 }
  /// How far beyond the receive window the sequence number of a genuine reset can be, if its sender missed the last
  /// window update.
  private static var windowTolerance: Int64 { 1 << 16 }
  /// How long after its own reset an endpoint's data may be captured, in nanoseconds, because the network reordered
  /// them.
  private static var reordering: Int64 { 3_000_000 }

  /// Reports a reset that its apparent sender cannot have sent, and marks the sender.
  ///
  /// Its TTL differs from that of the sender's first and last packets, or its sequence number is beyond the window that
  /// its receiver offered.
  func reportInjection(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ findings: inout Findings
  ) {
    connection.endpoints[side.index].flags.remove(.isResetInjected)
    guard connection.endpoints[side.index].packets > 1 else { return }
    var detail = SegmentEvent.Detail()
    if hasForeignTimeToLive(connection.endpoints[side.index], segment.timeToLive) {
      detail.reason = .timeToLive
    } else if isBeyondWindow(&connection, segment, side) {
      detail.reason = .sequence
    } else {
      return
    }
    connection.endpoints[side.index].flags.insert(.isResetInjected)
    report(.injectedReset, &connection, segment, side, &findings, detail)
  }

  private func hasForeignTimeToLive(_ sender: TCPEndpoint, _ timeToLive: UInt8) -> Bool {
    func isForeign(_ usual: UInt8) -> Bool {
      abs(Int(timeToLive) - Int(usual)) > Self.timeToLiveTolerance
    }
    guard isForeign(sender.timeToLive) else { return false }
    guard let stream = sender.stream.ifAny, streams[stream].data.timeToLive > 0 else {
      return true
    }
    return isForeign(streams[stream].data.timeToLive)
  }

  private func isBeyondWindow(
    _ connection: inout Connection, _ segment: Segment, _ side: Side
  ) -> Bool {
    let receiver = connection.endpoints[side.peer.index]
    guard connection.endpoints[side.index].flags.contains(.hasSequence),
      receiver.flags.contains(.hasAcknowledged), receiver.windowScale.isKnown
    else { return false }
    let start = connection.unwrap(segment.sequence, side.index)
    return start > connection.endpoints[side.index].rightEdge &+ Self.windowTolerance
  }

  /// Reports the reset before a segment as injected if its apparent sender continues with new data; returns whether it
  /// did.
  func reportInjectedBefore(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    reset: PacketMoment, _ findings: inout Findings
  ) -> Bool {
    guard segment.length > 0, place.end > place.previousNext, !segment.hasSYN,
      segment.time.nanoseconds(since: reset.time) > Self.reordering
    else { return false }
    guard findings.wantsEvents else { return true }
    var detail = SegmentEvent.Detail()
    detail.reason = .dataFollows
    findings.events.append(
      SegmentEvent(
        time: reset.time, packet: reset.packet, connection: connection.index, sender: side,
        kind: .injectedReset, sequence: segment.sequence, length: 0, detail: detail))
    return true
  }
}
