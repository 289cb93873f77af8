/// The result of a rule.
public struct CheckResult: Sendable {
  /// The rule.
  public var rule: CheckRule
  /// The value that was computed, in the units of records; nil if no record had one.
  public var value: Double?
  /// The records that matched.
  public var matched: UInt64
  /// Whether the rule holds; nil if nothing matched, so that it says nothing.
  public var holds: Bool?
  /// The first record that breaks the rule, if it must hold for each: its connection's index.
  public var breaker: UInt64?
  /// How many records break it.
  public var breakers: UInt64 = 0
}

/// Computes the value of one rule over records.
struct CheckState {
  let rule: CheckRule
  private var matched: UInt64 = 0
  private var known: UInt64 = 0
  private var sum = 0.0
  private var smallest = Double.infinity
  private var largest = -Double.infinity
  /// All values, where a percentile needs them.
  private var values: [Double] = []
  private var breakers: UInt64 = 0
  private var breaker: UInt64?
  private var worst: Double?
  private var retransmitted: UInt64 = 0
  private var packets: UInt64 = 0

  init(_ rule: CheckRule) { self.rule = rule }

  /// Adds the packets with data of a connection, for the share of retransmissions.
  mutating func add(retransmitted: UInt64, of packets: UInt64) {
    guard rule.aggregate == .retransmissions else { return }
    self.retransmitted &+= retransmitted
    self.packets &+= packets
    if packets > 0 { matched += 1 }
  }

  /// Adds a record.
  mutating func add(_ value: (CheckField) -> CheckValue, connection: UInt64?) {
    guard rule.aggregate != .retransmissions, rule.condition.holds(value) else { return }
    matched += 1
    guard let field = rule.field else { return }
    let found = value(field)
    if rule.aggregate == .every { return judge(found, connection) }
    guard case .number(let number) = found else { return }
    known += 1
    sum += number
    smallest = min(smallest, number)
    largest = max(largest, number)
    if case .percentile = rule.aggregate { values.append(number) }
  }

  private mutating func judge(_ found: CheckValue, _ connection: UInt64?) {
    // What is unknown neither keeps nor breaks a rule, unless the rule is about that.
    if found == .null, rule.wanted != .null { return }
    known += 1
    let holds: Bool
    if case (.number(let left), .number(let right)) = (found, rule.wanted) {
      holds = rule.comparison.holds(left, right)
      let isWorse = worst.map { rule.comparison.isUpperBound ? left > $0 : left < $0 } ?? true
      if isWorse { worst = left }
    } else {
      holds = (found == rule.wanted) == (rule.comparison == .equal)
    }
    guard !holds else { return }
    breakers += 1
    if breaker == nil { breaker = connection }
  }

  /// The result after all records.
  mutating func result() -> CheckResult {
    var result = CheckResult(rule: rule, value: value(), matched: matched, holds: nil)
    switch rule.aggregate {
    case .every:
      result.matched = known
      result.holds = known > 0 ? breakers == 0 : nil
      (result.breaker, result.breakers) = (breaker, breakers)
    case .count, .sum, .minimum, .maximum, .mean, .percentile, .retransmissions:
      result.holds = result.value.map { rule.comparison.holds($0, rule.limit) }
    }
    return result
  }

  private mutating func value() -> Double? {
    switch rule.aggregate {
    case .count: return Double(matched)
    case .every: return worst
    case .retransmissions: return packets > 0 ? Double(retransmitted) / Double(packets) : nil
    case .sum: return known > 0 ? sum : nil
    case .minimum: return known > 0 ? smallest : nil
    case .maximum: return known > 0 ? largest : nil
    case .mean: return known > 0 ? sum / Double(known) : nil
    case .percentile(let share):
      guard !values.isEmpty else { return nil }
      values.sort()
      // The nearest rank: the smallest value that at least this share of all does not exceed.
      let rank = Int((share * Double(values.count)).rounded(.up))
      return values[min(max(rank, 1), values.count) - 1]
    }
  }
}
