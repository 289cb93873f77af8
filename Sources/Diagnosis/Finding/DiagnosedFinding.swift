public import FloodDetection
public import InternetTypes

/// What is wrong with a connection, or with the capture: a kind with its cost, its evidence, and what follows from it.
///
/// It carries numbers and enumerations; `FindingWording` makes sentences of them.
public struct DiagnosedFinding: Hashable, Sendable {
  /// What was found.
  public var kind: DiagnosisKind
  /// How much it matters.
  public var severity: FindingSeverity
  /// How certain it is, from 0 to 1.
  public var confidence: Double
  /// The connection's index; the first one's if several have the same finding, nil if it concerns the whole capture.
  public var connection: UInt64?
  /// The data sender, or the side that is concerned; nil for neither.
  public var sender: Side?
  /// The endpoints of that connection; nil if it concerns the whole capture.
  public var route: Route?
  /// The attacked host or network, of an attack.
  public var victim: FloodAlert.Victim?
  /// When it began.
  public var start: Timestamp
  /// When it ended.
  public var end: Timestamp
  /// The time that it cost, in nanoseconds; nil if it cost no time that can be told.
  public var timeLost: Int64?
  /// That time divided by the time of the transfer, or the share of connections; nil if it is not known.
  public var share: Double?
  /// The numbers behind it.
  public var measures = FindingMeasures()
  /// Packets that show it; never empty.
  public var evidence: [PacketEvidence] = []
  /// What it is not, as far as the capture shows.
  public var exclusions: [Exclusion] = []
  /// What to do next.
  public var steps: [NextStep] = []
  /// What the capture cannot tell.
  public var caveats: [CaptureCaveat] = []

  /// The two ends of a connection.
  public struct Route: Hashable, Sendable {
    /// The transport protocol.
    public var `protocol`: IPProtocol
    /// The client.
    public var client: Endpoint
    /// The server.
    public var server: Endpoint

    /// The ends of a connection.
    public init(protocol: IPProtocol, client: Endpoint, server: Endpoint) {
      self.protocol = `protocol`
      self.client = client
      self.server = server
    }
  }

  /// A finding without evidence.
  public init(
    _ kind: DiagnosisKind, _ severity: FindingSeverity, confidence: Double, from start: Timestamp,
    to end: Timestamp
  ) {
    self.kind = kind
    self.severity = severity
    self.confidence = confidence
    self.start = start
    self.end = end
  }
}
