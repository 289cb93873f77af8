public import InternetTypes
public import PacketDissection

/// What is known about a connection or flow when it ends, or when the input does.
public struct ConnectionSummary: Sendable {
  /// Position in order of first packets, from 0.
  public var index: UInt64
  /// The transport protocol.
  public var `protocol`: IPProtocol
  /// Whether the endpoints' ports mean something: not so for ICMP and protocols without them.
  public var hasPorts: Bool
  /// Who asked for the connection, by the SYN or the best guess.
  public var client: Endpoint
  /// Who was asked.
  public var server: Endpoint
  /// The innermost VLAN it is in.
  public var vlan: UInt16?
  /// The innermost tunnel it is in.
  public var tunnel: Tunnel.Kind?
  /// When its first packet was captured.
  public var start: PacketTime
  /// When its last packet was captured.
  public var end: PacketTime
  /// Whether a SYN was captured, so that `client` is not a guess.
  public var isHandshakeSeen: Bool
  /// From the SYN to the SYN-ACK as captured, in nanoseconds: capture point to server and back.
  public var handshakeToServer: Int64?
  /// From the SYN-ACK to the ACK as captured, in nanoseconds: capture point to client and back.
  public var handshakeToClient: Int64?
  /// From the first byte that the client sent to the first one that the server did, in nanoseconds.
  public var firstResponse: Int64?
  /// Zeek's name for how the connection went.
  public var connState: ConnState
  /// Zeek's letters for what was seen.
  public var history: History
  /// Where the client's endpoint ended, for TCP, SCTP and DCCP.
  public var clientState: EndpointState
  /// Where the server's endpoint ended, for TCP, SCTP and DCCP.
  public var serverState: EndpointState
  /// Who ended the connection.
  public var closedBy: ClosedBy?
  /// Why it failed, if it did.
  public var failure: Failure?
  /// Type and code of the ICMP error that came for it; of a flow of ICMP, those of its first packet.
  public var icmpTypeAndCode: (type: UInt8, code: UInt8)?
  /// Why it is reported now.
  public var ending: Ending
  /// The index of the connection that this one goes on with from another address or port.
  public var continued: UInt64?
  /// What one protocol tells beyond what all have.
  public var detail: ConnectionDetail?
  /// What the client sent.
  public var clientToServer: DirectionSummary
  /// What the server sent.
  public var serverToClient: DirectionSummary

  /// Who ended a connection.
  public enum ClosedBy: UInt8, Hashable, Sendable {
    case client
    case server
    /// Both closed before they knew of the other's.
    case both

    /// The name in records.
    public var name: StaticString {
      switch self {
      case .client: "client"
      case .server: "server"
      case .both: "both"
      }
    }
  }

  /// Why a connection failed.
  public enum Failure: UInt8, Hashable, Sendable {
    /// Nobody answered the SYNs, or data.
    case timeout
    /// An RST answered the SYN.
    case refused
    /// An ICMP error answered the SYN.
    case icmpUnreachable
    /// An RST ended it later.
    case reset
    /// Full-sized segments are never acknowledged while small ones are.
    case blackHole

    /// The name in records.
    public var name: StaticString {
      switch self {
      case .timeout: "timeout"
      case .refused: "refused"
      case .icmpUnreachable: "icmp-unreachable"
      case .reset: "reset"
      case .blackHole: "black-hole"
      }
    }
  }

  /// Why a connection is reported.
  public enum Ending: UInt8, Hashable, Sendable {
    /// It ended on the wire, or a new one took its place.
    case closed
    /// It was idle for too long.
    case idle
    /// It had to make room.
    case evicted
    /// The input ended.
    case endOfInput
  }
}

/// What one endpoint of a connection sent.
public struct DirectionSummary: Sendable {
  /// Packets captured.
  public var packets: UInt64 = 0
  /// Bytes of IP packets, headers included.
  public var ipBytes: UInt64 = 0
  /// Bytes of payload, sent again or not.
  public var payloadBytes: UInt64 = 0
  /// Bytes of the sequence space that were captured at least once.
  public var uniquePayloadBytes: UInt64 = 0
  /// Bytes that the peer acknowledged and the capture does not hold.
  public var missedBytes: UInt64 = 0
  /// Packets that carried something sent before.
  public var retransmittedPackets: UInt64 = 0
  /// Bytes of payload in them.
  public var retransmittedBytes: UInt64 = 0
  /// Packets that others had overtaken.
  public var outOfOrderPackets: UInt64 = 0
  /// Duplicate acknowledgments sent.
  public var duplicateAcks: UInt64 = 0
  /// How many times a window of zero was offered, each run of them counted once.
  public var zeroWindows: UInt64 = 0
  /// The MSS option of the SYN.
  public var maximumSegmentSize: UInt16?
  /// The largest payload.
  public var segmentSizeMaximum: UInt32?
  /// The window scale shift; -1 where it is known that none is used, nil where nothing is known.
  public var windowScale: Int8?
  /// The smallest window offered, in bytes, after the handshake.
  public var windowMinimum: UInt64?
  /// The largest window offered, in bytes.
  public var windowMaximum: UInt64?
  /// Most bytes sent and not acknowledged at a time, at the capture point.
  public var flightMaximum: UInt64?
  /// Round-trip times of the data sent, from the capture point to the peer and back, in nanoseconds.
  public var roundTripMinimum: Int64?
  /// Their mean.
  public var roundTripMean: Int64?
  /// Their maximum.
  public var roundTripMaximum: Int64?
  /// How many there are.
  public var roundTripSamples: UInt64 = 0
  /// Unique payload bits a second between the first and the last data packet.
  public var throughput: Double?
  /// Packets with a wrong checksum.
  public var checksumInvalid: UInt64 = 0
  /// Packets whose checksum could not be verified, or was left to a network card.
  public var checksumUnverifiable: UInt64 = 0
  /// Data segments sent before the first acknowledgment of data.
  public var initialWindowSegments: UInt64?
  /// Whether this endpoint agreed to ECN; nil without a handshake.
  public var isECNNegotiated: Bool?
  /// Whether its SYN permitted SACK; nil where it was not captured.
  public var isSACKPermitted: Bool?
  /// Whether it sends time stamps; nil where nothing shows it.
  public var hasTimestamps: Bool?
  /// Packets with SYN.
  public var synCount: UInt64 = 0
  /// Packets with FIN.
  public var finCount: UInt64 = 0
  /// Packets with RST.
  public var rstCount: UInt64 = 0
  /// The time to live, or hop limit, of its first packet.
  public var timeToLive: UInt8?

  /// A direction in which nothing was captured.
  public init() {}
}
