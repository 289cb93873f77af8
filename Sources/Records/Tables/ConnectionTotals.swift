import ConnectionTracking
package import InternetTypes

/// The sums of all connections of a table.
struct ConnectionTotals {
  private var connections: UInt64 = 0
  private var sent: UInt64 = 0
  private var received: UInt64 = 0
  private var packets: UInt64 = 0
  private var retransmissions: UInt64 = 0
  private var results: [String: UInt64] = [:]
  private var unanswered: UInt64 = 0

  /// Adds a connection.
  mutating func add(_ connection: borrowing ConnectionSummary) {
    connections &+= 1
    sent &+= connection.clientToServer.shownPayloadBytes
    received &+= connection.serverToClient.shownPayloadBytes
    packets &+= connection.sum(\.shownPackets)
    retransmissions &+= connection.sum(\.retransmittedPackets)
    let outcome = connection.outcome
    if outcome.isFailure { results[connection.shownResult, default: 0] &+= 1 }
    if outcome == .unanswered { unanswered &+= 1 }
  }

  /// The totals in one line: `12 connections, 3 failed (2 refused, 1 timeout), 1 unanswered; 1.5kB sent, 12MB
  /// received, 29001 packets, 3 retransmitted`.
  var text: String {
    let failed = results.values.reduce(0, &+)
    // The most frequent first.
    let causes = results.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    return "\(connections.counted("connection")), \(failed) failed"
      + (causes.isEmpty ? "" : " (\(causes))")
      + (unanswered > 0 ? ", \(unanswered) unanswered" : "")
      + "; \(Quantity.bytes(sent)) sent, \(Quantity.bytes(received)) received, "
      + "\(packets.counted("packet")), \(retransmissions) retransmitted"
  }
}

extension ConnectionSummary {
  /// The sum of both directions.
  func sum(_ field: KeyPath<DirectionSummary, UInt64>) -> UInt64 {
    clientToServer[keyPath: field] &+ serverToClient[keyPath: field]
  }

  /// How it ended, in at most 12 characters; of a reset, which side sent it.
  var shownResult: String {
    switch outcome {
    case .reset:
      switch closedBy {
      case .client: "client reset"
      case .server: "server reset"
      default: "reset"
      }
    case .icmpUnreachable: "unreachable"
    case .noHandshake: "no handshake"
    case .blackHole: "black hole"
    case .ok, .open, .unanswered, .refused, .timeout: outcome.name.description
    }
  }

  /// The round-trip time between the endpoints: of the handshake, or else of data to the server.
  var shownRoundTrip: Int64? {
    handshake ?? handshakeToServer ?? clientToServer.roundTripMean ?? serverToClient.roundTripMean
  }
}

extension IPProtocol {
  /// The name of a transport protocol in records, or its number.
  package var name: String {
    switch self {
    case .tcp: "tcp"
    case .udp: "udp"
    case .icmp: "icmp"
    case .icmpv6: "icmp6"
    case .sctp: "sctp"
    case .dccp: "dccp"
    default: "\(rawValue)"
    }
  }

  /// The name in at most four characters.
  var shortName: String { self == .icmpv6 ? "icm6" : name }
}
