import BasicContainers
import CongestionInference
import ConnectionTracking
import InternetTypes
import Records
import TextOutput

/// Turns findings into the text of one subcommand, in one format.
struct FindingsOutput: FindingsReceiver, ~Copyable {
  /// Transitions that are kept for pages, at most.
  private static let transitionLimit = 10_000

  /// What waits to be written.
  var text = TextBuffer()

  private let choices: AnalysisSession.Choices
  private let isTable: Bool
  private let indexes: Set<UInt64>
  private var connections: ConnectionRecords
  private var transitions: TransitionRecords
  private var events: EventRecords
  private var windows: WindowOutput
  private var verdicts: CongestionRecords
  /// Verdicts of connections whose other findings are to come.
  private var keptVerdicts: [UInt64: [CongestionVerdict]] = [:]
  private var connectionTable: ConnectionTable
  private var transitionTable: TransitionTable
  private var eventTable: EventTable
  private var ranking: ConnectionRanking?
  private var services = ServiceCensus()
  /// Of the connections that get a page.
  private var keptTransitions: [StateTransition] = []
  private var eventCounts: [UInt64: EventCounts] = [:]
  private var omittedTransitions = 0
  /// Whether the names of columns or fields are written.
  private var hasHeader = false
  /// Connections that ended and are shown.
  private var endedCount: UInt64 = 0

  init(_ choices: AnalysisSession.Choices) {
    self.choices = choices
    isTable = choices.format == .table
    indexes = Set(choices.indexes)
    let format: RecordFormat = choices.format == .csv ? .csv : .ndjson
    connections = ConnectionRecords(format: format, precision: choices.precision)
    transitions = TransitionRecords(format: format, precision: choices.precision)
    events = EventRecords(format: format, precision: choices.precision)
    windows = WindowOutput(choices)
    verdicts = CongestionRecords(format: format, precision: choices.precision)
    connectionTable = ConnectionTable(style: choices.style)
    transitionTable = TransitionTable(style: choices.style)
    eventTable = EventTable(style: choices.style)
    if choices.kind == .connections, let order = choices.order {
      ranking = ConnectionRanking(by: order, limit: choices.ranking)
    }
    // A table has its header above its first line, so that there is none where there is nothing.
    if !isTable { appendHeader() }
  }

  /// Whether connections that ended are shown, or end what is shown of them.
  static func needsEnded(_ choices: AnalysisSession.Choices) -> Bool {
    switch choices.kind {
    case .connections, .pages, .services, .windows: true
    case .states, .events, .congestion: choices.format == .table
    }
  }

  private mutating func appendHeader() {
    hasHeader = true
    switch choices.kind {
    case .connections: text.append(isTable ? connectionTable.header : connections.header)
    case .states: text.append(isTable ? transitionTable.header : transitions.header)
    case .events: text.append(isTable ? eventTable.header : events.header)
    case .windows: text.append(windows.header)
    case .congestion: if !isTable { text.append(verdicts.header) }
    case .pages, .services: break
    }
  }

  /// Whether a connection is shown.
  private func isShown(_ index: UInt64) -> Bool { indexes.isEmpty || indexes.contains(index) }

  mutating func take(_ transition: StateTransition) {
    guard isShown(transition.connection) else { return }
    guard choices.kind == .pages else {
      if !hasHeader { appendHeader() }
      if isTable {
        transitionTable.append(transition, to: &text)
      } else {
        transitions.append(transition, to: &text)
      }
      return
    }
    if keptTransitions.count < Self.transitionLimit {
      keptTransitions.append(transition)
    } else {
      omittedTransitions += 1
    }
  }

  mutating func take(_ event: SegmentEvent) {
    guard isShown(event.connection) else { return }
    if choices.kind == .pages {
      eventCounts[event.connection, default: EventCounts()].add(event)
    } else if isTable {
      if !hasHeader { appendHeader() }
      eventTable.append(event, to: &text)
    } else {
      events.append(event, to: &text)
    }
  }

