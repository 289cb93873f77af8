/// What distinguishes one Linux congestion control from another; everything else is in `SenderModel`.
protocol CongestionAlgorithm {
  init()

  /// Whether it sets the window at each acknowledgment, so that proportional rate reduction does not.
  static var controlsWindow: Bool { get }

  /// The threshold after a congestion event, from the window before it.
  mutating func reducedThreshold(of window: CongestionWindow) -> Int

  /// Sees each acknowledgment before the sender's state changes.
  mutating func observe(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow)

  /// Grows the window; `effect.delivered` segments were acknowledged.
  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow)

  /// Sets the window where `controlsWindow`.
  mutating func control(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow)

  /// The sender's state changes; called after `reducedThreshold`.
  mutating func enter(_ state: SenderState, _ window: CongestionWindow, now: Int64, next: Int64)

  /// The sender sends after everything was acknowledged; `idle` is the time since it last sent.
  mutating func resume(idle: Int64, now: Int64, isApplicationLimited: Bool)

  /// The window after a reduction that turned out wrong.
  mutating func restoredWindow(_ window: CongestionWindow, before: Int) -> Int
}

extension CongestionAlgorithm {
  static var controlsWindow: Bool { false }
  mutating func observe(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow) {}
  mutating func control(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow) {}
  mutating func enter(_ state: SenderState, _ window: CongestionWindow, now: Int64, next: Int64) {}
  mutating func resume(idle: Int64, now: Int64, isApplicationLimited: Bool) {}
  mutating func restoredWindow(_ window: CongestionWindow, before: Int) -> Int {
    max(window.size, before)
  }
}
