import InternetTypes

extension Timestamp {
  /// Date and time in UTC as RFC 3339 writes them: `2026-11-30T12:00:00.000001Z`.
  func rfc3339(_ precision: TimePrecision) -> String {
    var (second, rest) = rawValue.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest < 0 { (second, rest) = (second - 1, rest + 1_000_000_000) }
    let ofDay = (second % 86_400 + 86_400) % 86_400
    let clock = [ofDay / 3600, ofDay / 60 % 60, ofDay % 60].map { Self.digits($0, 2) }
    let fraction =
      precision == .microseconds ? Self.digits(rest / 1000, 6) : Self.digits(rest, 9)
    return "\(CalendarDate(second: second).text)T\(clock.joined(separator: ":")).\(fraction)Z"
  }

  /// A number padded with zeros to at least `count` digits.
  private static func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(count - text.utf8.count, 0)) + text
  }
}
