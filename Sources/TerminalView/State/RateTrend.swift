import InternetTypes

/// The bytes of a connection in each of the last seconds of packet time, for a small curve.
struct RateTrend: Sendable {
  /// How many whole seconds are shown.
  static let count = 10

  /// The bytes of seconds, at their number modulo the places: those shown, and the one that is not over.
  private var bytes = InlineArray<11, UInt32>(repeating: 0)
  private var second = Int64.min
  private var total: UInt64 = 0

  private static func place(_ second: Int64) -> Int {
    Int(((second % 11) + 11) % 11)
  }

  /// Notes how many bytes there were up to a time, of a connection that began at another.
  mutating func note(_ total: UInt64, at time: Timestamp, since start: Timestamp) {
    let now = time.seconds
    if second == .min {
      // What came before it was seen is in no second that is known, but in this one if it began there.
      (second, self.total) = (now, now == start.seconds ? 0 : total)
    }
    guard now >= second else { return }
    if now - second > Int64(Self.count) {
      bytes = InlineArray(repeating: 0)
      second = now
    }
    while second < now {
      second += 1
      bytes[Self.place(second)] = 0
    }
    let new = total >= self.total ? total - self.total : 0
    let place = Self.place(now)
    bytes[place] = UInt32(clamping: UInt64(bytes[place]) + new)
    self.total = total
  }

  /// The bytes of the last whole seconds before a time, the latest last.
  func seconds(before time: Timestamp) -> [UInt32] {
    let now = time.seconds
    return (1...Int64(Self.count)).reversed().map { age in
      let wanted = now - age
      guard wanted <= second, wanted > second - 11 else { return 0 }
      return bytes[Self.place(wanted)]
    }
  }

  /// The bytes of all seconds that are known.
  var latestSum: UInt64 {
    var sum: UInt64 = 0
    for place in bytes.indices { sum += UInt64(bytes[place]) }
    return sum
  }
}
