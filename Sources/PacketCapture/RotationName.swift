import SystemServices

/// The names of the files of a rotation.
struct RotationName {
  /// The path as given; with a limit on time it contains conversions of strftime(3).
  let pattern: String
  /// Whether the pattern's conversions are replaced.
  let isTimed: Bool
  /// How many digits the number of a file has at least; with 0 the first file has no number.
  let digitCount: Int

  /// Names with as many digits as the last of `limit` files needs, counted from 0.
  init(pattern: String, isTimed: Bool, limit: Int?) {
    self.pattern = pattern
    self.isTimed = isTimed
    var rest = max(0, (limit ?? 1) - 1)
    var digits = 0
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    digitCount = digits
  }

  /// The path of a file by its number and the second when it began, shown in local time.
  func path(number: Int, second: Int64) -> String {
    let start = isTimed ? SystemClock.formatted(pattern, at: second) : pattern
    if number == 0 && digitCount == 0 { return start }
    let digits = String(number)
    return start + String(repeating: "0", count: max(0, digitCount - digits.count)) + digits
  }
}
