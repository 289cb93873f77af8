/// Totals of a run, and a count for each approximation that the memory limit forced.
public struct FloodSummary: Sendable {
  /// Frames that were processed.
  public var packets: UInt64 = 0
  /// SYNs without ACK, retransmissions included.
  public var syns: UInt64 = 0
  /// Retransmitted SYNs.
  public var retransmittedSYNs: UInt64 = 0
  /// Completed handshakes.
  public var handshakesCompleted: UInt64 = 0
  /// Listeners that SYNs went to; one that was evicted and came back counts again.
  public var listeners: UInt64 = 0
  /// The most SYNs in a quarter of a second, times four.
  public var synRatePeak: UInt64 = 0
  /// The most half-open attempts at one time.
  public var halfOpenPeak: UInt64 = 0
  /// Alerts raised with severity `alert`.
  public var alerts: UInt64 = 0
  /// Alerts raised with severity `watch`.
  public var watches: UInt64 = 0
  /// SYNs that were not tracked, because only a sample of the attempts was.
  public var sampledOut: UInt64 = 0
  /// The sparsest sample: one of this many attempts.
  public var samplingPeak: Int = 1
  /// Attempts that were evicted before they ended and before they were a minute old.
  public var attemptsEvicted: UInt64 = 0
  /// Listeners, hosts and networks that were evicted while they had activity.
  public var targetsEvicted: UInt64 = 0
  /// Listeners, hosts and networks that were not tracked because their table was full.
  public var targetsRefused: UInt64 = 0
  /// Pairs of source and target that were evicted from the scan table.
  public var scansEvicted: UInt64 = 0
  /// Suspicious attempts whose target had no room for evidence.
  public var evidenceRefused: UInt64 = 0
  /// Packets from or to ignored networks.
  public var ignoredPackets: UInt64 = 0
  /// Packets with a time before that of an earlier packet.
  public var timeReversals: UInt64 = 0
  /// Bytes of memory that the tables take.
  public var tableBytes: Int = 0
}
