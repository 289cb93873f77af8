public import InternetTypes

/// How a congestion window is known.
public enum WindowClass: UInt8, CaseIterable, Sendable {
  /// The sender filled it, so that it was seen.
  case observed
  /// It follows from what the sender received, by the rules of its algorithm.
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

/// What a sender is in at an instant; the first that applies, in this order.
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
  /// Whether a loss or a mark is being dealt with.
  var isRecovery: Bool { self == .lossRecovery || self == .fastRecovery || self == .reduced }
}

/// What keeps a sender from sending more.
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

/// A data sender's windows when it has handled a captured packet.
///
/// Sequence numbers are unwrapped, sizes bytes unless said otherwise, durations microseconds.
public struct WindowRecord: Sendable {
  /// When the packet was captured.
  public var time = PacketTime(rawValue: 0)
  /// The connection's index.
  public var connection: UInt64 = 0
  /// Its position in the input.
  public var packet = 0
  /// Which end sends the data.
  public var sender = Side.client
  /// The highest cumulative acknowledgment that the sender has.
  public var acknowledged: Int64 = 0
  /// What it sends next.
  public var next: Int64 = 0
  /// Segments in the network by the sender's reckoning.
  public var pipe = 0
  /// The window that the receiver offers; negative while its scale is not known.
  public var receiveWindow = -1
  /// Congestion window in segments, and its bounds; 0 where nothing is known.
  public var window = 0
  /// Smallest window that fits what was seen.
  public var windowLow = 0
  /// Largest window that fits what was seen.
  public var windowHigh = 0
  /// How the window is known.
  public var windowClass = WindowClass.unknown
  /// Slow-start threshold in segments; 0 where none is set.
  public var threshold = 0
  /// Payload of a full segment.
  public var segmentSize = 0
  /// Smoothed round-trip time; 0 before the first sample.
  public var smoothedRoundTrip = 0
  /// Retransmission time-out.
  public var timeout = 0
  /// How the window grows; nil for BBR.
  public var growth: WindowGrowth?
  /// What the sender is in.
  public var phase = SenderPhase.slowStart
  /// What keeps it from sending more.
  public var limit = SendingLimit.unknown
  /// Sequence number after a data segment that the sender sends; 0 where the packet is an acknowledgment.
  public var segmentEnd: Int64 = 0
  /// Round trip that an acknowledgment measured; negative without one.
  public var roundTripSample = -1
  /// Smallest round trip so far; 0 before the first sample.
  public var roundTripMinimum = 0
  /// Data segments that the sender has sent so far, each time counted.
  public var segmentsSent = 0
  /// Data segments that the receiver has reported so far, cumulatively or selectively.
  public var segmentsDelivered = 0
  /// Segments that the sender has taken for lost so far.
  public var segmentsLost = 0
  /// Acknowledgments with ECN echo so far.
  public var congestionMarks = 0
  /// Segments in the network when what the packet released had left.
  var settledPipe = 0

  /// A record that says nothing yet.
  public init() {}

  /// Bytes sent and not acknowledged.
  @inlinable
  public var flight: Int64 { next &- acknowledged }
}
