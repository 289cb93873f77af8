public import InternetTypes

/// Up to four ranges of a sender's sequence space that its receiver reports as received (RFC 2018, section 3).
public struct SelectiveAcknowledgment: Hashable, Sendable {
  /// First sequence numbers, 64-bit.
  public var starts = InlineSequences()
  /// Sequence numbers after the last, 64-bit.
  public var ends = InlineSequences()
  /// How many of the four ranges there are.
  public private(set) var count = 0

  /// No ranges.
  @inlinable
  public init() {}

  /// Adds a range; a fifth is dropped, and so is an empty one.
  public mutating func append(from start: Int64, to end: Int64) {
    guard count < 4, end > start else { return }
    starts[count] = start
    ends[count] = end
    count += 1
  }
}

/// Four sequence numbers, stored in place.
public struct InlineSequences: Hashable, Sendable {
  private var first: Int64 = 0
  private var second: Int64 = 0
  private var third: Int64 = 0
  private var fourth: Int64 = 0

  /// Four zeros.
  public init() {}

  /// The number at an index from 0 to 3; any other index means the last.
  public subscript(index: Int) -> Int64 {
    get {
      switch index {
      case 0: first
      case 1: second
      case 2: third
      default: fourth
      }
    }
    set {
      switch index {
      case 0: first = newValue
      case 1: second = newValue
      case 2: third = newValue
      default: fourth = newValue
      }
    }
  }
}

/// One captured TCP segment, with the fields that the congestion analysis needs.
///
/// Sequence and acknowledgment numbers are unwrapped: 64-bit numbers whose lowest 32 bits are those on the wire.
public struct SegmentObservation: Sendable {
  /// When the segment was captured.
  public var captured = Timestamp(rawValue: 0)
  /// When the sender processed the segment, on the clock of the timeline; nil if the clock of the capture is used.
  var senderTime: Int64?
  /// Whether `senderTime` is an estimate.
  var isTimeUnknown = false
  /// The packet's position in the input, from 1.
  public var packet = 0
  /// Which endpoint sent it.
  public var sender = Side.client

  /// The unwrapped sequence number of the first byte, or of the SYN.
  public var sequence: Int64 = 0
  /// Bytes of payload.
  public var length = 0
  /// Unwrapped acknowledgment number; meaningful with `isAcknowledgment`.
  public var acknowledgment: Int64 = 0

  /// SYN.
  public var isSynchronizing = false
  /// FIN.
  public var isFinal = false
  /// RST.
  public var isReset = false
  /// ACK.
  public var isAcknowledgment = false
  /// PSH.
  public var isPush = false
  /// Whether it reports congestion marks: ECE (RFC 3168), or an increased ACE counter (RFC 9768).
  public var isCongestionEcho = false
  /// The number of marks that it newly reports, if it counts them (RFC 9768).
  public var congestionMarks = 0
  /// CWR.
  public var isWindowReduced = false
  /// The codepoint of the IP header's ECN field, 0 to 3 (RFC 3168, section 5).
  public var congestionCodepoint: UInt8 = 0

  /// The window field as it is on the wire.
  public var rawWindow = 0
  /// TSval of the timestamps option (RFC 7323, section 3).
  public var timestampValue: UInt32?
  /// TSecr of the timestamps option.
  public var timestampEcho: UInt32 = 0
  /// The SACK blocks.
  public var sack = SelectiveAcknowledgment()

  /// Maximum segment size option; 0 without.
  public var maximumSegmentSize = 0
  /// Window scale option; nil without.
  public var windowScale: Int?
  /// Whether SACK is permitted by this segment.
  public var permitsSack = false

  /// When it was captured, in microseconds since the epoch.
  @inlinable
  public var time: Int64 { captured.rawValue / 1000 }

  /// When the sender processed it, in microseconds, as far as known.
  var handledAt: Int64 { senderTime ?? time }

  /// An empty segment.
  public init() {}

  /// Sequence number after the last one this segment takes, SYN and FIN counted.
  @inlinable
  public var end: Int64 {
    sequence &+ Int64(length) &+ (isSynchronizing ? 1 : 0) &+ (isFinal ? 1 : 0)
  }
}
