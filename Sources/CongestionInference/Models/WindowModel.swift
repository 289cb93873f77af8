/// A model of a sender's congestion window.
///
/// It computes the window from the packets that reached the sender, and is compared with the packets that the sender
/// sent. Most models are an algorithm inside `LinuxModel` or `RFCModel`; `ModelList.swift` lists all.
protocol WindowModel {
  /// Its identifier in the list of models.
  static var id: SenderModelID { get }

  /// Its constant properties.
  static var traits: ModelTraits { get }

  init()

  /// Processes an event that is no acknowledgment.
  mutating func handle(_ event: SenderEvent)

  /// Processes an acknowledgment before the sender's state changes.
  mutating func observe(_ effect: AcknowledgmentEffect)

  /// Processes an acknowledgment after the sender's state has changed.
  mutating func acknowledge(_ effect: AcknowledgmentEffect)

  /// Sends as much as was delivered in a reduction, without an acknowledgment.
  mutating func reduceProportionally(_ effect: AcknowledgmentEffect)

  /// Processes a burst of new data; returns whether the window changed.
  mutating func validate(_ burst: SentBurst) -> Bool

  /// Compares the window with the sender's response to an acknowledgment, and adds to the penalty if they differ;
  /// returns whether the fit changed.
  mutating func compare(_ response: SenderResponse) -> Bool

  /// Its current penalty, window and phase.
  var fit: ModelFit { get }

  /// Its window before and after the latest reduction.
  var latestReduction: WindowChange { get }

  /// The evidence that it adds to a verdict which names it.
  var evidence: [Evidence] { get }
}

extension WindowModel {
  mutating func observe(_ effect: AcknowledgmentEffect) {}
  mutating func reduceProportionally(_ effect: AcknowledgmentEffect) {}
  mutating func validate(_ burst: SentBurst) -> Bool { false }
  var evidence: [Evidence] { [] }
}

/// The code or the standard that a model replays.
enum ModelStack: UInt8 {
  /// The Linux kernel, in its integers.
  case linux
  /// RFC 5681 and the RFCs that build on it.
  case rfc
  /// No algorithm: the window is taken from the wire.
  case wire
}

/// The constant properties of a model.
struct ModelTraits {
  /// Its name in verdicts.
  let algorithm: AlgorithmName
  /// The code or the standard that it replays.
  let stack: ModelStack
  /// Whether it sets the window and a pacing rate from its own model of the path, as BBR does, not from losses.
  let steersWindow: Bool
  /// Whether it has fast recovery (RFC 5681, section 3.2); Tahoe has none.
  let hasFastRecovery: Bool

  /// Whether it is one of Linux's loss-based models.
  var isLinuxLossBased: Bool { stack == .linux && !steersWindow }
}

/// The current penalty, window and phase of a model.
struct ModelFit {
  /// The penalty for differences to the wire so far; infinite once it was dropped.
  var penalty = 0.0
  /// How often the wire showed the model's window.
  var agreement = Agreement()
  /// Its window.
  var estimate = WindowEstimate()
  /// The phase that the model itself defines; nil if it follows from window and threshold.
  var phase: SenderPhase?
  /// How it left slow start without a loss; nil if it did not.
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

/// A sender's event other than acknowledgments and transmissions; the kernel's function is in brackets.
enum SenderEvent {
  /// The capture began in the middle of the connection.
  case beganInMidstream
  /// The first flight ended; if `isExact`, its segments are the initial window.
  case firstFlightEnded(segments: Int, isExact: Bool)
  /// The threshold is saved for an undo (`tp->prior_ssthresh`).
  case thresholdSaved(isReducing: Bool)
  /// No threshold can be restored any more.
  case thresholdForgotten
  /// A reduction began (`tcp_init_cwnd_reduction`).
  case reductionBegan
  /// A reduction ended (`tcp_end_cwnd_reduction`).
  case reductionEnded
  /// A reduction was undone (`tcp_undo_cwnd_reduction`).
  case reductionUndone
  /// The retransmission timer expired (`tcp_enter_loss`).
  case timedOut(Timeout)
  /// The sender's state changed (`tcp_set_ca_state`).
  case stateEntered(SenderState, now: Int64, next: Int64)
  /// Sending restarted after an idle time; `idle` is the time since the last transmission (`tcp_cwnd_restart`).
  case restarted(idle: Int64, timeout: Int, now: Int64)
  /// Sending resumed after everything was acknowledged, however short the pause (`CA_EVENT_TX_START`).
  case resumed(idle: Int64, now: Int64, isApplicationLimited: Bool)

  /// The retransmission timer expired.
  struct Timeout {
    /// Whether it is the first of consecutive time-outs.
    var isFirst: Bool
    /// Segments in the network after all were marked lost.
    var inFlight: Int
    /// Segments sent and not acknowledged.
    var outstanding: Int
    /// SND.NXT.
    var next: Int64
    /// Whether it occurred during a reduction.
    var isReducing: Bool
  }
}

/// A burst of new data, after its last segment was sent; counts are segments, times microseconds.
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
  /// Whether more data is held back by the receive window.
  var hasBacklog: Bool
}

/// A sender's response: the segments sent between two acknowledgments; counts are segments.
struct SenderResponse {
  /// Segments sent, retransmissions included.
  var sent = 0
  var hasNewData = false
  /// Whether the response filled a window: it was sent at once, with more data to send.
  var fills = false
  /// Whether the receive window has room for another segment.
  var hasRoom = true
  /// Segments in flight beyond as many full ones as the bytes in flight would make, and one for rounding.
  var spare = 0
  /// Whether captured frames hold several segments: the sender may defer sending to fill one.
  var isOffloaded = false
  /// Whether a probe is among the segments: probes are sent regardless of the window.
  var hasProbe = false
  /// Whether the acknowledgments share a tick of the sender's clock, so that it is uncertain which one released which
  /// segment.
  var sharesTick = false
  /// The model that the order of events was taken from; nil if the capture shows the order.
  var orderedBy: SenderModelID?
  /// Whether the capture began in the middle of the connection and the window is not known yet.
  var isMidstream = false
  /// Whether it retransmitted at once but not all lost segments, so that the window held the rest back.
  var keepsBackLost = false
  /// Whether the sender is in recovery after a time-out.
  var isAfterTimeout = false
  var hasSack = false
  var outstanding = 0
  var inFlight = 0
}
