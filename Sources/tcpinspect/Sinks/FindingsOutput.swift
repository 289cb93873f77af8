import BasicContainers
import CongestionInference
import ConnectionTracking
import HostSockets
import InternetTypes
import Records
import TextOutput

/// Writes the findings of one subcommand as text in one format.
struct FindingsOutput: FindingsReceiver, ~Copyable {
  /// The lines of tables and pages; each kind of record has a buffer of its own.
  private var tableText = TextBuffer()

  private let choices: AnalysisSession.Choices
  private let isTable: Bool
  private let indexes: Set<UInt64>
  /// The sockets of this host; nil if nobody asks for them.
  ///
  /// To read it from `choices` would copy all of this.
  private let hosts: HostSockets?
  // Only the encoder of the subcommand is set, and none for a table.
  private var connections: RecordEncoder<ConnectionSchema>?
  /// Records of connections that threads make, after the first ones of a file.
  private var parallelConnections: ParallelConnections?
  private var transitions: RecordEncoder<TransitionSchema>?
  private var events: RecordEncoder<EventSchema>?
  private var verdicts: RecordEncoder<CongestionSchema>?
  private var services: ServiceOutput
  private var windows: WindowOutput
  /// The kernel's measures of this host's connections, beside the windows.
  private var kernel: KernelOutput?
  /// Whether threads make records: of a file, whose records need not be written one by one.
  private let makesInParallel: Bool
  /// Whether windows have rows.
  private let showsWindows: Bool
  /// Verdicts of connections that have not ended.
  private var keptVerdicts: [UInt64: [CongestionVerdict]] = [:]
  private var connectionTable: ConnectionTable
  private var transitionTable: TransitionTable
  private var eventTable: EventTable
  private var ranking: ConnectionRanking?
  private var pages: PageOutput
  /// Whether the names of columns or fields are written.
  private var hasHeader = false
  /// Records of connections that were made without threads.
  private var recordCount: UInt64 = 0
  /// Connections that ended and are shown.
  private var endedCount: UInt64 = 0

  init(_ choices: AnalysisSession.Choices) {
    self.choices = choices
    isTable = choices.format == .table
    indexes = Set(choices.indexes)
    hosts = choices.hosts
    windows = WindowOutput(choices)
    let comparesWindows =
      choices.hosts != nil && (choices.kind == .windows || choices.kind == .congestion)
    kernel = comparesWindows ? KernelOutput(choices) : nil
    // A table, and CSV, have one kind of row: the kernel's, which have both.
    showsWindows = !comparesWindows || choices.format == .ndjson
    services = ServiceOutput(choices)
    pages = PageOutput(style: choices.style)
    makesInParallel = !choices.isLive && !choices.flushesLines && CrewSize.threads > 0
    if let format = choices.format.recordFormat {
      let (precision, times) = (choices.precision, choices.times)
      switch choices.kind {
      case .connections:
        connections = RecordEncoder(format: format, precision: precision, times: times)
      case .states: transitions = RecordEncoder(format: format, precision: precision, times: times)
      case .events: events = RecordEncoder(format: format, precision: precision, times: times)
      case .congestion: verdicts = RecordEncoder(format: format, precision: precision, times: times)
      case .services, .windows, .pages: break
      }
    }
    connectionTable = ConnectionTable(style: choices.style, sortedBy: choices.order)
    transitionTable = TransitionTable(style: choices.style)
    eventTable = EventTable(style: choices.style)
    if choices.kind == .connections, let order = choices.order {
      ranking = ConnectionRanking(by: order, limit: choices.ranking)
    }
    // A table of a file has its header with its first line, so that an empty one has none; in a live capture the
    // header shows at once what is waited for.
    if !isTable || choices.isLive && choices.kind.hasTitles { appendHeader() }
  }

  /// Whether the ends of connections are needed: they are shown, or complete other output.
  static func needsEnded(_ choices: AnalysisSession.Choices) -> Bool {
    switch choices.kind {
    case .connections, .pages, .services, .windows: true
    case .congestion:
      choices.format == .table || choices.outcomes != nil || choices.hosts != nil
    case .states, .events: choices.format == .table
    }
  }

  private mutating func appendHeader() {
    hasHeader = true
    if choices.style.hasHeader {
      connections?.appendHeader()
      transitions?.appendHeader()
      events?.appendHeader()
      verdicts?.appendHeader()
    }
    if choices.kind == .windows {
      if showsWindows { windows.appendHeader() }
      kernel?.appendHeader()
    }
    if choices.kind == .services { services.appendHeader() }
    guard isTable else { return }
    switch choices.kind {
    case .connections: connectionTable.appendHeader(to: &tableText)
    case .states: tableText.append(transitionTable.header)
    case .events: tableText.append(eventTable.header)
    case .windows, .congestion, .pages, .services: break
    }
  }

  /// Passes the buffered text to `write`, and removes it, if it has at least `minimum` bytes.
  ///
  /// - Throws: the error of `write`; the text is removed then, too.
  mutating func takeText<E: Error>(
    atLeast minimum: Int, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    try tableText.take(atLeast: minimum, write)
    try windows.takeText(atLeast: minimum, write)
    try kernel?.takeText(atLeast: minimum, write)
    // The records before those of the threads are written before them.
    try connections?.take(atLeast: parallelConnections == nil ? minimum : 1, write)
    try parallelConnections?.take(atLeast: minimum, write)
    try transitions?.take(atLeast: minimum, write)
    try events?.take(atLeast: minimum, write)
    try verdicts?.take(atLeast: minimum, write)
    try services.takeText(atLeast: minimum, write)
    try pages.takeText(atLeast: minimum, write)
  }

