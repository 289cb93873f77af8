import InternetTypes

/// The times in which a sender's application had nothing to send: everything sent was acknowledged, and the peer's
/// last data had arrived.
public struct SendingPauses: Hashable, Sendable {
  /// How many there were.
  public var count = 0
  /// Their sum in microseconds, without the round trip that passes anyway.
  public var time: Int64 = 0
  /// Whether no other cause is possible.
  ///
  /// Otherwise the capture was far from the sender, where one or two silences can also be time-outs: the first copy of
  /// a segment may have been lost before the capture.
  public var isCertain = true

  /// No pauses.
  public init() {}
}

/// Counts the pauses of a short transfer, in which nothing shows a loss.
struct PauseCount {
  /// The least pause, in nanoseconds.
  private static var least: Int64 { 50_000_000 }
  /// Silences from this number on are no time-outs: each would be the only loss of its flight.
  private static var certain: Int { 3 }

  private let roundTrip: Int64?
  private let isAtSender: Bool
  private var start: Timestamp?
  private var pauses = SendingPauses()

  init(roundTrip: Int64?, isAtSender: Bool) {
    self.roundTrip = roundTrip
    self.isAtSender = isAtSender
  }

  /// The peer has sent data, or acknowledged everything.
  mutating func begin(at time: Timestamp) { start = time }

  /// The sender has sent new data, with nothing outstanding.
  mutating func end(at time: Timestamp) {
    defer { start = nil }
    guard let start, let roundTrip else { return }
    let pause = time.nanoseconds(since: start) &- roundTrip
    guard pause >= Self.least, pause >= roundTrip else { return }
    pauses.count += 1
    pauses.time &+= pause / 1000
  }

  /// The pauses; nil without any.
  var result: SendingPauses? {
    guard pauses.count > 0 else { return nil }
    var result = pauses
    result.isCertain = isAtSender || pauses.count >= Self.certain
    return result
  }
}
