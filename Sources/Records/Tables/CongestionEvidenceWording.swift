import CongestionInference
import InternetTypes

extension Evidence {
  /// The evidence as a phrase of a sentence, in English.
  var wording: String {
    switch self {
    case .tooFewSegments(let count):
      "\(count.counted("segment")) \(Self.are(count)) too few to tell"
    case .tooFewAcknowledgments(let count):
      "\(count.counted("acknowledgment")) \(Self.are(count)) too few to tell"
    case .notFollowed(let limit): "not followed: \(limit) connections had models already"
    case .fits(let algorithm, let penalty, let other, let otherPenalty, let samples):
      "the windows on the wire differ from \(algorithm.title)'s by \(Self.figure(penalty)), from "
        + "\(other.title)'s by \(Self.figure(otherPenalty)) over "
        + samples.counted("acknowledgment")
    case .fitsRFC(let algorithm, let penalty, let linuxPenalty, let samples):
      "the windows on the wire differ from the RFCs' \(algorithm.title) by "
        + "\(Self.figure(penalty)), from Linux's by \(Self.figure(linuxPenalty)) over "
        + "\(samples) acknowledgments"
    case .onlyBBRFits(let lossBasedPenalty, let penalty, let samples):
      "neither Reno nor CUBIC explains the windows: \(Self.figure(lossBasedPenalty)) against "
        + "\(Self.figure(penalty)) for BBR over \(samples.counted("acknowledgment"))"
    case .paced(let share):
      "\(Self.percentage(share)) of full segments left between acknowledgments"
    case .foreignInitialWindow(let segments):
      "the first flight is not Linux's: \(segments) segments"
    case .noPartialAcknowledgment: "no partial acknowledgment tells Reno from NewReno"
    case .orderFromModel:
      "without timestamps, this far from the sender, the order of events rests on the model itself"
    case .bothLossBasedFit: "Reno and CUBIC both explain what was seen"
    case .noLossBasedFits: "neither Reno nor CUBIC explains what was seen well"
    case .reductions(let count, let factor):
      "\(count.counted("reduction")) to \(Self.figure(factor)) of the window"
    case .hystart: "slow start ended without a loss (HyStart)"
    }
  }

  private static func are(_ count: Int) -> String { count == 1 ? "is" : "are" }

  /// A number with two decimals.
  private static func figure(_ value: Double) -> String {
    let hundredths = Int((min(max(value, 0), 1e9) * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  private static func percentage(_ share: Double) -> String {
    "\(Int((min(max(share, 0), 1) * 100).rounded())) %"
  }
}
