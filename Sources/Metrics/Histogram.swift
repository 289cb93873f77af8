/// How many times, in seconds, were at most each of some bounds.
struct Histogram: Hashable, Sendable {
  /// The bounds in nanoseconds and as they are written: from a network of a machine room to a satellite and a lost SYN.
  static let bounds: [(nanoseconds: Int64, text: String)] = [
    (100_000, "0.0001"), (250_000, "0.00025"), (500_000, "0.0005"), (1_000_000, "0.001"),
    (2_500_000, "0.0025"), (5_000_000, "0.005"), (10_000_000, "0.01"), (25_000_000, "0.025"),
    (50_000_000, "0.05"), (100_000_000, "0.1"), (250_000_000, "0.25"), (500_000_000, "0.5"),
    (1_000_000_000, "1.0"), (2_500_000_000, "2.5"), (5_000_000_000, "5.0"),
  ]

  /// How many times are above the bound before and at most this one; the last number is of those above all bounds.
  private(set) var counts = [UInt64](repeating: 0, count: bounds.count + 1)
  /// The sum of all times, in nanoseconds.
  private(set) var sum: UInt64 = 0

  /// How many times there are.
  var count: UInt64 { counts.reduce(0, &+) }

  /// Adds a time in nanoseconds; a negative one, which clocks that step make, is left out.
  mutating func add(_ nanoseconds: Int64) {
    guard nanoseconds >= 0 else { return }
    let place = Self.bounds.firstIndex { nanoseconds <= $0.nanoseconds } ?? Self.bounds.count
    counts[place] &+= 1
    sum &+= UInt64(nanoseconds)
  }
}
