import InternetTypes

/// A Linux TCP sender, replayed: what it knew of its segments, in which state it was, and what its window models made of it.
///
/// It is told what the sender sent and what acknowledgments it processed, in the sender's order, and does what the
/// kernel does with them: selective acknowledgments, RACK loss detection (RFC 8985), proportional rate reduction
/// (RFC 6937), tail loss probes, time-outs with F-RTO (RFC 5682), and undoing them (RFC 4015). Sending itself is
/// observed, not replayed. All counts are segments, all times microseconds.
struct LinuxSender {
  var queue = SendQueue()
  /// SND.UNA and SND.NXT.
  var acknowledged: Int64
  var next: Int64

  var received = 0
  var lost = 0
  var resent = 0
  var deliveredTotal = 0
  var lostTotal = 0

  var state = SenderState.open
  /// SND.NXT when the present trouble began.
  var troubleEnd: Int64

  /// Where the latest reduction that may be undone began.
  var undoMarker: Int64?
  /// Retransmissions since then that may still turn out needless; negative when there was none.
  var undoResent = 0
  /// TSval of the first retransmission of the trouble.
  var firstResentStamp: UInt32?

  var probeEnd: Int64?
  var isProbeResent = false

  var reordering = 3
  var hasReordering = false
  var rack = RackState()
  var rate = RateState()

  var reductionDelivered = 0
  var reductionSent = 0

  var roundTrip = RoundTripEstimator()
  /// Time-outs in a row.
  var timeouts = 0
  var isCheckingTimeout = false
  /// When the retransmission timer was set last.
  var timerStart: Int64 = 0
  var lastSentAt: Int64 = 0
  /// The newest TSval and when it was sent.
  var lastStamp: UInt32?
  var lastStampAt: Int64 = 0

  var highestReceivedEnd: Int64
  var sackCache = SelectiveAcknowledgment()

  var segmentSize: Int
  var hasSack: Bool
  var hasTimestamps: Bool
  /// Window offered by the receiver; nil while its scale is not known.
  var receiveWindow: Int?
  /// Shift of the receiver's window field; nil while it is not known.
  var windowScale: Int?
  /// Whether the receive window stopped the sender when it last sent.
  var isWindowLimited = false
  var windowSequence: Int64 = .min
  var rawWindow = -1
  var isEcnCapable = false
  /// Whether segments can be lost, reordered and doubled between the sender and the capture.
  var isFar = false

  /// Sequence number after a FIN that was sent without data.
  var loneFinalEnd: Int64?

  /// Round trip of the newest segment that the latest acknowledgment covers; negative without.
  var lastRoundTrip = -1

  var bank = ModelBank()
  var counters = Counters()
  /// Windows of Reno and of CUBIC before and after the latest pause that cost some of them.
  var restart = (before: (0, 0), after: (0, 0))
  /// Why the latest reduction was made.
  var reductionCause = ReductionCause.fastRetransmit

  /// What happened so far.
  struct Counters {
    /// Data segments that were sent, each time counted.
    var segments = 0
    var fastRetransmissions = 0
    var timeoutRetransmissions = 0
    var probes = 0
    var spurious = 0
    var undos = 0
    var echoes = 0
    var reductions = 0
    /// Reductions after a pause.
    var restarts = 0
  }

  /// Recent acknowledgment (RFC 8985).
  struct RackState {
    var sentAt: Int64 = .min
    var end: Int64 = .min
    var roundTrip: Int64 = 0
    var hasAdvanced = false
    var hasSeenDuplicate = false
    var steps = 1
    var persistence = 0
    var lastDelivered = 0
  }

  /// The delivery rate's state (draft-cheng-iccrg-delivery-rate-estimation).
  struct RateState {
    var firstSentAt: Int64 = 0
    var deliveredAt: Int64 = 0
    var applicationLimitedUntil = 0
    // The sample of the acknowledgment at work.
    var priorDelivered = 0
    var priorAt: Int64 = 0
    var hasSample = false
    var sentEnd: Int64 = .min
    var sendInterval: Int64 = 0
    var isApplicationLimited = false
  }

  /// Linux sends no full segments below this (tcp_min_snd_mss).
  private static var smallestSegment: Int { 48 }

  /// More is outstanding than is followed: everything begins anew behind it.
  mutating func giveUp(at end: Int64) {
    queue.removeAll()
    (received, lost, resent) = (0, 0, 0)
    acknowledged = end
    next = end
    troubleEnd = end
    highestReceivedEnd = end
    state = .open
    undoMarker = nil
    probeEnd = nil
  }

  init(start: Int64, segmentSize: Int, hasSack: Bool, hasTimestamps: Bool) {
    acknowledged = start
    next = start
    troubleEnd = start
    highestReceivedEnd = start
    self.segmentSize = max(segmentSize, Self.smallestSegment)
    self.hasSack = hasSack
    self.hasTimestamps = hasTimestamps
  }

  var outstanding: Int { queue.count }

  var inFlight: Int { queue.count - received - lost + resent }

  /// The present time-out, back-off included.
  var timeout: Int {
    mutating get { min(roundTrip.timeout << min(timeouts, 8), 120_000_000) }
  }

  /// End of the highest segment that the receiver reported, as Linux asks for it.
  var forwardAcknowledged: Int64 { received == 0 || !hasSack ? acknowledged : highestReceivedEnd }

  mutating func enter(_ newState: SenderState, now: Int64) {
    state = newState
    bank.enter(newState, now: now, next: next)
  }

  /// Whether a retransmission of the present trouble is out or was made of the first segment.
  ///
  /// It is `mutating`, as other questions are, because a question that is not copies all of the sender first.
  var hasAnyResent: Bool {
    mutating get { resent > 0 || !queue.isEmpty && queue[0].marks.contains(.everResent) }
  }

  static func isBefore(_ first: UInt32, _ second: UInt32) -> Bool {
    Int32(bitPattern: first &- second) < 0
  }
}
