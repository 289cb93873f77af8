#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The kind and number of the sources, judged from the evidence.
struct SourceJudgement {
  var kind: FloodAlert.SourceKind
  /// The confidence in the kind, from 0 to 1.
  var confidence: Double
  /// The estimated number of distinct sources.
  var estimate: Int
  /// Whether the sources are spread over many unrelated networks.
  var isWide: Bool
  /// Whether one machine forged the sources: hosts of unrelated networks, each seen once, at the same distance.
  ///
  /// The paths of real clients differ in length, and a real client connects more than once.
  var isForged: Bool

  /// Judges the evidence.
  ///
  /// - Parameters:
  ///   - evidence: The sketches of the suspicious attempts.
  ///   - sum: The outcomes of all attempts since the suspicion began.
  init(_ evidence: SourceEvidence, _ sum: Target.Counts) {
    let records = Double(max(evidence.records, 1))
    let distinct = min(evidence.sources.estimate, records)
    let diversity = distinct / records
    let topShare = evidence.topSources.topShare
    // The share of all attempts, not of suspicious ones: a reset arrives at once, silence is known later.
    let resetShare = Double(sum.reset) / Double(max(sum.attempts, sum.reset, 1))
    let uniformTime = evidence.timesToLive.topShare
    let isConcentrated = evidence.topNetworks.topShare >= 0.5
    isWide = evidence.topRegions.topShare < 0.3
    estimate = Self.estimate(evidence, distinct)
    isForged =
      isWide && uniformTime >= Thresholds.forgedShare && diversity >= Thresholds.forgedShare
      && evidence.records >= Thresholds.forgedRecords

    if topShare >= 0.5 {
      kind = .single
      confidence = 0.6 + 0.4 * topShare
    } else if isConcentrated && (diversity < 0.9 || evidence.isIPv4) {
      // One network: forged packets come from one machine, so all take the same path and have the same time to live.
      if uniformTime >= 0.9 && resetShare < 0.5 {
        kind = .spoofed
        confidence = 0.75
      } else {
        kind = .distributed
        confidence = resetShare >= 0.5 ? 0.8 : 0.7
      }
    } else if diversity >= 0.5 && resetShare < 0.6 {
      kind = .spoofed
      confidence = min(0.5 + 0.5 * diversity, records < 50 ? 0.85 : 0.99)
    } else if resetShare >= 0.6 {
      kind = .distributed
      confidence = 0.7
    } else {
      // Repeated addresses: forged by one machine, or real machines.
      kind = uniformTime >= 0.95 && records >= 50 ? .spoofed : .distributed
      confidence = 0.6
    }
  }

  /// The number of distinct sources among all attempts if only a sample was recorded.
  ///
  /// With sources of equal rates the sample holds a Poisson number of attempts of each; its mean follows from how many
  /// of the sample's attempts are distinct.
  private static func estimate(_ evidence: SourceEvidence, _ distinct: Double) -> Int {
    let records = Double(evidence.records)
    guard evidence.attempts > evidence.records, records > 0 else { return Int(distinct.rounded()) }
    let scale = Double(evidence.attempts) / records
    let share = min(distinct / records, 1)
    // A share within the error of the sketch does not show that sources repeat.
    if share >= 1 - 3 * evidence.sources.standardError { return Int(evidence.attempts) }
    // Solves (1 - exp(-mean)) / mean = share.
    var (low, high) = (1e-9, 1e4)
    for _ in 0..<60 {
      let mean = (low * high).squareRoot()
      if (1 - exp(-mean)) / mean > share { low = mean } else { high = mean }
    }
    let sources = records / low
    let all = min(sources * (1 - exp(-low * scale)), Double(evidence.attempts))
    return Int(max(all, distinct).rounded())
  }
}
