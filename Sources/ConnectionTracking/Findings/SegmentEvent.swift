public import InternetTypes

/// An event: something unusual that one packet of a connection shows.
public struct SegmentEvent: Hashable, Sendable {
  /// When the packet was captured.
  public var time: Timestamp
  /// The packet's position in the input, from 1.
  public var packet: UInt64
  /// The connection's index.
  public var connection: UInt64
  /// The side that sent the packet.
  public var sender: Side
  /// The kind of event.
  public var kind: Kind
  /// SEG.SEQ as on the wire.
  public var sequence: UInt32
  /// Bytes of payload.
  public var length: UInt32
  /// The numbers after it.
  public var detail: Detail

  /// The kinds of events.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// A retransmission of unknown cause.
    case retransmission
    /// A retransmission after duplicate acknowledgments or SACK blocks (RFC 5681, section 3.2).
    case fastRetransmission
    /// A retransmission after the time-out (RFC 6298).
    case timeoutRetransmission
    /// A retransmission of the last segment to provoke an acknowledgment (RFC 8985, section 7).
    case tailLossProbe
    /// A retransmission of data that had arrived.
    case spuriousRetransmission
    /// Evidence that an earlier retransmission, the packet `original`, was spurious.
    case spuriousEvidence
    /// Reordered in the network: sent before packets that were captured before it.
    case outOfOrder
    /// Segments before this one were not captured.
    case lostSegment
    /// Acknowledges data that was not captured.
    case ackLostSegment
    /// Acknowledges nothing new: data arrived out of order (RFC 5681, section 2).
    case duplicateAck
    /// A keep-alive probe (RFC 9293, section 3.8.4).
    case keepAlive
    /// The answer to a keep-alive probe.
    case keepAliveAck
    /// Offers a window of zero.
    case zeroWindow
    /// A zero window probe (RFC 9293, section 3.8.6.1).
    case zeroWindowProbe
    /// The answer to a zero window probe, with a window of zero.
    case zeroWindowProbeAck
    /// Changes the window and nothing else.
    case windowUpdate
    /// Fills the window that the receiver offered.
    case windowFull
    /// A needlessly small segment or window (RFC 1122, sections 4.2.3.3 and 4.2.3.4).
    case sillyWindow
    /// A new connection on the addresses and ports of an ended one.
    case portReuse
    /// An acknowledgment that challenges an unacceptable SYN or RST (RFC 5961).
    case challengeAck
    /// A copy of a packet, made by the capture or by the network.
    case duplicatePacket
    /// A reset that its apparent sender did not send: a middlebox injected it.
    case injectedReset
    /// The checksum is wrong; the connection ignores the packet.
    case checksumInvalid
    /// The verification tag is wrong; the association ignores the packet (RFC 9260, section 8.5).
    case wrongTag

    /// The name in records.
    public var name: StaticString {
      switch self {
      case .retransmission: "retransmission"
      case .fastRetransmission: "fast_retransmission"
      case .timeoutRetransmission: "timeout_retransmission"
      case .tailLossProbe: "tail_loss_probe"
      case .spuriousRetransmission: "spurious_retransmission"
      case .spuriousEvidence: "spurious_evidence"
      case .outOfOrder: "out_of_order"
      case .lostSegment: "lost_segment"
      case .ackLostSegment: "ack_lost_segment"
      case .duplicateAck: "duplicate_ack"
      case .keepAlive: "keep_alive"
      case .keepAliveAck: "keep_alive_ack"
      case .zeroWindow: "zero_window"
      case .zeroWindowProbe: "zero_window_probe"
      case .zeroWindowProbeAck: "zero_window_probe_ack"
      case .windowUpdate: "window_update"
      case .windowFull: "window_full"
      case .sillyWindow: "silly_window"
      case .portReuse: "port_reuse"
      case .challengeAck: "challenge_ack"
      case .duplicatePacket: "duplicate_packet"
      case .injectedReset: "injected_reset"
      case .checksumInvalid: "checksum_invalid"
      case .wrongTag: "wrong_tag"
      }
    }
  }

  /// The numbers after an event; nil if they do not belong to its kind or are not known.
  public struct Detail: Hashable, Sendable {
    /// Nanoseconds since the original was captured, or since the gap appeared that the segment fills.
    public var lagNanoseconds: Int64?
    /// The smallest round-trip time measured so far, in nanoseconds.
    public var roundTripNanoseconds: Int64?
    /// Duplicate acknowledgments in a row.
    public var duplicateAcks: UInt32?
    /// Bytes missing from the capture.
    public var missingBytes: UInt64?
    /// SEG.ACK as on the wire.
    public var acknowledgment: UInt32?
    /// The window in bytes; not scaled if the scale is not known.
    public var window: UInt32?
    /// Bytes in flight.
    public var flight: UInt64?
    /// The packet that this one repeats or answers, if it is known.
    public var original: UInt64?
    /// The evidence for the event.
    public var reason: Reason?

    /// No numbers.
    public init() {}
  }
}
