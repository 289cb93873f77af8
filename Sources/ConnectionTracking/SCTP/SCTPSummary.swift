public import InternetTypes

/// What is known of an SCTP association (RFC 9260).
///
/// A class, so that the summaries of all other connections stay plain bytes with one word more.
public final class SCTPSummary: Sendable {
  /// What the client chose, and what it sent.
  public let client: SCTPEndpointSummary
  /// The same of the server.
  public let server: SCTPEndpointSummary
  /// Whether both sent an INIT before they had the other's (section 5.2.1).
  public let isCollision: Bool
  /// How many times an endpoint began anew within the association (section 5.2.2).
  public let restarts: UInt32
  /// The cause that an ABORT stated first; nil where there was none, or it stated none.
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

/// What one endpoint of an SCTP association chose and sent.
public struct SCTPEndpointSummary: Hashable, Sendable {
  /// Addresses that are remembered of an endpoint, at most.
  static var addressLimit: Int { 16 }
  /// Kinds of payload that are remembered of an endpoint, at most.
  static var payloadProtocolLimit: Int { 8 }

  /// The verification tag of packets to it.
  public internal(set) var tag: UInt32?
  /// Its addresses: those that it listed, and those that it used, in order of their first appearance; at most 16.
  public internal(set) var addresses: [IPAddress] = []
  /// Streams that it wanted to send on, by its INIT or INIT ACK.
  public internal(set) var outboundStreams: UInt16?
  /// Streams that it accepted.
  public internal(set) var inboundStreams: UInt16?
  /// The number of its first chunk of data.
  public internal(set) var initialSequence: UInt32?
  /// Bytes that it offered to take in its INIT or INIT ACK.
  public internal(set) var initialWindow: UInt32?

  /// Chunks of data that it sent, each time counted that one was captured.
  public internal(set) var dataChunks: UInt64 = 0
  /// Bytes of user data in them.
  public internal(set) var dataBytes: UInt64 = 0
  /// Of the chunks, those with I-DATA's header (RFC 8260).
  public internal(set) var interleavedChunks: UInt64 = 0
  /// Messages of which all fragments were captured; of interleaved ones, last fragments.
  public internal(set) var messages: UInt64 = 0
  /// What payload protocol identifiers its data had, in order of their first appearance; at most 8.
  public internal(set) var payloadProtocols: [UInt32] = []
  /// Chunks that were sent again.
  public internal(set) var retransmittedChunks: UInt64 = 0
  /// Bytes of user data in them.
  public internal(set) var retransmittedBytes: UInt64 = 0
  /// Of these chunks, those that three acknowledgments had reported missing (RFC 9260, section 7.2.4).
  public internal(set) var fastChunks: UInt64 = 0
  /// Those that nothing had reported missing, sent again after a time-out's time (section 6.3).
  public internal(set) var timeoutChunks: UInt64 = 0
  /// Those that had been acknowledged as captured before.
  public internal(set) var spuriousChunks: UInt64 = 0
  /// Chunks that later ones had overtaken.
  public internal(set) var outOfOrderChunks: UInt64 = 0
  /// Numbers that were skipped and never captured.
  public internal(set) var missedChunks: UInt64 = 0
  /// Packets with a chunk that was sent again.
  public internal(set) var retransmittedPackets: UInt64 = 0
  /// Packets with a chunk that later ones had overtaken.
  public internal(set) var outOfOrderPackets: UInt64 = 0
  /// Most bytes of user data outstanding at a time, at the capture point.
  public internal(set) var outstandingMaximum: UInt64 = 0

  /// Acknowledgments that it sent.
  public internal(set) var acknowledgments: UInt64 = 0
  /// Of these, those that report a gap.
  public internal(set) var gapReports: UInt64 = 0
  /// Numbers that it reported to have got twice.
  public internal(set) var duplicates: UInt64 = 0
  /// The smallest window that its acknowledgments offered.
  public internal(set) var windowMinimum: UInt32?
  /// The largest one.
  public internal(set) var windowMaximum: UInt32?
  /// How many times a window of zero was offered, each run of them counted once.
  public internal(set) var zeroWindows: UInt64 = 0

  /// INIT chunks.
  public internal(set) var initiations: UInt64 = 0
  /// HEARTBEAT chunks.
  public internal(set) var heartbeats: UInt64 = 0
  /// HEARTBEAT ACK chunks.
  public internal(set) var heartbeatAcknowledgments: UInt64 = 0
  /// ERROR chunks.
  public internal(set) var errors: UInt64 = 0
  /// FORWARD-TSN and I-FORWARD-TSN chunks: data that it gave up (RFC 3758).
  public internal(set) var skips: UInt64 = 0
  /// Packets whose verification tag is not the one of the association (RFC 9260, section 8.5): they change nothing.
  public internal(set) var wrongTags: UInt64 = 0

  /// Round-trip times of its data, from the capture point to the peer and back, in nanoseconds.
  var roundTrip = RoundTripSum()
  /// When its first and its latest data were captured.
  var firstData: PacketTime?
  var lastData: PacketTime?

  init() {}

  /// Notes an address.
  mutating func add(_ address: IPAddress) {
    if addresses.count < Self.addressLimit, !addresses.contains(address) {
      addresses.append(address)
    }
  }

  /// Adds to a direction's summary what has the same meaning there.
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

/// Round-trip times, added up.
struct RoundTripSum: Hashable {
  private(set) var minimum: Int64?
  private(set) var maximum: Int64?
  private(set) var count: UInt64 = 0
  private var sum: Int64 = 0

  /// Adds a time in nanoseconds; an hour at most, as a damaged savefile may state any.
  mutating func add(_ time: Int64) {
    guard time >= 0, time < 3_600_000_000_000, count < 1_000_000 else { return }
    minimum = min(minimum ?? time, time)
    maximum = max(maximum ?? time, time)
    sum &+= time
    count &+= 1
  }

  /// Their mean.
  var mean: Int64? { count > 0 ? sum / Int64(clamping: count) : nil }

  /// Adds them to a direction's summary.
  func fill(_ direction: inout DirectionSummary) {
    direction.roundTripMinimum = minimum
    direction.roundTripMean = mean
    direction.roundTripMaximum = maximum
    direction.roundTripSamples = count
  }
}
