import InternetTypes

/// What happens to a sender, for the models of the RFCs.
enum TextbookEvent {
  /// The first flight is over; a flight of that many segments was all that the window allowed.
  case began(segments: Int)
  case acknowledged(AcknowledgmentEffect)
  case timedOut(outstanding: Int, next: Int64, isFirst: Bool)
  /// Sending begins again after a pause longer than the time-out.
  case restarted
  case responded(TextbookResponse)
}

/// What a sender sent between two acknowledgments.
struct TextbookResponse {
  var hasNewData = false
  /// Whether it sent what some window allowed, at once, with more to send.
  var fills = false
  /// Whether it is under way again after a time-out.
  var isAfterTimeout = false
  var hasSack = false
  var outstanding = 0
  var inFlight = 0
}

/// The window of a sender that follows the RFCs under one algorithm: RFC 5681's rules with duplicates counted one by one,
/// flight size halved, windows inflated; RFC 6675's pipe where there is SACK.
struct TextbookModel<Algorithm: TextbookAlgorithm> {
  private(set) var window = TextbookWindow()
  var algorithm = Algorithm()
  private(set) var misfit = 0.0
  /// What contradicts it is too much: it is not followed any more.
  private(set) var isDropped = false
  private(set) var windowBefore = 0
  private(set) var windowAfter = 0
  /// Partial acknowledgments that it has seen in recovery.
  private(set) var partialCount = 0

  private var initialSize = 10 << TextbookWindow.shift
  private var duplicates = 0
  private var flightBefore = 0
  private var isRecovering = false
  /// Segments that duplicates add to the window in recovery.
  private var inflation = 0
  /// SND.NXT at the latest loss.
  private var recovery = Int64.min
  private var acknowledged: Int64 = .min
  private var shortCount = 0
  private var responseCount = 0

  init() {}

  /// The window in segments as the RFCs count it, inflated by duplicates.
  var size: Int { window.segments + inflation }

  /// The threshold in segments.
  var threshold: Int {
    window.threshold == TextbookWindow.unlimited
      ? CongestionWindow.unlimited : window.threshold >> TextbookWindow.shift
  }

  mutating func take(_ event: TextbookEvent) {
    if isDropped { return }
    switch event {
    case .began(let segments):
      window.size = max(segments, 1) << TextbookWindow.shift
      initialSize = window.size
    case .acknowledged(let effect): acknowledge(effect)
    case .timedOut(let outstanding, let next, let isFirst):
      timeOut(outstanding: outstanding, next: next, isFirst: isFirst)
    case .restarted: window.size = min(window.size, initialSize)
    case .responded(let response): compare(response)
    }
  }

  private mutating func acknowledge(_ effect: AcknowledgmentEffect) {
    acknowledged = effect.acknowledged
    if effect.advances {
      advance(effect)
    } else if effect.isDuplicate {
      duplicate(effect)
    }
  }

  private mutating func advance(_ effect: AcknowledgmentEffect) {
    duplicates = 0
    guard isRecovering else {
      algorithm.grow(effect, &window)
      return
    }
    if effect.acknowledged < recovery {
      partialCount += 1
      if Algorithm.staysForPartial || effect.hasSack {
        // What was acknowledged leaves the inflated window; one segment may follow (RFC 6582, section 3.2).
        inflation = max(inflation - effect.advancedSegments + 1, -(window.segments - 1))
        return
      }
    }
    isRecovering = false
    inflation = 0
    algorithm.beginAvoidance(at: effect.now, window)
  }

  private mutating func duplicate(_ effect: AcknowledgmentEffect) {
    duplicates += 1
    if isRecovering {
      inflation = min(inflation + 1, CongestionWindow.limit)
      return
    }
    if duplicates == 1 { flightBefore = effect.outstanding }
    guard duplicates == 3, effect.acknowledged >= recovery || !Algorithm.staysForPartial else {
      return
    }
    reduce(outstanding: flightBefore, next: effect.next)
    if Algorithm.recoversFast {
      isRecovering = true
      inflation = effect.hasSack ? 0 : 3
      window.size = window.threshold
    } else {
      window.size = TextbookWindow.segment
    }
    windowAfter = window.segments
  }

  private mutating func reduce(outstanding: Int, next: Int64) {
    windowBefore = window.segments
    window.threshold = algorithm.reducedThreshold(of: window, outstanding: outstanding)
    window.credit = 0
    recovery = next
    shortCount = 0
  }

  private mutating func timeOut(outstanding: Int, next: Int64, isFirst: Bool) {
    if isFirst { reduce(outstanding: outstanding, next: next) }
    algorithm.timeOut()
    window.size = TextbookWindow.segment
    windowAfter = 1
    isRecovering = false
    inflation = 0
    duplicates = 0
  }

  /// Holds the model against what the sender sent.
  private mutating func compare(_ response: TextbookResponse) {
    responseCount += 1
    guard response.hasNewData else { return }
    // After a loss without fast recovery only new data tells: what is sent again was in flight before.
    let isRepairing = !isRecovering && acknowledged < recovery
    var allowance = size
    var load = response.outstanding
    if isRecovering && response.hasSack {
      allowance = window.segments
      load = response.inFlight
    } else if response.isAfterTimeout {
      load = response.inFlight
    } else if !isRecovering {
      // Limited transmit (RFC 3042).
      allowance += min(duplicates, 2)
    }
    if load > allowance + window.spare {
      charge(load - allowance, of: load)
      window.size = min(max(load - (allowance - window.segments), 1), CongestionWindow.limit)
      window.size <<= TextbookWindow.shift
      shortCount = 0
    } else if response.fills && load < allowance && duplicates == 0 && !isRecovering
      && !isRepairing
    {
      shortCount += 1
      if shortCount >= 4 {
        charge(allowance - load, of: allowance)
        window.size = max(load, 1) << TextbookWindow.shift
        shortCount = 0
      }
    } else {
      shortCount = 0
    }
  }

  private mutating func charge(_ difference: Int, of size: Int) {
    misfit += min(Double(difference) / Double(max(size, 1)), 1) * 4 + (difference > 1 ? 0.4 : 0.02)
    if misfit > 6 + Double(responseCount) / 50 { isDropped = true }
  }

  /// The capture cannot tell what this needs.
  mutating func drop() { isDropped = true }
}
