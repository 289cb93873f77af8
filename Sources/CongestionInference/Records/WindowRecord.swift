public import InternetTypes

/// How a congestion window is known.
public enum WindowClass: UInt8, CaseIterable, Sendable {
  /// The sender filled it, so that the capture shows it.
  case observed
  /// Computed from the packets that the sender received, by the rules of its algorithm.
  case replayed
  /// Between two bounds.
  case bounded
  /// At least this large.
  case lowerBound
  case unknown

  /// The name in records.
  public var name: StaticString {
    switch self {
    case .observed: "observed"
    case .replayed: "replayed"
    case .bounded: "bounded"
    case .lowerBound: "lower-bound"
    case .unknown: "unknown"
    }
  }
}

/// How the window grows.
public enum WindowGrowth: UInt8, CaseIterable, Sendable {
  case slowStart
  case congestionAvoidance

  /// The name in records.
  public var name: StaticString {
    self == .slowStart ? "slow-start" : "congestion-avoidance"
  }
}

/// The phase of a sender at an instant: the first case that applies.
public enum SenderPhase: UInt8, CaseIterable, Sendable {
  case handshake
  case lossRecovery
  case fastRecovery
  case reduced
  case probeRoundTrip
  case startup
  case drain
  case probeBandwidth
  case idle
  case slowStart
  case congestionAvoidance

  /// The name in records.
  public var name: StaticString {
    switch self {
    case .handshake: "handshake"
    case .lossRecovery: "loss-recovery"
    case .fastRecovery: "fast-recovery"
    case .reduced: "cwr"
    case .probeRoundTrip: "probe-rtt"
    case .startup: "startup"
    case .drain: "drain"
    case .probeBandwidth: "probe-bw"
    case .idle: "idle"
    case .slowStart: "slow-start"
    case .congestionAvoidance: "congestion-avoidance"
    }
  }
}

extension SenderPhase {
  /// Whether the sender reacts to a loss or an ECN mark.
  var isRecovery: Bool { self == .lossRecovery || self == .fastRecovery || self == .reduced }
}

/// The limit that keeps a sender from sending more.
public enum SendingLimit: UInt8, CaseIterable, Sendable {
  case congestionWindow
  case receiveWindow
  case application
  case pacing
  case senderOther
  case unknown

  /// The name in records.
  public var name: StaticString {
    switch self {
    case .congestionWindow: "congestion-window"
    case .receiveWindow: "receive-window"
    case .application: "application"
    case .pacing: "pacing"
    case .senderOther: "sender-other"
    case .unknown: "unknown"
    }
  }
}

/// A data sender's windows after it processed a captured packet.
///
/// Sequence numbers are unwrapped, sizes bytes unless said otherwise, durations microseconds.
public struct WindowRecord: Sendable {
  /// When the packet was captured.
  public var time = Timestamp(rawValue: 0)
  /// The connection's index.
  public var connection: UInt64 = 0
  /// Its position in the input.
  public var packet = 0
  /// The endpoint that sends the data.
  public var sender = Side.client
  /// SND.UNA: the highest cumulative acknowledgment that the sender received.
  public var acknowledged: Int64 = 0
  /// SND.NXT: the next sequence number that it sends.
  public var next: Int64 = 0
  /// Segments in the network as the sender counts them (`tcp_packets_in_flight`; pipe of RFC 6675).
  public var pipe = 0
  /// The window that the receiver offers; nil while its scale is not known.
  public var receiveWindow: Int?
  /// The congestion window in segments; 0 in an empty record only.
  public var window = 0
  /// The lower bound of the window: the smallest that fits the captured segments.
  public var windowLow = 0
  /// The upper bound of the window: the largest that fits the captured segments.
  public var windowHigh = 0
  /// How the window is known.
  public var windowClass = WindowClass.unknown
  /// The slow-start threshold in segments; nil if none is set.
  public var threshold: Int?
  /// Payload of a full segment.
  public var segmentSize = 0
  /// Smoothed round-trip time; nil before the first sample.
  public var smoothedRoundTrip: Int?
  /// Retransmission time-out.
  public var timeout = 0
  /// How the window grows; nil for BBR.
  public var growth: WindowGrowth?
  /// The phase of the sender.
  public var phase = SenderPhase.slowStart
  /// The limit that keeps it from sending more.
  public var limit = SendingLimit.unknown
  /// The sequence number after a data segment of the sender; nil if the packet is an acknowledgment.
  public var segmentEnd: Int64?
  /// Round trip that an acknowledgment measured; nil without one.
  public var roundTripSample: Int?
  /// Smallest round trip so far; nil before the first sample.
  public var roundTripMinimum: Int?
  /// Data segments that the sender has sent so far, retransmissions included.
  public var segmentsSent = 0
  /// Data segments that the receiver has reported so far, cumulatively or selectively.
  public var segmentsDelivered = 0
  /// Segments that the sender has marked lost so far.
  public var segmentsLost = 0
  /// Acknowledgments with ECN echo so far.
  public var congestionMarks = 0
  /// Segments in the network after the segments that the packet released were sent.
  var settledPipe = 0

  /// A record with unknown values.
  public init() {}

  /// Bytes sent and not acknowledged.
  @inlinable
  public var flight: Int64 { next &- acknowledged }
}
