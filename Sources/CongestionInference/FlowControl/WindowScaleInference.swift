/// Infers the shift of a window field if the handshake was not captured (RFC 7323, section 2.2).
///
/// Tests exclude shifts: no more is in flight than the window allows, and its right edge does not move back. A shift is
/// inferred when it is the only one left, when data ends at its right edge repeatedly, or when its right edge stays, as
/// it does while the application does not read.
struct WindowScaleInference {
  /// The largest shift (RFC 7323, section 2.3).
  static var largest: Int { 14 }

  /// The right edge for each shift.
  private var edges = InlineArray<15, Int64>(repeating: .min)
  private var overruns = InlineArray<15, UInt16>(repeating: 0)
  private var retreats = InlineArray<15, UInt16>(repeating: 0)
  /// How often new data ended at the right edge.
  private var hits = InlineArray<15, UInt16>(repeating: 0)
  /// How often the right edge stayed while the window shrank.
  private var standstills = InlineArray<15, UInt16>(repeating: 0)
  private var highest: Int64 = .min
  private var hasOverrun = false

  /// The inferred shift; nil until it is known.
  private(set) var value: Int?

  init() {}

  /// Whether a shift fits the captured segments.
  private func isPossible(_ shift: Int) -> Bool {
    overruns[shift] < Calibration.WindowScale.occurrences
      && retreats[shift] < Calibration.WindowScale.occurrences
  }

  /// The shifts that fit the captured segments, the smallest first.
  var candidates: [Int] { (0...Self.largest).filter { isPossible($0) } }

  /// Processes an acknowledgment number and the window that the receiver offers with it.
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

  /// Processes data of the sender that ends at `end`.
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
      // The window cannot shrink faster than data arrives.
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
