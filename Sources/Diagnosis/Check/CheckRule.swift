/// The kinds of records that rules are about.
public enum CheckSubject: String, CaseIterable, Hashable, Sendable {
  case connection, finding, alert, congestion, event

  /// What one of the records is called in a sentence.
  var noun: String { self == .congestion ? "sender" : rawValue }
}

/// A field of a record: its path, and the type of its values.
struct CheckField: Hashable, Sendable {
  var subject: CheckSubject
  var path: String
  var type: CheckType
}

/// A value in a condition.
enum CheckValue: Hashable, Sendable {
  case number(Double)
  case text(String)
  case flag(Bool)
  case null
}

/// A condition on one record.
indirect enum CheckCondition: Hashable, Sendable {
  case always
  case compare(CheckField, CheckComparison, CheckValue)
  case and(CheckCondition, CheckCondition)
  case or(CheckCondition, CheckCondition)
  case not(CheckCondition)

  /// Whether it holds, with the values of fields.
  func holds(_ value: (CheckField) -> CheckValue) -> Bool {
    switch self {
    case .always: true
    case .and(let left, let right): left.holds(value) && right.holds(value)
    case .or(let left, let right): left.holds(value) || right.holds(value)
    case .not(let condition): !condition.holds(value)
    case .compare(let field, let comparison, let wanted):
      Self.compare(value(field), comparison, wanted)
    }
  }

  /// A comparison with what is unknown holds only for `!=` and for `== null`.
  private static func compare(
    _ value: CheckValue, _ comparison: CheckComparison, _ wanted: CheckValue
  ) -> Bool {
    if case (.number(let left), .number(let right)) = (value, wanted) {
      return comparison.holds(left, right)
    }
    return comparison == .equal ? value == wanted : comparison == .unequal && value != wanted
  }

  /// The fields that it reads.
  var fields: [CheckField] {
    switch self {
    case .always: []
    case .compare(let field, _, _): [field]
    case .and(let left, let right), .or(let left, let right): left.fields + right.fields
    case .not(let condition): condition.fields
    }
  }
}

/// What a rule computes over records.
enum CheckAggregate: Hashable, Sendable {
  case count
  case sum, minimum, maximum, mean
  /// A percentile, as a share from 0 to 1.
  case percentile(Double)
  /// The rule must hold for every value.
  case every
  /// Retransmitted packets of all connections, divided by their packets with data.
  case retransmissions

  /// The function of a name.
  init?(_ name: String) {
    switch name {
    case "count": self = .count
    case "sum": self = .sum
    case "min": self = .minimum
    case "max": self = .maximum
    case "mean": self = .mean
    default:
      guard name.first == "p", let percent = Double(name.dropFirst()), (0...100).contains(percent)
      else { return nil }
      self = .percentile(percent / 100)
    }
  }

  /// The names of functions.
  static var names: String { "count sum min max mean p50 p90 p99" }
}

/// A rule: what is computed over which records, and what it must be.
public struct CheckRule: Hashable, Sendable {
  /// The rule as it was written.
  public var text: String
  /// The records that it is about.
  public var subject: CheckSubject
  var aggregate: CheckAggregate
  /// The field that is aggregated; nil for counts.
  var field: CheckField?
  var condition: CheckCondition
  var comparison: CheckComparison
  var limit: Double
  /// What an `every` compares with, if it is no number.
  var wanted: CheckValue

  /// The fields that it reads.
  var fields: [CheckField] { (field.map { [$0] } ?? []) + condition.fields }
}
