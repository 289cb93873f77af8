import CongestionInference
import InternetTypes

/// A sender as the textbook draws it, in discrete time: round trips of 100 ms, one acknowledgment a segment, no SACK.
///
/// What it sends and gets is handed to the analysis as if it had been captured beside it.
final class TextbookSender {
  static let segmentSize = 1000
  private static let roundTrip: Int64 = 100_000_000

  private let analysis = CongestionAnalysis()
  private(set) var records: [WindowRecord] = []
  private var now: Int64 = 1_000_000_000_000
  private var next: Int64 = 1
  private var acknowledged: Int64 = 1
  private var packet = 0
  /// The window field of what the receiver sends; 1,024 bytes each.
  var offered = 65_535

  init() {
    send(synchronizing: true, from: .client)
    now += Self.roundTrip
    send(synchronizing: true, from: .server)
    now += 1000
  }

  private func observe(_ segment: SegmentObservation) {
    packet += 1
    var segment = segment
    segment.packet = packet
    segment.captured = Timestamp(rawValue: now)
    analysis.observe(segment) { records.append($0) }
  }

  private func send(synchronizing: Bool, from side: Side) {
    var segment = SegmentObservation()
    segment.sender = side
    segment.isSynchronizing = synchronizing
    segment.isAcknowledgment = side == .server
    segment.acknowledgment = side == .server ? 1 : 0
    segment.maximumSegmentSize = Self.segmentSize
    segment.windowScale = 10
    segment.rawWindow = 65_535
    observe(segment)
  }

  private func sendData(at sequence: Int64) {
    var segment = SegmentObservation()
    segment.sender = .client
    segment.sequence = sequence
    segment.length = Self.segmentSize
    segment.isAcknowledgment = true
    segment.acknowledgment = 1
    segment.rawWindow = 65_535
    observe(segment)
  }

  /// Sends new segments back to back.
  func sendNew(_ count: Int) {
    for _ in 0..<count {
      sendData(at: next)
      next += Int64(Self.segmentSize)
      now += 10_000
    }
  }

  /// Sends the first segment that is not acknowledged again.
  func sendAgain() {
    sendData(at: acknowledged)
    now += 10_000
  }

  /// An acknowledgment of `count` more segments arrives; none is a duplicate.
  func receive(_ count: Int) {
    acknowledged += Int64(count * Self.segmentSize)
    var segment = SegmentObservation()
    segment.sender = .server
    segment.sequence = 1
    segment.isAcknowledgment = true
    segment.acknowledgment = acknowledged
    segment.rawWindow = offered
    observe(segment)
    now += 20_000
  }

  /// Segments that are outstanding.
  var flight: Int { Int(next - acknowledged) / Self.segmentSize }

  func wait(milliseconds: Int64) { now += milliseconds * 1_000_000 }

  /// A round trip in slow start: each acknowledgment releases two segments.
  func slowStartRound() {
    wait(milliseconds: 100)
    for _ in 0..<flight {
      receive(1)
      sendNew(2)
    }
  }

  /// A round trip in congestion avoidance: each acknowledgment releases one segment, the last one two.
  func avoidanceRound() {
    wait(milliseconds: 100)
    let count = flight
    for index in 0..<count {
      receive(1)
      sendNew(index == count - 1 ? 2 : 1)
    }
  }

  /// What the records make of round trips.
  var rounds: [RoundTripRecord] {
    var sequence = RoundTripSequence()
    return records.compactMap { sequence.take($0) } + [sequence.finish()].compactMap { $0 }
  }

  /// The connection's verdict.
  func finish() -> CongestionVerdict? {
    analysis.finish { records.append($0) }
    return analysis.verdicts().first
  }

  /// The window in the last record of an acknowledgment number, relative to the first byte, in segments.
  func window(afterSegments count: Int) -> WindowRecord? {
    let value = Int64(1 + count * Self.segmentSize)
    return records.last { $0.acknowledged == value }
  }
}
