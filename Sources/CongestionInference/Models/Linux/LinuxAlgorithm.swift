/// What distinguishes one Linux congestion control from another, as `struct tcp_congestion_ops` does in the kernel;
/// everything else is in `LinuxModel`.
protocol LinuxAlgorithm {
  init()

  /// Its place in the list of models.
  static var id: SenderModelID { get }

  /// What a verdict calls it.
  static var name: AlgorithmName { get }

  /// Whether it sets the window at each acknowledgment (`cong_control`), so that proportional rate reduction does not.
  static var steersWindow: Bool { get }

  /// The threshold after a congestion event, from the window before it (`ssthresh`).
  mutating func reducedThreshold(of window: CongestionWindow) -> Int

  /// Sees each acknowledgment before the sender's state changes (`pkts_acked`).
  mutating func observe(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow)

  /// Grows the window (`cong_avoid`); `effect.delivered` segments were acknowledged.
  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow)

  /// Sets the window where `steersWindow` (`cong_control`).
  mutating func control(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow)

  /// The sender's state changes (`set_state`); called after `reducedThreshold`.
  mutating func enter(_ state: SenderState, _ window: CongestionWindow, now: Int64, next: Int64)

  /// The sender sends after everything was acknowledged (`cwnd_event`, `CA_EVENT_TX_START`); `idle` is the time since it
  /// last sent.
  mutating func resume(idle: Int64, now: Int64, isApplicationLimited: Bool)

  /// The window after a reduction that was not needed (`undo_cwnd`).
  mutating func restoredWindow(_ window: CongestionWindow, before: Int) -> Int

  /// How far the wire's window may differ though the algorithm is right, in sixteenths of a segment.
  func uncertainty(of window: CongestionWindow) -> Int

  /// The phase that the algorithm itself is in; nil where window and threshold tell.
  var phase: SenderPhase? { get }

  /// How it left slow start without a loss; nil where it did not.
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
