import InternetTypes

/// A DCCP connection (RFC 4340).
public struct DCCPSummary: Equatable, Sendable {
  /// The client's features and counters.
  public let client: DCCPEndpointSummary
  /// The server's features and counters.
  public let server: DCCPEndpointSummary
  /// The service code of the Request (section 8.1.2).
  public let serviceCode: UInt32?
  /// The reset code (section 5.6); nil if no Reset was captured.
  public let resetCode: UInt8?

  init(_ connection: DCCPConnection) {
    client = connection.endpoints[0].summary
    server = connection.endpoints[1].summary
    serviceCode = connection.serviceCode
    resetCode = connection.resetCode
  }
}

/// The features and counters of one endpoint of a DCCP connection.
public struct DCCPEndpointSummary: Hashable, Sendable {
  /// The congestion control identifier (CCID) for the data that it sends (section 10).
  ///
  /// It is the negotiated one, or 2, the default, if a whole handshake was captured without a negotiation.
  public internal(set) var congestionControl: UInt8?
  /// The sequence number of its first packet.
  public internal(set) var initialSequence: UInt64?
  /// Data and DataAck packets.
  public internal(set) var dataPackets: UInt64 = 0
  /// Bytes of data in them.
  public internal(set) var dataBytes: UInt64 = 0
  /// Packets with an acknowledgment number.
  public internal(set) var acknowledgments: UInt64 = 0
  /// Sync and SyncAck packets.
  public internal(set) var synchronizations: UInt64 = 0
  /// Request packets.
  public internal(set) var requests: UInt64 = 0
  /// Sequence numbers skipped and never captured.
  public internal(set) var missedPackets: UInt64 = 0
  /// Packets that arrived after later ones.
  public internal(set) var outOfOrderPackets: UInt64 = 0
  /// Packets with a number captured before.
  ///
  /// DCCP retransmits none: the network duplicated them.
  public internal(set) var duplicatePackets: UInt64 = 0
  /// Packets outside of the sequence window (section 7.5).
  ///
  /// They change no state.
  public internal(set) var invalidSequences: UInt64 = 0
  /// Its packets that the peer's Ack Vectors report as lost (section 11.4).
  public internal(set) var lostPackets: UInt64 = 0
  /// Its packets that the peer's Ack Vectors report as ECN-marked.
  public internal(set) var markedPackets: UInt64 = 0
  /// Packets whose checksum covers only part of their data (section 9.2).
  public internal(set) var partialChecksums: UInt64 = 0
  /// The fewest bytes of data that such a checksum covers.
  public internal(set) var leastCoverage: UInt8?

  var roundTrip = RoundTripSum()
  var firstData: Timestamp?
  var lastData: Timestamp?

  init() {}

  /// Adds the counters that a direction of any protocol has.
  func fill(_ direction: inout DirectionSummary) {
    direction.outOfOrderPackets = outOfOrderPackets
    roundTrip.fill(&direction)
    if let firstData, let lastData {
      let time = lastData.nanoseconds(since: firstData)
      if time > 0 { direction.throughput = Double(dataBytes) * 8e9 / Double(time) }
    }
  }
}
