import BasicContainers
import BoundedCollections
import DequeModule
import InternetTypes

/// Segments below SND.NXT: which kind of retransmission they are, or whether they were reordered.
extension SegmentClassifier {
  /// The classification of a segment below SND.NXT, with the numbers of the verdict.
  struct RepeatVerdict {
    var kind: SegmentEvent.Kind
    var detail = SegmentEvent.Detail()
  }

  /// Thresholds of the verdict, in nanoseconds.
  private enum Threshold {
    /// The shortest retransmission time-out.
    ///
    /// Linux uses it (`TCP_RTO_MIN`); RFC 6298 requires a second.
    static var shortestTimeout: Int64 { 200_000_000 }
    /// The longest reordering if no round-trip time is known.
    ///
    /// Wireshark uses the same value.
    static var reordering: Int64 { 3_000_000 }
  }

  /// Classifies a segment of a sender with a stream.
  func classifyRepeatedData(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ stream: Handle<StreamDetail>
  ) -> RepeatVerdict {
    let sender = connection.endpoints[side.index]
    let receiver = connection.endpoints[side.peer.index]
    var verdict = RepeatVerdict(kind: .retransmission)
    let roundTrip =
      streams[stream].feedback.roundTripCount > 0
      ? streams[stream].feedback.roundTripMinimum : nil
    verdict.detail.roundTripNanoseconds = roundTrip
    if segment.length > 0 && place.end <= sender.acknowledged {
      verdict.kind = .spuriousRetransmission
      verdict.detail.reason = .acknowledged
      return verdict
    }
    if let gap = streams[stream].gap(at: place.start, place.end) {
      let lag = segment.time.nanoseconds(since: gap.time)
      verdict.detail.lagNanoseconds = lag
      if let reason = reorderingEvidence(&connection, segment, gap, lag: lag) {
        verdict.kind = .outOfOrder
        verdict.detail.reason = reason
        return verdict
      }
    }
    var lag: Int64?
    if let original = streams[stream].segment(at: place.start) {
      lag = segment.time.nanoseconds(since: original.latest)
      verdict.detail.original = original.packet
      verdict.detail.lagNanoseconds = lag
    }
    if streams[stream].isSACKed(from: place.start, to: place.end) {
      verdict.kind = .spuriousRetransmission
      verdict.detail.reason = .sack
      return verdict
    }
    let isAfterTimeout =
      sender.acknowledged < streams[stream].data.recoveryPoint
      && place.start < streams[stream].data.recoveryPoint
    if isAfterTimeout {
      verdict.kind = .timeoutRetransmission
      verdict.detail.reason = .lossRecovery
      return verdict
    }
    let isSACKedAbove = streams[stream].data.highestSACK > place.end
    if isSACKedAbove || receiver.duplicateAckRun >= 2 && place.start == sender.acknowledged {
      verdict.kind = .fastRetransmission
      verdict.detail.reason = isSACKedAbove ? .sack : .duplicateAcks
      verdict.detail.duplicateAcks = UInt32(receiver.duplicateAckRun)
      return verdict
    }
    if let lag {
      classify(byLag: lag, endsStream: place.end >= sender.sendNext, stream, &verdict)
    }
    return verdict
  }

  /// Classifies a retransmission without any sign of a loss by the time since its last transmission.
  private func classify(
    byLag lag: Int64, endsStream: Bool, _ stream: Handle<StreamDetail>,
    _ verdict: inout RepeatVerdict
  ) {
    // RTO = SRTT + 4 * RTTVAR (RFC 6298, section 2.3), less an eighth: the capture point is not the sender.
    let timeout = max(
      Threshold.shortestTimeout,
      streams[stream].feedback.smoothed &+ 4 &* streams[stream].feedback.variation)
    if lag >= timeout &- timeout / 8 {
      verdict.kind = .timeoutRetransmission
      verdict.detail.reason = .lag
    } else if endsStream, streams[stream].feedback.roundTripCount > 0,
      lag >= streams[stream].feedback.smoothed &+ streams[stream].feedback.smoothed / 2
    {
      // A loss probe comes after two round trips (RFC 8985, section 7.2); half of one is tolerance.
      verdict.kind = .tailLossProbe
      verdict.detail.reason = .lastSegment
    }
  }

  /// Evidence that a segment which fills a gap was sent before the segment that showed the gap; nil if there is none.
  private func reorderingEvidence(
    _ connection: inout Connection, _ segment: Segment, _ gap: StreamDetail.Gap, lag: Int64
  ) -> SegmentEvent.Reason? {
    if segment.hasTimestamps {
      let later = Int32(bitPattern: segment.timestampValue &- gap.timestamp)
      if later < 0 { return .timestamp }
      if later > 0 { return nil }
    }
    if segment.identification != 0 && gap.identification != 0 {
      let later = Int16(bitPattern: segment.identification &- gap.identification)
      if later < 0 && later > -256 { return .ipIdentification }
      if later > 0 && later < 256 { return nil }
    }
    // A retransmission follows a sign of the loss, which takes at least a round trip.
    return lag < connection.handshakeRoundTrip ?? Threshold.reordering ? .lag : nil
  }
}
