/// What speaks for a verdict, as numbers; Reporting words it.
///
/// Penalties are points that a model got for each difference between its window and the wire's; samples are
/// acknowledgments that the sender responded to.
public enum Evidence: Hashable, Sendable {
  /// The direction had too few data segments for models.
  case tooFewSegments(Int)
  /// Too few acknowledgments were responded to.
  case tooFewAcknowledgments(Int)
  /// The direction was not followed, because that many connections had models already.
  case notFollowed(limit: Int)
  /// The algorithm fits better than another.
  case fits(
    AlgorithmName, penalty: Double, other: AlgorithmName, otherPenalty: Double, samples: Int)
  /// The algorithm fits as the RFCs have it, better than Linux's.
  case fitsRFC(AlgorithmName, penalty: Double, linuxPenalty: Double, samples: Int)
  /// Neither Reno nor CUBIC explains the windows, and BBR does better.
  case onlyBBRFits(lossBasedPenalty: Double, penalty: Double, samples: Int)
  /// The share of full segments that left between acknowledgments, from 0 to 1.
  case paced(share: Double)
  /// The first flight is smaller than Linux's initial window.
  case foreignInitialWindow(segments: Int)
  /// No partial acknowledgment in recovery tells Reno from NewReno (RFC 6582).
  case noPartialAcknowledgment
  /// The order of events was taken from a model, so that it cannot speak for one.
  case orderFromModel
  /// Reno and CUBIC both explain what was seen.
  case bothLossBasedFit
  /// Neither Reno nor CUBIC explains what was seen well.
  case noLossBasedFits
  /// What the window was multiplied by in the median of so many reductions.
  case reductions(count: Int, factor: Double)
  /// Slow start ended without a loss, by HyStart.
  case hystart
}
