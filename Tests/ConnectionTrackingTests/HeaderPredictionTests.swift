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
    _ packets: [Captured], _ linkType: LinkType, inBlocks: Bool, predicts: Bool
  ) -> [String] {
    let story = Story(packets: packets, linkType, inBlocks: inBlocks, predicts: predicts)
    return story.summaries.map { "\($0)" } + story.transitions.map { "\($0)" }
      + ["\(story.statistics)"]
  }

  private func compare(_ packets: [Captured], _ linkType: LinkType) {
    let expected = knowledge(packets, linkType, inBlocks: false, predicts: false)
    #expect(knowledge(packets, linkType, inBlocks: false, predicts: true) == expected)
    #expect(knowledge(packets, linkType, inBlocks: true, predicts: true) == expected)
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

  /// A conversation in which most is as expected and everything else happens now and then.
  private func conversation(_ random: inout SeededGenerator) -> [Step] {
    var steps = [Actor.client >> .syn(100), Actor.server >> .synAck(300, 101)]
    var next: (client: UInt32, server: UInt32) = (101, 301)
    steps.append(Actor.client >> .ack(101, 301))
    for _ in 0..<Int.random(in: 5...120, using: &random) {
      let isClient = Bool.random(using: &random)
      let (own, peer) = isClient ? (next.client, next.server) : (next.server, next.client)
      let length = Int.random(in: 1...1448, using: &random)
      var message: Message
      switch Int.random(in: 0..<24, using: &random) {
      case 0: message = .data(own &+ 1000, peer, length)
      case 1: message = .data(own &- 500, peer, length)
      case 2: message = .ack(own &- 1, peer)
      case 3: message = .fin(own, peer)
      case 4: message = .ack(own, peer &+ 1)
      case 5: message = .rst(own)
      case 6: message = .syn(own &+ 77_777)
      case 7: message = .ack(own, peer &- 700)
      case 8..<15: message = .ack(own, peer)
      default:
        message = .data(own, peer, length)
        if isClient { next.client &+= UInt32(length) } else { next.server &+= UInt32(length) }
      }
      if Int.random(in: 0..<12, using: &random) == 0 { message.window = 0 }
      if Int.random(in: 0..<12, using: &random) == 0 { message.identification = 5 }
      if Int.random(in: 0..<20, using: &random) == 0 { message.hasWrongChecksum = true }
      let step = (isClient ? Actor.client : .server) >> message
      steps.append(step.after(Double.random(in: 0...80, using: &random)))
      if Int.random(in: 0..<16, using: &random) == 0 { steps.append(step) }
    }
    return steps
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `both ways make the same of any conversation`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var maker = FrameMaker()
    var time: Int64 = 0
    let packets: [Captured] = conversation(&random).map { step in
      time += Int64(step.delay * 1_000_000)
      let frame = [UInt8](repeating: 2, count: 12) + [8, 0] + maker.frame(step)
      return (frame, frame.count, time)
    }
    compare(packets, .ethernet)
  }
}
