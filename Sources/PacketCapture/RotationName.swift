import SystemServices

/// How the files of a rotation are called.
struct RotationName {
  /// The path as it was given, with conversions of strftime(3) where files follow each other in time.
  let pattern: String
  /// Whether the pattern's conversions are replaced.
  let isTimed: Bool
  /// How many digits a file's number has at least; 0 leaves the first file without a number.
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

  /// The path of the file with that number, begun at that second of the epoch, in local time.
  func path(number: Int, second: Int64) -> String {
    let start = isTimed ? SystemClock.formatted(pattern, at: second) : pattern
    if number == 0 && digitCount == 0 { return start }
    let digits = String(number)
    return start + String(repeating: "0", count: max(0, digitCount - digits.count)) + digits
  }
}
