public import BasicContainers
public import CongestionInference
package import InternetTypes

/// The tracker's findings since they were last removed.
public struct Findings: ~Copyable, Sendable {
  /// State transitions, in the order in which they became certain, which may differ from the order of time.
  public var transitions = UniqueArray<StateTransition>()
  /// Events, in order of packets.
  public var events = UniqueArray<SegmentEvent>()
  /// Connections that ended.
  public var ended = UniqueArray<ConnectionSummary>()

  /// Windows of data senders, in order of packets for each direction.
  public var windows = UniqueArray<WindowRecord>()
  /// Verdicts about the congestion control of data senders, at the end of their connections.
  public var verdicts = UniqueArray<CongestionVerdict>()

  /// Connections opened, if the tracker is a shard.
  package var begun = UniqueArray<UInt64>()
  /// Connections that others continue, so that their numbers must be remembered after their end.
  package var continued = UniqueArray<UInt64>()
  /// The packets after which findings were added, if the tracker is a shard.
  package var steps = UniqueArray<Step>()
  /// The number of all findings at the last step.
  private var marked = 0

  /// How many findings of each kind there were after a packet.
  package struct Step: Sendable {
    /// The packet's position in its batch, or `opening`, `pause` or `final`.
    package var order: UInt32
    /// The list in which a connection timed out, and when it was appended there; 0 for all other steps.
    package var list: UInt8 = 0
    package var queued = Timestamp(rawValue: 0)
    /// The connection that timed out, or that ended with the input.
    package var connection: UInt64 = 0
    package var transitions = 0
    package var events = 0
    package var ended = 0
    package var windows = 0
    package var verdicts = 0
    package var begun = 0
    package var continued = 0

    /// The order of evictions before the first packet.
    package static var opening: UInt32 { 0 }
    /// The order of connections that time out after all packets of a batch.
    package static var pause: UInt32 { .max - 1 }
    /// The order of connections that end with the input.
    package static var final: UInt32 { .max }
    /// No findings.
    package static var none: Step { Step(order: 0) }
  }

  /// Whether windows are collected.
  public var wantsWindows = false
  /// Whether windows are collected of those senders that have models: of long transfers, and of those with losses.
  public var wantsModelWindows = false
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

  /// Marks all findings since the last step as those of a packet, or of the end of one connection.
  mutating func mark(
    _ order: UInt32, connection: UInt64 = 0, list: ExpiryList? = nil,
    queued: Timestamp = Timestamp(rawValue: 0)
  ) {
    let total =
      transitions.count &+ events.count &+ ended.count &+ windows.count &+ verdicts.count
      &+ begun.count &+ continued.count
    guard total != marked else { return }
    marked = total
    steps.append(
      Step(
        order: order, list: list?.rawValue ?? 0, queued: queued, connection: connection,
        transitions: transitions.count, events: events.count, ended: ended.count,
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
