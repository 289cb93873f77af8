public import InternetTypes

/// An SCTP association (RFC 9260).
public struct SCTPSummary: Equatable, Sendable {
  /// The client's choices and counters.
  public let client: SCTPEndpointSummary
  /// The server's choices and counters.
  public let server: SCTPEndpointSummary
  /// Whether both sent an INIT before they received the other's (section 5.2.1).
  public let isCollision: Bool
  /// How many times an endpoint restarted the association (section 5.2.2).
  public let restarts: UInt32
  /// The first error cause of an ABORT (section 3.3.10); nil without one.
  public let abortCause: UInt16?
  /// Whether an ABORT ended it.
  public let isAborted: Bool

  init(_ association: SCTPAssociation) {
    client = association.endpoints[0].summary
    server = association.endpoints[1].summary
    isCollision = association.isCollision
    restarts = association.restarts
    abortCause = association.abortCause
    isAborted = association.isAborted
  }
}

/// The choices and counters of one endpoint of an SCTP association.
public struct SCTPEndpointSummary: Hashable, Sendable {
  /// The most addresses kept for an endpoint.
  static var addressLimit: Int { 16 }
  /// The most payload protocol identifiers kept for an endpoint.
  static var payloadProtocolLimit: Int { 8 }

  /// The verification tag of packets to it.
  public internal(set) var tag: UInt32?
  /// Its addresses, listed or used, in order of their first appearance; at most 16.
  public internal(set) var addresses: [IPAddress] = []
  /// Outbound streams in its INIT or INIT ACK.
  public internal(set) var outboundStreams: UInt16?
  /// Inbound streams in its INIT or INIT ACK.
  public internal(set) var inboundStreams: UInt16?
  /// The TSN of its first data chunk.
  public internal(set) var initialSequence: UInt32?
  /// The receiver window of its INIT or INIT ACK, in bytes.
  public internal(set) var initialWindow: UInt32?

  /// Data chunks captured, retransmissions included.
  public internal(set) var dataChunks: UInt64 = 0
  /// Bytes of user data in them.
  public internal(set) var dataBytes: UInt64 = 0
  /// Of the chunks, those of type I-DATA (RFC 8260).
  public internal(set) var interleavedChunks: UInt64 = 0
  /// Messages with all fragments captured.
  ///
  /// For I-DATA, last fragments captured.
  public internal(set) var messages: UInt64 = 0
  /// The payload protocol identifiers of its data, in order of their first appearance; at most 8.
  public internal(set) var payloadProtocols: [UInt32] = []
  /// Chunks retransmitted.
  public internal(set) var retransmittedChunks: UInt64 = 0
  /// Bytes of user data in them.
  public internal(set) var retransmittedBytes: UInt64 = 0
  /// Of these, chunks that three acknowledgments had reported missing (RFC 9260, section 7.2.4).
  public internal(set) var fastChunks: UInt64 = 0
  /// Of these, chunks that were not reported missing and came after a time-out (section 6.3).
  public internal(set) var timeoutChunks: UInt64 = 0
  /// Of these, chunks that had been acknowledged before.
  public internal(set) var spuriousChunks: UInt64 = 0
  /// Chunks that arrived after later ones.
  public internal(set) var outOfOrderChunks: UInt64 = 0
  /// TSNs skipped and never captured.
  public internal(set) var missedChunks: UInt64 = 0
  /// Packets with a retransmitted chunk.
  public internal(set) var retransmittedPackets: UInt64 = 0
  /// Packets with a chunk that arrived after later ones.
  public internal(set) var outOfOrderPackets: UInt64 = 0
  /// The most bytes of user data outstanding at a time, at the capture point.
  public internal(set) var outstandingMaximum: UInt64 = 0

  /// SACK chunks sent.
  public internal(set) var acknowledgments: UInt64 = 0
  /// Of these, SACKs with gap blocks.
  public internal(set) var gapReports: UInt64 = 0
  /// Duplicate TSNs that it reported.
  public internal(set) var duplicates: UInt64 = 0
  /// The smallest receiver window of its SACKs, in bytes.
  public internal(set) var windowMinimum: UInt32?
  /// The largest receiver window of its SACKs, in bytes.
  public internal(set) var windowMaximum: UInt32?
  /// How many times its window went to zero.
  public internal(set) var zeroWindows: UInt64 = 0

  /// INIT chunks.
  public internal(set) var initiations: UInt64 = 0
  /// HEARTBEAT chunks.
  public internal(set) var heartbeats: UInt64 = 0
  /// HEARTBEAT ACK chunks.
  public internal(set) var heartbeatAcknowledgments: UInt64 = 0
  /// ERROR chunks.
  public internal(set) var errors: UInt64 = 0
  /// FORWARD-TSN and I-FORWARD-TSN chunks: data that it abandoned (RFC 3758).
  public internal(set) var skips: UInt64 = 0
  /// Packets with a wrong verification tag (RFC 9260, section 8.5).
  ///
  /// They change no state.
  public internal(set) var wrongTags: UInt64 = 0

  /// Round-trip times of its data, from the capture point to the peer and back, in nanoseconds.
  var roundTrip = RoundTripSum()
  /// When its first and its last data were captured.
  var firstData: Timestamp?
  var lastData: Timestamp?

  init() {}

  /// Notes an address.
  mutating func add(_ address: IPAddress) {
    if addresses.count < Self.addressLimit, !addresses.contains(address) {
      addresses.append(address)
    }
  }

  /// Adds the counters that a direction of any protocol has.
  func fill(_ direction: inout DirectionSummary) {
    direction.retransmittedPackets = retransmittedPackets
    direction.retransmittedBytes = retransmittedBytes
    direction.outOfOrderPackets = outOfOrderPackets
    direction.zeroWindows = zeroWindows
    direction.windowMinimum = windowMinimum.map { UInt64($0) }
    direction.windowMaximum = windowMaximum.map { UInt64($0) }
    if dataChunks > 0 { direction.flightMaximum = outstandingMaximum }
    roundTrip.fill(&direction)
    if let firstData, let lastData {
      let time = lastData.nanoseconds(since: firstData)
      if time > 0 {
        direction.throughput = Double(dataBytes &- retransmittedBytes) * 8e9 / Double(time)
      }
    }
  }
}
