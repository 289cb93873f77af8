public import BasicContainers
public import CongestionInference

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

  /// Connections that began, where the tracker is one of several.
  var begun = UniqueArray<UInt64>()
  /// Connections that others go on with, so that their numbers are to be remembered beyond their end.
  var continued = UniqueArray<UInt64>()
  /// After which packets something was added, where the tracker is one of several.
  var steps = UniqueArray<Step>()
  /// How many of all these there were at the last step.
  private var marked = 0

  /// How many findings of each kind there were when a packet had been taken.
  struct Step {
    /// The packet's position in its round.
    var order: UInt32
    /// The connection that ended, at the end of the input.
    var connection: UInt64
    var transitions: Int
    var events: Int
    var ended: Int
    var windows: Int
    var verdicts: Int
    var begun: Int
    var continued: Int

    /// The order of what no packet led to: the end of the input.
    static var final: UInt32 { .max }
    /// The order of what time alone led to, after all packets of a round.
    static var pause: UInt32 { .max - 1 }
    /// Nothing found yet.
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

  /// Nothing found.
  public init() {}

  /// Whether there is something to be taken out.
  @inlinable
  public var isEmpty: Bool {
    transitions.isEmpty && events.isEmpty && ended.isEmpty && windows.isEmpty && verdicts.isEmpty
  }

  /// Notes that all that was added since the last step is due to a packet.
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

  /// Forgets what was taken out and keeps the room.
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
