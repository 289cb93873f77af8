import CongestionInference
import InternetTypes

/// Counts small segments that a sender held back until a delayed acknowledgment came: Nagle's algorithm (RFC 896)
/// against delayed acknowledgments (RFC 1122, section 4.2.3.2).
struct AcknowledgmentStalls {
  private(set) var count: UInt64 = 0
  /// Their time, in nanoseconds.
  private(set) var time: Int64 = 0
  private(set) var longest: Int64 = 0
  private(set) var first = NotedPacket()
  /// The late acknowledgment that may release a small segment.
  private var released: (at: NotedPacket, delay: Int64)?
  private var flight: Int64 = 0
  private var end: Int64 = .min

  /// Processes the sender's next record.
  mutating func take(_ record: WindowRecord) {
    typealias Limits = Calibration.DelayedAck
    let (now, size) = (record.time, Int64(record.segmentSize))
    if let segmentEnd = record.segmentEnd {
      let length = end == .min ? 0 : segmentEnd &- end
      if let released, length > 0, length < size,
        now.nanoseconds(since: released.at.time) <= Limits.releaseTime
      {
        if count == 0 { first = released.at }
        count += 1
        time &+= released.delay
        longest = max(longest, released.delay)
      }
      end = max(end, segmentEnd)
      released = nil
    } else if let sample = record.roundTripSample, let minimum = record.roundTripMinimum {
      let delay = Int64(sample - minimum) &* 1000
      let isSmall = flight > 0 && flight < size
      released =
        isSmall && Limits.delays.contains(delay) && record.flight == 0
        ? (NotedPacket(packet: UInt64(max(record.packet, 0)), time: now), delay) : nil
    } else {
      released = nil
    }
    flight = record.flight
  }
}
