/// How many connections are kept, and for how long.
public struct TrackerConfiguration: Sendable {
  /// Connections that live at a time, at most; at least 1.
  ///
  /// What comes beyond evicts another.
  public var connectionLimit = 1_000_000
  /// Seconds after which an attempt that nobody completed is given up.
  public var attemptTimeout = 120
  /// Seconds for which a connection that is over is kept, so that what comes late finds it.
  public var endedTimeout = 60
  /// Seconds without a packet after which a TCP connection is given up.
  public var idleTimeout = 3600
  /// Seconds without a packet after which a flow of another protocol ends.
  public var datagramTimeout = 60
  /// Whether segments with wrong checksums are taken as if they were right.
  public var ignoresChecksums = false
  /// Whether segments in order go the fast path (header prediction), which gives the same result faster.
  public var usesFastPath = true
  /// Connections that have congestion models at a time, at most.
  public var modelLimit = 65_536
  /// Whether it is one of several trackers, which share a capture's connections among them: its findings say after which
  /// packets they came, and number connections by their places.
  var isShard = false

  /// The defaults.
  public init() {}

  /// The configuration of the tracker at a position among several that keep together what this one says.
  public func shared(among count: Int, at position: Int) -> TrackerConfiguration {
    var share = self
    let limit = connectionLimit / count + (position < connectionLimit % count ? 1 : 0)
    share.connectionLimit = max(min(limit, ShardIndex.positionLimit), 1)
    share.modelLimit = max(modelLimit / count, 1)
    share.isShard = true
    return share
  }

  /// The time-out of a list, in nanoseconds.
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

/// What the tracker counted beside connections.
public struct TrackerStatistics: Hashable, Sendable {
  /// Packets that were given to it.
  public var packets: UInt64 = 0
  /// Packets that belong to no connection: not IP, or their headers are cut or damaged.
  public var untracked: UInt64 = 0
  /// Fragments without a transport header, which cannot be told to belong to a connection.
  public var fragments: UInt64 = 0
  /// Connections begun.
  public var connections: UInt64 = 0
  /// Connections evicted to make room.
  public var evicted: UInt64 = 0
  /// Of these, attempts that nobody had completed.
  public var evictedHalfOpen: UInt64 = 0
  /// Datagrams that would have begun a QUIC connection, had there been room for one more.
  public var quicOmitted: UInt64 = 0
  /// Datagrams that would have begun a TFTP transfer, had there been room for one more.
  public var tftpOmitted: UInt64 = 0
  /// Packets of SCTP associations that were not followed, as there was no room for one more.
  public var sctpOmitted: UInt64 = 0
  /// Packets of DCCP connections that were not followed, as there was no room for one more.
  public var dccpOmitted: UInt64 = 0
  /// Connections whose windows were not followed, because too many others' were.
  public var modelsRefused: UInt64 = 0
  /// The most connections that lived at a time.
  public var peak: Int = 0

  /// Nothing counted.
  public init() {}

  /// Adds what another tracker of the same capture counted; of the peaks the sum, though they may have been at
  /// different times.
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
