import BasicContainers
import BoundedCollections
import DequeModule
import InternetTypes
import PacketDissection

/// Follows the sequence spaces of TCP connections, and classifies segments that are not simply the next one.
///
/// Events have the conditions that Wireshark's users know. Where Wireshark decides by fixed times, evidence from the
/// connection itself is used first: timestamps, IP identification, SACK blocks, its round-trip time.
struct SegmentClassifier: ~Copyable {
  var streams: Slab<StreamDetail>
  /// The last retransmissions by stream position, in order of sending.
  ///
  /// Empty unless events are wanted.
  var retransmitted: [Handle<StreamDetail>: [StreamDetail.RetransmittedSegment]] = [:]
  /// The packets captured last, to detect duplicates.
  var recent = RecentPackets()
  /// The placement of the last segment for which `predict` returned true.
  var predicted = Placement(start: 0, end: 0, acknowledgment: 0, previousNext: 0)

  init(connectionLimit: Int) { streams = Slab(capacity: 2 * connectionLimit) }

  /// The position of a side's stream, opened if it has none; nil if the slab is full.
  mutating func openStream(of connection: inout Connection, _ side: Side) -> Handle<StreamDetail>? {
    if let stream = connection.endpoints[side.index].stream.ifAny { return stream }
    let stream = streams.reuse() ?? streams.insert(StreamDetail())
    connection.endpoints[side.index].stream = stream
    return stream.ifAny
  }

  /// Releases a stream; its memory for segments is kept for the next one, unless it is large.
  mutating func release(_ stream: Handle<StreamDetail>) {
    if !retransmitted.isEmpty { retransmitted[stream] = nil }
    streams[stream].reset()
    streams.release(stream)
  }

  /// Whether part of the data that an endpoint sent below SND.NXT was not captured.
  func hasGap(_ stream: Handle<StreamDetail>) -> Bool {
    guard let stream = stream.ifAny else { return false }
    return !streams[stream].gaps.isEmpty
  }

  /// Classifies the next segment, updates its connection, and returns its placement; nil for a SYN that its receiver
  /// does not accept.
  mutating func classify(
    _ connection: inout Connection, _ segment: Segment, from side: Side, _ findings: inout Findings
  ) -> Placement? {
    let peer = side.peer
    if segment.hasRST {
      reportInjection(&connection, segment, side, &findings)
      let start = connection.unwrap(segment.sequence, side.index)
      let next = connection.endpoints[side.index].sendNext
      return Placement(
        start: start, end: start,
        acknowledgment: connection.unwrap(segment.acknowledgment, peer.index),
        previousNext: next)
    }
    if segment.hasSYN, connection.isForeign(segment, side) {
      // The receiver answers it with a challenge ACK (RFC 5961, section 4.2).
      connection.endpoints[peer.index].flags.insert(.isChallenged)
      return nil
    }
    let isFirstSYN =
      segment.hasSYN && !connection.endpoints[side.index].flags.contains(.hasSentSYN)
    synchronize(&connection, segment, side)
    let start = connection.unwrap(segment.sequence, side.index)
    var place = Placement(
      start: start, end: start &+ segment.sequenceLength,
      acknowledgment: connection.unwrap(segment.acknowledgment, peer.index),
      previousNext: connection.endpoints[side.index].sendNext)
    let opensGap =
      segment.hasFIN && start > place.previousNext && connection.endpoints[side.index].packets > 1
    if segment.length > 0 || opensGap { _ = openStream(of: &connection, side) }
    let role = examine(&connection, segment, side, place, &findings)
    if segment.hasACK { applyAcknowledgment(&connection, segment, side, place, &findings) }
    if isFirstSYN, place.end <= place.previousNext, segment.length == 0 {
      // The connection's SYN, captured after packets that follow it.
      var detail = SegmentEvent.Detail()
      detail.reason = .syn
      report(.outOfOrder, &connection, segment, side, &findings, detail)
    } else if role == .none {
      applyData(&connection, segment, side, place, &findings)
    }
    applyWindow(&connection, segment, side, &findings)
    connection.endpoints[side.index].flags.remove([.lastWasKeepAlive, .lastWasZeroWindowProbe])
    if role == .keepAlive { connection.endpoints[side.index].flags.insert(.lastWasKeepAlive) }
    if role == .zeroWindowProbe {
      connection.endpoints[side.index].flags.insert(.lastWasZeroWindowProbe)
    }
    let finEnd = connection.finEnd(side.index)
    if finEnd > 0 {
      place.isFinComplete =
        connection.endpoints[side.index].acknowledged >= finEnd
        || connection.endpoints[side.index].sendNext >= finEnd
          && !hasGap(connection.endpoints[side.index].stream)
    }
    return place
  }

  /// The role of a segment whose payload, if any, is no data of the stream.
  enum Role {
    case none, keepAlive, zeroWindowProbe, keepAliveAck, zeroWindowProbeAck
  }

  /// Updates the sender's window, and reports a silly one.
  private func applyWindow(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ findings: inout Findings
  ) {
    connection.noteWindow(segment.window, isSYN: segment.hasSYN, side.index)
    guard segment.hasACK else { return }
    let edge = connection.offeredEdge(side.index)
    let size = connection.endpoints[side.index].maximumSegmentSize
    if findings.wantsEvents, segment.window > 0,
      connection.offeredWindow(side.index) < UInt32(size == 0 ? 536 : size)
    {
      reportSillyWindow(&connection, segment, side, edge: edge, &findings)
    }
    connection.extendRightEdge(to: edge, offeredBy: side.index)
  }

  /// Reports an event of a segment.
  func report(
    _ kind: SegmentEvent.Kind, _ connection: inout Connection, _ segment: Segment,
    _ side: Side, _ findings: inout Findings, _ detail: SegmentEvent.Detail? = nil
  ) {
    guard findings.wantsEvents else { return }
    var detail = detail ?? SegmentEvent.Detail()
    switch kind {
    case .zeroWindow, .windowUpdate, .zeroWindowProbeAck, .keepAliveAck:
      detail.window =
        UInt32(segment.window) << connection.endpoints[side.index].windowScale.shift
      detail.acknowledgment = segment.acknowledgment
    default: break
    }
    findings.events.append(
      SegmentEvent(
        time: segment.time, packet: segment.packet, connection: connection.index, sender: side,
        kind: kind, sequence: segment.sequence, length: segment.length, detail: detail))
  }
}
