import InternetTypes

/// One endpoint of a TCP connection: what it sent, and what is known to have reached it.
///
/// Sequence numbers are unwrapped: they count on from 0 at the first one seen, in 64 bits, and never wrap around.
struct TCPEndpoint {
  /// Packets it sent, as captured; the same for flows of other protocols.
  var packets: UInt64 = 0
  /// Bytes of IP packets.
  var ipBytes: UInt64 = 0
  /// Bytes of payload.
  var payloadBytes: UInt64 = 0

  /// SND.NXT: the number after the highest one that it sent.
  var sendNext: Int64 = 0
  /// SND.UNA: the highest acknowledgment that its peer sent, as captured.
  var acknowledged: Int64 = 0
  /// SND.UNA + SND.WND: the right edge of the window that its peer offers.
  var rightEdge: Int64 = 0
  /// The sequence number on the wire that counts as 0.
  var base: UInt32 = 0
  /// Position of its `StreamDetail` plus one; 0 without one.
  var detail: UInt32 = 0
  var checksumUnverifiable: UInt32 = 0
  var duplicateAcks: UInt32 = 0
  /// What tells its last packet from others.
  var signature: UInt32 = 0

  /// The window of its last packet, as sent.
  var window: UInt16 = 0
  /// The smallest and the largest one that it sent, as sent, those of SYNs apart.
  var smallestWindow: UInt16 = .max
  var largestWindow: UInt16 = 0
  /// The largest window of its SYNs.
  var synWindow: UInt16 = 0
  /// Duplicate acknowledgments it sent in a row.
  var duplicateAckRun: UInt16 = 0
  var zeroWindows: UInt16 = 0
  var maximumSegmentSize: UInt16 = 0
  var synCount: UInt16 = 0
  var finCount: UInt16 = 0
  var rstCount: UInt16 = 0
  var flags = Flags()

  var timeToLive: UInt8 = 0
  /// The shift of its window; -1 none is used, -2 not known.
  var windowScale: Int8 = -2
  var state = EndpointState.unknown
  /// How many times something showed that what acknowledges its SYN or FIN had not reached it.
  var lostAcks: UInt8 = 0

  /// What is known in one bit each.
  struct Flags: OptionSet {
    let rawValue: UInt32
    /// A sequence number of it is known, by its own packet or by an acknowledgment.
    static var hasSequence: Flags { Flags(rawValue: 1) }
    static var isSACKPermitted: Flags { Flags(rawValue: 2) }
    static var hasTimestamps: Flags { Flags(rawValue: 4) }
    /// Its SYN offers ECN, or its SYN-ACK accepts it.
    static var offersECN: Flags { Flags(rawValue: 8) }
    /// Its SYN was captured.
    static var hasSentSYN: Flags { Flags(rawValue: 16) }
    /// Its SYN carried data (RFC 7413).
    static var sentFastOpenData: Flags { Flags(rawValue: 32) }
    /// Its last packet was a keep-alive probe.
    static var lastWasKeepAlive: Flags { Flags(rawValue: 64) }
    /// Its last packet was a zero window probe.
    static var lastWasZeroWindowProbe: Flags { Flags(rawValue: 128) }
    /// It has received the peer's FIN.
    static var hasReceivedFIN: Flags { Flags(rawValue: 256) }
    /// Its FIN was never captured, but acknowledged.
    static var isFINInferred: Flags { Flags(rawValue: 512) }
    /// It got a segment that a challenge ACK answers (RFC 5961).
    static var isChallenged: Flags { Flags(rawValue: 1024) }
    /// It sent data that counts as new.
    static var hasSentData: Flags { Flags(rawValue: 2048) }
    /// Its last window was zero.
    static var isWindowZero: Flags { Flags(rawValue: 4096) }
    /// Data of it was acknowledged.
    static var isDataAcknowledged: Flags { Flags(rawValue: 8192) }
    /// Its SYN offered Fast Open.
    static var hasFastOpen: Flags { Flags(rawValue: 16384) }
    /// Its peer acknowledged what came with a wrong checksum: it was right on the wire.
    static var isChecksumBelieved: Flags { Flags(rawValue: 65536) }
    /// Its last window was that of a SYN, which is never scaled.
    static var isUnscaledWindow: Flags { Flags(rawValue: 32768) }
    /// It acknowledged something.
    static var hasAcknowledged: Flags { Flags(rawValue: 131_072) }
    /// Its oldest segment was sent again, and nothing was acknowledged since.
    static var hasUnackedRetransmission: Flags { Flags(rawValue: 262_144) }
    /// Its peer sent something since, so that it lives.
    static var isPeerAliveSinceRetransmission: Flags { Flags(rawValue: 524_288) }
    /// The number after its FIN is known.
    static var hasFINEnd: Flags { Flags(rawValue: 1_048_576) }
  }

  /// A number on the wire as unwrapped: the one nearest to `sendNext`.
  func unwrap(_ number: UInt32) -> Int64 {
    let next = base &+ UInt32(truncatingIfNeeded: sendNext)
    return sendNext &+ Int64(Int32(bitPattern: number &- next))
  }

  /// An unwrapped number as on the wire.
  func wire(_ number: Int64) -> UInt32 { base &+ UInt32(truncatingIfNeeded: number) }

  /// The last window that it offered, in bytes; as sent where the scale is not known.
  var offeredWindow: UInt32 { Self.window(window, scale: windowScale, flags) }

  /// The smallest window that it offered, in bytes, those of SYNs apart; nil before one.
  var windowMinimum: UInt32? {
    guard smallestWindow <= largestWindow else { return nil }
    return Self.window(smallestWindow, scale: windowScale, [])
  }

  /// The largest window that it offered, in bytes.
  var windowMaximum: UInt32 {
    max(Self.window(largestWindow, scale: windowScale, []), UInt32(synWindow))
  }

  /// A window in bytes, from what was sent.
  static func window(_ window: UInt16, scale: Int8, _ flags: Flags) -> UInt32 {
    flags.contains(.isUnscaledWindow)
      ? UInt32(window) : UInt32(window) << UInt32(truncatingIfNeeded: max(scale, 0))
  }

  /// Bytes sent and not acknowledged, as captured.
  var flight: Int64 { max(sendNext &- max(acknowledged, 0), 0) }
}
