import ConnectionTracking
import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing
import TimeLines
import TrackingPipeline

/// Any number of shards finds what one tracker finds alone: the same of the same connections, under the same numbers, in
/// the same order.
@Suite struct ShardCountTests {
  static let counts = [1, 2, 3, 8]

  /// Compares several numbers of shards with one another, and with a tracker that is no shard.
  private func compare(
    _ frames: [TimedFrame], _ linkType: LinkType, batchLength: Int?, isThreaded: Bool = false,
    name: String? = nil
  ) {
    let hasFragments = frames.contains {
      Packet(decoding: $0.bytes.span, wireLength: $0.wireLength, linkType: linkType).isFragment
    }
    let expected =
      hasFragments
      ? TrackedCapture(frames, linkType, shardCount: 1)
      : TrackedCapture(alone: frames, linkType)
    let found = expected.found
    for count in Self.counts {
      let shared = TrackedCapture(
        frames, linkType, shardCount: count, isThreaded: isThreaded, batchLength: batchLength)
      let difference = TrackedCapture.difference(shared.found, found)
      #expect(difference == nil, "\(count) shards\(name.map { " of " + $0 } ?? "")")
      #expect(shared.statistics == expected.statistics, "\(count) shards")
      #expect(shared.shares.count == count)
    }
  }

  @Test(arguments: [3_000_000, 9_000_000_000] as [Int64])
  func `recorded traffic gives the same findings in the same order`(step: Int64) throws {
    // Packets that are far apart let connections time out in between.
    var random = SeededGenerator(seed: 11)
    for capture in try FixtureCapture.all() {
      compare(
        Traffic.frames(of: capture, step: step), capture.linkType,
        batchLength: Int.random(in: 1...300, using: &random), name: capture.name)
    }
  }

  @Test func `threads find what the caller's thread finds`() throws {
    for name in ["sctp-loss", "tunnels", "quic-rebinding", "icmp-errors"] {
      let capture = try FixtureCapture(name)
      compare(
        Traffic.frames(of: capture, step: 900_000_000), capture.linkType, batchLength: 50,
        isThreaded: true)
    }
    var random = SeededGenerator(seed: 21)
    compare(
      Traffic.crowd(of: 150, &random), .ethernet, batchLength: nil, isThreaded: true)
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `conversations side by side give the same findings in the same order`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let frames = Traffic.crowd(of: 60, &random)
    compare(frames, .ethernet, batchLength: Int.random(in: 1...300, using: &random))
  }

  @Test(arguments: [
    "sctp-loss", "sctp", "dccp-packets", "quic-rebinding", "tunnels", "icmp-errors",
  ])
  func `other protocols between TCP conversations keep their places`(name: String) throws {
    var random = SeededGenerator(seed: 5)
    let capture = try FixtureCapture(name)
    try #require(capture.linkType == .ethernet)
    let conversations = Traffic.crowd(of: 30, &random)
    var frames: [TimedFrame] = []
    for (index, conversation) in conversations.enumerated() {
      frames.append(conversation)
      guard index < capture.frames.count else { continue }
      let frame = capture.frames[index]
      frames.append(
        TimedFrame(
          bytes: frame.bytes, wireLength: frame.wireLength, time: conversation.time))
    }
    compare(frames, .ethernet, batchLength: 100)
  }

  @Test func `packets in any order of time give the same findings in the same order`() throws {
    // A savefile may state any times, and hours may lie between two packets.
    var random = SeededGenerator(seed: 17)
    var frames = Traffic.crowd(of: 40, &random)
    for at in frames.indices where Int.random(in: 0..<6, using: &random) == 0 {
      frames[at].time = Int64.random(in: 0...8_000_000_000_000, using: &random)
    }
    compare(frames, .ethernet, batchLength: 70)
  }

  @Test func `each shard gets its share`() {
    var random = SeededGenerator(seed: 1)
    let shares = TrackedCapture(
      Traffic.crowd(of: 400, &random), .ethernet, shardCount: 2, kinds: [.connections]
    ).shares
    #expect(shares.reduce(0, +) >= 400)
    // 400 throws of a coin: 8 standard deviations on either side.
    for share in shares { #expect(share > 120) }
  }

  @Test(arguments: counts)
  func `an error about a segment reaches the shard that follows the connection`(count: Int) {
    var frames: [TimedFrame] = []
    for port in 40_000..<40_032 as Range<UInt16> {
      var maker = FrameMaker()
      maker.clientPort = port
      for step in [Actor.client >> .syn(100), Actor.router >> .unreachable(code: 1)] {
        let bytes = Traffic.ethernet(maker.frame(step))
        frames.append(
          TimedFrame(
            bytes: bytes, wireLength: bytes.count, time: Int64(frames.count) * 1_000_000))
      }
    }
    let shared = TrackedCapture(frames, .ethernet, shardCount: count)
    let connections = shared.summaries.filter { $0.protocol == .tcp }
    #expect(connections.count == 32)
    if count == 2 { #expect(shared.shares.min() ?? 0 > 4) }
    for connection in connections { #expect(connection.failure == .icmpUnreachable) }
    // The errors themselves are counted once.
    #expect(shared.statistics.packets == 64)
  }

  @Test(arguments: counts)
  func `connections that end while no packet comes are reported`(count: Int) {
    var random = SeededGenerator(seed: 3)
    let frames = Traffic.crowd(of: 40, &random)
    let shared = TrackedCapture(frames, .ethernet, shardCount: count, pause: 10_800)
    #expect(shared.summaries.count == Int(shared.statistics.connections))
    #expect(shared.summaries.allSatisfy { $0.ending != .endOfInput })
    #expect(Set(shared.summaries.map(\.index)).count == shared.summaries.count)
  }

  @Test func `time passes in a shard while another one takes packets`() {
    // SYNs of 32 ports, so that all shards have some; two minutes later they have timed out.
    var opening: [TimedFrame] = []
    var errors: [TimedFrame] = []
    var repeated: [TimedFrame] = []
    for port in 40_000..<40_032 as Range<UInt16> {
      func frame(_ step: Step, _ time: Int64) -> TimedFrame {
        Traffic.frame(step, clientPort: port, at: time)
      }
      opening.append(frame(Actor.client >> .syn(100), Int64(port - 40_000)))
      repeated.append(frame(Actor.client >> .syn(100), 119_990_000_000))
      errors.append(frame(Actor.router >> .unreachable(code: 1), 10_000_000_000_000))
    }
    let others = ([119_950_000_000, 120_100_000_000] as [Int64]).map {
      Traffic.frame(Actor.client >> .ack(1, 1), clientPort: 1, at: $0)
    }
    for frames in [opening + errors, opening + others, opening + others + repeated] {
      compare(frames, .ethernet, batchLength: 20)
    }
  }
}
