import InternetTypes
import Records
import TextOutput

/// The results of rules as lines for people, as NDJSON, or as JUnit's XML.
public struct CheckReport {
  private let results: [CheckResult]
  private let allowsEmpty: Bool

  /// A report of results.
  ///
  /// - Parameters:
  ///   - results: the results.
  ///   - allowsEmpty: whether a rule holds that nothing matched.
  public init(_ results: [CheckResult], allowsEmpty: Bool) {
    self.results = results
    self.allowsEmpty = allowsEmpty
  }

  /// Whether all rules hold.
  public var holds: Bool { results.allSatisfy { holds($0) } }

  private func holds(_ result: CheckResult) -> Bool { result.holds ?? allowsEmpty }

  // MARK: Text

  /// A line for each rule, and one for all.
  public func lines(isColored: Bool) -> [String] {
    let width = min(results.map { $0.rule.text.count }.max() ?? 0, 60)
    var lines = results.map { result in
      let word = result.holds == nil ? "EMPTY" : holds(result) ? "ok   " : "FAIL "
      let color = holds(result) ? 32 : 31
      let mark = isColored ? "\u{1b}[\(color)m\(word)\u{1b}[0m" : word
      let padding = String(repeating: " ", count: max(width - result.rule.text.count, 0))
      return "\(mark)  \(result.rule.text)\(padding)  \(words(result))"
    }
    let broken = results.count { !holds($0) }
    lines.append(
      broken == 0
        ? "\(results.count.counted("rule")) \(results.count == 1 ? "holds" : "hold")"
        : "\(broken) of \(results.count.counted("rule")) \(broken == 1 ? "does" : "do") not hold")
    return lines
  }

  /// The value of a rule in words, and what it is about.
  private func words(_ result: CheckResult) -> String {
    let subject = result.rule.subject.noun
    guard result.holds != nil else { return "no \(subject) matched" }
    switch result.rule.aggregate {
    case .count: return "\(result.matched.counted(subject))"
    case .every:
      guard result.breakers > 0 else {
        return "all of \(result.matched.counted(subject))" + worst(result, ", ")
      }
      let place = result.breaker.map { ", the first is connection \($0)" } ?? ""
      return "not \(result.breakers) of \(result.matched.counted(subject))\(place)"
        + worst(result, "; ")
    case .sum, .minimum, .maximum, .mean, .percentile, .retransmissions:
      return "\(text(result)) over \(result.matched.counted(subject))"
    }
  }

  private func worst(_ result: CheckResult, _ separator: String) -> String {
    result.value == nil ? "" : "\(separator)the worst is \(text(result))"
  }

  /// The value with its unit.
  private func text(_ result: CheckResult) -> String {
    guard let value = result.value else { return "unknown" }
    switch quantity(result) {
    case .share: return FindingWording.percent(value)
    case .time: return FindingWording.duration(Int64((value * 1e9).rounded()))
    case .size: return FindingWording.bytes(UInt64(max(value, 0).rounded()))
    case .rate: return Quantity.rate(value)
    case nil: return Self.number(value)
    }
  }

  private func quantity(_ result: CheckResult) -> CheckUnit.Quantity? {
    if result.rule.aggregate == .retransmissions { return .share }
    guard case .number(let quantity)? = result.rule.field?.type else { return nil }
    return quantity
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  // MARK: NDJSON

  /// A JSON object for each rule.
  public var ndjson: [String] {
    results.map { result in
      var members = ["\"type\":\"check\"", "\"rule\":\(Self.json(result.rule.text))"]
      members.append("\"subject\":\"\(result.rule.subject.rawValue)\"")
      members.append("\"holds\":\(holds(result))")
      members.append("\"empty\":\(result.holds == nil)")
      members.append("\"value\":\(result.value.map { Self.number($0) } ?? "null")")
      let isNumber = if case .number = result.rule.wanted { true } else { false }
      members.append("\"limit\":\(isNumber ? Self.number(result.rule.limit) : "null")")
      members.append("\"matched\":\(result.matched)")
      members.append("\"broken_by\":\(result.breakers)")
      members.append("\"connection\":\(result.breaker.map { "\($0)" } ?? "null")")
      members.append("\"message\":\(Self.json(words(result)))")
      return "{" + members.joined(separator: ",") + "}"
    }
  }

  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  // MARK: JUnit

  /// A test suite in the XML of JUnit, which continuous integration shows.
  public var junit: [String] {
    let broken = results.count { !holds($0) }
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites>",
      "  <testsuite name=\"tcpinspect check\" tests=\"\(results.count)\" failures=\"\(broken)\">",
    ]
    for result in results {
      let name = Self.xml(result.rule.text)
      let message = Self.xml(words(result))
      if holds(result) {
        lines.append("    <testcase classname=\"tcpinspect\" name=\"\(name)\">")
        lines.append("      <system-out>\(message)</system-out>")
      } else {
        lines.append("    <testcase classname=\"tcpinspect\" name=\"\(name)\">")
        lines.append("      <failure message=\"\(message)\"/>")
      }
      lines.append("    </testcase>")
    }
    return lines + ["  </testsuite>", "</testsuites>"]
  }

  private static func xml(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
