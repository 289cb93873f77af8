import BasicContainers
import InternetTypes
import PacketDissection

/// Copies: packets captured twice, because the capture has several interfaces or the network duplicated them.
extension SegmentClassifier {
  /// Thresholds in nanoseconds.
  private enum Threshold {
    /// The longest lag of a copy: no sender's retransmission time-out is shorter (`TCP_RTO_MIN` of Linux).
    static var copyLag: Int64 { 200_000_000 }
    /// The round-trip time that is assumed when none was measured.
    static var assumedRoundTrip: Int64 { 2_000_000 }
  }

  /// Whether a segment is a copy of one captured before.
  mutating func isCopy(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ signature: UInt32
  ) -> Bool {
    guard connection.endpoints[side.index].packets > 1 else { return false }
    let consumes = segment.sequenceLength > 0
    var isKnown = connection.endpoints[side.index].signature == signature
    if !isKnown, consumes, let stream = connection.endpoints[side.index].stream.position {
      isKnown = streams[stream].data.remembers(signature)
    }
    guard isKnown else { return false }
    // A later one was retransmitted by a sender that gives all packets the same identification.
    let lag = segment.time.nanoseconds(since: connection.last)
    guard lag < Threshold.copyLag else { return false }
    if segment.identification != 0 { return true }
    guard consumes else { return false }
    // Without an identification a retransmission looks the same, but takes a round trip.
    return segment.hasTimestamps
      || lag < (connection.handshakeRoundTrip ?? Threshold.assumedRoundTrip) / 2
  }

  /// A hash of the fields that differ between the packets of a connection.
  static func signature(_ segment: Segment) -> UInt32 {
    var mixed = UInt64(segment.sequence) &* 0x9e37_79b9_7f4a_7c15
    mixed ^= UInt64(segment.acknowledgment) &* 0xc2b2_ae3d_27d4_eb4f
    let rest =
      UInt64(segment.checksum) << 48 | UInt64(segment.identification) << 32
      | UInt64(segment.flags.rawValue) << 24 | UInt64(segment.window)
    mixed = (mixed ^ rest) &* 0x1656_67b1_9e37_79f9
    mixed ^= UInt64(segment.timestampValue) &+ UInt64(segment.length) << 32
    mixed = (mixed ^ mixed >> 29) &* 0x9e37_79b9_7f4a_7c15
    return UInt32(truncatingIfNeeded: mixed >> 32)
  }

  /// Remembers a segment's signature.
  mutating func remember(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ signature: UInt32
  ) {
    connection.endpoints[side.index].signature = signature
    guard segment.length > 0, let stream = connection.endpoints[side.index].stream.position else {
      return
    }
    streams[stream].data.remember(signature)
  }
}
