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
  /// Segments with a wrong checksum that were forgotten before an acknowledgment could show that they arrived.
  public var doubtedOmitted: UInt64 = 0
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
    doubtedOmitted &+= other.doubtedOmitted
    modelsRefused &+= other.modelsRefused
    peak += other.peak
  }
}
