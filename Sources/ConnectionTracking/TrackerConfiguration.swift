public import InternetTypes

/// The tracker's limits and time-outs.
public struct TrackerConfiguration: Sendable {
  /// The most connections at a time; at least 1.
  ///
  /// Beyond it, a new connection evicts another.
  public var connectionLimit = 1_000_000
  /// Seconds without a packet after which a half-open connection times out.
  public var attemptTimeout = 120
  /// Seconds for which an ended connection is kept for late packets.
  public var endedTimeout = 60
  /// Seconds without a packet after which an open connection times out.
  ///
  /// More than 2 hours 4 minutes: keep-alives come every 2 hours (RFC 1122, section 4.2.3.6; RFC 5382, REQ-5).
  public var idleTimeout = 7500
  /// Seconds without a packet after which a flow without connections times out.
  public var datagramTimeout = 60
  /// Whether connections that differ only in VLAN tags are one connection.
  public var ignoresVLANs = false
  /// Whether checksums are not verified, so that packets with wrong ones are applied.
  public var ignoresChecksums = false
  /// Whether segments in order go the fast path (header prediction), which gives the same result faster.
  public var usesFastPath = true
  /// The most connections with congestion models at a time.
  public var modelLimit = 65_536
  /// The keyed hash of the tables that traffic fills.
  ///
  /// Its key is random; give two trackers the same one if they must agree.
  public var keyedHash = KeyedHash()
  /// Whether the tracker is a shard of a pipeline.
  ///
  /// Its findings then state the packets that led to them, and connections are numbered as in `ShardIndex`.
  package internal(set) var isShard = false

  /// The defaults.
  public init() {}

  /// The configuration of each shard of a pipeline, whose limits the shards share.
  package var ofShard: TrackerConfiguration {
    var shard = self
    shard.connectionLimit = max(min(connectionLimit, ShardIndex.positionLimit), 1)
    shard.modelLimit = max(modelLimit, 1)
    shard.isShard = true
    return shard
  }

  /// The time-out of an expiry list, in nanoseconds.
  func timeout(of list: ExpiryList) -> Int64 {
    let seconds =
      switch list {
      case .halfOpen: attemptTimeout
      case .ended: endedTimeout
      case .datagram: datagramTimeout
      case .open: idleTimeout
      }
    return Int64(max(min(seconds, 1_000_000_000), 0)) * 1_000_000_000
  }
}
