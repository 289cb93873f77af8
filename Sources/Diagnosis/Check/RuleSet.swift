public import CongestionInference
public import ConnectionTracking
public import FloodDetection
import InternetTypes
import Records

/// Rules, and what records say about them.
public struct RuleSet: FindingsReceiver {
  /// An error in a rule, with its place.
  public struct Failure: Error, Hashable, Sendable {
    /// Where the rule is: `rule 2`, or a file and its line.
    public var place: String
    /// The rule.
    public var text: String
    /// The error.
    public var error: CheckError
  }

  private var states: [CheckState]
  private var readers: [CheckSubject: FieldReader] = [:]
  private var places: [CheckSubject: [CheckField: Int]] = [:]
  /// The kinds of records that rules are about.
  public let subjects: Set<CheckSubject>

  /// The rules of these texts, each with its place.
  ///
  /// - Throws: the first error.
  public init(_ texts: [(place: String, text: String)]) throws(Failure) {
    var states: [CheckState] = []
    for (place, text) in texts {
      do throws(CheckError) {
        var rule = try CheckParser.rule(text)
        rule.text = rule.text.trimmed
        states.append(CheckState(rule))
      } catch {
        throw Failure(place: place, text: text, error: error)
      }
    }
    self.states = states
    subjects = Set(states.map(\.rule.subject))
    for subject in subjects {
      let fields = Set(states.filter { $0.rule.subject == subject }.flatMap(\.rule.fields))
        .sorted { $0.path < $1.path }
      places[subject] = Dictionary(
        uniqueKeysWithValues: fields.enumerated().map { ($0.element, $0.offset) })
      readers[subject] = Self.reader(subject, fields.map(\.path))
    }
  }

  private static func reader(_ subject: CheckSubject, _ paths: [String]) -> FieldReader {
    switch subject {
    case .connection: FieldReader(ConnectionSchema.self, paths: paths)
    case .finding: FieldReader(FindingSchema.self, paths: paths)
    case .alert: FieldReader(AlertSchema.self, paths: paths)
    case .congestion: FieldReader(CongestionSchema.self, paths: paths)
    case .event: FieldReader(EventSchema.self, paths: paths)
    }
  }

  /// Ignores transitions, which rules are not about.
  public mutating func take(_ transition: StateTransition) {}

  /// Ignores windows, which rules are not about.
  public mutating func take(_ window: WindowRecord) {}

  /// Judges an event.
  public mutating func take(_ event: SegmentEvent) {
    judge(.event, connection: event.connection) { $0.read(event, as: EventSchema.self) }
  }

  /// Judges a verdict.
  public mutating func take(_ verdict: CongestionVerdict) {
    judge(.congestion, connection: verdict.connection) {
      $0.read(verdict, as: CongestionSchema.self)
    }
  }

  /// Judges a connection.
  public mutating func take(_ ended: borrowing ConnectionSummary) {
    let summary = copy ended
    if summary.protocol == .tcp {
      for direction in [summary.clientToServer, summary.serverToClient]
      where direction.payloadBytes | direction.retransmittedPackets != 0 {
        for index in states.indices {
          states[index].add(retransmitted: direction.retransmittedPackets, of: direction.packets)
        }
      }
    }
    judge(.connection, connection: summary.index) {
      $0.read(summary, as: ConnectionSchema.self)
    }
  }

  /// Judges an alert; its end is no second one.
  public mutating func take(_ alert: FloodAlert) {
    guard alert.end == nil else { return }
    judge(.alert, connection: nil) { $0.read(alert, as: AlertSchema.self) }
  }

  /// Judges a finding.
  public mutating func take(_ finding: FindingRecord) {
    judge(.finding, connection: finding.finding.connection) {
      $0.read(finding, as: FindingSchema.self)
    }
  }

  /// The results of all rules, in their order.
  public mutating func results() -> [CheckResult] {
    states.indices.map { states[$0].result() }
  }

  private mutating func judge(
    _ subject: CheckSubject, connection: UInt64?, _ read: (inout FieldReader) -> Void
  ) {
    guard var reader = readers.removeValue(forKey: subject), let places = places[subject] else {
      return
    }
    read(&reader)
    let values = reader.values
    readers[subject] = reader
    for index in states.indices where states[index].rule.subject == subject {
      states[index].add(
        { field in places[field].map { values[$0] } ?? .null }, connection: connection)
    }
  }
}

extension String {
  /// The text without blanks around it.
  fileprivate var trimmed: String {
    String(String(drop { $0.isWhitespace }.reversed()).drop { $0.isWhitespace }.reversed())
  }
}
