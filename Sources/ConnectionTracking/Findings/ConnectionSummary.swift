public import InternetTypes
public import PacketDissection
public import SocketDiagnosis

/// A connection or flow, when it or the input ends.
public struct ConnectionSummary: Equatable, Sendable {
  /// The connection's index: its position in the order of first packets, from 0.
  public var index: UInt64
  /// The transport protocol.
  public var `protocol`: IPProtocol
  /// Whether the protocol has ports.
  public var hasPorts: Bool
  /// The client: by the SYN, or by the ports if no SYN was captured.
  public var client: Endpoint
  /// The server.
  public var server: Endpoint
  /// Its innermost VLAN.
  public var vlan: UInt16?
  /// Its innermost tunnel.
  public var tunnel: Tunnel.Kind?
  /// Its VLAN tags if it has several or is in a tunnel, outermost first; see ``vlans``.
  package var outerVLANs: [UInt16] = []
  /// The enclosing tunnels whose identifiers separate networks, outermost first.
  public internal(set) var tunnels: [Tunnel] = []
  /// When its first packet was captured.
  public var start: Timestamp
  /// When its last packet was captured.
  public var end: Timestamp
  /// The position of its last packet in the input, from 1; 0 is unknown.
  public var lastPacket: UInt64 = 0
  /// Whether the SYN, or another protocol's first packet, was captured.
  ///
  /// Otherwise the ports decided on `client`.
  public var isHandshakeSeen: Bool
  /// From the SYN to the SYN-ACK, in nanoseconds: from the capture point to the server and back.
  public var handshakeToServer: Int64?
  /// From the SYN-ACK to the ACK, in nanoseconds: from the capture point to the client and back.
  public var handshakeToClient: Int64?
  /// From the first SYN to the end of the handshake, lost SYNs included, in nanoseconds.
  public var connectTime: Int64?
  /// From the client's first data to the server's first data, in nanoseconds.
  public var firstResponse: Int64?
  /// How long the server took to answer; nil if its data never followed the client's.
  public var responses: ResponseTimes?
  /// Whether the client's latest data are answered by none of the server's.
  public var awaitsResponse = false
  /// Zeek's `conn_state`.
  public var connState: ConnState
  /// Zeek's `history`.
  public var history: History
  /// The last state of the client, for TCP, SCTP and DCCP.
  public var clientState: EndpointState
  /// The last state of the server, for TCP, SCTP and DCCP.
  public var serverState: EndpointState
  /// The side that closed the connection.
  public var closedBy: ClosedBy?
  /// Why it failed, if it did.
  public var failure: Failure?
  /// Type and code of an ICMP error about it; for an ICMP flow, those of its first packet.
  public var icmpTypeAndCode: ICMPTypeAndCode?
  /// Why it ended.
  public var ending: Ending
  /// The index of the connection that this one continues from another address or port.
  public var continued: UInt64?
  /// Where its first packet came from; nil if nothing is known.
  public var origin: PacketOrigin?
  /// The part that only its protocol has.
  public var detail: ConnectionDetail?
  /// The application protocol and its data; nil if it is unknown.
  public var application: ApplicationSummary?
  /// What this host knows of its sockets; nil if nobody asked.
  public var host: ConnectionHost?
  /// What the client sent.
  public var clientToServer: DirectionSummary
  /// What the server sent.
  public var serverToClient: DirectionSummary

  /// Its VLANs, outermost first.
  public var vlans: [UInt16] {
    outerVLANs.isEmpty ? vlan.map { [$0] } ?? [] : outerVLANs
  }

  /// Which side closed a connection.
  public enum ClosedBy: UInt8, Hashable, Sendable {
    case client
    case server
    /// Both, before either received the other's FIN.
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
    /// Its SYNs, or other first packets, were not answered.
    case timeout
    /// An RST answered the SYN.
    case refused
    /// An ICMP error answered the SYN.
    case icmpUnreachable
    /// An RST ended it later.
    case reset
    /// Full-sized segments are never acknowledged, while small ones are.
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

  /// Why a connection ended.
  public enum Ending: UInt8, Hashable, Sendable {
    /// It was closed, or another connection uses its addresses and ports.
    case closed
    /// It timed out.
    case idle
    /// It was evicted from the full table.
    case evicted
    /// The input ended.
    case endOfInput
  }
}

/// The times from a client's last data to the server's next data, at the capture point, lost segments included.
public struct ResponseTimes: Hashable, Sendable {
  /// How many there were.
  public var count: UInt64
  /// Their sum, in nanoseconds.
  public var sum: Int64
  /// The longest, in nanoseconds.
  public var maximum: Int64

