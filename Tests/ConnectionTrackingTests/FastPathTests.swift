import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing
import TimeLines

@testable import ConnectionTracking

/// The fast path (plain segments, prefetching, header prediction) gives the same findings as the full path, which other tests
/// hold against the RFCs.
@Suite struct FastPathTests {
  private typealias Captured = (bytes: [UInt8], wireLength: Int, time: Int64)

  /// All findings.
  ///
  /// Windows and verdicts of congestion control are compared by their descriptions, the others as values.
  private struct Knowledge: Equatable {
    var summaries: [ConnectionSummary]
    var transitions: [StateTransition]
    var events: [SegmentEvent]
    var windows: [String]
    var verdicts: [String]
    var statistics: TrackerStatistics

    init(
      _ packets: [Captured], _ linkType: LinkType, inBlocks: Bool, usesFastPath: Bool,
      wantsEvents: Bool, wantsWindows: Bool
    ) {
      let story = Story(
        packets: packets, linkType, inBlocks: inBlocks, usesFastPath: usesFastPath,
        wantsEvents: wantsEvents, wantsWindows: wantsWindows)
      summaries = story.summaries
      transitions = story.transitions
      events = story.events
      windows = story.windows.map { "\($0)" }
      verdicts = story.verdicts.map { "\($0)" }
      statistics = story.statistics
    }
  }

  private func compare(
    _ packets: [Captured], _ linkType: LinkType, wantsEvents: Bool = false, wantsWindows: Bool
  ) {
    func knowledge(inBlocks: Bool, usesFastPath: Bool) -> Knowledge {
      Knowledge(
        packets, linkType, inBlocks: inBlocks, usesFastPath: usesFastPath,
        wantsEvents: wantsEvents, wantsWindows: wantsWindows)
    }
    let expected = knowledge(inBlocks: false, usesFastPath: false)
    #expect(knowledge(inBlocks: false, usesFastPath: true) == expected)
    #expect(knowledge(inBlocks: true, usesFastPath: true) == expected)
    #expect(knowledge(inBlocks: true, usesFastPath: false) == expected)
  }

  @Test func `fast and full path agree on every fixture, whole, cut and damaged`() throws {
    var random = SeededGenerator(seed: 7)
    for capture in try FixtureCapture.all() {
      func packets(_ change: (FixtureCapture.Frame) -> [UInt8]) -> [Captured] {
        capture.frames.enumerated().map { index, frame in
          (change(frame), frame.wireLength, Int64(index) * 3_000_000)
        }
      }
      compare(packets(\.bytes), capture.linkType, wantsWindows: false)
      compare(packets(\.bytes), capture.linkType, wantsEvents: true, wantsWindows: true)
      compare(packets { Array($0.bytes.prefix(66)) }, capture.linkType, wantsWindows: false)
      for _ in 0..<3 {
        compare(
          packets {
            Int.random(in: 0..<4, using: &random) == 0 ? random.mutation(of: $0.bytes) : $0.bytes
          },
          capture.linkType, wantsEvents: true, wantsWindows: false)
      }
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `fast and full path agree on generated conversations`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var maker = FrameMaker()
    var time: Int64 = 0
    let packets: [Captured] = randomConversation(&random).map { step in
      time += Int64(step.delay * 1_000_000)
      let frame = [UInt8](repeating: 2, count: 12) + [8, 0] + maker.frame(step)
      return (frame, frame.count, time)
    }
    compare(
      packets, .ethernet, wantsEvents: seed % 4 < 2, wantsWindows: seed.isMultiple(of: 2))
  }

  @Test(arguments: [true, false])
  func `segments in order take the fast path only if it is switched on`(usesFastPath: Bool) {
    var configuration = TrackerConfiguration()
    configuration.usesFastPath = usesFastPath
    var tracker = ConnectionTracker(configuration)
    tracker.findings.wantsEvents = false
    var maker = FrameMaker()
    let steps =
      handshake + [
        Actor.client >> .data(101, 301, 500), Actor.server >> .data(301, 601, 700),
        Actor.client >> .ack(601, 1001),
      ]
    for (index, step) in steps.enumerated() {
      let frame = maker.frame(step)
      let packet = Packet(decoding: frame.span, wireLength: frame.count, linkType: .raw)
      tracker.process(
        packet, frame: frame.span,
        timestamp: Timestamp(seconds: 1_700_000_000, nanoseconds: Int64(index) * 1_000_000),
        number: index + 1)
    }
    tracker.flush()
    // The last segment, in numbers after each side's initial one; 0 where no segment was predicted.
    let (start, acknowledgment) = (
      tracker.classifier.predicted.start, tracker.classifier.predicted.acknowledgment
    )
    #expect(start == (usesFastPath ? 501 : 0))
    #expect(acknowledgment == (usesFastPath ? 701 : 0))
  }
}
