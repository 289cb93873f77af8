import BasicContainers
import BoundedCollections
import DequeModule
import InternetTypes

/// The data that one endpoint sends: counters, outstanding segments, gaps and SACK ranges.
///
/// Stored once it sends data.
struct StreamDetail: ~Copyable {
  /// The most outstanding segments remembered.
  static var segmentLimit: Int { 1024 }
  /// The most gaps remembered.
  ///
  /// The oldest is dropped first; its bytes count as missed.
  static var gapLimit: Int { 64 }
  /// The most retransmissions remembered, in case they turn out to be spurious.
  ///
  /// The oldest is dropped first.
  static var retransmittedLimit: Int { 16 }
  /// The most SACK ranges remembered.
  static var rangeLimit: Int { 32 }

  // Layout by use: 48 bytes that are rarely needed, a cache line for data, one for data and acknowledgments, and one
  // for acknowledgments. Memory blocks of this size start 16 bytes after the start of a cache line.

  /// Counters of the data sent.
  var data = DataCounters()

  /// Segments captured and not acknowledged, in order of sequence.
  var outstanding = UniqueDeque<OutstandingSegment>()
  /// Ranges below SND.NXT that were not captured, in order of sequence.
  var gaps = UniqueArray<Gap>()
  /// The longest round-trip time, in nanoseconds.
  var roundTripMaximum: Int64 = 0

  /// Ranges that SACK blocks report as received, in order of sequence.
  var ranges = UniqueArray<SequenceRange>()
  /// Round-trip times, and the sizes of acknowledged segments.
  var feedback = Feedback()

  /// The sum and the longest of the times from the client's last data to the server's next, in nanoseconds.
  ///
  /// With them the size is a whole number of cache lines, so that all elements have the same alignment.
  var responseSum: Int64 = 0
  var responseMaximum: Int64 = 0

  init() {}

  /// Resets all values.
  ///
  /// Small buffers are kept.
  mutating func reset() {
    data = DataCounters()
    feedback = Feedback()
    roundTripMaximum = 0
    responseSum = 0
    responseMaximum = 0
    if outstanding.capacity > 32 {
      outstanding = UniqueDeque()
    } else {
      outstanding.removeAll()
    }
    if gaps.capacity > 0 { gaps = UniqueArray() }
    if ranges.capacity > 0 { ranges = UniqueArray() }
  }

  /// Prefetches the outstanding segment at an index, if there is one.
  mutating func prefetchSegment(_ position: Int) {
    guard position >= 0, position < outstanding.count else { return }
    var position = position
    outstanding.nextSpan(after: &position, maximumCount: 1).prefetch(0)
  }

  /// Counters and state of the data sent.
  struct DataCounters {
    var retransmittedPackets: UInt32 = 0
    var outOfOrderPackets: UInt32 = 0
    var retransmittedBytes: UInt64 = 0
    /// Bytes of gaps that were dropped.
    var abandonedBytes: UInt64 = 0
    var firstData = Timestamp(rawValue: 0)
    /// The right edge of the highest SACK block.
    var highestSACK: Int64 = 0
    /// The recovery point of the last time-out: SND.NXT at that time.
    ///
    /// The kernel's `high_seq`.
    ///
    /// Until it is acknowledged, retransmissions belong to the time-out.
    var recoveryPoint: Int64 = 0

    /// Payload bytes of duplicate segments.
    var duplicateBytes: UInt64 = 0
    /// When data was last acknowledged.
    var acknowledgedAt = Timestamp(rawValue: 0)
    var uniqueBytes: UInt64 = 0
    var lastData = Timestamp(rawValue: 0)
    var flightMaximum: UInt64 = 0
    var segmentSizeMaximum: UInt32 = 0
    /// Data segments before the first acknowledgment of data.
    var initialWindowSegments: UInt32 = 0
    /// The TTL of the last segment.
    var timeToLive: UInt8 = 0
    /// How many times the oldest segment was retransmitted since the last new acknowledgment.
    var headRetransmissions: UInt8 = 0
    /// The size of its last retransmission.
    var headRetransmissionSize: UInt32 = 0
    /// Gaps acknowledged by the peer.
    var acknowledgedGaps: UInt32 = 0
    /// How often the server's data followed the client's.
    var responseCount: UInt32 = 0
  }

  /// Round-trip times, and the sizes of acknowledged segments.
  struct Feedback {
    /// The shortest round-trip time from the capture point to the peer and back, in nanoseconds.
    var roundTripMinimum: Int64 = .max
    var roundTripSum: Int64 = 0
    /// SRTT and RTTVAR (RFC 6298) at the capture point, in nanoseconds.
    var smoothed: Int64 = 0
    var variation: Int64 = 0
    var roundTripCount: UInt32 = 0
    /// The size of the largest acknowledged segment.
    var acknowledgedSizeMaximum: UInt32 = 0
  }

  /// A segment that was captured and not acknowledged.
  struct OutstandingSegment {
    var start: Int64
    /// When it was first captured.
    var time: Timestamp
    /// When it was last captured.
    var latest: Timestamp
    var packet: UInt64
    var length: UInt32
    /// TSval of its last transmission.
    var timestamp: UInt32
    var identification: UInt16
    var timeToLive: UInt8
    var isRetransmitted: Bool

    var end: Int64 { start &+ Int64(length) }

    /// A segment captured for the first time, whose data starts at `start`.
    init(_ segment: Segment, start: Int64) {
      self.start = start
      time = segment.time
      latest = segment.time
      packet = segment.packet
      length = segment.length
      timestamp = segment.timestampValue
      identification = segment.identification
      timeToLive = segment.timeToLive
      isRetransmitted = false
    }
  }

  /// A retransmission.
  struct RetransmittedSegment {
    var start: Int64
    var end: Int64
    var packet: UInt64
    /// TSval; 0 without the option.
    var timestamp: UInt32
  }

  /// A range of the sequence space that was sent and not captured.
  struct Gap {
    var start: Int64
    var end: Int64
    /// Time, TSval and IP identification of the segment that showed the gap.
    var time: Timestamp
    var timestamp: UInt32
    var identification: UInt16
  }

  /// A range of sequence numbers.
  struct SequenceRange {
    var start: Int64
    var end: Int64
  }
}
