import InternetTypes

/// The congestion analysis of one data direction: the replayed sender, the evidence of its window on the wire, and the
/// pending records.
struct SenderAnalysis {
  let end: Side
  /// Whether records are wanted, not only the verdict.
  let wantsRecords: Bool
  var sender: LinuxSender

  /// Whether the response to the acknowledgments so far is complete: not between acknowledgments that share a tick of
  /// the sender's clock.
  var isOrderCertain = true
  /// Whether the latest acknowledgments shared a tick.
  var hasSharedTick = false

  // The present burst of new data, and the response to the latest acknowledgment.
  var isBurstOpen = false
  var burstAt: Int64 = 0
  var acknowledgedAt: Int64 = 0
  var hasAcknowledgment = false
  var sentInResponse = 0
  var newInResponse = 0
  var isResponsePrompt = true
  var isResponseFull = true
  var hasProbeInResponse = false
  var windowRoom = 0
  /// Whether the segment at SND.NXT was lost before the capture, so that its time of transmission is not known.
  var expectsUnseen = false
  /// Consecutive responses that filled a window at once.
  var promptStreak = 0

  /// Whether the first flight was smaller than Linux's.
  var hasForeignStart = false

  // Pacing: full segments that left with no acknowledgment before them.
  var pacedCount = 0
  /// Full segments sent immediately after another, without an acknowledgment between them.
  var followingCount = 0
  /// Paced segments that had waited in a queue of the sender's own host.
  var queuedCount = 0
  /// How long the latest segment waited there, and the least difference of its clocks, in microseconds.
  var hostQueue: Int64 = 0
  var leastLag: Int64 = 0
  var firstStamp: (stamp: UInt32, time: Int64)?
  /// Whether the latest new segment was full, so that the sender probably had more to send.
  var hasMore = false
  /// Whether the latest new segment had PSH, and how often new data followed such a segment while it was in flight.
  var endsBuffer = false
  var continuedBuffers = 0
  var promptCount = 0

  var pending = ContiguousArray<PendingRecord>()
  var resolvedCount = 0
  /// The models that differ about a pending record.
  var differences = ModelDifferences()

  /// Acknowledgments that the sender responded to.
  var evidenceCount = 0
  /// Whether the window is not known yet because the capture began in the middle.
  var isMidstream = false
  var verdict = CongestionVerdict()
  var firstFlight = 0
  var isFirstFlight = true
  /// Whether the first flight consists of full segments with more data after them.
  var isFirstFlightFull = true
  var phaseAt: Int64 = 0
  var lastPhase = SenderPhase.slowStart
  var lastLimit = SendingLimit.unknown
  var tail = Tail()
  /// When the latest new data was captured, in microseconds, and whether a FIN followed it.
  var newDataAt: Int64 = 0
  var hasFinished = false
  /// When a retransmission was captured that showed that the silence before it was a time-out, in microseconds.
  var timedOutAt = Int64.max
  /// Consecutive acknowledgments after which the sender sent nothing although its windows had room.
  var silentResponses = 0
  var maximumFlightSegments = 0
  /// Capture time of the present event.
  var captureTime = Timestamp(rawValue: 0)
  /// Whether the windows of records are the wire's, because it contradicted the models.
  var followsWire = false
  /// Whether the receiver or a window limited the sender when the latest acknowledgment arrived.
  var wasHeldBack = false
  /// Short segments in front of full ones that one acknowledgment released: Linux appends written data to the pending
  /// segment.
  var splitWrites = 0
  /// Whether pending records belong to a silence of the sender.
  var hasSilentRecords = false
  var segmentSizes: SegmentSizeEstimate
  /// Full segments in the largest captured packet; more than one shows segmentation offload.
  var largestSegments = 0
  var notedReductions = 0
  var notedRestarts = 0
  /// The stall in which the receive window ended the growth of slow start.
  var stall: WindowStall?
  /// New data segments and their bytes.
  var newSegments = 0
  var newBytes: Int64 = 0
  var reductions: ContiguousArray<NotedReduction> = []
  /// How and when models left slow start without a loss.
  var notedExits: UInt16 = 0
  var slowStartExits: [(model: SenderModelID, exit: SlowStartExit)] = []

  /// A period of slow start in which the receive window kept the congestion window from growing.
  struct WindowStall {
    var time: Timestamp
    var until: Timestamp
    var window: Int
    /// Whether slow start is over.
    var isOver = false
  }

  /// A reduction with the windows of each model.
  struct NotedReduction {
    var time: Timestamp
    var cause: ReductionCause
    var changes: ModelTable<WindowChange>
    /// Whether the window that followed it on the wire is known.
    var isComplete = false
  }

  init(end: Side, sender: LinuxSender, segmentSizes: SegmentSizeEstimate, wantsRecords: Bool) {
    self.segmentSizes = segmentSizes
    self.wantsRecords = wantsRecords
    self.end = end
    self.sender = sender
    verdict.timeInPhase = Array(repeating: 0, count: SenderPhase.allCases.count)
    verdict.timeLimited = Array(repeating: 0, count: SendingLimit.allCases.count)
  }

  /// Accounts for the time from the handshake to the first data, in microseconds, in which the application wrote
  /// nothing.
  mutating func beginAccount(at time: Int64) {
    phaseAt = time
    lastPhase = .idle
    lastLimit = .application
  }

  /// Begins in the middle of a connection, with an unknown window.
  mutating func beginInMidstream(acknowledged: Int64?) {
    isFirstFlight = false
    isMidstream = true
    sender.bank.handle(.beganInMidstream)
    if let acknowledged, acknowledged < sender.next, sender.next - acknowledged < 1 << 30 {
      sender.next = acknowledged
      sender.acknowledged = acknowledged
      sender.recoveryPoint = acknowledged
      sender.highestSacked = acknowledged
    }
  }
}
