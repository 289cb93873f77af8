/// A Linux congestion control algorithm, as `struct tcp_congestion_ops` in the kernel; `LinuxModel` has everything that
/// the algorithms share.
protocol LinuxAlgorithm {
  init()

  /// Its identifier in the list of models.
  static var id: SenderModelID { get }

  /// Its name in verdicts.
  static var name: AlgorithmName { get }

  /// Whether it sets the window at each acknowledgment (`cong_control`), so that proportional rate reduction does not.
  static var steersWindow: Bool { get }

  /// The threshold after a congestion event, from the window before it (`ssthresh`).
  mutating func reducedThreshold(of window: CongestionWindow) -> Int

  /// Processes an acknowledgment before the sender's state changes (`pkts_acked`).
  mutating func observe(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow)

  /// Grows the window (`cong_avoid`); `effect.delivered` segments were acknowledged.
  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow)

  /// Sets the window if `steersWindow` is true (`cong_control`).
  mutating func control(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow)

  /// Processes a change of the sender's state (`set_state`); called after `reducedThreshold`.
  mutating func enter(_ state: SenderState, _ window: CongestionWindow, now: Int64, next: Int64)

  /// Processes the start of sending after everything was acknowledged (`cwnd_event`, `CA_EVENT_TX_START`); `idle` is
  /// the time since the last transmission.
  mutating func resume(idle: Int64, now: Int64, isApplicationLimited: Bool)

  /// The window after an unnecessary reduction is undone (`undo_cwnd`).
  mutating func restoredWindow(_ window: CongestionWindow, before: Int) -> Int

  /// The difference to the wire's window that does not count against the algorithm, in sixteenths of a segment.
  func uncertainty(of window: CongestionWindow) -> Int

  /// The phase that the algorithm itself defines; nil if it follows from window and threshold.
  var phase: SenderPhase? { get }

  /// How it left slow start without a loss; nil if it did not.
  var slowStartExit: SlowStartExit.Cause? { get }
}

extension LinuxAlgorithm {
  static var steersWindow: Bool { false }
  mutating func observe(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow) {}
  mutating func control(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow) {}
  mutating func enter(_ state: SenderState, _ window: CongestionWindow, now: Int64, next: Int64) {}
  mutating func resume(idle: Int64, now: Int64, isApplicationLimited: Bool) {}
  mutating func restoredWindow(_ window: CongestionWindow, before: Int) -> Int {
    max(window.size, before)
  }
  func uncertainty(of window: CongestionWindow) -> Int { 0 }
  var phase: SenderPhase? { nil }
  var slowStartExit: SlowStartExit.Cause? { nil }
}
