/// The evidence for a verdict, as numbers; `Records` words it (`EvidenceWording.swift`).
///
/// Penalties are points for differences between a model's window and the wire's; samples are acknowledgments that the
/// sender responded to.
public enum Evidence: Hashable, Sendable {
  /// The direction had too few data segments for models.
  case tooFewSegments(Int)
  /// The sender responded to too few acknowledgments.
  case tooFewAcknowledgments(Int)
  /// The direction was not analysed, because that many connections had models already.
  case notFollowed(limit: Int)
  /// The algorithm fits better than another.
  case fits(
    AlgorithmName, penalty: Double, other: AlgorithmName, otherPenalty: Double, samples: Int)
  /// The algorithm as in the RFCs fits better than Linux's models.
  case fitsRFC(AlgorithmName, penalty: Double, linuxPenalty: Double, samples: Int)
  /// Neither Reno nor CUBIC explains the windows, and BBR fits better.
  case onlyBBRFits(lossBasedPenalty: Double, penalty: Double, samples: Int)
  /// The share of full segments that left between acknowledgments, from 0 to 1.
  case paced(share: Double)
  /// The first flight is smaller than Linux's initial window.
  case foreignInitialWindow(segments: Int)
  /// No partial acknowledgment in recovery distinguishes Reno from NewReno (RFC 6582).
  case noPartialAcknowledgment
  /// The order of events was taken from a model, so that it is no evidence for one.
  case orderFromModel
  /// Reno and CUBIC both explain the windows.
  case bothLossBasedFit
  /// Neither Reno nor CUBIC explains the windows well.
  case noLossBasedFits
  /// The median factor of the window over a number of reductions.
  case reductions(count: Int, factor: Double)
  /// Slow start ended without a loss, by HyStart.
  case hystart
}
