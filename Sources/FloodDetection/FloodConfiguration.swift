/// What the detector may use, and whom it passes over.
public struct FloodConfiguration: Sendable {
  /// Bytes that all tables together may take; less than 2 MiB is taken as 2 MiB.
  public var memoryLimit = 16 << 20

  /// Networks whose packets, in either direction, are not looked at: known scanners and load generators.
  public var ignored: [AddressPrefix] = []

  /// The defaults.
  public init() {}
}

/// The numbers that decide, all in one place; rates are attempts a second.
///
/// They were tuned on labelled recordings of real stacks: the text of the manual says what they mean for a user.
struct Thresholds {
  /// How often targets are looked at, in nanoseconds.
  static var tick: Int64 { 250_000_000 }
  static var tickSeconds: Double { 0.25 }

  /// The age at which an attempt is judged, in nanoseconds: a stack that got no answer has sent its SYN again by then
  /// (after one second, RFC 6298), and a client that got one has completed the handshake.
  static var judgementAge: Int64 { 1_250_000_000 }

  /// A SYN that comes again is a retransmission from this age on, in nanoseconds; before, the capture saw it twice.
  static var duplicateAge: Int64 { 200_000_000 }

  /// The age at which an attempt whose SYN came again is judged once more, in nanoseconds: a real client that was answered
  /// has completed the handshake by then.
  static var reviewAge: Int64 { 5_000_000_000 }

  /// How long an attempt counts as half open: Linux gives up after its fifth SYN-ACK retry, 63 seconds.
  static var halfOpenAge: Int64 { 63_000_000_000 }

  /// The attempts in the table must last so long when there are too many for it, in nanoseconds.
  static var tableAge: Int64 { 12_000_000_000 }

  /// Silent attempts at a listener: below this rate they are never an attack; so many in excess are one.
  static var silenceFloor: Double { 5 }
  static var silenceHeight: Double { 25 }

  /// The same for attempts that the client reset, which leave no half-open connection behind.
  static var resetFloor: Double { 60 }
  static var resetHeight: Double { 40 }

  /// The same for attempts over many ports of a host or many hosts of a network.
  static var spreadFloor: Double { 15 }
  static var spreadHeight: Double { 60 }

  /// The same for SYN-ACKs that nobody asked for: by who sends them, and by who gets them.
  static var backscatterFloor: Double { 3 }
  static var backscatterHeight: Double { 25 }
  static var reflectionFloor: Double { 20 }
  static var reflectionHeight: Double { 40 }

  /// The suspicious attempts have to be this share of the completed handshakes to be an alert, or worth watching.
  static var alertShare: Double { 0.3 }
  static var watchShare: Double { 0.1 }

  /// A single source has to send so many a second; where it resets the answers, as a health check does, so many.
  static var singleSourceRate: Double { 30 }
  static var singleResetRate: Double { 80 }

  /// Fewer records than this prove nothing, however many attempts they stand for.
  static var leastRecords: UInt32 { 12 }

  /// A scan tries so many ports or hosts, and fails with this share of them.
  static var scanTargets: Double { 20 }
  static var scanFailedShare: Double { 0.6 }
  /// A source that is idle for so long starts anew, in nanoseconds.
  static var scanIdle: Int64 { 300_000_000_000 }

  /// A listener that nobody asked for so long is no longer said not to answer, in nanoseconds.
  static var deafIdle: Int64 { 10_000_000_000 }

  /// An alert is closed after so many quiet ticks: 5 seconds.
  static var quietTicks: Int { 20 }
}

/// How large the tables are within a limit of memory.
struct TableSizes {
  var attempts = 1 << 13
  var targets = 1 << 9
  var scans = 1 << 9
  var evidence = 16

  /// Bytes that all tables together take.
  var byteCount: Int {
    AttemptTable.byteCount(capacity: attempts) + TargetTable.byteCount(capacity: targets)
      + ScanTable.byteCount(capacity: scans) + SourceEvidence.byteCount * evidence
  }

  /// The largest sizes that take at most `limit` bytes, and no less than the smallest ones.
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
    // What is left over goes to the attempts.
    while attempts < 1 << 24 {
      var larger = self
      larger.attempts *= 2
      guard larger.byteCount <= limit else { break }
      self = larger
    }
  }
}
