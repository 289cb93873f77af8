/// A model of a sender's congestion window.
///
/// It follows from what reached the sender, and is compared with what the sender sent. Most models are an algorithm inside
/// `LinuxModel` or `RFCModel`; `ModelList.swift` lists all.
protocol WindowModel {
  /// Its place in the list.
  static var id: SenderModelID { get }

  /// What is fixed for it.
  static var traits: ModelTraits { get }

  init()

  /// Takes an event that is no acknowledgment.
  mutating func handle(_ event: SenderEvent)

  /// Takes an acknowledgment before the sender's state follows from it.
  mutating func observe(_ effect: AcknowledgmentEffect)

  /// Takes an acknowledgment once the sender's state is settled.
  mutating func acknowledge(_ effect: AcknowledgmentEffect)

  /// Sends what was delivered in a reduction, without an acknowledgment.
  mutating func reduceProportionally(_ effect: AcknowledgmentEffect)

  /// Takes a burst of new data that left; returns whether the window has changed.
  mutating func validate(_ burst: SentBurst) -> Bool

  /// Compares the window with what the sender sent in response to an acknowledgment, and adds to its penalty where they
  /// differ; returns whether anything of its fit has changed.
  mutating func compare(_ response: SenderResponse) -> Bool

  /// What it has now.
  var fit: ModelFit { get }

  /// Its window before and after the latest reduction.
  var latestReduction: WindowChange { get }

  /// What it has to add to a verdict that names it.
  var evidence: [Evidence] { get }
}

extension WindowModel {
  mutating func observe(_ effect: AcknowledgmentEffect) {}
  mutating func reduceProportionally(_ effect: AcknowledgmentEffect) {}
  mutating func validate(_ burst: SentBurst) -> Bool { false }
  var evidence: [Evidence] { [] }
}

/// Which text or code a model follows.
enum ModelStack: UInt8 {
  /// The Linux kernel, in its integers.
  case linux
  /// RFC 5681 and what builds on it.
  case rfc
  /// None: the window is what the wire shows.
  case wire
}

/// What is fixed for a model.
struct ModelTraits {
  /// What a verdict calls it.
  let algorithm: AlgorithmName
  /// Which text or code it follows.
  let stack: ModelStack
  /// Whether it sets the window and a pacing rate from its own model of the path, as BBR does, not from losses.
  let steersWindow: Bool
  /// Whether it has fast recovery (RFC 5681, section 3.2); Tahoe has none.
  let hasFastRecovery: Bool

  /// Whether it is one of Linux's whose window follows losses.
  var isLinuxLossBased: Bool { stack == .linux && !steersWindow }
}

/// What a model has now.
struct ModelFit {
  /// How much the wire contradicted it so far; infinite once it was dropped.
  var penalty = 0.0
  /// How often the wire showed the model's window.
  var agreement = Agreement()
  /// Its window.
  var estimate = WindowEstimate()
  /// The phase that the model itself is in; nil where window and threshold tell.
  var phase: SenderPhase?
  /// How it left slow start without a loss; nil where it did not.
  var slowStartExit: SlowStartExit.Cause?

  /// The window in segments.
  var size: Int { Int(estimate.size) }
}

/// A window and its threshold in segments; how far the wire may differ, in sixteenths of a segment.
struct WindowEstimate {
  var size: Int32 = 0
  var threshold: Int32 = 0
  var uncertainty: Int32 = 0

  init() {}

  @inline(__always)
  init(size: Int, threshold: Int, uncertainty: Int) {
    self.size = Int32(clamping: size)
    self.threshold = Int32(clamping: threshold)
    self.uncertainty = Int32(clamping: uncertainty)
  }
}

/// A window before and after a change, in segments.
struct WindowChange {
  var before: Int32 = 0
  var after: Int32 = 0

  init() {}

  init(before: Int, after: Int) {
    self.before = Int32(clamping: before)
    self.after = Int32(clamping: after)
  }
}

/// What happens to a sender beside acknowledgments and transmissions; the kernel's function in brackets.
enum SenderEvent {
  /// The capture began in the middle of the connection.
  case beganInMidstream
  /// The first flight is over; where it is exact, that many segments are the initial window.
  case firstFlightEnded(segments: Int, isExact: Bool)
  /// The threshold is saved for an undo (`tp->prior_ssthresh`).
  case thresholdSaved(isReducing: Bool)
  /// There is no threshold to go back to.
  case thresholdForgotten
  /// A reduction begins (`tcp_init_cwnd_reduction`).
  case reductionBegan
  /// A reduction ends (`tcp_end_cwnd_reduction`).
  case reductionEnded
  /// A reduction was not needed (`tcp_undo_cwnd_reduction`).
  case reductionUndone
  /// The retransmission timer expired (`tcp_enter_loss`).
  case timedOut(Timeout)
  /// The sender's state changed (`tcp_set_ca_state`).
  case stateEntered(SenderState, now: Int64, next: Int64)
  /// Sending begins again after a pause; `idle` is the time since the last transmission (`tcp_cwnd_restart`).
  case restarted(idle: Int64, timeout: Int, now: Int64)
  /// Sending begins after everything was acknowledged, however short the pause (`CA_EVENT_TX_START`).
  case resumed(idle: Int64, now: Int64, isApplicationLimited: Bool)

  /// The retransmission timer expired.
  struct Timeout {
    /// Whether it is the first of a row.
    var isFirst: Bool
    /// Segments in the network after all were taken for lost.
    var inFlight: Int
    /// Segments sent and not acknowledged.
    var outstanding: Int
    /// SND.NXT.
    var next: Int64
    /// Whether a reduction was under way.
    var isReducing: Bool
  }
}

/// New data that left at once, when all of it has left; counts are segments, times microseconds.
struct SentBurst {
  var now: Int64
  /// SND.UNA and SND.NXT after it.
  var acknowledged: Int64
  var next: Int64
  var outstanding: Int
  var inFlight: Int
  /// The retransmission time-out.
  var timeout: Int
  /// Whether the sender is in the state `open`.
  var isOpen: Bool
  /// Whether the receive window keeps back more data.
  var hasBacklog: Bool
}

/// What a sender sent between two acknowledgments; counts are segments.
struct SenderResponse {
  /// Segments sent, retransmissions included.
  var sent = 0
  var hasNewData = false
  /// Whether it sent what some window allowed, at once, with more to send.
  var fills = false
  /// Whether the receive window has room for another segment.
  var hasRoom = true
  /// Segments in flight beyond as many full ones as the bytes in flight would make, and one for rounding.
  var spare = 0
  /// Whether captured frames hold several segments: the sender may put off sending to fill one.
  var isOffloaded = false
  /// Whether a probe was among what it sent: it leaves whatever the window says.
  var hasProbe = false
  /// Whether the acknowledgments share a tick of the sender's clock, so that it is not certain which one released what.
  var sharesTick = false
  /// The model that the order of events was taken from; nil where the capture tells the order.
  var orderedBy: SenderModelID?
  /// Whether the capture began in the middle of the connection and the window is not known yet.
  var isMidstream = false
  /// Whether it retransmitted at once, and left lost segments that it has not retransmitted: the window keeps them back.
  var keepsBackLost = false
  /// Whether it repairs after a time-out.
  var isAfterTimeout = false
  var hasSack = false
  var outstanding = 0
  var inFlight = 0
}
