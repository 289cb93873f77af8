public import BasicContainers

/// What the tracker has found since its findings were taken out last.
public struct Findings: ~Copyable {
  /// State transitions, each when something settles it: not always in order of time.
  public var transitions = UniqueArray<StateTransition>()
  /// Events, in order of packets.
  public var events = UniqueArray<SegmentEvent>()
  /// Connections that ended.
  public var ended = UniqueArray<ConnectionSummary>()

  /// Whether transitions are collected.
  public var wantsTransitions = true
  /// Whether events are collected.
  public var wantsEvents = true

  init() {}

  /// Whether there is something to be taken out.
  @inlinable
  public var isEmpty: Bool { transitions.isEmpty && events.isEmpty && ended.isEmpty }

  /// Forgets what was taken out and keeps the room.
  public mutating func removeAll() {
    transitions.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    ended.removeAll(keepingCapacity: true)
  }
}
