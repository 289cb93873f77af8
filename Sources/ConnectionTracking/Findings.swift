public import BasicContainers

/// What the tracker has found since its findings were taken out last.
public struct Findings: ~Copyable, Sendable {
  /// State transitions, each when something settles it: not always in order of time.
  public var transitions = UniqueArray<StateTransition>()
  /// Events, in order of packets.
  public var events = UniqueArray<SegmentEvent>()
  /// Connections that ended.
  public var ended = UniqueArray<ConnectionSummary>()

  /// Windows of data senders, in order of packets for each direction.
  public var windows = UniqueArray<WindowRecord>()
  /// What is known at the end about the congestion control of data senders.
  public var verdicts = UniqueArray<CongestionVerdict>()

  /// Whether windows are collected.
  public var wantsWindows = false
  /// Whether verdicts about congestion control are collected.
  public var wantsVerdicts = false
  /// Whether transitions are collected.
  public var wantsTransitions = true
  /// Whether events are collected.
  public var wantsEvents = true
  /// Whether connections that ended are collected.
  public var wantsEnded = true

  init() {}

  /// Whether there is something to be taken out.
  @inlinable
  public var isEmpty: Bool {
    transitions.isEmpty && events.isEmpty && ended.isEmpty && windows.isEmpty && verdicts.isEmpty
  }

  /// Forgets what was taken out and keeps the room.
  public mutating func removeAll() {
    transitions.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    ended.removeAll(keepingCapacity: true)
    windows.removeAll(keepingCapacity: true)
    verdicts.removeAll(keepingCapacity: true)
  }
}
