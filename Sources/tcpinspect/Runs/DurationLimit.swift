import InternetTypes

/// The limit of `--duration`: packets later than this many seconds after the first one are not processed.
struct DurationLimit {
  private let seconds: Double?
  private var first: Timestamp?

  /// A limit in seconds; nil sets none.
  init(_ seconds: Double?) { self.seconds = seconds }

  /// Whether a packet captured at `time` is after the limit.
  @inline(__always)
  mutating func isOver(at time: @autoclosure () -> Timestamp) -> Bool {
    guard let seconds else { return false }
    let time = time()
    guard let first else {
      self.first = time
      return false
    }
    return (time - first).seconds > seconds
  }
}
