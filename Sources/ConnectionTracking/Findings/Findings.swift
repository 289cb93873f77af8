public import BasicContainers
public import CongestionInference

/// The tracker's findings since they were last removed.
public struct Findings: ~Copyable, Sendable {
  /// State transitions, in the order in which they became certain, which is not always that of time.
  public var transitions = UniqueArray<StateTransition>()
  /// Events, in order of packets.
  public var events = UniqueArray<SegmentEvent>()
  /// Connections that ended.
  public var ended = UniqueArray<ConnectionSummary>()

  /// Windows of data senders, in order of packets for each direction.
  public var windows = UniqueArray<WindowRecord>()
  /// Verdicts about the congestion control of data senders, at the end of their connections.
  public var verdicts = UniqueArray<CongestionVerdict>()

  /// Connections opened, if the tracker is one of several.
  var begun = UniqueArray<UInt64>()
  /// Connections that others continue, so that their numbers must be remembered after their end.
  var continued = UniqueArray<UInt64>()
  /// The packets after which findings were added, if the tracker is one of several.
  var steps = UniqueArray<Step>()
  /// The number of all findings at the last step.
  private var marked = 0

  /// How many findings of each kind there were after a packet.
  struct Step {
    /// The packet's position in its batch.
    var order: UInt32
    /// The connection that ended with the input.
    var connection: UInt64
    var transitions: Int
    var events: Int
    var ended: Int
    var windows: Int
    var verdicts: Int
    var begun: Int
    var continued: Int

    /// The order of connections that end with the input.
    static var final: UInt32 { .max }
    /// The order of connections that time out after all packets of a batch.
    static var pause: UInt32 { .max - 1 }
    /// No findings.
    static var none: Step {
      Step(
        order: 0, connection: 0, transitions: 0, events: 0, ended: 0, windows: 0, verdicts: 0,
        begun: 0,
        continued: 0)
    }
  }

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

  /// No findings.
  public init() {}

  /// Whether there are no findings.
  @inlinable
  public var isEmpty: Bool {
    transitions.isEmpty && events.isEmpty && ended.isEmpty && windows.isEmpty && verdicts.isEmpty
  }

  /// Marks all findings since the last step as those of a packet.
  mutating func mark(_ order: UInt32, connection: UInt64 = 0) {
    let total =
      transitions.count &+ events.count &+ ended.count &+ windows.count &+ verdicts.count
      &+ begun.count &+ continued.count
    guard total != marked else { return }
    marked = total
    steps.append(
      Step(
        order: order, connection: connection, transitions: transitions.count, events: events.count,
        ended: ended.count,
        windows: windows.count, verdicts: verdicts.count, begun: begun.count,
        continued: continued.count))
  }

  /// Removes all findings, and keeps the memory.
  public mutating func removeAll() {
    transitions.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    ended.removeAll(keepingCapacity: true)
    windows.removeAll(keepingCapacity: true)
    verdicts.removeAll(keepingCapacity: true)
    if steps.isEmpty { return }
    begun.removeAll(keepingCapacity: true)
    continued.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    marked = 0
  }
}
