import ConnectionTracking
import FloodDetection
package import InternetTypes

/// The problems as they came: events of connections, failures and alerts.
package struct ProblemList: Sendable {
  package struct Problem: Sendable {
    package var time: Timestamp
    /// The packet's number; 0 if it is not known.
    package var packet: UInt64
    package var connection: UInt64?
    package var text: String
    package var detail: String
    package var style: CellStyle
  }

  /// The last ones, the oldest first.
  package private(set) var problems: [Problem] = []
  /// How many are not in the list, because it is full or because too many came at once.
  package private(set) var leftOut: UInt64 = 0

  static var limit: Int { 2000 }

  package init() {}

  mutating func take(_ snapshot: LiveSnapshot, _ connections: ConnectionsState) {
    leftOut += snapshot.eventsLeftOut
    for event in snapshot.events where event.kind.isProblem {
      problems.append(Problem(event, connections.entries[event.connection]?.row))
    }
    for row in connections.newFailures {
      if let failure = row.failure { problems.append(Problem(failure, row)) }
    }
    for alert in snapshot.alerts { problems.append(Problem(alert)) }
    guard problems.count > Self.limit else { return }
    leftOut += UInt64(problems.count - Self.limit)
    problems.removeFirst(problems.count - Self.limit)
  }
}

extension ProblemList.Problem {
  /// An event of a connection.
  init(_ event: SegmentEvent, _ row: LiveRow?) {
    time = event.time
    packet = event.packet
    connection = event.connection
    text = event.kind.name.description
    let ends = row.map { row in
      let (from, to) =
        event.sender == .client ? (row.client, row.server) : (row.server, row.client)
      return "\(from.text) → \(to.text)"
    }
    detail = "\(ends ?? "connection \(event.connection)")"
    if event.length > 0 { detail += "  \(event.length) bytes" }
    if let original = event.detail.original { detail += "  of #\(original)" }
    if let missing = event.detail.missingBytes { detail += "  \(missing) bytes missing" }
    switch event.kind {
    case .retransmission, .fastRetransmission, .timeoutRetransmission, .injectedReset, .zeroWindow:
      style = .bad
    default: style = .warning
    }
  }

  /// The failure of a connection that ended.
  init(_ failure: ConnectionSummary.Failure, _ row: LiveRow) {
    time = row.last
    packet = 0
    connection = row.index
    text = failure.name.description
    detail = "\(row.client.text) → \(row.server.text)"
    style = .bad
  }

  /// An alert of the flood detector.
  init(_ placed: PlacedAlert) {
    let alert = placed.alert
    time = alert.end ?? alert.time
    packet = placed.packet
    connection = nil
    text = alert.kind.rawValue
    let port = alert.victim.port.map { " port \($0)" } ?? ""
    let sources = alert.sources.estimate
    detail =
      "\(alert.victim.text)\(port): \(alert.syns) attempts, peak \(Int(alert.synRatePeak))/s, "
      + "about \(sources) source\(sources == 1 ? "" : "s")"
      + (alert.end == nil ? "" : "; over")
    style = alert.severity == .alert && alert.end == nil ? .bad : .warning
  }
}
