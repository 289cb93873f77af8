/// A date of the proleptic Gregorian calendar.
package struct CalendarDate: Hashable, Sendable {
  package let year: Int
  /// From 1.
  package let month: Int
  /// From 1.
  package let day: Int

  /// The date of a second since the epoch.
  package init(second: Int64) {
    self.init(day: second >= 0 ? second / 86_400 : (second &- 86_399) / 86_400)
  }

  /// The date of a day counted from 1970-01-01, in eras of 400 years that begin on the first of March.
  package init(day number: Int64) {
    let days = Int(number) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The date as RFC 3339 writes it: `2026-11-30`.
  package var text: String {
    let digits = String(max(year, 0))
    return String(repeating: "0", count: max(4 - digits.utf8.count, 0)) + digits
      + (month < 10 ? "-0" : "-") + "\(month)" + (day < 10 ? "-0" : "-") + "\(day)"
  }
}
