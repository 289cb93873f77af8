import ConnectionTracking
import InternetTypes
import Records
import TextOutput

/// Writes a page for each connection that ends, with its transitions and events.
struct PageOutput: ~Copyable {
  /// The most transitions stored for connections that have not ended.
  private static let transitionLimit = 10_000

  private let style: TableStyle
  private var text = TextBuffer()
  private var transitions: [StateTransition] = []
  private var events: [UInt64: EventCounts] = [:]
  /// Transitions that were not stored.
  private(set) var omittedTransitions = 0

  init(style: TableStyle) { self.style = style }

  /// Stores a transition until its connection ends.
  mutating func keep(_ transition: StateTransition) {
    if transitions.count < Self.transitionLimit {
      transitions.append(transition)
    } else {
      omittedTransitions += 1
    }
  }

  /// Counts an event until its connection ends.
  mutating func keep(_ event: SegmentEvent) {
    events[event.connection, default: EventCounts()].add(event)
  }

  /// Appends the page of a connection that has ended.
  mutating func append(_ connection: borrowing ConnectionSummary) {
    let index = connection.index
    let states = Self.inOrder(transitions.filter { $0.connection == index })
    ConnectionPage(style: style).append(
      copy connection, transitions: states, events: events[index] ?? EventCounts(), to: &text)
    text.append("\n")
    forget(index)
  }

  /// Removes what is stored of a connection.
  mutating func forget(_ index: UInt64) {
    transitions.removeAll { $0.connection == index }
    events[index] = nil
  }

  /// Passes the buffered text to `write`, and removes it, if it has at least `minimum` bytes.
  ///
  /// - Throws: the error of `write`; the text is removed then, too.
  mutating func takeText<E: Error>(
    atLeast minimum: Int, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    try text.take(atLeast: minimum, write)
  }

  /// Sorts transitions by time, but keeps the order of each side's: a packet captured earlier can settle a later
  /// transition.
  private static func inOrder(_ transitions: [StateTransition]) -> [StateTransition] {
    var latest: [Side: (Timestamp, UInt64)] = [:]
    let keyed = transitions.enumerated().map { offset, transition in
      var key = (transition.time, transition.packet)
      if let before = latest[transition.side], before > key { key = before }
      latest[transition.side] = key
      return (key: key, offset: offset, transition: transition)
    }
    return keyed.sorted { ($0.key.0, $0.key.1, $0.offset) < ($1.key.0, $1.key.1, $1.offset) }
      .map(\.transition)
  }
}
