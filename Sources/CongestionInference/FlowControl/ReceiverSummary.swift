public import InternetTypes

/// The window that a data sender's receiver offered, summarized at the end of the connection.
public struct ReceiverSummary: Sendable {
  /// The shift of the window field (RFC 7323, section 2); nil if it is not known, 0 if none is used.
  public var windowScale: Int?
  /// Whether the shift was inferred, because the handshake was not captured.
  public var isScaleInferred = false
  /// The shifts that fit the captured segments, if the handshake was not captured.
  public var scaleCandidates: [Int] = []
  /// The largest window offered, in bytes; nil while the shift is not known.
  public var windowMaximum: Int?
  /// The first `ReceiverSummary.closureLimit` times in which the window was zero.
  public var closures: [WindowClosure] = []
  /// How many times the window was zero, those beyond the limit included.
  public var closureCount = 0
  /// How long the window was zero in all, in microseconds.
  public var closedTime: Int64 = 0
  /// Probes that the sender sent meanwhile.
  public var probeCount = 0
  /// How often the right edge of the window moved back (RFC 9293, section 3.8.6, calls it shrinking the window).
  public var retreatCount = 0

  /// More closures than this are counted, not listed.
  @inlinable public static var closureLimit: Int { 1000 }

  /// Nothing is known.
  public init() {}
}

/// A time in which a receiver offered a window of zero.
public struct WindowClosure: Hashable, Sendable {
  /// When the window was closed.
  public var time: Timestamp
  /// The time until it opened, or until the last packet, in microseconds.
  public var duration: Int64 = 0
  /// Probes that the sender sent meanwhile (RFC 9293, section 3.8.6.1).
  public var probes = 0
  /// Whether it opened before the end.
  public var hasOpened = false
}

/// Tracks the window that the receiver of one data direction offers, in the order of the capture.
struct ReceiveWindow {
  /// The shift, from the handshake or inferred.
  private(set) var scale: Int?
  private var inference: WindowScaleInference?
  private var summary = ReceiverSummary()
  private var closure: WindowClosure?

  private var hasOffer = false
  private var sequence: Int64 = 0
  private var acknowledgment: Int64 = 0
  private var raw = 0
  private var edge: Int64 = .min
  /// The last offered window in bytes; nil before the first or while the shift is not known.
  private(set) var bytes: Int?

  /// A window with the shift and the offer of the SYN; nil if the handshake was not captured.
  init(scale: Int?, offered: Int? = nil) {
    self.scale = scale
    bytes = offered
    if scale == nil { inference = WindowScaleInference() }
  }

  /// Processes a segment of the receiver.
  mutating func offer(_ segment: SegmentObservation) {
    let value = segment.acknowledgment
    // An older segment does not update the window (RFC 9293, section 3.10.7.4).
    if hasOffer, value < acknowledgment || value == acknowledgment && segment.sequence < sequence {
      return
    }
    if inference != nil {
      inference?.offer(
        value, raw: segment.rawWindow, after: hasOffer ? (acknowledgment, raw) : nil)
      if let inferred = inference?.value { scale = inferred }
    }
    (hasOffer, sequence, acknowledgment, raw) = (true, segment.sequence, value, segment.rawWindow)
    noteClosure(segment)
    guard let scale else { return }
    let window = segment.rawWindow << scale
    bytes = window
    summary.windowMaximum = max(summary.windowMaximum ?? 0, window)
    let newEdge = value &+ Int64(window)
    // The field counts in units of the shift: a smaller retreat is rounding.
    if edge != .min && newEdge <= edge &- Int64(1 << scale) { summary.retreatCount += 1 }
    edge = newEdge
  }

  private mutating func noteClosure(_ segment: SegmentObservation) {
    if segment.rawWindow == 0 {
      if closure == nil && !segment.isFinal { closure = WindowClosure(time: segment.captured) }
    } else if closure != nil {
      closure?.hasOpened = true
      endClosure(at: segment.captured)
    }
  }

  private mutating func endClosure(at time: Timestamp) {
    guard let closure else { return }
    Self.end(closure, at: time, in: &summary)
    self.closure = nil
  }

  /// Counts a time in which the window was closed.
  private static func end(
    _ closure: WindowClosure, at time: Timestamp, in summary: inout ReceiverSummary
  ) {
    var closure = closure
    closure.duration = max(time.nanoseconds(since: closure.time), 0) / 1000
    summary.closureCount += 1
    summary.closedTime &+= closure.duration
    summary.probeCount += closure.probes
    if summary.closures.count < ReceiverSummary.closureLimit { summary.closures.append(closure) }
  }

  /// Processes a segment of the sender.
  mutating func send(_ segment: SegmentObservation) {
    if closure != nil {
      // A probe has a byte beyond the window, or one that has arrived, to get an answer.
      let isBeyond = segment.length > 0 && segment.sequence >= acknowledgment
      let isOld = segment.length <= 1 && segment.sequence == acknowledgment - 1
      if isBeyond || isOld { closure?.probes += 1 }
    }
    guard hasOffer, segment.length > 1 else { return }
    inference?.send(to: segment.end)
    if scale == nil, let inferred = inference?.value { scale = inferred }
  }

  /// The summary when the connection ends.
  func summary(at time: Timestamp) -> ReceiverSummary {
    var result = summary
    if let closure { Self.end(closure, at: time, in: &result) }
    result.windowScale = scale
    if let inference {
      result.isScaleInferred = scale != nil
      result.scaleCandidates = inference.candidates
    }
    return result
  }
}
