public import CongestionInference
public import ConnectionTracking
public import FloodDetection
public import InternetTypes
public import PacketDissection

// The names of the trackers' enumerations in records.

extension Side: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { ["client", "server"] }
  /// The position of the case.
  public var recordIndex: Int { Int(rawValue) }
}

extension ConnState: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { allCases.map(\.name.description) }
}

extension EndpointState: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { allCases.map(\.name.description) }
}

extension Tunnel.Kind: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { allCases.map(\.name.description) }
  /// The position of the case; raw values begin with 1.
  public var recordIndex: Int { Int(rawValue) - 1 }
}

extension ConnectionSummary.ClosedBy: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { ["client", "server", "both"] }
  /// The position of the case.
  public var recordIndex: Int { Int(rawValue) }
}

extension ConnectionSummary.Failure: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] {
    ["timeout", "refused", "icmp-unreachable", "reset", "black-hole"]
  }
  /// The position of the case.
  public var recordIndex: Int { Int(rawValue) }
}

extension ConnectionSummary.Ending: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { ["closed", "idle", "evicted", "end-of-input"] }
  /// The position of the case.
  public var recordIndex: Int { Int(rawValue) }
}

extension SegmentEvent.Kind: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { allCases.map(\.name.description) }
}

extension SegmentEvent.Reason: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] {
    [
      "tsval", "ip-id", "sack", "duplicate-acks", "lag", "dsack", "eifel", "acknowledged",
      "loss-recovery", "last-segment", "syn", "fin", "window", "segment", "verification-tag",
      "gap-blocks", "duplicate-tsn", "heartbeat", "T1-init", "T1-cookie", "T2-shutdown",
      "request", "ttl", "sequence", "data-follows",
    ]
  }
}

extension ConnectionOutcome: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { allCases.map(\.name.description) }
}

extension ECNMode: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { allCases.map(\.name.description) }
}

extension WindowClass: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { allCases.map(\.name.description) }
}

extension WindowGrowth: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { allCases.map(\.name.description) }
}

extension SenderPhase: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { allCases.map(\.name.description) }
}

extension SendingLimit: RecordName {
  /// The names of all cases in records.
  public static var recordNames: [String] { allCases.map(\.name.description) }
}

extension AlgorithmName: RecordName {}

extension ReductionCause: RecordName {}

extension SlowStartExit.Cause: RecordName {}

extension FloodAlert.Kind: RecordName {}

extension FloodAlert.Severity: RecordName {}

extension FloodAlert.SourceKind: RecordName {}
