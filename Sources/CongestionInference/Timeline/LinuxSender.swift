import InternetTypes

/// The replay of a Linux TCP sender: its retransmission queue, its state and its window models.
///
/// It processes the segments that the sender sent and the acknowledgments that it received, in the sender's order, as
/// the kernel's `net/ipv4/tcp_input.c` does: selective acknowledgments, RACK loss detection (RFC 8985), proportional
/// rate reduction (RFC 6937), tail loss probes, time-outs with F-RTO (RFC 5682), and their undoing (RFC 4015). Sending
/// itself is observed, not replayed. All counts are segments, all times microseconds. Fields name their twins in the
/// kernel's `struct tcp_sock`.
struct LinuxSender {
  /// The outstanding segments (`tcp_rtx_queue`).
  var queue = SendQueue()
  /// SND.UNA (`snd_una`).
  var acknowledged: Int64
  /// SND.NXT (`snd_nxt`).
  var next: Int64

  /// Segments reported selectively; without SACK, the number of duplicate acknowledgments (`sacked_out`).
  var sackedOut = 0
  /// Segments marked lost (`lost_out`).
  var lostOut = 0
  /// Retransmissions in flight (`retrans_out`).
  var retransOut = 0
  /// Segments delivered so far (`delivered`).
  var deliveredTotal = 0
  /// Segments marked lost so far (`lost`).
  var lostTotal = 0

  /// The congestion control state (`icsk_ca_state`).
  var state = SenderState.open
  /// The recovery point: SND.NXT when the present state began (`high_seq`; RecoveryPoint of RFC 6675, `recover` of
  /// RFC 6582).
  var recoveryPoint: Int64

  /// SND.UNA when the latest reduction that may be undone began (`undo_marker`).
  var undoMarker: Int64?
  /// Retransmissions since `undoMarker` that may still turn out unnecessary; negative if there was none
  /// (`undo_retrans`).
  var undoRetransmissions = 0
  /// TSval of the first retransmission since the state was last `open` (`retrans_stamp`).
  var retransmissionStamp: UInt32?

  /// SND.NXT when a tail loss probe was sent; nil without one (`tlp_high_seq`).
  var probeEnd: Int64?
  /// Whether the probe was a retransmission (`tlp_retrans`).
  var isProbeRetransmission = false

  /// The reordering degree of the path, in segments (`reordering`).
  var reordering = 3
  /// Whether reordering was seen (`reord_seen`).
  var hasReordering = false
  var rack = RackState()
  var rate = RateState()

  /// Segments delivered and sent in the present reduction (`prr_delivered`, `prr_out`).
  var reductionDelivered = 0
  var reductionSent = 0

  var roundTrip = RoundTripEstimator()
  /// Consecutive time-outs (`icsk_retransmits`).
  var timeouts = 0
  /// Whether F-RTO checks if the time-out was spurious (`frto`).
  var usesFRTO = false
  /// When the retransmission timer was last started.
  var timerStart: Int64 = 0
  /// Whether paced segments depart one by one, not in pairs as Linux sends them.
  var departsSingly = false
  /// Whether the sender does not notice that a retransmission was lost (no RACK, RFC 8985): it sends new data first.
  var lacksRack = false
  /// New segments that it sent although the first one's retransmission was lost.
  var ignoredLosses = 0
  /// Segments delivered when the first segment was retransmitted again, perhaps by the timer; nil unless it was the
  /// latest transmission.
  var suspectedTimeout: Int?
  /// When the latest acknowledgment arrived.
  var acknowledgedAt: Int64 = 0
  /// When the sender last sent (`lsndtime`).
  var lastSentAt: Int64 = 0
  /// The newest TSval and when it was sent.
  var lastStamp: UInt32?
  var lastStampAt: Int64 = 0

  /// End of the highest segment reported selectively (`tcp_highest_sack_seq`).
  var highestSacked: Int64
  /// The SACK blocks of the latest acknowledgment (`recv_sack_cache`).
  var sackCache = SelectiveAcknowledgment()

