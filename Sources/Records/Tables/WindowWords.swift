import CongestionInference
import ConnectionTracking
import InternetTypes

// Short forms, for tables, of names in records.

extension SenderPhase {
  /// The phase in at most 13 characters.
  var title: String {
    switch self {
    case .slowStart: "slow start"
    case .congestionAvoidance: "avoidance"
    case .fastRecovery: "fast recovery"
    case .lossRecovery: "loss recovery"
    case .reduced: "reduction"
    default: name.description
    }
  }

  /// Whether the sender reacts to a loss or an ECN mark.
  var isRecovery: Bool {
    switch self {
    case .fastRecovery, .lossRecovery, .reduced: true
    default: false
    }
  }
}

extension SendingLimit {
  /// The limit in at most six characters.
  var title: String {
    switch self {
    case .congestionWindow: "cwnd"
    case .receiveWindow: "rwnd"
    case .application: "app"
    case .pacing: "pacing"
    case .senderOther: "sender"
    case .unknown: "-"
    }
  }
}

extension WindowClass {
  /// The sign before a window that is not known exactly.
  var sign: String {
    switch self {
    case .observed, .replayed, .unknown: ""
    case .bounded: "~"
    case .lowerBound: "≥"
    }
  }
}

/// The time and sequence numbers of each connection's first record, from which window tables count.
struct ConnectionOrigins {
  /// The time of a connection's first record, and the first sequence number of each direction.
  struct Origin {
    var time: Timestamp
    var client: Int64?
    var server: Int64?
  }

  private var origins: [UInt64: Origin] = [:]

  /// The seconds from a connection's first record to this time, with this many decimals.
  mutating func seconds(_ time: Timestamp, of connection: UInt64, decimals: Int) -> String {
    let origin = origins[connection]?.time ?? time
    if origins[connection] == nil { origins[connection] = Origin(time: time) }
    return Self.seconds(time.nanoseconds(since: origin), decimals: decimals)
  }

  /// Bytes from a direction's first record to a sequence number.
  mutating func bytes(_ number: Int64, of connection: UInt64, _ side: Side) -> Int64 {
    guard var origin = origins[connection] else { return 0 }
    let first = (side == .client ? origin.client : origin.server) ?? number
    if side == .client { origin.client = first } else { origin.server = first }
    origins[connection] = origin
    return number &- first
  }

  /// Removes a connection that has ended.
  mutating func forget(_ connection: UInt64) { origins[connection] = nil }

  /// Nanoseconds as seconds, rounded to this many decimals, 1 to 9.
  static func seconds(_ nanoseconds: Int64, decimals: Int) -> String {
    var unit: UInt64 = 1
    for _ in 0..<(9 - min(max(decimals, 1), 9)) { unit *= 10 }
    let rounded = (nanoseconds.magnitude &+ unit / 2) / unit
    let (whole, part) = rounded.quotientAndRemainder(dividingBy: 1_000_000_000 / unit)
    let digits = "\(part)"
    let fraction = String(repeating: "0", count: max(decimals - digits.utf8.count, 0)) + digits
    return "\(nanoseconds < 0 && rounded > 0 ? "-" : "")\(whole).\(fraction)"
  }
}
