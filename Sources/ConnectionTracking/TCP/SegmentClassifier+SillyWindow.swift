import InternetTypes
import PacketDissection

/// The silly window syndrome: data moved in needlessly small pieces (RFC 1122, sections 4.2.3.3 and 4.2.3.4).
extension SegmentClassifier {
  /// The largest payload that an endpoint takes in one segment, by its MSS option (RFC 9293, section 3.7.1).
  static func segmentSize(toward receiver: TCPEndpoint) -> UInt32 {
    UInt32(receiver.maximumSegmentSize == 0 ? 536 : receiver.maximumSegmentSize)
  }

  /// A window smaller than a segment, moved on by less than a segment and less than a quarter of what was offered
  /// before: a receiver is to wait until it can offer more.
  func reportSillyWindow(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, edge: Int64,
    _ findings: inout Findings
  ) {
    let receiver = connection.endpoints[side.index]
    let advance = edge &- connection.endpoints[side.peer.index].rightEdge
    guard segment.isPlain, receiver.packets > 1, receiver.windowScale != -2, advance > 0,
      advance < Int64(Self.segmentSize(toward: receiver)),
      advance < Int64(receiver.windowMaximum / 4),
      // Where a segment may be larger than the whole buffer, as on a loopback, an ordinary window is below it.
      receiver.offeredWindow < receiver.windowMaximum / 4
    else { return }
    var detail = SegmentEvent.Detail()
    detail.window = receiver.offeredWindow
    detail.reason = "window"
    report(.sillyWindow, &connection, segment, side, &findings, detail)
  }

  /// New data without PSH, smaller than any option could make a full segment, smaller than others before it, and
  /// smaller than a quarter of the largest window: a sender is to wait until it has, or may send, more.
  func reportSillySegment(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    let sender = connection.endpoints[side.index]
    let receiver = connection.endpoints[side.peer.index]
    let optionLimit: UInt32 = 40
    guard place.start == place.previousNext, sender.detail != 0, receiver.windowScale != -2,
      segment.length &+ optionLimit <= Self.segmentSize(toward: receiver),
      segment.length < streams[sender.detail - 1].data.segmentSizeMaximum,
      segment.length < receiver.windowMaximum / 4
    else { return }
    var detail = SegmentEvent.Detail()
    detail.window = receiver.offeredWindow
    detail.reason = "segment"
    report(.sillyWindow, &connection, segment, side, &findings, detail)
  }
}