  /// Payload of a full segment in bytes (`mss_cache`).
  var segmentSize: Int
  var hasSack: Bool
  var hasTimestamps: Bool
  /// Window offered by the receiver in bytes (`snd_wnd`); nil while its scale is not known.
  var receiveWindow: Int?
  /// Shift of the receiver's window field (`rx_opt.snd_wscale`); nil while it is not known.
  var windowScale: Int?
  /// Whether the receive window stopped the sender when it last sent.
  var isWindowLimited = false
  /// SND.WL1 (`snd_wl1`).
  var windowSequence: Int64 = .min
  var rawWindow = -1
  var isEcnCapable = false
  /// Whether segments can be lost, reordered and duplicated between the sender and the capture.
  var isFar = false

  /// Sequence number after a FIN that was sent without data.
  var loneFinalEnd: Int64?

  /// Round trip of the newest segment that the latest acknowledgment covers; nil without a sample.
  var lastRoundTrip: Int?

  var bank = ModelBank()
  var counters = Counters()
  /// Windows of Linux's loss-based models before and after the latest restart after a pause.
  var latestRestart = ModelTable(repeating: WindowChange())
  /// Why the latest reduction was made.
  var reductionCause = ReductionCause.fastRetransmit

  /// Counts of events so far.
  struct Counters {
    /// Data segments sent, retransmissions included.
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

  /// Recent acknowledgment (RFC 8985; `tcp_sock.rack`).
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

  /// The delivery rate's state (draft-cheng-iccrg-delivery-rate-estimation; `tcp_rate.c`).
  struct RateState {
    var firstSentAt: Int64 = 0
    var deliveredAt: Int64 = 0
    var applicationLimitedUntil = 0
    // The sample of the present acknowledgment (`struct rate_sample`).
    var priorDelivered = 0
    var priorAt: Int64 = 0
    var hasSample = false
    var sentEnd: Int64 = .min
    var sendInterval: Int64 = 0
    var isApplicationLimited = false
  }

  /// Linux sends no full segments below this (tcp_min_snd_mss).
  static var smallestSegment: Int { 48 }

  /// Drops all outstanding segments, because they exceed the limit, and restarts at a sequence number.
  mutating func giveUp(at end: Int64) {
    queue.removeAll()
    (sackedOut, lostOut, retransOut) = (0, 0, 0)
    acknowledged = end
    next = end
    recoveryPoint = end
    highestSacked = end
    state = .open
    undoMarker = nil
    probeEnd = nil
  }

  init(start: Int64, segmentSize: Int, hasSack: Bool, hasTimestamps: Bool) {
    acknowledged = start
    next = start
    recoveryPoint = start
    highestSacked = start
    self.segmentSize = max(segmentSize, Self.smallestSegment)
    self.hasSack = hasSack
    self.hasTimestamps = hasTimestamps
  }

  /// Segments sent and not acknowledged (`packets_out`).
  var outstanding: Int { queue.count }

  /// Segments in the network (`tcp_packets_in_flight`).
  var inFlight: Int { queue.count - sackedOut - lostOut + retransOut }

  /// The present time-out, back-off included.
  var timeout: Int {
    mutating get { min(roundTrip.timeout << min(timeouts, 8), 120_000_000) }
  }

  /// End of the highest segment that the receiver reported (`tcp_highest_sack_seq`, once FACK).
  var forwardAcknowledged: Int64 { sackedOut == 0 || !hasSack ? acknowledged : highestSacked }

  /// Whether segments are lost that were not retransmitted yet.
  var keepsBackLost: Bool { lostOut > retransOut }

  /// Changes the state (`tcp_set_ca_state`).
  mutating func enter(_ newState: SenderState, now: Int64) {
    state = newState
    bank.handle(.stateEntered(newState, now: now, next: next))
  }

  /// Whether a retransmission is in flight or the first segment was retransmitted (`tcp_any_retrans_done`).
  ///
  /// `mutating` only to avoid a copy of the struct, about 3 KB.
  var hasAnyRetransmission: Bool {
    mutating get { retransOut > 0 || !queue.isEmpty && queue[0].marks.contains(.everRetransmitted) }
  }

  /// Whether a timestamp is older than another (RFC 7323, section 5.2).
  static func isBefore(_ first: UInt32, _ second: UInt32) -> Bool {
    Int32(bitPattern: first &- second) < 0
  }
}
