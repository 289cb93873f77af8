import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

@testable import ConnectionTracking

/// Frames and segments of the usual shape take a short way: it leads where the long way, which other tests hold against
/// the RFCs, leads.
@Suite struct HeaderPredictionTests {
  private typealias Captured = (bytes: [UInt8], wireLength: Int, time: Int64)

  /// All that is known of the connections of a capture, by the way that its packets took.
  private func knowledge(
    _ packets: [Captured], _ linkType: LinkType, inBlocks: Bool, usesFastPath: Bool
  ) -> [String] {
    let story = Story(packets: packets, linkType, inBlocks: inBlocks, usesFastPath: usesFastPath)
    return story.summaries.map { "\($0)" } + story.transitions.map { "\($0)" }
      + ["\(story.statistics)"]
  }

  private func compare(_ packets: [Captured], _ linkType: LinkType) {
    let expected = knowledge(packets, linkType, inBlocks: false, usesFastPath: false)
    #expect(knowledge(packets, linkType, inBlocks: false, usesFastPath: true) == expected)
    #expect(knowledge(packets, linkType, inBlocks: true, usesFastPath: true) == expected)
  }

  @Test func `both ways make the same of recorded traffic, whole, cut and damaged`() throws {
    var random = SeededGenerator(seed: 7)
    for capture in try FixtureCapture.all() {
      func packets(_ change: (FixtureCapture.Frame) -> [UInt8]) -> [Captured] {
        capture.frames.enumerated().map { index, frame in
          (change(frame), frame.wireLength, Int64(index) * 3_000_000)
        }
      }
      compare(packets(\.bytes), capture.linkType)
      compare(packets { Array($0.bytes.prefix(66)) }, capture.linkType)
      for _ in 0..<3 {
        compare(
          packets {
            Int.random(in: 0..<4, using: &random) == 0 ? random.mutation(of: $0.bytes) : $0.bytes
          },
          capture.linkType)
      }
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `both ways make the same of any conversation`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var maker = FrameMaker()
    var time: Int64 = 0
    let packets: [Captured] = randomConversation(&random).map { step in
      time += Int64(step.delay * 1_000_000)
      let frame = [UInt8](repeating: 2, count: 12) + [8, 0] + maker.frame(step)
      return (frame, frame.count, time)
    }
    compare(packets, .ethernet)
  }
}
