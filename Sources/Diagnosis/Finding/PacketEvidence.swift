public import CongestionInference
public import ConnectionTracking
public import InternetTypes

/// A packet of the capture that shows a part of a finding.
public struct PacketEvidence: Hashable, Sendable {
  /// The packet's position in the input, from 1.
  public var packet: UInt64
  /// When it was captured; nil if it is not known.
  public var time: Timestamp?
  /// What it shows.
  public var observation: Observation

  /// Evidence.
  public init(_ packet: UInt64, at time: Timestamp? = nil, _ observation: Observation) {
    self.packet = packet
    self.time = time
    self.observation = observation
  }
}

/// What a packet shows.
///
/// Durations are nanoseconds.
public enum Observation: Hashable, Sendable {
  /// The first SYN, or the first packet.
  case connectionBegins
  /// The last packet.
  case connectionEnds
  /// The SYN-ACK, with the shift of the server's window: -1 without the option.
  case synAck(windowScale: Int?)
  /// A client's SYN or a server's SYN-ACK was retransmitted, for the last time of several.
  case synRetransmitted(Side, count: UInt64)
  /// A reset came from the side, with its time to live and that of the side's first packet, if they are known.
  case reset(from: Side, originalTimeToLive: UInt8?)
  /// An injected reset.
  case injectedReset(SegmentEvent.Reason?)
  /// An endpoint changed its state.
  case state(Side, EndpointState)
  /// An event, and how many of its kind there were.
  case event(SegmentEvent.Kind, count: UInt64)
  /// A loss was detected; the queueing delay before it, and the longest of the connection.
  case loss(queueing: Int64, longest: Int64)
  /// A round-trip time, and the shortest of the connection.
  case roundTrip(Int64, minimum: Int64)
  /// The receive window was full: the bytes in flight and the window.
  case windowFull(flight: UInt64, window: UInt64)
  /// The receiver's window became 0, for so long.
  case windowClosed(duration: Int64?)
  /// After this packet the sender was silent for so long.
  case silence(duration: Int64, limit: SendingLimit)
  /// Before this packet, its first data, the sender was silent for so long after the handshake.
  case silenceBefore(duration: Int64)
  /// A data segment with that payload.
  case segment(length: UInt64)
  /// A segment larger than a packet of the path.
  case largeSegment(length: UInt64)
  /// A congestion mark was echoed, the first of so many.
  case congestionMark(count: UInt64)
  /// Data was sent that was never acknowledged.
  case unacknowledged(count: UInt64)
  /// An alert was raised here.
  case alertRaised
  /// A packet of a connection with the same finding.
  case example
}
