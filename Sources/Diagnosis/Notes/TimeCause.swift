import CongestionInference

/// What a data sender's time went into: each instant from the first SYN to the last new data has one cause.
public enum TimeCause: UInt8, CaseIterable, Hashable, Sendable {
  /// The handshake.
  case handshake
  /// The application had nothing to send.
  case application
  /// The receiver's window was full.
  case receiver
  /// The congestion window, or the pacing rate, held the sender to what the path carries.
  case path
  /// The congestion window grew in slow start.
  case slowStart
  /// Losses were repaired, or the window was reduced after marks.
  case recovery
  /// The retransmission timer ran, and what it lost was repaired.
  case timeout
  /// The sender's host kept data back.
  case host
  /// After the last new data: waiting for its acknowledgment, closing, idling.
  case ending
  case unknown

  /// The cause of the time after a record.
  init(_ record: WindowRecord, limit: SendingLimit) {
    switch record.phase {
    case .lossRecovery: self = .timeout
    case .fastRecovery, .reduced: self = .recovery
    case .handshake: self = .handshake
    case .probeRoundTrip, .startup, .drain, .probeBandwidth, .idle, .slowStart,
      .congestionAvoidance:
      switch limit {
      case .application: self = .application
      case .receiveWindow: self = .receiver
      case .pacing: self = .path
      case .senderOther: self = .host
      case .unknown: self = .unknown
      case .congestionWindow: self = record.growth == .slowStart ? .slowStart : .path
      }
    }
  }
}

/// Nanoseconds by cause.
public struct TimeAccount: Sendable {
  private var times = InlineArray<10, Int64>(repeating: 0)

  /// No time.
  public init() {}

  /// The nanoseconds of a cause.
  public subscript(cause: TimeCause) -> Int64 {
    get { times[Int(cause.rawValue)] }
    set { times[Int(cause.rawValue)] = newValue }
  }

  /// The nanoseconds of all causes.
  public var total: Int64 { TimeCause.allCases.reduce(0) { $0 &+ self[$1] } }

  /// Adds the times of another account, and empties that.
  mutating func absorb(_ other: inout TimeAccount) {
    for cause in TimeCause.allCases {
      self[cause] &+= other[cause]
      other[cause] = 0
    }
  }
}
