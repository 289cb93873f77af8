import BoundedCollections
import InternetTypes
import PacketDissection

/// The silly window syndrome: needlessly small windows or segments (RFC 1122, sections 4.2.3.3 and 4.2.3.4).
extension SegmentClassifier {
  /// The bytes that options can take of a segment.
  static var optionLimit: UInt32 { 40 }

  /// The largest payload that an endpoint accepts in one segment, by its MSS option; 0 for none (RFC 9293, section 3.7.1).
  @inline(__always)
  static func segmentSize(_ option: UInt16) -> UInt32 { UInt32(option == 0 ? 536 : option) }

  /// Reports a window whose right edge advanced by less than a segment and a quarter of the largest window.
  ///
  /// A receiver should wait until it can offer more.
  func reportSillyWindow(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, edge: Int64,
    _ findings: inout Findings
  ) {
    let receiver = connection.endpoints[side.index]
    let advance = edge &- connection.endpoints[side.peer.index].rightEdge
    guard segment.isPlain, receiver.packets > 1, receiver.windowScale.isKnown, advance > 0,
      advance < Int64(Self.segmentSize(receiver.maximumSegmentSize)),
      advance < Int64(receiver.windowMaximum / 4),
      // On a loopback a segment can be larger than the whole buffer, so the window must be small too.
      receiver.offeredWindow < receiver.windowMaximum / 4
    else { return }
    var detail = SegmentEvent.Detail()
    detail.window = receiver.offeredWindow
    detail.reason = .window
    report(.sillyWindow, &connection, segment, side, &findings, detail)
  }

  /// Reports new data without PSH that is smaller than a full segment with all options, than segments before it, and than a
  /// quarter of the largest window.
  ///
  /// A sender should wait until it has more data, or may send more.
  func reportSillySegment(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    let sender = connection.endpoints[side.index]
    let receiver = connection.endpoints[side.peer.index]
    guard place.start == place.previousNext, let stream = sender.stream.ifAny,
      receiver.windowScale.isKnown,
      segment.length &+ Self.optionLimit <= Self.segmentSize(receiver.maximumSegmentSize),
      segment.length < streams[stream].data.segmentSizeMaximum,
      segment.length < receiver.windowMaximum / 4
    else { return }
    var detail = SegmentEvent.Detail()
    detail.window = receiver.offeredWindow
    detail.reason = .segment
    report(.sillyWindow, &connection, segment, side, &findings, detail)
  }
}
