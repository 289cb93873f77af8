import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

@testable import ConnectionTracking

/// Trackers that share a capture find together what one finds alone: the same of the same connections, under the same
/// numbers, in the same order.
@Suite struct SharedTrackingTests {
  private typealias Captured = (bytes: [UInt8], wireLength: Int, time: Int64)

  /// What was found, as text: connections, transitions, events, windows and verdicts.
  private func knowledge(_ capture: SharedCapture, isSorted: Bool) -> [[String]] {
    let all = [
      capture.summaries.map { "\($0)" }, capture.transitions.map { "\($0)" },
      capture.events.map { "\($0)" }, capture.windows.map { "\($0)" },
      capture.verdicts.map { "\($0)" },
    ]
    return isSorted ? all.map { $0.sorted() } : all
  }

  private func compare(
    _ packets: [Captured], _ linkType: LinkType, among counts: ClosedRange<Int>,
    roundLength: Int, isSorted: Bool = false
  ) {
    let alone = SharedCapture(packets, linkType, among: 0)
    let expected = knowledge(alone, isSorted: isSorted)
    for count in counts {
      let shared = SharedCapture(packets, linkType, among: count, roundLength: roundLength)
      #expect(knowledge(shared, isSorted: isSorted) == expected)
      #expect(shared.statistics == alone.statistics)
    }
  }

  @Test func `recorded traffic is the same to any number of trackers`() throws {
    var random = SeededGenerator(seed: 11)
    for capture in try FixtureCapture.all() {
      // Packets that are far apart let connections end in between. Of those that end because of the same packet
      // each tracker ends its own first.
      for (step, isSorted) in [(3_000_000, false), (9_000_000_000, true)] as [(Int64, Bool)] {
        let packets = capture.frames.enumerated().map { index, frame in
          (frame.bytes, frame.wireLength, Int64(index) * step)
        }
        compare(
          packets, capture.linkType, among: 2...2,
          roundLength: Int.random(in: 1...300, using: &random), isSorted: isSorted)
      }
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `conversations side by side are the same to any number of trackers`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let packets = crowd(of: 60, &random)
    compare(
      packets, .ethernet, among: 1...3, roundLength: Int.random(in: 1...300, using: &random))
  }

  @Test(arguments: [
    "sctp-loss", "sctp", "dccp-packets", "quic-rebinding", "tunnels", "icmp-errors",
  ])
  func `other protocols between TCP conversations keep their places`(name: String) throws {
    var random = SeededGenerator(seed: 5)
    let capture = try FixtureCapture(name)
    try #require(capture.linkType == .ethernet)
    let conversations = crowd(of: 30, &random)
    var packets: [Captured] = []
    for (index, conversation) in conversations.enumerated() {
      packets.append(conversation)
      guard index < capture.frames.count else { continue }
      let frame = capture.frames[index]
      packets.append((frame.bytes, frame.wireLength, conversation.time))
    }
    compare(packets, .ethernet, among: 1...2, roundLength: 100)
  }

  @Test func `each tracker gets its share`() {
    var random = SeededGenerator(seed: 1)
    let shares = SharedCapture(crowd(of: 400, &random), .ethernet, among: 2).shares
    #expect(shares.reduce(0, +) >= 400)
    // 400 throws of a coin: 8 standard deviations on either side.
    for share in shares { #expect(share > 120) }
  }

  @Test func `an error about a segment reaches the tracker that follows the connection`() {
    var packets: [Captured] = []
    for port in 40_000..<40_032 as Range<UInt16> {
      var maker = FrameMaker()
      maker.clientPort = port
      for step in [Actor.client >> .syn(100), Actor.router >> .unreachable(code: 1)] {
        let frame = Self.ethernet(maker.frame(step))
        packets.append((frame, frame.count, Int64(packets.count) * 1_000_000))
      }
    }
    let shared = SharedCapture(packets, .ethernet, among: 2)
    let connections = shared.summaries.filter { $0.protocol == .tcp }
    #expect(connections.count == 32 && shared.shares.min() ?? 0 > 4)
    for connection in connections { #expect(connection.failure == .icmpUnreachable) }
    // The errors themselves are counted once.
    #expect(shared.statistics.packets == 64)
  }

  @Test func `connections that end while no packet comes are told`() {
    var random = SeededGenerator(seed: 3)
    let packets = crowd(of: 40, &random)
    let pause: Int64 = 7200
    let shared = SharedCapture(packets, .ethernet, among: 2, pause: pause)
    #expect(shared.summaries.count == Int(shared.statistics.connections))
    #expect(shared.summaries.allSatisfy { $0.ending != .endOfInput })
    #expect(Set(shared.summaries.map(\.index)).count == shared.summaries.count)
  }

  @Test func `time goes on for a tracker while the other one takes packets`() {
    // SYNs of 32 ports, so that both trackers have some; two minutes later they have timed out.
    var opening: [Captured] = []
    var errors: [Captured] = []
    var repeated: [Captured] = []
    for port in 40_000..<40_032 as Range<UInt16> {
      var maker = FrameMaker()
      maker.clientPort = port
      func captured(_ step: Step, _ time: Int64) -> Captured {
        let frame = Self.ethernet(maker.frame(step))
        return (frame, frame.count, time)
      }
      opening.append(captured(Actor.client >> .syn(100), Int64(port - 40_000)))
      repeated.append(captured(Actor.client >> .syn(100), 119_990_000_000))
      errors.append(captured(Actor.router >> .unreachable(code: 1), 10_000_000_000_000))
    }
    var other = FrameMaker()
    other.clientPort = 1
    let others = ([119_950_000_000, 120_100_000_000] as [Int64]).map { time -> Captured in
      let frame = Self.ethernet(other.frame(Actor.client >> .ack(1, 1)))
      return (frame, frame.count, time)
    }
    for packets in [opening + errors, opening + others, opening + others + repeated] {
      compare(packets, .ethernet, among: 1...2, roundLength: 20, isSorted: true)
    }
  }

  /// An IPv4 packet behind an Ethernet header.
  private static func ethernet(_ packet: [UInt8]) -> [UInt8] {
    [UInt8](repeating: 2, count: 12) + [8, 0] + packet
  }

  /// Conversations side by side, from different ports.
  private func crowd(of count: Int, _ random: inout SeededGenerator) -> [Captured] {
    var packets: [Captured] = []
    for number in 0..<count {
      var maker = FrameMaker()
      maker.clientPort = UInt16(20_000 + number)
      var time = Int64.random(in: 0...2_000_000_000, using: &random)
      for step in randomConversation(&random) {
        time += Int64(step.delay * 1_000_000)
        let frame = Self.ethernet(maker.frame(step))
        packets.append((frame, frame.count, time))
      }
    }
    return packets.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    .map(\.element)
  }
}
