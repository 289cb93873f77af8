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

/// The tracker's counters.
public struct TrackerStatistics: Hashable, Sendable {
  /// Packets processed.
  public var packets: UInt64 = 0
  /// Packets of no connection: not IP, or with cut or damaged headers.
  public var untracked: UInt64 = 0
  /// Fragments without a transport header, whose connection is not known.
  public var fragments: UInt64 = 0
  /// Connections opened.
  public var connections: UInt64 = 0
  /// Connections evicted from the full table.
  public var evicted: UInt64 = 0
  /// Of these, half-open connections.
  public var evictedHalfOpen: UInt64 = 0
  /// Datagrams of QUIC connections that did not fit.
  public var quicOmitted: UInt64 = 0
  /// Datagrams of TFTP transfers that did not fit.
  public var tftpOmitted: UInt64 = 0
  /// Packets of SCTP associations that did not fit.
  public var sctpOmitted: UInt64 = 0
  /// Packets of DCCP connections that did not fit.
  public var dccpOmitted: UInt64 = 0
  /// Connections without congestion models, because the limit was reached.
  public var modelsRefused: UInt64 = 0
  /// The most connections at a time.
  public var peak: Int = 0

  /// All counters zero.
  public init() {}

  /// Adds the counters of another shard of the same capture; the sum of the peaks is at least the common peak.
  public mutating func add(_ other: TrackerStatistics) {
    packets &+= other.packets
    untracked &+= other.untracked
    fragments &+= other.fragments
    connections &+= other.connections
    evicted &+= other.evicted
    evictedHalfOpen &+= other.evictedHalfOpen
    quicOmitted &+= other.quicOmitted
    tftpOmitted &+= other.tftpOmitted
    sctpOmitted &+= other.sctpOmitted
    dccpOmitted &+= other.dccpOmitted
    modelsRefused &+= other.modelsRefused
    peak += other.peak
  }
}
