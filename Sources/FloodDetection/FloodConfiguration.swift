public import InternetTypes

/// The memory limit, the ignored networks and the hash key of a detector.
public struct FloodConfiguration: Sendable {
  /// Bytes that all tables together may take, at least 2 MiB.
  public var memoryLimit = 16 << 20

  /// Networks whose packets are ignored in both directions, such as known scanners and load generators.
  public var ignored: [AddressPrefix] = []

  /// The key of all hashes, random by default.
  ///
  /// Detectors with the same key sample the same flows and build sketches that can be merged.
  public var hashKey = HashKey()

  /// The default configuration.
  public init() {}
}

/// The sizes of the tables within a memory limit.
struct TableSizes {
  var attempts = 1 << 13
  var targets = 1 << 9
  var scans = 1 << 9
  var evidence = 16

  /// Bytes that all tables together take.
  var byteCount: Int {
    AttemptTable.byteCount(capacity: attempts) + TargetTable.byteCount(capacity: targets)
      + ScanTable.byteCount(capacity: scans) + SourceEvidence.byteCount * evidence
      + FlowMemory.byteCount + VolumeTable.byteCount
  }

  /// The largest sizes that take at most `limit` bytes, and at least the smallest sizes.
  init(within limit: Int) {
    while targets < 1 << 15 {
      var larger = self
      larger.attempts *= 2
      larger.targets *= 2
      larger.scans *= 2
      larger.evidence = min(evidence * 2, 256)
      guard larger.byteCount <= limit else { break }
      self = larger
    }
    // The remaining memory goes to the attempts.
    while attempts < 1 << 24 {
      var larger = self
      larger.attempts *= 2
      guard larger.byteCount <= limit else { break }
      self = larger
    }
  }
}
