import BasicContainers
import DequeModule

/// What is kept of the data that one endpoint sends, once it sends any.
struct StreamDetail: ~Copyable {
  /// Segments remembered until they are acknowledged, at most.
  static var segmentLimit: Int { 1024 }
  /// Gaps remembered, at most; the oldest goes first and counts as missed.
  static var gapLimit: Int { 64 }
  /// Retransmissions remembered until something shows that they were needless, at most; the oldest goes first.
  static var retransmittedLimit: Int { 16 }
  /// SACK ranges remembered, at most.
  static var rangeLimit: Int { 32 }

  // The order is that of use: 48 bytes that are rarely needed, then a cache line for data, one for both, and one for
  // acknowledgments. Blocks of this size come from the system 16 bytes behind a line's beginning.

  /// What is counted of data.
  var data = DataCounters()

  /// Sent and not acknowledged, in order of sequence.
  var outstanding = UniqueDeque<OutstandingSegment>()
  /// Not captured, below SND.NXT, in order of sequence.
  var gaps = UniqueArray<Gap>()
  /// The longest round-trip time, in nanoseconds.
  var roundTripMaximum: Int64 = 0

  /// What SACK blocks say has arrived, in order of sequence.
  var ranges = UniqueArray<SequenceRange>()
  /// What acknowledgments tell.
  var feedback = Feedback()

  /// SACK blocks that told of data that arrived twice (RFC 2883): something was sent again for nothing.
  var duplicateSACKs: UInt32 = 0
  /// Fills up whole cache lines, so that all details lie in them alike.
  private let padding: UInt64 = 0

  init() {}

  /// Forgets everything, and keeps room where it is small.
  mutating func reset() {
    data = DataCounters()
    feedback = Feedback()
    roundTripMaximum = 0
    duplicateSACKs = 0
    if outstanding.capacity > 32 {
      outstanding = UniqueDeque()
    } else {
      outstanding.removeAll()
    }
    if gaps.capacity > 0 { gaps = UniqueArray() }
    if ranges.capacity > 0 { ranges = UniqueArray() }
  }

  /// Asks for a segment that waits for its acknowledgment; nothing happens where there is none at the position.
  mutating func prefetchSegment(_ position: Int) {
    guard position >= 0, position < outstanding.count else { return }
    var position = position
    outstanding.nextSpan(after: &position, maximumCount: 1).prefetch(0)
  }

  /// Counters and marks of a stream.
  struct DataCounters {
    var retransmittedPackets: UInt32 = 0
    var outOfOrderPackets: UInt32 = 0
    var retransmittedBytes: UInt64 = 0
    /// Bytes of gaps that were given up to make room.
    var abandonedBytes: UInt64 = 0
    var firstData = PacketTime(rawValue: 0)
    /// The highest sequence number that SACK blocks tell of.
    var highestSACK: Int64 = 0
    /// SND.NXT when a retransmission time-out was last seen: until it is acknowledged, losses belong to it.
    var recoveryPoint: Int64 = 0

    /// Signatures of the last segments, so that a copy that comes late is known.
    var signatures = InlineArray<4, UInt32>(repeating: 0)
    var uniqueBytes: UInt64 = 0
    var lastData = PacketTime(rawValue: 0)
    var flightMaximum: UInt64 = 0
    /// TSval of the newest segment.
    var newestTimestamp: UInt32 = 0
    var segmentSizeMaximum: UInt32 = 0
    /// Data segments before the first acknowledgment of data.
    var initialWindowSegments: UInt32 = 0
    var nextSignature: UInt8 = 0
    /// How many times the oldest segment was sent again since anything was acknowledged.
    var headRetransmissions: UInt8 = 0
    /// How large it was then.
    var headRetransmissionSize: UInt32 = 0
    /// Gaps that were acknowledged.
    var acknowledgedGaps: UInt32 = 0

    /// Whether it is the signature of one of the last segments; mutating, because the book would be copied for it.
    mutating func remembers(_ signature: UInt32) -> Bool {
      signatures[0] == signature || signatures[1] == signature || signatures[2] == signature
        || signatures[3] == signature
    }

    /// Remembers the signature of a segment in place of the oldest one.
    mutating func remember(_ signature: UInt32) {
      let at = Int(nextSignature) & 3
      signatures[at] = signature
      nextSignature = UInt8(truncatingIfNeeded: at &+ 1)
    }
  }

  /// What acknowledgments tell.
  struct Feedback {
    /// Round-trip times from the capture point to the peer and back, in nanoseconds.
    var roundTripMinimum: Int64 = .max
    var roundTripSum: Int64 = 0
    /// SRTT and RTTVAR of RFC 6298 at the capture point, in nanoseconds.
    var smoothed: Int64 = 0
    var variation: Int64 = 0
    var roundTripCount: UInt32 = 0
    /// The largest segment that was acknowledged.
    var acknowledgedSizeMaximum: UInt32 = 0
  }

  /// A segment that was captured and waits for its acknowledgment.
  struct OutstandingSegment {
    var start: Int64
    /// When it was captured first.
    var time: PacketTime
    /// When it was captured last.
    var latest: PacketTime
    var packet: UInt64
    var length: UInt32
    /// TSval of the last time it was sent.
    var timestamp: UInt32
    var identification: UInt16
    var isRetransmitted: Bool

    var end: Int64 { start &+ Int64(length) }

    /// A segment as it is captured first, its data beginning at `start`.
    init(_ segment: Segment, start: Int64) {
      self.start = start
      time = segment.time
      latest = segment.time
      packet = segment.packet
      length = segment.length
      timestamp = segment.timestampValue
      identification = segment.identification
      isRetransmitted = false
    }
  }

  /// A segment that was sent again.
  struct RetransmittedSegment {
    var start: Int64
    var end: Int64
    var packet: UInt64
    /// TSval; 0 without.
    var timestamp: UInt32
  }

  /// Part of the sequence space that was passed over.
  struct Gap {
    var start: Int64
    var end: Int64
    /// The segment behind it that showed it.
    var time: PacketTime
    var timestamp: UInt32
    var identification: UInt16
  }

  /// A range of sequence numbers.
  struct SequenceRange {
    var start: Int64
    var end: Int64
  }
}
