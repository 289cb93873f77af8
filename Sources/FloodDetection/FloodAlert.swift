public import InternetTypes

/// A finding of the detector: an attack, a scan, or traffic that resembles one.
///
/// An alert is raised with `end` nil, and closed by a second value with the same kind, victim, time and start.
public struct FloodAlert: Sendable {
  /// The kind of finding.
  public enum Kind: String, Sendable, CaseIterable {
    /// Many handshakes that are started and not completed, to exhaust a server's memory (RFC 4987).
    case synFlood = "syn-flood"
    /// SYN-ACKs of servers that answer SYNs sent with the victim's address.
    case synAckReflection = "synack-reflection"
    /// One source tries many ports of a host.
    case portScan = "port-scan"
    /// One source tries one port of many hosts.
    case hostScan = "host-scan"
    /// SYN-ACKs of a host that is under attack elsewhere, sent to forged addresses.
    case backscatter
    /// A listener that does not serve real clients.
    case listenerNotAnswering = "listener-not-answering"
    /// Many ACK segments of connections that do not exist.
    case ackFlood = "ack-flood"
    /// Many datagrams of new flows that the victim does not answer.
    case udpFlood = "udp-flood"
    /// One source probes many ports or hosts with segments that have only the FIN flag.
    case finScan = "fin-scan"
    /// One source probes many ports or hosts with segments without flags.
    case nullScan = "null-scan"
    /// One source probes many ports or hosts with segments that have FIN, PSH and URG.
    case xmasScan = "xmas-scan"
  }

  /// The severity of the finding.
  public enum Severity: String, Sendable, CaseIterable {
    /// An attack on a host whose traffic is captured.
    case alert
    /// A finding that is no attack on such a host.
    case watch
  }

  /// The kind of sender.
  public enum SourceKind: String, Sendable, CaseIterable {
    /// Forged source addresses.
    case spoofed
    /// Many real hosts.
    case distributed
    /// One host, or one address.
    case single
  }

  /// The victim: a host, or a network if `prefixLength` is set; one port, or many if `port` is nil.
  public struct Victim: Hashable, Sendable {
    /// The host's or the network's address.
    public var address: IPAddress
    /// The network's prefix length; nil for a host.
    public var prefixLength: Int?
    /// The port; nil if many are concerned.
    public var port: UInt16?

    /// A host, or a network with a prefix length.
    public init(address: IPAddress, prefixLength: Int? = nil, port: UInt16? = nil) {
      self.address = address
      self.prefixLength = prefixLength
      self.port = port
    }

    /// The address, with the prefix length of a network.
    public var text: String { address.text + (prefixLength.map { "/\($0)" } ?? "") }
  }

  /// What is known about the sources.
  public struct Sources: Sendable {
    /// Their kind.
    public var kind: SourceKind
    /// The estimated number of sources: a sketch with a standard error of 1.6 %, scaled up if attempts were sampled.
    public var estimate: Int
    /// The addresses that sent most, and their shares of the suspicious attempts.
    public var top: [(address: IPAddress, share: Double)]

    /// Sources of one kind.
    public init(kind: SourceKind, estimate: Int, top: [(address: IPAddress, share: Double)]) {
      self.kind = kind
      self.estimate = estimate
      self.top = top
    }
  }

  /// The kind of finding.
  public var kind: Kind
  /// The severity of the finding.
  public var severity: Severity
  /// When it was raised, in packet time.
  public var time: Timestamp
  /// When it began, as computed by the detector.
  public var start: Timestamp
  /// When it ended; nil while it continues.
  public var end: Timestamp?
  /// The attacked host or network.
  public var victim: Victim
  /// The confidence of the finding, from 0 to 1.
  public var confidence: Double
  /// The senders of the packets.
  public var sources: Sources
  /// The most attempts in a second.
  public var synRatePeak: Double
  /// Attempts since the start: SYNs without retransmissions, or unsolicited SYN-ACKs.
  public var syns: Int
  /// Completed handshakes of the victim since the start.
  public var handshakesCompleted: Int
  /// The most half-open attempts at one time.
  public var halfOpenPeak: Int
  /// Whether only the packets towards the victim were captured.
  public var isOneSided: Bool
  /// The observations that support it.
  public var evidence: [Evidence]

  /// An alert with all its properties.
  public init(
    kind: Kind, severity: Severity, time: Timestamp, start: Timestamp, end: Timestamp?,
    victim: Victim, confidence: Double, sources: Sources, synRatePeak: Double, syns: Int,
    handshakesCompleted: Int, halfOpenPeak: Int, isOneSided: Bool, evidence: [Evidence]
  ) {
    self.kind = kind
    self.severity = severity
    self.time = time
    self.start = start
    self.end = end
    self.victim = victim
    self.confidence = confidence
    self.sources = sources
    self.synRatePeak = synRatePeak
    self.syns = syns
    self.handshakesCompleted = handshakesCompleted
    self.halfOpenPeak = halfOpenPeak
    self.isOneSided = isOneSided
    self.evidence = evidence
  }
}
