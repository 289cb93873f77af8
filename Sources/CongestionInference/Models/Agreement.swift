/// Measures how often a model's window was the one that the wire showed.
///
/// Only responses count that show a window: the sender filled one, or had more in flight than the model allows.
struct Agreement {
  /// Responses that showed a window.
  private(set) var checks = 0
  /// How many of them contradicted the model; a difference of one segment counts as a part.
  private(set) var misses = 0.0
  /// The share of contradictions among the latest responses, from 0 to 1.
  private(set) var recent = 0.0

  init() {}

  /// The share of contradictions, from 0 to 1.
  var share: Double { misses / Double(max(checks, 1)) }

  /// Counts a response that showed the model's window.
  mutating func hit() {
    checks += 1
    recent -= recent / Calibration.Agreement.memory
  }

  /// Counts `responses` responses that showed another window, by `difference` segments.
  mutating func miss(by difference: Int, responses: Int = 1) {
    let weight = difference > 1 ? 1 : Calibration.Agreement.single
    for _ in 0..<responses {
      checks += 1
      misses += weight
      recent += (weight - recent) / Calibration.Agreement.memory
    }
  }
}
