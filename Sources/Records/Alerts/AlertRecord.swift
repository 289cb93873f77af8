public import FloodDetection
import InternetTypes

/// An alert as a record: one JSON object, or one line of CSV.
public struct AlertRecord {
  private let alert: FloodAlert
  private let precision: TimePrecision

  /// The record of an alert.
  public init(_ alert: FloodAlert, precision: TimePrecision) {
    self.alert = alert
    self.precision = precision
  }

  /// The JSON object, without a line end.
  public var json: String {
    let fields = [
      ("type", text("alert")), ("kind", text(alert.kind.rawValue)),
      ("time", time(alert.time)), ("start", time(alert.start)),
      ("end", alert.end.map(time) ?? "null"),
      (
        "victim",
        object([
          ("address", text(alert.victim.text)),
          ("port", alert.victim.port.map { "\($0)" } ?? "null"),
        ])
      ),
      ("severity", text(alert.severity.rawValue)), ("confidence", decimal(alert.confidence, 2)),
      (
        "sources",
        object([
          ("kind", text(alert.sources.kind.rawValue)), ("estimate", "\(alert.sources.estimate)"),
          ("top", "[" + tops.joined(separator: ",") + "]"),
        ])
      ),
      ("syn_rate_peak", decimal(alert.synRatePeak, 1)), ("syns", "\(alert.syns)"),
      ("handshakes_completed", "\(alert.handshakesCompleted)"),
      ("half_open_peak", "\(alert.halfOpenPeak)"),
      ("one_sided", alert.isOneSided ? "true" : "false"),
      ("evidence", "[" + alert.evidence.map { text($0.text) }.joined(separator: ",") + "]"),
      ("filter", text(AlertAdvice(alert).filter)),
    ]
    return object(fields)
  }

  private var tops: [String] {
    alert.sources.top.map {
      object([("address", text($0.address.text)), ("share", decimal($0.share, 4))])
    }
  }

  /// The names of the CSV columns.
  public static let columns = [
    "type", "kind", "time", "start", "end", "victim.address", "victim.port", "severity",
    "confidence", "sources.kind", "sources.estimate", "sources.top", "syn_rate_peak", "syns",
    "handshakes_completed", "half_open_peak", "one_sided", "evidence", "filter",
  ]

  /// The line of CSV in the order of `columns`, without a line end.
  public var csv: String {
    let tops = alert.sources.top.map { "\($0.address.text) \(decimal($0.share, 4))" }
    let fields = [
      "alert", alert.kind.rawValue, time(alert.time), time(alert.start),
      alert.end.map(time) ?? "", alert.victim.text, alert.victim.port.map { "\($0)" } ?? "",
      alert.severity.rawValue, decimal(alert.confidence, 2), alert.sources.kind.rawValue,
      "\(alert.sources.estimate)", tops.joined(separator: "; "), decimal(alert.synRatePeak, 1),
      "\(alert.syns)", "\(alert.handshakesCompleted)", "\(alert.halfOpenPeak)",
      alert.isOneSided ? "true" : "false", alert.evidence.map(\.text).joined(separator: "; "),
      AlertAdvice(alert).filter,
    ]
    return fields.map(Self.quoted).joined(separator: ",")
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }

  private func time(_ time: Timestamp) -> String {
    let digits = precision == .nanoseconds ? 9 : 6
    let text = String(precision == .nanoseconds ? time.nanoseconds : time.nanoseconds / 1000)
    return "\(time.seconds)." + String(repeating: "0", count: max(digits - text.count, 0)) + text
  }

  /// A number from 0 to 10^12 with a fixed number of decimals.
  private func decimal(_ value: Double, _ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1) { (scale, _) in scale * 10 }
    let scaled = Int(min(max(value, 0), 1e12) * Double(scale) + 0.5)
    let fraction = String(scaled % scale)
    return "\(scaled / scale)."
      + String(repeating: "0", count: max(decimals - fraction.count, 0)) + fraction
  }

  private func object(_ fields: [(String, String)]) -> String {
    "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  /// A JSON string.
  private func text(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
