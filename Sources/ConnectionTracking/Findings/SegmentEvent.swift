/// Something that one packet of a TCP connection shows beside its data.
public struct SegmentEvent: Hashable, Sendable {
  /// When the packet was captured.
  public var time: PacketTime
  /// The packet's position in the input, from 1.
  public var packet: UInt64
  /// The connection's index.
  public var connection: UInt64
  /// Who sent the packet.
  public var sender: Side
  /// What it is.
  public var kind: Kind
  /// SEG.SEQ as sent.
  public var sequence: UInt32
  /// Bytes of payload.
  public var length: UInt32
  /// The numbers that led to it.
  public var detail: Detail

  /// What a packet can be.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// Data sent again, for a reason that nothing shows.
    case retransmission
    /// Sent again after duplicate acknowledgments or SACK blocks told of a loss.
    case fastRetransmission
    /// Sent again after the retransmission time-out.
    case timeoutRetransmission
    /// The last segment sent again to provoke an acknowledgment (RFC 8985, section 7).
    case tailLossProbe
    /// Sent again although it had arrived.
    case spuriousRetransmission
    /// Shows that a packet sent again before, `original`, was not needed: the first one had arrived.
    case spuriousEvidence
    /// Overtaken in the network: sent earlier than what was captured before it.
    case outOfOrder
    /// Segments before this one were not captured.
    case lostSegment
    /// Acknowledges data that was not captured.
    case ackLostSegment
    /// Acknowledges nothing new: something arrived out of order.
    case duplicateAck
    /// Asks whether the peer is still there (RFC 9293, section 3.8.4).
    case keepAlive
    /// Says so.
    case keepAliveAck
    /// Offers a window of zero.
    case zeroWindow
    /// Asks for a window update (RFC 9293, section 3.8.6.1).
    case zeroWindowProbe
    /// Answers that there is none.
    case zeroWindowProbeAck
    /// Offers another window and nothing else.
    case windowUpdate
    /// Fills the window that the receiver offered.
    case windowFull
    /// A segment, or a window offered, that is needlessly small (RFC 1122, section 4.2.3.3).
    case sillyWindow
    /// A new connection on the addresses and ports of an ended one.
    case portReuse
    /// An answer to a segment that nearly fits (RFC 5961).
    case challengeAck
    /// The same packet a second time: the capture or the network doubled it.
    case duplicatePacket
    /// The checksum is wrong; the connection ignores the packet.
    case checksumInvalid
    /// The verification tag is not the association's; it ignores the packet (RFC 9260, section 8.5).
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
      case .checksumInvalid: "checksum_invalid"
      case .wrongTag: "wrong_tag"
      }
    }
  }

  /// The numbers behind an event; nil where they do not belong to its kind or are not known.
  public struct Detail: Hashable, Sendable {
    /// Nanoseconds since the original was captured, or since the hole was there that the segment fills.
    public var lagNanoseconds: Int64?
    /// The smallest round-trip time measured so far, in nanoseconds.
    public var roundTripNanoseconds: Int64?
    /// How many duplicate acknowledgments came in a row.
    public var duplicateAcks: UInt32?
    /// Bytes that are missing, or were acknowledged without being captured.
    public var missingBytes: UInt64?
    /// SEG.ACK as sent.
    public var acknowledgment: UInt32?
    /// The window in bytes; raw where the scale is not known.
    public var window: UInt32?
    /// Bytes in flight.
    public var flight: UInt64?
    /// The packet that this one repeats or answers, where it is known.
    public var original: UInt64?
    /// What told, in a word: `tsval`, `ip-id`, `sack`, `duplicate-acks`, `lag`, `dsack`, ...
    public var reason: StaticString?

    /// No numbers.
    public init() {}

    /// Whether both tell the same, the words by their text.
    public static func == (left: Detail, right: Detail) -> Bool {
      left.lagNanoseconds == right.lagNanoseconds
        && left.roundTripNanoseconds == right.roundTripNanoseconds
        && left.duplicateAcks == right.duplicateAcks && left.missingBytes == right.missingBytes
        && left.acknowledgment == right.acknowledgment && left.window == right.window
        && left.flight == right.flight && left.original == right.original
        && left.reason.map(\.description) == right.reason.map(\.description)
    }

    /// Feeds the numbers into a hasher.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(lagNanoseconds)
      hasher.combine(original)
    }
  }
}
