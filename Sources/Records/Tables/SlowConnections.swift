import CongestionInference
import ConnectionTracking
import InternetTypes

/// Counts the connections of a table that were slow, by their cause.
///
/// A connection is slow if one cause held it back for at least half a second: a lost SYN, or, for at least three tenths
/// of the time in which a sender had data, a window or the sender's host. Losses are the cause where the congestion
/// window was the limit and the sender retransmitted 1 % of its segments, or had to wait for a time-out. What limited a
/// sender is not judged where its segments were too few.
struct SlowConnections {
  /// What held a connection back.
  enum Cause: CaseIterable {
    case receiveWindow, loss, senderHost, lostSYN

    var title: String {
      switch self {
      case .receiveWindow: "receive window"
      case .loss: "loss"
      case .senderHost: "sender's host"
      case .lostSYN: "lost SYN"
      }
    }
  }

  /// The least time that a cause takes of a slow connection, in microseconds.
  private static var leastTime: Int64 { 500_000 }
  /// The least share of the time in which a sender had data.
  private static var leastShare: Double { 0.3 }
  /// The least share of segments that were retransmitted where losses are the cause.
  private static var leastLoss: Double { 0.01 }

  private var connections: UInt64 = 0
  private var judged: UInt64 = 0
  private var counts: [Cause: UInt64] = [:]

  /// Adds a connection and the verdicts on its data senders.
  mutating func add(
    _ connection: borrowing ConnectionSummary, _ verdicts: [CongestionVerdict]
  ) {
    guard connection.protocol == .tcp else { return }
    connections &+= 1
    let cause = Self.cause(connection, verdicts)
    if cause != nil || verdicts.contains(where: { !$0.timeLimited.isEmpty && !$0.isTooShort }) {
      judged &+= 1
    }
    if let cause { counts[cause, default: 0] &+= 1 }
  }

  /// The cause that took most time of a connection; nil if it was not slow, or not judged.
  private static func cause(
    _ connection: borrowing ConnectionSummary, _ verdicts: [CongestionVerdict]
  ) -> Cause? {
    var (most, cause) = (leastTime - 1, Cause?.none)
    let (client, server) = (connection.clientToServer, connection.serverToClient)
    let isRepeated = client.synCount > 1 || server.synCount > 1
    if isRepeated, let time = connection.connectTime, time / 1000 > most {
      (most, cause) = (time / 1000, .lostSYN)
    }
    for verdict in verdicts where !verdict.isTooShort {
      let active = SendingLimit.allCases.reduce(Int64(0)) {
        $0 &+ ($1 == .application ? 0 : verdict.time($1))
      }
      let host = verdict.time(.senderOther)
      let losses =
        isLossy(verdict) ? verdict.time(.congestionWindow) : 0
      for (candidate, time) in [
        (Cause.receiveWindow, verdict.time(.receiveWindow)), (.loss, losses), (.senderHost, host),
      ] where time > most && Double(time) >= leastShare * Double(active) {
        (most, cause) = (time, candidate)
      }
    }
    return cause
  }

  /// Whether losses are what kept the congestion window small.
  private static func isLossy(_ verdict: CongestionVerdict) -> Bool {
    let retransmitted = verdict.fastRetransmissions + verdict.timeoutRetransmissions
    return verdict.timeoutRetransmissions > 0
      || Double(retransmitted) >= leastLoss * Double(max(verdict.segmentsSent, 1))
  }

  /// The counts in one sentence: `3 of 40 TCP connections slow: 2 receive window, 1 loss; 12 not judged (too few
  /// segments)`; nil if none was judged.
  var text: String? {
    guard judged > 0 else { return nil }
    let slow = counts.values.reduce(0, &+)
    let causes = Cause.allCases.filter { counts[$0] != nil }
      .sorted { (counts[$0] ?? 0) > (counts[$1] ?? 0) }
      .map { "\(counts[$0] ?? 0) \($0.title)" }.joined(separator: ", ")
    let rest = connections - judged
    return "\(slow) of \(connections.counted("TCP connection")) slow"
      + (causes.isEmpty ? "" : ": " + causes)
      + (rest > 0 ? "; \(rest) not judged (too few segments)" : "")
  }
}
