import InternetTypes

/// What `--duration` means for packet time: the end comes so many seconds after the first packet.
struct DurationLimit {
  private let seconds: Double?
  private var first: Timestamp?

  /// A limit in seconds; nil never ends.
  init(_ seconds: Double?) { self.seconds = seconds }

  /// Whether a packet of `time` comes after the end.
  mutating func isOver(at time: Timestamp) -> Bool {
    guard let seconds else { return false }
    guard let first else {
      self.first = time
      return false
    }
    return (time - first).seconds > seconds
  }
}
