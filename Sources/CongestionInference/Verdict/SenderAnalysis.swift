import InternetTypes

/// The congestion analysis of one data direction: the replayed sender, what the wire shows of its window, and the records
/// that wait for both.
struct SenderAnalysis {
  let end: Side
  /// Whether records are wanted, not the verdict only.
  let wantsRecords: Bool
  var sender: LinuxSender

  /// Whether the response to the acknowledgments so far is complete: not between acknowledgments that share a tick of the
  /// sender's clock.
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
  /// Responses in a row that filled a window at once.
  var promptStreak = 0

  /// Whether the first flight was smaller than Linux's.
  var hasForeignStart = false

  // Pacing: full segments that left with no acknowledgment before them.
  var pacedCount = 0
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
  /// Whether the first flight consists of full segments with more data behind them.
  var isFirstFlightFull = true
  var phaseAt: Int64 = 0
  var lastPhase = SenderPhase.slowStart
  var lastLimit = SendingLimit.unknown
  var maximumFlightSegments = 0
  /// Capture time of the present event.
  var captureTime = PacketTime(rawValue: 0)
  /// Full segments in the largest captured packet; more than one shows segmentation offload.
  var largestSegments = 0
  var notedReductions = 0
  var notedRestarts = 0
  /// Where the receive window ended the growth of slow start.
  var stall: WindowStall?
  /// New data segments and their bytes.
  var newSegments = 0
  var newBytes: Int64 = 0
  var reductions: ContiguousArray<NotedReduction> = []
  /// How and when models left slow start without a loss.
  var notedExits: UInt8 = 0
  var slowStartExits: [(model: SenderModelID, exit: SlowStartExit)] = []

  /// A time in slow start in which the receive window kept the congestion window from growing.
  struct WindowStall {
    var time: PacketTime
    var until: PacketTime
    var window: Int
    /// Whether slow start is over.
    var isOver = false
  }

  /// A reduction with the windows of each model.
  struct NotedReduction {
    var time: PacketTime
    var cause: ReductionCause
    var changes: ModelTable<WindowChange>
  }

  init(end: Side, sender: LinuxSender, wantsRecords: Bool) {
    self.wantsRecords = wantsRecords
    self.end = end
    self.sender = sender
    verdict.timeInPhase = Array(repeating: 0, count: SenderPhase.allCases.count)
    verdict.timeLimited = Array(repeating: 0, count: SendingLimit.allCases.count)
  }

  /// Begins in the middle of a connection: nothing is known of its window.
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
