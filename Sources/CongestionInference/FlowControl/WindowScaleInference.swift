/// Which shift a window field has, where the handshake that told was not captured (RFC 7323, section 2.2).
///
/// Each test leaves out what cannot be: no more is in flight than the window allows; its right edge does not move back. What
/// is left is a set. One of it is taken for the shift when it alone is left, when data ends at its right edge again and again,
/// or when the right edge stands still for it, as it does while nobody reads.
struct WindowScaleInference {
  /// The largest shift that there is.
  static var largest: Int { 14 }

  /// The right edge by each shift.
  private var edges = InlineArray<15, Int64>(repeating: .min)
  private var overruns = InlineArray<15, UInt16>(repeating: 0)
  private var retreats = InlineArray<15, UInt16>(repeating: 0)
  /// How often new data ended at the right edge.
  private var hits = InlineArray<15, UInt16>(repeating: 0)
  /// How often the right edge stood still while the window shrank.
  private var standstills = InlineArray<15, UInt16>(repeating: 0)
  private var highest: Int64 = .min
  private var hasOverrun = false

  /// The shift; nil while it cannot be told.
  private(set) var value: Int?

  init() {}

  /// Whether a shift fits what was seen.
  private func isPossible(_ shift: Int) -> Bool {
    overruns[shift] < Calibration.WindowScale.occurrences
      && retreats[shift] < Calibration.WindowScale.occurrences
  }

  /// The shifts that fit what was seen, the smallest first.
  var candidates: [Int] { (0...Self.largest).filter { isPossible($0) } }

  /// The receiver acknowledges up to `acknowledgment` and offers a window, after it offered another one.
  mutating func offer(
    _ acknowledgment: Int64, raw: Int, after last: (acknowledgment: Int64, raw: Int)?
  ) {
    hasOverrun = false
    for shift in 0...Self.largest {
      edges[shift] = max(edges[shift], acknowledgment &+ Int64(raw << shift))
    }
    guard let last, last.raw > raw else { return }
    let (advance, shrinkage) = (acknowledgment &- last.acknowledgment, last.raw - raw)
    for shift in 0...Self.largest {
      let move = advance &- Int64(shrinkage << shift)
      let unit = Int64(1) << Int64(shift)
      if move <= -2 * unit { Self.count(&retreats[shift]) }
      if shrinkage >= Calibration.WindowScale.shrinkage && abs(move) < unit {
        Self.count(&standstills[shift])
      }
    }
    decide()
  }

  /// The sender sends data up to `end`.
  mutating func send(to end: Int64) {
    guard end > highest else { return }
    highest = end
    var overran = false
    for shift in 0...Self.largest {
      if end > edges[shift] && !hasOverrun {
        Self.count(&overruns[shift])
        overran = true
      } else if end == edges[shift] {
        Self.count(&hits[shift])
      }
    }
    // One flight beyond an edge is one sign, however many segments it has.
    hasOverrun = hasOverrun || overran
    decide()
  }

  private static func count(_ counter: inout UInt16) { if counter < .max { counter += 1 } }

  private mutating func decide() {
    var (first, last, count) = (-1, -1, 0)
    var (mostHits, mostStandstills) = (-1, -1)
    for shift in 0...Self.largest where isPossible(shift) {
      if first < 0 { first = shift }
      last = shift
      count += 1
      if mostHits < 0 || hits[shift] > hits[mostHits] { mostHits = shift }
      if mostStandstills < 0 || standstills[shift] > standstills[mostStandstills] {
        mostStandstills = shift
      }
    }
    guard count > 0 else {
      value = nil
      return
    }
    if count == 1 {
      value = first
    } else if hits[mostHits] >= Calibration.WindowScale.occurrences && isAlone(mostHits, hits) {
      value = mostHits
    } else if standstills[last] >= Calibration.WindowScale.standstills && mostStandstills == last
      && isAlone(last, standstills)
    {
      // The reader cannot have made the window shrink faster than data arrives.
      value = last
    } else {
      value = nil
    }
  }

  /// Whether a count is four times that of any other shift.
  private func isAlone(_ shift: Int, _ counts: borrowing InlineArray<15, UInt16>) -> Bool {
    for other in 0...Self.largest where other != shift && isPossible(other) {
      if UInt32(counts[other]) * Calibration.WindowScale.dominance > UInt32(counts[shift]) {
        return false
      }
    }
    return true
  }
}
