/// What is known of a DCCP connection (RFC 4340).
///
/// A class, so that the summaries of all other connections stay plain bytes with one word more.
public final class DCCPSummary: Sendable {
  /// What the client sent, and how.
  public let client: DCCPEndpointSummary
  /// The same of the server.
  public let server: DCCPEndpointSummary
  /// The service that the client asked for (section 8.1.2).
  public let serviceCode: UInt32?
  /// Why the connection was reset (section 5.6); nil where no Reset was captured.
  public let resetCode: UInt8?

  init(_ connection: DCCPConnection) {
    client = connection.endpoints[0].summary
    server = connection.endpoints[1].summary
    serviceCode = connection.serviceCode
    resetCode = connection.resetCode
  }
}

/// What one endpoint of a DCCP connection sent.
public struct DCCPEndpointSummary: Hashable, Sendable {
  /// The congestion control of the data that it sends (section 10): confirmed in the negotiation, or 2 where a whole
  /// handshake was captured without one.
  public internal(set) var congestionControl: UInt8?
  /// The number of its first packet.
  public internal(set) var initialSequence: UInt64?
  /// Data and DataAck packets.
  public internal(set) var dataPackets: UInt64 = 0
  /// Bytes of data in them.
  public internal(set) var dataBytes: UInt64 = 0
  /// Packets with an acknowledgement number.
  public internal(set) var acknowledgments: UInt64 = 0
  /// Sync and SyncAck packets.
  public internal(set) var synchronizations: UInt64 = 0
  /// Request packets.
  public internal(set) var requests: UInt64 = 0
  /// Numbers that were skipped and never captured.
  public internal(set) var missedPackets: UInt64 = 0
  /// Packets that later ones had overtaken.
  public internal(set) var outOfOrderPackets: UInt64 = 0
  /// Packets with a number that had been captured: DCCP sends none again, the network doubled them.
  public internal(set) var duplicatePackets: UInt64 = 0
  /// Packets with a number out of the sequence window (section 7.5): they change nothing.
  public internal(set) var invalidSequences: UInt64 = 0
  /// Of its packets, those that the peer's Ack Vectors report lost (section 11.4).
  public internal(set) var lostPackets: UInt64 = 0
  /// Of its packets, those that Ack Vectors report marked by a router on the way.
  public internal(set) var markedPackets: UInt64 = 0
  /// Packets whose checksum covers only part of their data (section 9.2).
  public internal(set) var partialChecksums: UInt64 = 0
  /// The fewest bytes of data that such a checksum covers.
  public internal(set) var leastCoverage: UInt8?

  var roundTrip = RoundTripSum()
  var firstData: PacketTime?
  var lastData: PacketTime?

  init() {}

  /// Adds to a direction's summary what has the same meaning there.
  func fill(_ direction: inout DirectionSummary) {
    direction.outOfOrderPackets = outOfOrderPackets
    roundTrip.fill(&direction)
    if let firstData, let lastData {
      let time = lastData.nanoseconds(since: firstData)
      if time > 0 { direction.throughput = Double(dataBytes) * 8e9 / Double(time) }
    }
  }
}
