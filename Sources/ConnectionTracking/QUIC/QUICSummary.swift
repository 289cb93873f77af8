import InternetTypes
public import PacketDissection

/// The QUIC connection that a UDP flow carried.
public struct QUICSummary: Equatable, Sendable {
  /// The versions in long headers, in order of their first packet; at most four.
  public let versions: [QUICVersion]
  /// The server name indication of the client's hello (RFC 6066, section 3).
  public let serverName: String?
  /// The application protocols that the client offered; which one was chosen is encrypted.
  public let applicationProtocols: [String]
  /// The cipher suite that the server chose.
  public let cipherSuite: UInt16?
  /// From the client's first packet to its first packet with 1-RTT keys, in nanoseconds.
  public let handshakeTime: Int64?
  /// From the client's first packet to the server's first, as captured, in nanoseconds.
  public let toServer: Int64?
  /// From the server's first Initial packet to the client's next packet, as captured, in nanoseconds.
  public let toClient: Int64?
  /// Whether the client's first packet was captured.
  public let isBeginningSeen: Bool
  /// Whether the server sent a Version Negotiation packet.
  public let hasNegotiation: Bool
  /// Whether the integrity tag of the server's Retry packet is right (RFC 9001, section 5.8); nil if unverified.
  public let isRetryValid: Bool?
  /// Whether the server sent a Retry packet.
  public let hasRetry: Bool
  /// The destination connection ID of the client's first packet.
  public let originalID: QUICConnectionID
  /// The connection ID that the client chose.
  public let clientID: QUICConnectionID
  /// The connection ID that the server chose.
  public let serverID: QUICConnectionID
  /// The error code of a CONNECTION_CLOSE frame in an Initial packet (RFC 9000, section 20.1).
  public let closeCode: UInt64?
  /// Round-trip times measured by the spin bit.
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
    handshakeTime = connection.finished.elapsed(since: connection.begun)
    toServer = connection.answered.elapsed(since: connection.begun)
    toClient = connection.clientAnswered.elapsed(since: connection.serverInitial)
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
}

/// How many packets of each kind one endpoint sent.
public struct QUICPacketCounts: Equatable, Sendable {
  private var counts = InlineArray<6, UInt64>(repeating: 0)

  /// No packets.
  init() {}

  /// Whether all counts are equal.
  public static func == (left: QUICPacketCounts, right: QUICPacketCounts) -> Bool {
    left.counts.indices.allSatisfy { left.counts[$0] == right.counts[$0] }
  }

  /// The count of a kind.
  public internal(set) subscript(kind: QUICPacketKind) -> UInt64 {
    get { counts[Int(kind.rawValue)] }
    set { counts[Int(kind.rawValue)] = newValue }
  }
}