  mutating func take(_ window: WindowRecord) {
    guard isShown(window.connection), choices.sender ?? window.sender == window.sender else {
      return
    }
    if !hasHeader { appendHeader() }
    windows.append(window, to: &text)
  }

  mutating func take(_ verdict: CongestionVerdict) {
    guard isShown(verdict.connection) else { return }
    if isTable {
      keptVerdicts[verdict.connection, default: []].append(verdict)
    } else {
      verdicts.append(verdict, to: &text)
    }
  }

  mutating func take(_ connection: borrowing ConnectionSummary) {
    guard isShown(connection.index) else { return }
    endedCount &+= 1
    switch choices.kind {
    case .connections:
      if ranking != nil {
        ranking?.insert(copy connection)
      } else {
        append(connection)
      }
    case .pages:
      let index = connection.index
      let states = Self.inOrder(keptTransitions.filter { $0.connection == index })
      ConnectionPage(style: choices.style).append(
        copy connection, transitions: states, events: eventCounts[index] ?? EventCounts(),
        to: &text)
      text.append("\n")
      keptTransitions.removeAll { $0.connection == index }
      eventCounts[index] = nil
    case .services: services.insert(connection)
    case .windows: windows.end(connection.index, to: &text)
    case .congestion:
      for verdict in keptVerdicts.removeValue(forKey: connection.index) ?? [] {
        hasHeader = true
        CongestionStory(style: choices.style).append(verdict, of: copy connection, to: &text)
        text.append("\n")
      }
    case .states, .events: break
    }
  }

  /// Transitions in order of time, those of a side in the order in which it made them: what settles one can be told by
  /// a packet that was captured before.
  private static func inOrder(_ transitions: [StateTransition]) -> [StateTransition] {
    var latest: [Side: (PacketTime, UInt64)] = [:]
    let keyed = transitions.enumerated().map { offset, transition in
      var key = (transition.time, transition.packet)
      if let before = latest[transition.side], before > key { key = before }
      latest[transition.side] = key
      return (key: key, offset: offset, transition: transition)
    }
    return keyed.sorted { ($0.key.0, $0.key.1, $0.offset) < ($1.key.0, $1.key.1, $1.offset) }
      .map(\.transition)
  }

  private mutating func append(_ connection: borrowing ConnectionSummary) {
    if !hasHeader { appendHeader() }
    if isTable {
      connectionTable.append(connection, to: &text)
    } else {
      connections.append(connection, to: &text)
    }
  }

  /// Writes what waited for the end, and returns what is to be said about it.
  mutating func finish() -> [String] {
    var notes: [String] = []
    if var ranked = ranking.take() {
      for connection in ranked.takeAll() { append(connection) }
      if ranked.omittedCount > 0 {
        notes.append(Self.omission(ranked.omittedCount, "connection"))
      }
    }
    if choices.kind == .connections && isTable && hasHeader {
      connectionTable.appendTotals(to: &text)
    }
    if isTable && !hasHeader && (indexes.isEmpty || endedCount > 0), let nothing {
      notes.append(nothing)
    }
    if choices.kind == .services {
      switch choices.format {
      case .table:
        services.appendTable(style: choices.style, to: &text)
        if services.isEmpty { notes.append("nobody was seen listening") }
      case .ndjson: services.appendNDJSON(precision: choices.precision, to: &text)
      case .csv: services.appendCSV(precision: choices.precision, to: &text)
      }
      if services.omittedCount > 0 {
        notes.append("\(services.omittedCount.counted("more service")) seen than fit")
      }
    }
    if omittedTransitions > 0 {
      notes.append(Self.omission(omittedTransitions, "transition"))
    }
    return notes
  }

  /// What is said of a table without a line; nil where the table says it itself.
  private var nothing: String? {
    switch choices.kind {
    case .connections: "there are no connections"
    case .states: "there are no state transitions"
    case .events: "no segment shows anything beside its data"
    case .windows, .congestion: "no TCP connection carries data"
    case .pages, .services: nil
    }
  }

  /// That something more is not shown.
  private static func omission(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(count.counted("more " + noun)) \(count == 1 ? "is" : "are") not shown"
  }
}
