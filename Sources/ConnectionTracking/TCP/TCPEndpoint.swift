import BoundedCollections
import InternetTypes

/// One endpoint of a TCP connection: what it sent, and what its peer acknowledged.
///
/// Flows of other protocols use its counters only. Sequence numbers are unwrapped (`SequenceSpace.swift`).
struct TCPEndpoint {
  /// Packets captured of it.
  var packets: UInt64 = 0
  /// Bytes of its IP packets.
  var ipBytes: UInt64 = 0
  /// Bytes of their payload.
  var payloadBytes: UInt64 = 0

  /// SND.NXT (`snd_nxt`): the number after the highest one that it sent.
  ///
  /// For protocols other than TCP: payload bytes of duplicates of its packets.
  var sendNext: Int64 = 0
  /// SND.UNA (`snd_una`): the highest acknowledgment that its peer sent, as captured.
  var acknowledged: Int64 = 0
  /// SND.UNA + SND.WND (`tcp_wnd_end`): the right edge of the window that its peer offers.
  var rightEdge: Int64 = 0
  /// The sequence number on the wire that is 0 unwrapped.
  var base: UInt32 = 0
  /// Its `StreamDetail`; none before it sends data.
  var stream = Handle<StreamDetail>.none
  var checksumUnverifiable: UInt32 = 0
  var duplicateAcks: UInt32 = 0
  /// Its packets that were captured twice or duplicated by the network.
  var duplicatePackets: UInt32 = 0

  /// The window field of its last packet, not scaled.
  var window: UInt16 = 0
  /// The smallest and the largest window field, not scaled, of segments without SYN.
  var smallestWindow: UInt16 = .max
  var largestWindow: UInt16 = 0
  /// The largest window field of its SYNs.
  var synWindow: UInt16 = 0
  /// Duplicate acknowledgments that it sent in a row.
  var duplicateAckRun: UInt16 = 0
  var zeroWindows: UInt16 = 0
  var maximumSegmentSize: UInt16 = 0
  var synCount: UInt16 = 0
  var finCount: UInt16 = 0
  var rstCount: UInt16 = 0
  var flags = Flags()

  var timeToLive: UInt8 = 0
  /// The scale of its window fields.
  var windowScale = WindowScale.unknown
  var state = EndpointState.unknown
  /// How many acknowledgments of its SYN or FIN were lost behind the capture point, as its retransmissions show.
  var lostAcks: UInt8 = 0

  /// Facts of one bit each, and in the seven highest bits a count.
  struct Flags: OptionSet {
    let rawValue: UInt32
    /// The place of the count: the lowest bit of those that are no flags.
    private static var countShift: UInt32 { 25 }
    /// The largest count.
    static var countLimit: UInt32 { 127 }
    /// Retransmitted segments with SYN or FIN of an endpoint without a stream, at most `countLimit`.
    var retransmissionCount: UInt32 { rawValue >> Self.countShift }

    /// Counts a retransmission.
    mutating func countRetransmission() {
      guard retransmissionCount < Self.countLimit else { return }
      self = Flags(rawValue: rawValue &+ 1 << Self.countShift)
    }

    /// `base` is known, from its own packet or from an acknowledgment.
    static var hasSequence: Flags { Flags(rawValue: 1) }
    static var isSACKPermitted: Flags { Flags(rawValue: 2) }
    static var hasTimestamps: Flags { Flags(rawValue: 4) }
    /// Its SYN offers ECN, or its SYN-ACK accepts it (RFC 3168, section 6.1.1).
    static var offersECN: Flags { Flags(rawValue: 8) }
    /// Its SYN was captured.
    static var hasSentSYN: Flags { Flags(rawValue: 16) }
    /// Its SYN carried data (RFC 7413).
    static var sentFastOpenData: Flags { Flags(rawValue: 32) }
    /// Its last packet was a keep-alive probe.
    static var lastWasKeepAlive: Flags { Flags(rawValue: 64) }
    /// Its last packet was a zero window probe.
    static var lastWasZeroWindowProbe: Flags { Flags(rawValue: 128) }
    /// It has received its peer's FIN.
    static var hasReceivedFIN: Flags { Flags(rawValue: 256) }
    /// Its FIN was acknowledged, and not captured.
    static var isFINInferred: Flags { Flags(rawValue: 512) }
    /// It was sent a segment that it answers with a challenge ACK (RFC 5961).
    static var isChallenged: Flags { Flags(rawValue: 1024) }
    /// It sent new data.
    static var hasSentData: Flags { Flags(rawValue: 2048) }
    /// Its last window was zero.
    static var isWindowZero: Flags { Flags(rawValue: 4096) }
    /// Its peer acknowledged data.
    static var isDataAcknowledged: Flags { Flags(rawValue: 8192) }
    /// Its SYN offered Fast Open.
    static var hasFastOpen: Flags { Flags(rawValue: 16384) }
    /// Its peer acknowledged data captured with a wrong checksum: the checksum was right on the wire.
    static var isChecksumBelieved: Flags { Flags(rawValue: 65536) }
    /// It sent packets that were captured with a wrong checksum.
    ///
    /// Their count is in a cache line of its connection that few segments need.
    static var hasInvalidChecksum: Flags { Flags(rawValue: 16_777_216) }
    /// Its last window field was that of a SYN, which is never scaled.
    static var isUnscaledWindow: Flags { Flags(rawValue: 32768) }
    /// The latest new data of the connection are this client's.
    static var awaitsResponse: Flags { Flags(rawValue: 8_388_608) }
    /// It sent an acknowledgment.
    static var hasAcknowledged: Flags { Flags(rawValue: 131_072) }
    /// Its oldest segment was retransmitted, and nothing was acknowledged since.
    static var hasUnackedRetransmission: Flags { Flags(rawValue: 262_144) }
    /// Since that retransmission its peer has sent an acknowledgment: the peer is alive.
    static var isPeerAliveSinceRetransmission: Flags { Flags(rawValue: 524_288) }
    /// The number after its FIN is known.
    static var hasFINEnd: Flags { Flags(rawValue: 1_048_576) }
    /// The last reset in its name was injected by a middlebox.
    static var isResetInjected: Flags { Flags(rawValue: 4_194_304) }
    /// Its SYN offers Accurate ECN, or its SYN-ACK accepts it (RFC 9768, section 3.1.1).
    static var offersAccurateECN: Flags { Flags(rawValue: 2_097_152) }
  }

  /// Bytes sent and not acknowledged, at the capture point.
  var flight: Int64 { max(sendNext &- max(acknowledged, 0), 0) }

  /// The last window that it offered, in bytes; not scaled if the scale is not known.
  var offeredWindow: UInt32 { Self.window(window, scale: windowScale, flags) }

  /// The smallest window that it offered after its SYN, in bytes; nil before the first.
  var windowMinimum: UInt32? {
    guard smallestWindow <= largestWindow else { return nil }
    return Self.window(smallestWindow, scale: windowScale, [])
  }

  /// The largest window that it offered, in bytes.
  var windowMaximum: UInt32 {
    max(Self.window(largestWindow, scale: windowScale, []), UInt32(synWindow))
  }

  /// A window in bytes.
  static func window(_ window: UInt16, scale: WindowScale, _ flags: Flags) -> UInt32 {
    flags.contains(.isUnscaledWindow)
      ? UInt32(window) : UInt32(window) << scale.shift
  }
}
