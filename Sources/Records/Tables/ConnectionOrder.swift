public import ConnectionTracking
import InternetTypes

/// The record fields that connections can be sorted by; counts of both directions are added.
public enum ConnectionOrder: String, CaseIterable, Sendable {
  case connection, start, duration, packets
  case ipBytes = "ip_bytes"
  case payloadBytes = "payload_bytes"
  case missedBytes = "missed_bytes"
  case retransmittedPackets = "retransmitted_packets"
  case retransmittedBytes = "retransmitted_bytes"
  case outOfOrderPackets = "out_of_order_packets"
  case duplicateAcks = "duplicate_acks"
  case zeroWindows = "zero_windows"
  case handshakeRoundTrip = "handshake_rtt"
  case firstResponse = "first_response_time"
  case roundTripMean = "rtt_mean"
  case throughput

  /// The sort key of a connection: the largest comes first, and nil, unknown, last.
  func rank(_ connection: borrowing ConnectionSummary) -> Int64? {
    switch self {
    case .connection: -Int64(clamping: connection.index)
    case .start: 0 &- connection.start.rawValue
    case .duration: connection.end.nanoseconds(since: connection.start)
    case .packets: Int64(clamping: connection.sum(\.packets))
    case .ipBytes: Int64(clamping: connection.sum(\.ipBytes))
    case .payloadBytes: Int64(clamping: connection.sum(\.payloadBytes))
    case .missedBytes: Int64(clamping: connection.sum(\.missedBytes))
    case .retransmittedPackets: Int64(clamping: connection.sum(\.retransmittedPackets))
    case .retransmittedBytes: Int64(clamping: connection.sum(\.retransmittedBytes))
    case .outOfOrderPackets: Int64(clamping: connection.sum(\.outOfOrderPackets))
    case .duplicateAcks: Int64(clamping: connection.sum(\.duplicateAcks))
    case .zeroWindows: Int64(clamping: connection.sum(\.zeroWindows))
    case .handshakeRoundTrip: connection.handshake
    case .firstResponse: connection.firstResponse
    case .roundTripMean:
      Self.larger(connection.clientToServer.roundTripMean, connection.serverToClient.roundTripMean)
    case .throughput:
      Self.larger(
        Self.whole(connection.clientToServer.throughput),
        Self.whole(connection.serverToClient.throughput))
    }
  }

  /// The larger of two numbers that may be unknown.
  private static func larger(_ left: Int64?, _ right: Int64?) -> Int64? {
    guard let left, let right else { return left ?? right }
    return max(left, right)
  }

  /// The whole part of a number, clamped to the range of `Int64`; nil if it is unknown.
  private static func whole(_ value: Double?) -> Int64? {
    guard let value, !value.isNaN else { return nil }
    return Int64(min(max(value, -9e18), 9e18))
  }
}

/// The first connections in an order, in bounded memory: `--sort` and `--top`.
public struct ConnectionRanking {
  /// The number of connections that are kept by default.
  public static var defaultLimit: Int { 100_000 }

  private let order: ConnectionOrder
  private let limit: Int
  private var kept: [Ranked] = []
  /// The number of connections beyond the limit.
  public private(set) var omittedCount: UInt64 = 0

  private struct Ranked {
    var rank: Int64?
    var connection: ConnectionSummary

    /// Whether this one comes before another one: by rank, unknown ranks last, equals by index.
    func precedes(_ other: Ranked) -> Bool {
      guard rank != other.rank else { return connection.index < other.connection.index }
      guard let rank else { return false }
      guard let otherRank = other.rank else { return true }
      return rank > otherRank
    }
  }

  /// A ranking of at most `limit` connections, at least one.
  public init(by order: ConnectionOrder, limit: Int = Self.defaultLimit) {
    self.order = order
    self.limit = min(max(limit, 1), .max / 4)
  }

  /// Inserts a connection.
  public mutating func insert(_ connection: ConnectionSummary) {
    kept.append(Ranked(rank: order.rank(connection), connection: connection))
    if kept.count >= limit * 2 { trim() }
  }

  /// Removes connections beyond the limit.
  private mutating func trim() {
    kept.sort { $0.precedes($1) }
    guard kept.count > limit else { return }
    omittedCount &+= UInt64(kept.count - limit)
    kept.removeSubrange(limit...)
  }

  /// The first connections in their order; the ranking is empty afterwards.
  public mutating func takeAll() -> [ConnectionSummary] {
    trim()
    defer { kept = [] }
    return kept.map(\.connection)
  }
}
