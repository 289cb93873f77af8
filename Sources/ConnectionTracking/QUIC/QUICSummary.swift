public import PacketDissection

/// What is known of the QUIC connection that a UDP flow carried.
///
/// A class, so that the summaries of all other flows stay plain bytes with one word more.
public final class QUICSummary: Sendable {
  /// The versions of long headers, in order of their first packet; at most four.
  public let versions: [QUICVersion]
  /// The name that the client asked for.
  public let serverName: String?
  /// The application protocols that the client offered; which one was chosen is encrypted.
  public let applicationProtocols: [String]
  /// The cipher suite that the server chose.
  public let cipherSuite: UInt16?
  /// From the client's first packet until it had finished the handshake, in nanoseconds: its first packet with 1-RTT keys.
  public let handshakeTime: Int64?
  /// From the client's first packet to the server's first, as captured, in nanoseconds.
  public let toServer: Int64?
  /// From the server's first Initial packet to what the client sent next, as captured, in nanoseconds.
  public let toClient: Int64?
  /// Whether the client's first packet was captured.
  public let isBeginningSeen: Bool
  /// Whether the server had the client refuse its version.
  public let hasNegotiation: Bool
  /// Whether the Retry packet of the server was authentic; nil where there was none, or it cannot be told.
  public let isRetryValid: Bool?
  /// Whether the server sent a Retry packet.
  public let hasRetry: Bool
  /// The destination of the client's first packet.
  public let originalID: QUICConnectionID
  /// The connection ID that the client chose.
  public let clientID: QUICConnectionID
  /// The connection ID that the server chose.
  public let serverID: QUICConnectionID
  /// The error with which an Initial packet closed the connection (RFC 9000, section 20.1).
  public let closeCode: UInt64?
  /// Round-trip times by the spin bit.
  public let spin: SpinRoundTrip
  /// Packets that the client sent, by kind.
  public let clientPackets: QUICPacketCounts
  /// Packets that the server sent, by kind.
  public let serverPackets: QUICPacketCounts

  init(_ connection: QUICConnection) {
    versions = connection.versions
    serverName = connection.serverName
    applicationProtocols = connection.applicationProtocols
    cipherSuite = connection.cipherSuite
    handshakeTime = Self.time(from: connection.begun, to: connection.finished)
    toServer = Self.time(from: connection.begun, to: connection.answered)
    toClient = Self.time(from: connection.serverInitial, to: connection.clientAnswered)
    isBeginningSeen = connection.begun != nil
    hasNegotiation = connection.counts[1][.versionNegotiation] > 0
    hasRetry = connection.counts[1][.retry] > 0
    isRetryValid = connection.isRetryValid
    originalID = connection.originalID
    clientID = connection.clientID
    serverID = connection.serverID
    closeCode = connection.closeCode
    spin = connection.spin.roundTrip
    clientPackets = connection.counts[0]
    serverPackets = connection.counts[1]
  }

  private static func time(from start: PacketTime?, to end: PacketTime?) -> Int64? {
    guard let start, let end else { return nil }
    let time = end.nanoseconds(since: start)
    return time >= 0 ? time : nil
  }
}

/// How many packets of each kind there were.
public struct QUICPacketCounts: Sendable {
  private var counts = InlineArray<6, UInt64>(repeating: 0)

  /// None.
  init() {}

  /// The count of a kind.
  public internal(set) subscript(kind: QUICPacketKind) -> UInt64 {
    get { counts[Int(kind.rawValue)] }
    set { counts[Int(kind.rawValue)] = newValue }
  }
}
