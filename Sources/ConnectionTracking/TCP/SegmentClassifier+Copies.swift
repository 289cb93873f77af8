import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// Copies: packets captured twice, because the capture has several interfaces, a mirror port delivers both directions
/// of a switch, or the network duplicated them.
extension SegmentClassifier {
  /// Thresholds in nanoseconds.
  private enum Threshold {
    /// The longest lag of a copy: no sender's retransmission time-out is shorter (`TCP_RTO_MIN` of Linux).
    static var copyLag: Int64 { 200_000_000 }
    /// The round-trip time that is assumed when none was measured.
    static var assumedRoundTrip: Int64 { 2_000_000 }
    /// The time after which a retransmission has a different timestamp, whose clock ticks every millisecond or faster
    /// in most stacks (RFC 7323, section 5.4).
    static var timestampTick: Int64 { 2_000_000 }
  }

  /// Whether a packet of any protocol duplicates one captured before; if not, remembers it.
  ///
  /// All of its fields are equal, and it is too early for a retransmission with an unchanged IP identification.
  mutating func isCopy(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, isTCP: Bool
  ) -> Bool {
    // SCTP and DCCP number their packets, and repeated ICMP messages can be equal.
    guard isTCP || connection.key.protocol == .udp else { return false }
    var signature = Self.signature(segment, PacketSender(connection.index, side))
    if !isTCP { signature ^= UInt64(segment.checksum) &* 0x9e37_79b9_7f4a_7c15 }
    let age = recent.age(of: signature, at: segment.time)
    guard let age, abs(age) < Threshold.copyLag,
      connection.endpoints[side.index].packets > 1
    else {
      recent.note(signature, at: segment.time)
      return false
    }
    // A later one was retransmitted by a sender that gives all packets the same identification.
    if segment.identification != 0 { return true }
    // Without an identification a retransmission, and any repeated acknowledgment or datagram, looks the same.
    let roundTrip = connection.handshakeRoundTrip ?? Threshold.assumedRoundTrip
    let isEarly =
      age < roundTrip / 2 || segment.hasTimestamps && age > Threshold.timestampTick
    let isRepeatable = segment.sequenceLength == 0 && !segment.hasRST
    guard isTCP, isEarly, !isRepeatable || connection.flags.contains(.hasCopies) else {
      recent.note(signature, at: segment.time)
      return false
    }
    return true
  }

  /// Whether a packet with this signature was captured shortly before.
  func isRecent(_ signature: UInt64, at time: Timestamp) -> Bool {
    recent.age(of: signature, at: time).map { abs($0) < Threshold.copyLag } ?? false
  }

  /// Counts a duplicate packet of a sender.
  mutating func countCopy(_ connection: inout Connection, _ payloadBytes: UInt32, _ side: Side) {
    connection.endpoints[side.index].duplicatePackets &+= 1
    if let stream = connection.endpoints[side.index].stream.ifAny {
      streams[stream].data.duplicateBytes &+= UInt64(payloadBytes)
    } else if connection.key.protocol != .tcp {
      connection.endpoints[side.index].sendNext &+= Int64(payloadBytes)
    }
    // The network may have duplicated a single packet; then a repeated acknowledgment alone proves nothing.
    if connection.endpoints[side.index].duplicatePackets > 1 { connection.flags.insert(.hasCopies) }
  }

  /// A hash of a packet's connection, its sender, and the fields that differ from packet to packet.
  ///
  /// The checksum is included only without an IP identification: a router or a network adapter may change it.
  static func signature(_ segment: Segment, _ sender: PacketSender) -> UInt64 {
    let checksum = segment.identification == 0 ? segment.checksum : 0
    var mixed = UInt64(segment.sequence) &* 0x9e37_79b9_7f4a_7c15
    mixed ^= UInt64(segment.acknowledgment) &* 0xc2b2_ae3d_27d4_eb4f
    let rest =
      UInt64(checksum) << 48 | UInt64(segment.identification) << 32
      | UInt64(segment.flags.rawValue) << 24 | UInt64(segment.window)
    mixed = (mixed ^ rest) &* 0x1656_67b1_9e37_79f9
    mixed ^= UInt64(segment.timestampValue) &+ UInt64(segment.length) << 32
    mixed = (mixed ^ mixed >> 29 ^ sender.rawValue) &* 0x9e37_79b9_7f4a_7c15
    return mixed ^ mixed >> 32
  }
}

/// The sender of a packet: a side of a connection.
struct PacketSender: Equatable {
  let rawValue: UInt64

  /// A side of the connection with this index.
  @inline(__always)
  init(_ connection: UInt64, _ side: Side) { rawValue = connection << 1 | UInt64(side.index) }
}
