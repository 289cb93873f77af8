/// The sequence space of one data sender, unwrapped: 0 is the first number seen of it.
struct SequencePlane: Sendable {
  private var base: UInt32?
  /// The highest number after data or acknowledgments so far.
  private(set) var highest: Int64 = 0

  /// The place of a number as on the wire, next to the highest one.
  mutating func place(_ number: UInt32) -> Int64 {
    guard let base else {
      self.base = number
      return 0
    }
    let reached = base &+ UInt32(truncatingIfNeeded: highest)
    return highest &+ Int64(Int32(bitPattern: number &- reached))
  }

  /// Notes that numbers below this one were sent.
  mutating func reach(_ place: Int64) { highest = max(highest, place) }
}
