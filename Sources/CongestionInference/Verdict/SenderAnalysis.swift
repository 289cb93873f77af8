import InternetTypes

/// The congestion analysis of one data direction: the replayed sender, what the wire says about its window, and the
/// records that wait until both are known.
struct SenderAnalysis {
  let end: Side
  /// Whether records are handed out, not the verdict only.
  let wantsRecords: Bool
  var sender: LinuxSender

  /// Whether all that was sent in answer to the acknowledgments so far is known: not in the middle of acknowledgments that
  /// share a tick of the clock.
  var isOrderCertain = true
  /// Whether the latest acknowledgments shared a tick.
  var hasSharedTick = false

  // The burst that is leaving, and the response to the latest acknowledgment.
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
  /// Whether what the sender sends next was lost before the capture, so that when it is sent is not known.
  var expectsUnseen = false
  /// Responses in a row in which the sender filled some window at once.
  var promptStreak = 0
  var shortStreaks = (0, 0, 0)
  var streakMaximum = 0

  /// Whether the first flight was smaller than Linux's.
  var hasForeignStart = false

  // Pacing: full segments that left with no acknowledgment before them.
  var pacedCount = 0
  var promptCount = 0

  var pending = ContiguousArray<PendingRecord>()
  var resolvedCount = 0
  /// Whether Reno and CUBIC differ about a record that waits.
  var pendingDiffers = false
  /// The models of the RFCs that differ about a record that waits.
  var textbookDifferences: UInt16 = 0

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
  /// Capture time of the event at work.
  var captureTime = PacketTime(rawValue: 0)
  /// Segments that the largest captured packet holds.
  var largestSegments = 0
  var notedReductions = 0
  var notedRestarts = 0
  /// Where the receive window ended the growth of slow start.
  var stall: WindowStall?
  /// New data segments, their bytes, and what of them left with nothing outstanding.
  var newSegments = 0
  var newBytes: Int64 = 0
  var reductions: ContiguousArray<NotedReduction> = []
  var hystartExit: (time: PacketTime, window: Int)?
  var plateau: (time: PacketTime, window: Int)?

  /// A time in slow start in which the receive window kept the congestion window from growing.
  struct WindowStall {
    var time: PacketTime
    var until: PacketTime
    var window: Int
    /// Whether slow start is over.
    var isOver = false
  }

  /// A reduction with the windows of Reno and of CUBIC.
  struct NotedReduction {
    var time: PacketTime
    var cause: ReductionCause
    var before: (Int, Int)
    var after: (Int, Int)
    /// The windows of the models of the RFCs.
    var textbook: [(before: Int, after: Int)]
  }

  init(end: Side, sender: LinuxSender, wantsRecords: Bool) {
    self.wantsRecords = wantsRecords
    self.end = end
    self.sender = sender
    verdict.timeInPhase = Array(repeating: 0, count: SenderPhase.allCases.count)
    verdict.timeLimited = Array(repeating: 0, count: SendingLimit.allCases.count)
  }

  /// The connection was open when the capture began: nothing is known of its window.
  mutating func beginInMidstream(acknowledged: Int64?) {
    isFirstFlight = false
    isMidstream = true
    sender.bank.textbook.drop()
    if let acknowledged, acknowledged < sender.next, sender.next - acknowledged < 1 << 30 {
      sender.next = acknowledged
      sender.acknowledged = acknowledged
      sender.troubleEnd = acknowledged
      sender.highestReceivedEnd = acknowledged
    }
    func begin<A>(_ model: inout SenderModel<A>) {
      model.window.size = 2
      model.window.threshold = 2
    }
    begin(&sender.bank.reno)
    begin(&sender.bank.cubic)
  }

  /// Whether the order of events was taken from the models themselves, so that it cannot speak for one of them.
  var isCircular: Bool { sender.isFar && !sender.hasTimestamps }

  // Judgements of the models are `mutating` though they change nothing: otherwise all of this, three KB, is copied for each.

  /// Whether a model of the RFCs explains what Linux's do not.
  private mutating func isTextbook() -> Bool {
    // One reduction at least, or a long growth, and no sender that paces.
    guard evidenceCount >= 8,
      sender.counters.reductions > 0 && !sender.hasSack || evidenceCount >= 200,
      !isCircular, !isMidstream, pacingShare < 0.3, let lead = sender.bank.textbook.lead
    else { return false }
    if sender.hasSack && sender.bank.bbr.misfit < lead.misfit + 1 { return false }
    var linux = min(sender.bank.reno.misfit, sender.bank.cubic.misfit)
    // Linux offers SACK and begins with ten segments: who does neither is another, and as good a fit is enough.
    if hasForeignStart && !sender.hasSack && lead.misfit <= linux + 0.1 { return true }
    if hasForeignStart && !sender.isFar { linux += 1 }
    return lead.misfit + 1.5 < linux && lead.misfit < linux / 4
      && lead.misfit < 1 + Double(evidenceCount) / 50
  }

  /// The model that fits best: 0 Reno, 1 CUBIC, 2 BBR as Linux has them, 3 the best one of the RFCs.
  var best: Int {
    mutating get {
      if isTextbook() { return 3 }
      let lossMisfit = min(sender.bank.reno.misfit, sender.bank.cubic.misfit)
      let share = pacingShare
      // Neither threshold nor growth of Reno and CUBIC fits, or the sender's clock is not the acknowledgments'. Where no
      // pacing shows, a loss that was misread must not pass for a sender that paces.
      if evidenceCount >= (share > 0.05 ? 60 : 200) && lossMisfit > 4
        && sender.bank.bbr.misfit < lossMisfit * (share > 0.5 ? 1 : 0.3)
        && lossMisfit > Double(evidenceCount) * (share > 0.3 ? 0.02 : share > 0.05 ? 0.05 : 0.1)
      {
        return 2
      }
      return sender.bank.reno.misfit < sender.bank.cubic.misfit - 0.2 ? 0 : 1
    }
  }

  /// Records that may wait for evidence.
  static var pendingLimit: Int { 1024 }

  /// Whether models differ about records that wait, and the wire has not decided between them.
  var isAmbiguous: Bool {
    mutating get {
      if best == 3 { return sender.bank.textbook.isTied(among: textbookDifferences) }
      return pendingDiffers && best < 2
        && abs(sender.bank.reno.misfit - sender.bank.cubic.misfit) < 1
    }
  }

  var pacingShare: Double {
    Double(pacedCount) / Double(max(pacedCount + promptCount, 1))
  }

  /// A window that the sender had at least, by the models that may be right.
  var safeWindow: Int {
    mutating get {
      best < 2 && abs(sender.bank.reno.misfit - sender.bank.cubic.misfit) < 0.2
        ? min(sender.bank.reno.window.size, sender.bank.cubic.window.size) : bestWindow
    }
  }

  var bestWindow: Int {
    mutating get {
      switch best {
      case 0: sender.bank.reno.window.size
      case 1: sender.bank.cubic.window.size
      case 3: sender.bank.textbook.lead?.size ?? 1
      default: sender.bank.bbr.window.size
      }
    }
  }
}
