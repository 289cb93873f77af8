import InternetTypes

/// Writes instants as date and time of day, in UTC or in a zone.
package struct PageClock: Sendable {
  /// Returns how many seconds local time is ahead of UTC at a second since the epoch.
  let utcOffset: @Sendable (Int64) -> Int
  /// The decimals of the capture, 6 or 9.
  let isFine: Bool

  /// A clock of a zone.
  package init(isFine: Bool, utcOffset: @escaping @Sendable (Int64) -> Int) {
    self.isFine = isFine
    self.utcOffset = utcOffset
  }

  /// `2026-11-21 06:27:25.976351`.
  func text(_ time: Timestamp, decimals: Int = 6) -> String {
    let second = time.seconds &+ Int64(utcOffset(time.seconds))
    let date = CalendarDate(second: second)
    let ofDay = (second % 86_400 + 86_400) % 86_400
    let clock = [ofDay / 3600, ofDay / 60 % 60, ofDay % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let digits = "\(time.nanoseconds)"
    let fraction = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    return date.text + " " + clock.joined(separator: ":")
      + (decimals > 0 ? "." + fraction.prefix(decimals) : "")
  }

  /// The name of the zone at a time: `UTC`, `UTC+02:00`.
  func zone(at time: Timestamp) -> String {
    let offset = utcOffset(time.seconds)
    guard offset != 0 else { return "UTC" }
    let minutes = abs(offset) / 60
    let (hours, rest) = (minutes / 60, minutes % 60)
    return "UTC" + (offset < 0 ? "−" : "+") + (hours < 10 ? "0" : "") + "\(hours):"
      + (rest < 10 ? "0" : "") + "\(rest)"
  }
}