  /// Whether a connection is shown.
  private func isShown(_ index: UInt64) -> Bool { indexes.isEmpty || indexes.contains(index) }

  mutating func take(_ transition: StateTransition) {
    guard isShown(transition.connection) else { return }
    guard choices.kind != .pages else { return pages.keep(transition) }
    if !hasHeader { appendHeader() }
    if isTable { transitionTable.append(transition, to: &tableText) }
    transitions?.append(transition)
  }

  mutating func take(_ event: SegmentEvent) {
    guard isShown(event.connection) else { return }
    if choices.kind == .pages {
      pages.keep(event)
    } else if isTable {
      if !hasHeader { appendHeader() }
      eventTable.append(event, to: &tableText)
    } else {
      events?.append(event)
    }
  }

  mutating func take(_ window: WindowRecord) {
    guard isShown(window.connection), choices.sender ?? window.sender == window.sender else {
      return
    }
    kernel?.keep(window)
    guard choices.kind == .windows else { return }
    if !hasHeader { appendHeader() }
    if showsWindows { windows.append(window) }
  }

  mutating func take(_ verdict: CongestionVerdict) {
    guard isShown(verdict.connection) else { return }
    // Whether a connection has a result that is shown is known at its end.
    if isTable || choices.outcomes != nil || hosts != nil {
      keptVerdicts[verdict.connection, default: []].append(verdict)
    } else {
      verdicts?.append(verdict)
    }
  }

  mutating func take(_ connection: borrowing ConnectionSummary) {
    guard isShown(connection.index) else { return }
    if hosts == nil { show(connection) } else { showHost(of: connection) }
  }

  private mutating func showHost(of connection: borrowing ConnectionSummary) {
    guard let hosts else { return }
    var known = copy connection
    known.host = hosts.find(
      connection.protocol, client: connection.client, server: connection.server,
      from: connection.start, to: connection.end)
    show(known)
  }

  private mutating func show(_ connection: borrowing ConnectionSummary) {
    if let outcomes = choices.outcomes, !outcomes.contains(connection.outcome) {
      forget(connection.index)
      return
    }
    endedCount &+= 1
    switch choices.kind {
    case .connections:
      if isTable {
        let verdicts = keptVerdicts.removeValue(forKey: connection.index) ?? []
        connectionTable.count(connection, choices.isLive ? nil : verdicts)
      }
      if ranking != nil {
        ranking?.insert(copy connection)
      } else {
        append(connection)
      }
    case .pages: pages.append(connection)
    case .services: services.insert(connection)
    case .windows:
      windows.end(connection.index)
      kernel?.append(connection, sender: choices.sender)
    case .congestion:
      for var verdict in keptVerdicts.removeValue(forKey: connection.index) ?? [] {
        verdict.kernel = kernel?.comparison(connection, verdict.sender)
        guard isTable else {
          verdicts?.append(verdict)
          continue
        }
        hasHeader = true
        CongestionNarrative(style: choices.style).append(
          verdict, of: copy connection, to: &tableText)
        tableText.append("\n")
      }
    case .states, .events: break
    }
    kernel?.forget(connection.index)
  }

  /// Removes what is kept of a connection that is not shown.
  private mutating func forget(_ index: UInt64) {
    keptVerdicts[index] = nil
    kernel?.forget(index)
    if choices.kind == .pages { pages.forget(index) }
  }

  private mutating func append(_ connection: borrowing ConnectionSummary) {
    if !hasHeader { appendHeader() }
    if isTable {
      connectionTable.append(connection, to: &tableText)
    } else if parallelConnections != nil {
      parallelConnections?.append(connection)
    } else {
      connections?.append(connection)
      recordCount &+= 1
      if makesInParallel, recordCount == ParallelConnections.threshold { beginThreads() }
    }
  }

  /// Has threads make the records from now on.
  private mutating func beginThreads() {
    guard let format = choices.format.recordFormat else { return }
    parallelConnections = ParallelConnections {
      [precision = choices.precision, times = choices.times] in
      RecordEncoder(format: format, precision: precision, times: times)
    }
  }

  /// Writes the findings that were held until the end of the input, and returns notes about them.
  mutating func finish() -> [String] {
    var notes: [String] = []
    if var ranked = ranking.take() {
      let connections = ranked.takeAll()
      if isTable { for connection in connections { connectionTable.measure(connection) } }
      for connection in connections { append(connection) }
      if ranked.omittedCount > 0 {
        notes.append(Self.omission(ranked.omittedCount, "connection"))
      }
    }
    windows.writePending()
    if let count = kernel?.omittedCount, count > 0 {
      notes.append("\(count.counted("window")) not compared with the kernel's: too many at a time")
    }
    if windows.isOrderBroken {
      notes.append("too many rows to be in order of time from first to last: they are in parts")
    }
    if choices.kind == .connections && isTable && hasHeader {
      connectionTable.appendTotals(to: &tableText)
    }
    if isTable && !hasHeader && (indexes.isEmpty || endedCount > 0), let nothing {
      notes.append(nothing)
    }
    if choices.kind == .services { notes += services.finish() }
    if pages.omittedTransitions > 0 {
      notes.append(Self.omission(pages.omittedTransitions, "transition"))
    }
    return notes
  }

  /// The note about a table without lines; nil if another note is written.
  private var nothing: String? {
    switch choices.kind {
    case .connections: choices.outcomes == nil ? "no connections" : "no connections of that result"
    case .states: "no state transitions"
    case .events: "no events"
    case .windows, .congestion: "no TCP connection carries data"
    case .pages, .services: nil
    }
  }

  /// The note that `count` items are not shown.
  static func omission(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(count.counted("more " + noun)) \(count == 1 ? "is" : "are") not shown"
  }
}
