import BasicContainers
import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing
import TimeLines

@testable import ConnectionTracking

/// A stream segmented, lost, duplicated and reordered at random has the counters that a set of its bytes gives.
@Suite struct StreamPropertyTests {
  private static let length = 20_000

  /// Pieces of the stream in random sizes, some retransmitted in other sizes.
  private func pieces(_ random: inout SeededGenerator) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    while start < Self.length {
      let end = min(start + Int.random(in: 1...1448, using: &random), Self.length)
      pieces.append(start..<end)
      if Int.random(in: 0..<8, using: &random) == 0 {
        let again = max(start - Int.random(in: 0...2000, using: &random), 0)
        pieces.append(again..<min(again + Int.random(in: 1...1448, using: &random), end))
      }
      start = end
    }
    return pieces
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `unique and missed bytes add up to the stream, however it is segmented and captured`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    var captured: [Range<Int>] = []
    for piece in pieces(&random) where Int.random(in: 0..<6, using: &random) > 0 {
      // One of four is reordered behind later ones.
      let place =
        Int.random(in: 0..<4, using: &random) == 0
        ? max(captured.count - Int.random(in: 0...5, using: &random), 0) : captured.count
      captured.insert(piece, at: place)
    }
    // The first segment captured is the start of the stream; the client's SND.NXT wraps around in it.
    let origin = UInt32.max - 5000
    let opening: [Step] = [
      Actor.client >> .syn(origin &- 1), Actor.server >> .synAck(300, origin),
      Actor.client >> .ack(origin, 301),
    ]
    let middle = captured.map { piece in
      (Actor.client >> .data(origin &+ UInt32(piece.lowerBound), 301, piece.count))
        .after(Double.random(in: 0.01...300, using: &random))
    }
    let story = Story(
      opening + middle + [Actor.server >> .ack(301, origin &+ UInt32(Self.length))])
    let distinct = Set(captured.flatMap { Array($0) }).count
    let summary = try #require(story.summaries.first).clientToServer
    #expect(summary.payloadBytes == UInt64(captured.reduce(0) { $0 + $1.count }))
    #expect(summary.uniquePayloadBytes == UInt64(distinct))
    #expect(summary.missedBytes == UInt64(Self.length - distinct))
  }

  @Test func `frames cut at any byte are counted once each`() throws {
    for capture in try FixtureCapture.all() {
      for frame in capture.frames.prefix(12) {
        let cuts = (0...frame.bytes.count).map { Array(frame.bytes.prefix($0)) }
        var tracker = ConnectionTracker()
        for (number, cut) in cuts.enumerated() {
          // The packet was whole on the wire.
          let packet = Packet(
            decoding: cut.span, wireLength: frame.bytes.count, linkType: capture.linkType)
          tracker.process(
            packet, frame: cut.span, timestamp: .init(seconds: Int64(number), nanoseconds: 0),
            number: number + 1)
        }
        var counted: UInt64 = 0
        var payload: UInt64 = 0
        while tracker.finish(atMost: 100) {}
        for index in tracker.findings.ended.indices {
          for direction in [
            tracker.findings.ended[index].clientToServer,
            tracker.findings.ended[index].serverToClient,
          ] {
            counted += direction.packets
            payload += direction.payloadBytes
            #expect(direction.uniquePayloadBytes <= direction.payloadBytes)
          }
        }
        let statistics = tracker.statistics
        #expect(statistics.packets == UInt64(cuts.count))
        // A packet in a tunnel is counted in addition.
        #expect(counted + statistics.untracked + statistics.fragments >= UInt64(cuts.count))
        // One of the fixtures states a jumbogram of 100,000 bytes.
        #expect(payload <= counted * 100_000)
      }
    }
  }
}
