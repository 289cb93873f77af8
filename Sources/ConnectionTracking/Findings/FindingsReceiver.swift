public import CongestionInference

/// Receives findings one by one, connections numbered in order of their first packets.
public protocol FindingsReceiver: ~Copyable {
  /// Receives a state transition.
  mutating func take(_ transition: StateTransition)
  /// Receives an event.
  mutating func take(_ event: SegmentEvent)
  /// Receives the window of a data sender.
  mutating func take(_ window: WindowRecord)
  /// Receives the verdict on the congestion control of a data sender; the end of its connection follows.
  mutating func take(_ verdict: CongestionVerdict)
  /// Receives a connection that ended.
  mutating func take(_ ended: borrowing ConnectionSummary)
  /// Receives what the next findings belong to.
  mutating func enter(_ step: FindingsStep)
}

extension FindingsReceiver where Self: ~Copyable {
  /// Most receivers take findings in the order in which they come, wherever they belong.
  @inlinable @inline(__always)
  public mutating func enter(_ step: FindingsStep) {}
}
