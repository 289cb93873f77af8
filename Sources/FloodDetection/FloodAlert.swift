public import InternetTypes

/// Something that the detector found: an attack, a scan, or what looks like one and is not.
///
/// It is raised with `end` nil, and closed by a second value with the same kind, victim, time and start.
public struct FloodAlert: Sendable {
  /// What was found.
  public enum Kind: String, Sendable {
    /// Handshakes that are begun and not completed, to use up a server's memory.
    case synFlood = "syn-flood"
    /// Servers' answers to SYNs that somebody sent in the victim's name.
    case synAckReflection = "synack-reflection"
    /// One source that tries many ports of a host.
    case portScan = "port-scan"
    /// One source that tries a port of many hosts.
    case hostScan = "host-scan"
    /// Answers of a host that is flooded elsewhere, to addresses that were forged.
    case backscatter
    /// A listener that real clients wait for.
    case listenerNotAnswering = "listener-not-answering"
  }

  /// How much it matters.
  public enum Severity: String, Sendable {
    /// An attack on somebody whose traffic is captured.
    case alert
    /// Worth knowing.
    case watch
  }

  /// Who sends the packets.
  public enum SourceKind: String, Sendable {
    /// Forged addresses.
    case spoofed
    /// Many real hosts.
    case distributed
    /// One host, or one address.
    case single
  }

  /// Whom it hits: a host, or a network where `prefixLength` is set; a port, or many where it is nil.
  public struct Victim: Hashable, Sendable {
    /// The host's or the network's address.
    public var address: IPAddress
    /// The network's prefix length; nil for a host.
    public var prefixLength: Int?
    /// The port; nil where there are many.
    public var port: UInt16?

    /// The address, with the prefix length of a network.
    public var text: String { address.text + (prefixLength.map { "/\($0)" } ?? "") }
  }

  /// The sources, as far as they can be told.
  public struct Sources: Sendable {
    /// Who they are.
    public var kind: SourceKind
    /// How many they are; from a sketch with a standard error of 1.6 %, and from a sample where attempts were sampled.
    public var estimate: Int
    /// The addresses that sent most, and their shares of the suspicious attempts.
    public var top: [(address: IPAddress, share: Double)]
  }

  /// What was found.
  public var kind: Kind
  /// How much it matters.
  public var severity: Severity
  /// When it was raised, in packet time.
  public var time: Timestamp
  /// When it began, by the detector's reckoning.
  public var start: Timestamp
  /// When it ended; nil as long as it goes on.
  public var end: Timestamp?
  /// Whom it hits.
  public var victim: Victim
  /// How sure the detector is, from 0 to 1.
  public var confidence: Double
  /// Who sends the packets.
  public var sources: Sources
  /// The most attempts in a second.
  public var synRatePeak: Double
  /// Attempts since the start: SYNs that are no retransmissions, or SYN-ACKs that nobody asked for.
  public var syns: Int
  /// Handshakes of the victim that were completed since the start.
  public var handshakesCompleted: Int
  /// The most attempts that were neither completed nor ended at the same time.
  public var halfOpenPeak: Int
  /// Whether only the packets towards the victim were captured.
  public var isOneSided: Bool
  /// What speaks for it, in words.
  public var evidence: [String]
}

/// What the detector saw in all, and what it could not keep exactly.
public struct FloodSummary: Sendable {
  /// Frames that were processed.
  public var packets: UInt64 = 0
  /// SYNs without ACK, retransmissions included.
  public var syns: UInt64 = 0
  /// SYNs that were sent again.
  public var retransmittedSYNs: UInt64 = 0
  /// Handshakes that were completed.
  public var handshakesCompleted: UInt64 = 0
  /// Listeners that SYNs went to; one that was forgotten and came back counts again.
  public var listeners: UInt64 = 0
  /// The most SYNs in a quarter of a second, times four.
  public var synRatePeak: UInt64 = 0
  /// The most half-open attempts at the same time.
  public var halfOpenPeak: UInt64 = 0
  /// Alerts that were raised, by severity.
  public var alerts: UInt64 = 0
  /// Findings that were raised as worth watching.
  public var watches: UInt64 = 0
  /// SYNs that were counted by a sample only because there were too many.
  public var sampledOut: UInt64 = 0
  /// The sparsest sample: one of so many attempts.
  public var samplingPeak: Int = 1
  /// Attempts that had to give way before they were a minute old and over.
  public var attemptsEvicted: UInt64 = 0
  /// Listeners, hosts and networks that gave way while something was going on there.
  public var targetsEvicted: UInt64 = 0
  /// Targets that found no place.
  public var targetsRefused: UInt64 = 0
  /// Pairs of source and target that gave way in the search for scans.
  public var scansEvicted: UInt64 = 0
  /// Suspicions without a place for evidence.
  public var evidenceRefused: UInt64 = 0
  /// Packets from or to ignored networks.
  public var ignoredPackets: UInt64 = 0
  /// Packets whose time lay before that of an earlier one.
  public var timeReversals: UInt64 = 0
  /// Bytes of memory that the tables take.
  public var tableBytes: Int = 0
}
