import InternetTypes
import Testing

@testable import CongestionInference

/// Whatever a capture holds, the analysis neither traps nor keeps more than it may.
@Suite struct `Hostile segments` {
  @Test(arguments: [Int64(10), 50_000_000])
  func `random segments near and far from the sender end in a verdict`(delay: Int64) throws {
    for _ in 0..<60 {
      let analysis = CongestionAnalysis()
      var count = 0
      var time: Int64 = .random(in: 0...2_000_000_000_000_000_000)
      func observe(_ segment: SegmentObservation) {
        var segment = segment
        segment.captured = Timestamp(rawValue: time)
        segment.packet = 1
        analysis.observe(segment) { record in
          count += 1
          #expect(record.windowLow <= record.window && record.window <= record.windowHigh)
        }
      }
      for side in [Side.client, .server] {
        var segment = SegmentObservation()
        segment.sender = side
        segment.isSynchronizing = true
        segment.maximumSegmentSize = .random(in: 0...65_535)
        segment.windowScale = Bool.random() ? Int.random(in: 0...14) : nil
        segment.permitsSack = .random()
        segment.timestampValue = 1
        observe(segment)
        time += side == .client ? 100_000 : delay
      }
      for _ in 0..<400 { observe(randomSegment(&time)) }
      // Clocks that jump as only a damaged savefile's do.
      for jump in [Int64.max / 2, Int64.min / 2, 0] {
        time = jump
        observe(randomSegment(&time))
      }
      analysis.finish { _ in count += 1 }
      let verdicts = analysis.verdicts()
      #expect(verdicts.count == 2)
      #expect(verdicts.allSatisfy { (0...1).contains($0.confidence) })
      #expect(count >= 400)
    }
  }

  private func randomSegment(_ time: inout Int64) -> SegmentObservation {
    time = time &+ .random(in: -1_000_000...20_000_000)
    var segment = SegmentObservation()
    segment.sender = .random() ? .client : .server
    segment.sequence = .random(in: 0...200_000)
    segment.length = Bool.random() ? .random(in: 1...65_495) : 0
    segment.isFinal = Int.random(in: 0..<50) == 0
    segment.isAcknowledgment = true
    segment.acknowledgment = .random(in: 0...300_000)
    segment.isPush = .random()
    segment.isCongestionEcho = Int.random(in: 0..<10) == 0
    segment.rawWindow = .random(in: 0...65_535)
    if Int.random(in: 0..<8) > 0 {
      segment.timestampValue = .random(in: 0...4000)
      segment.timestampEcho = .random(in: 0...4000)
    }
    if Int.random(in: 0..<3) == 0 {
      for _ in 0..<Int.random(in: 1...5) {
        let start = Int64.random(in: -1000...300_000)
        segment.sack.append(from: start, to: start + .random(in: -10...30_000))
      }
    }
    return segment
  }
}