  /// The mean, in nanoseconds.
  public var mean: Int64 { sum / Int64(clamping: max(count, 1)) }
}

/// The packets and data that one endpoint of a connection sent.
public struct DirectionSummary: Equatable, Sendable {
  /// Packets captured.
  public var packets: UInt64 = 0
  /// Bytes of IP packets, headers included.
  public var ipBytes: UInt64 = 0
  /// Bytes of payload, retransmissions included.
  public var payloadBytes: UInt64 = 0
  /// Bytes of the sequence space that were captured at least once.
  public var uniquePayloadBytes: UInt64 = 0
  /// Bytes that the peer acknowledged and the capture misses.
  public var missedBytes: UInt64 = 0
  /// Bytes that the peer had not acknowledged at the end; a FIN counts as one.
  public var outstandingBytes: UInt64 = 0
  /// When its last data were sent, or acknowledged, whichever was later; nil without data.
  public var lastExchange: Timestamp?
  /// Packets with retransmitted data, SYN or FIN; at most 511 of an endpoint that sends no data.
  public var retransmittedPackets: UInt64 = 0
  /// Payload bytes of these packets.
  public var retransmittedBytes: UInt64 = 0
  /// Packets captured twice or duplicated by the network; `packets` and the byte counters include them.
  public var duplicatePackets: UInt64 = 0
  /// Payload bytes of these packets.
  public var duplicatePayloadBytes: UInt64 = 0
  /// Packets that arrived after later ones.
  public var outOfOrderPackets: UInt64 = 0
  /// Duplicate acknowledgments sent.
  public var duplicateAcks: UInt64 = 0
  /// How many times the window went to zero.
  public var zeroWindows: UInt64 = 0
  /// The MSS option of the SYN.
  public var maximumSegmentSize: UInt16?
  /// The largest payload.
  public var segmentSizeMaximum: UInt32?
  /// How its windows are scaled; nil if the SYN was not captured.
  public var windowScale: WindowScaling?
  /// The smallest window offered, in bytes, after the handshake.
  public var windowMinimum: UInt64?
  /// The largest window offered, in bytes.
  public var windowMaximum: UInt64?
  /// The most bytes in flight at a time, at the capture point.
  public var flightMaximum: UInt64?
  /// The shortest round-trip time of its data, from the capture point to the peer and back, in nanoseconds.
  public var roundTripMinimum: Int64?
  /// The mean round-trip time, in nanoseconds.
  public var roundTripMean: Int64?
  /// The longest round-trip time, in nanoseconds.
  public var roundTripMaximum: Int64?
  /// How many round-trip times were measured.
  public var roundTripSamples: UInt64 = 0
  /// From the first data packet to the last, or to the acknowledgment of the last data, in nanoseconds; nil without
  /// such a time.
  public var transferTime: Int64?
  /// Unique payload in bits per second of that time.
  public var throughput: Double?
  /// Packets with a wrong checksum.
  public var checksumInvalid: UInt64 = 0
  /// Packets whose checksum could not be verified, or was left to the network card.
  public var checksumUnverifiable: UInt64 = 0
  /// Data segments sent before the first acknowledgment of data.
  public var initialWindowSegments: UInt64?
  /// Whether both endpoints agreed to ECN; nil if the handshake was not captured.
  public var isECNNegotiated: Bool?
  /// The kind of ECN that both endpoints agreed to; nil without ECN.
  public var ecnMode: ECNMode?
  /// Whether its SYN permits SACK; nil if it was not captured.
  public var isSACKPermitted: Bool?
  /// Whether it sends timestamps; nil if no packet shows it.
  public var hasTimestamps: Bool?
  /// Packets with SYN.
  public var synCount: UInt64 = 0
  /// Packets with FIN.
  public var finCount: UInt64 = 0
  /// Packets with RST.
  public var rstCount: UInt64 = 0
  /// The time to live, or hop limit, of its first packet.
  public var timeToLive: UInt8?

  /// A direction without packets.
  public init() {}
}

/// Type and code of an ICMP message.
public struct ICMPTypeAndCode: Hashable, Sendable {
  /// The type.
  public let type: UInt8
  /// The code.
  public let code: UInt8

  /// A type and a code.
  public init(type: UInt8, code: UInt8) { (self.type, self.code) = (type, code) }
}
