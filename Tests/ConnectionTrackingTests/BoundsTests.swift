import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing
import TimeLines

@testable import ConnectionTracking

/// No input traps, counters add up, and bounds hold, for any packets in any order.
@Suite struct BoundsTests {
  /// Checks the invariants that hold after any input.
  private func check(_ story: Story, packets: Int, limit: Int) {
    func count(_ summaries: [ConnectionSummary]) -> UInt64 {
      summaries.reduce(0) { $0 + $1.clientToServer.packets + $1.serverToClient.packets }
    }
    let statistics = story.statistics
    #expect(statistics.packets == UInt64(packets))
    // A packet in a tunnel is counted in addition to its carrier, which may belong to no connection.
    let outer = count(story.summaries.filter { $0.tunnel == nil })
    let inner = count(story.summaries.filter { $0.tunnel != nil })
    let others = statistics.untracked + statistics.fragments
    #expect(outer + others <= UInt64(packets) && outer + inner + others >= UInt64(packets))
    #expect(statistics.connections == UInt64(story.summaries.count))
    #expect(story.liveMaximum <= limit && statistics.peak <= limit)
    #expect(
      statistics.evicted == UInt64(story.summaries.count { $0.ending == .evicted }))
    for summary in story.summaries {
      for direction in [summary.clientToServer, summary.serverToClient] {
        #expect(direction.uniquePayloadBytes <= direction.payloadBytes)
        #expect(direction.retransmittedBytes <= direction.payloadBytes)
        #expect(direction.retransmittedPackets + direction.outOfOrderPackets <= direction.packets)
      }
    }
  }

  @Test(arguments: [1, 2, 7, 1000])
  func `counters of fixtures in any order, with any gaps in time, add up`(limit: Int) throws {
    var random = SeededGenerator(seed: UInt64(limit))
    var configuration = TrackerConfiguration()
    configuration.connectionLimit = limit
    for capture in try FixtureCapture.all() {
      for round in 0..<3 {
        var time: Int64 = 0
        let frames = round == 0 ? capture.frames : capture.frames.shuffled(using: &random)
        let packets = frames.map { frame in
          time += Int64.random(in: -1_000_000...90_000_000_000, using: &random) >> (8 * round)
          return (frame.bytes, max(time, 0))
        }
        let story = Story(packets: packets, capture.linkType, configuration)
        check(story, packets: packets.count, limit: limit)
      }
    }
  }

  @Test func `counters of damaged frames add up`() throws {
    var random = SeededGenerator(seed: 4)
    for capture in try FixtureCapture.all() where !capture.frames.isEmpty {
      let packets = (0..<300).map { index in
        let frame = capture.frames[index % capture.frames.count].bytes
        return (random.mutation(of: frame), Int64(index) * 1_000_000)
      }
      check(
        Story(packets: packets, capture.linkType), packets: packets.count, limit: 1_000_000)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `counters of random flags, numbers and options add up`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var configuration = TrackerConfiguration()
    configuration.connectionLimit = 4
    configuration.ignoresChecksums = seed % 2 == 0
    var maker = FrameMaker()
    let corners: [UInt32] = [0, 1, 100, 101, 300, 301, 0x7fff_ffff, 0x8000_0000, .max]
    var time: Int64 = 0
    let packets = (0..<1000).map { _ in
      func number() -> UInt32 {
        (corners.randomElement(using: &random) ?? 0)
          &+ UInt32.random(in: 0...3000, using: &random)
      }
      var message = Message(
        flags: TCPFlags(rawValue: UInt8.random(in: 0...255, using: &random)), sequence: number(),
        acknowledgment: number(), length: Int.random(in: 0...200, using: &random),
        window: UInt16.random(in: 0...3, using: &random) &* 9999)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: message = message.sack((number(), number()), (number(), number()))
      case 1: message = message.stamp(number(), number())
      case 2: message = message.scale(255).mss(0).sackPermitted()
      case 3: message.options = random.bytes(upTo: 40)
      default: break
      }
      maker.clientPort = UInt16.random(in: 1...6, using: &random)
      time += Int64.random(in: 0...50_000_000, using: &random)
      return (maker.frame((Bool.random(using: &random) ? Actor.client : .server) >> message), time)
    }
    let story = Story(packets: packets, .raw, configuration)
    check(story, packets: packets.count, limit: 4)
    #expect(story.statistics.evicted > 0)
  }

  // MARK: Memory

  @Test func `a connection fits in its planned bytes`() {
    // A connection without data takes its entry, an index entry of eight bytes at a load of three quarters, and its
    // number: 384 + 10.7 + 5 bytes. Whole cache lines, so that all entries have the same alignment.
    #expect(MemoryLayout<Connection>.stride <= 384 && MemoryLayout<Connection>.stride % 64 == 0)
    // Prefetches start at these offsets: the list's links, and the fields that each segment needs.
    let key = FlowKey(first: 1, second: 2, ports: 3, domain: 6)
    var connection = Connection(
      key: key, isClientFirst: true, hash: 0, index: 0, time: Timestamp(rawValue: 0))
    let (links, fields) = unsafe withUnsafeMutablePointer(to: &connection) { start in
      let links = unsafe withUnsafeMutablePointer(to: &start.pointee.previous) {
        UInt(bitPattern: $0)
      }
      let fields = unsafe withUnsafeMutablePointer(to: &start.pointee.key) {
        UInt(bitPattern: $0)
      }
      return (links - UInt(bitPattern: start), fields - UInt(bitPattern: start))
    }
    #expect(links == 40)
    #expect(fields == 48)
    // Data in both directions adds two streams.
    #expect(MemoryLayout<StreamDetail>.stride * 2 + MemoryLayout<Connection>.stride <= 1536)
    #expect(MemoryLayout<StreamDetail.OutstandingSegment>.stride <= 48)
    #expect(MemoryLayout<PendingDeliveries>.stride <= 136)
  }

  /// The steps of a connection, and whether pending deliveries are stored for it after them.
  private static let beginnings: [(steps: [Step], kept: Int)] = {
    let data = Actor.client >> .data(101, 301, 10)
    let damaged = Actor.client >> .data(101, 301, 10).wrongChecksum()
    let reset = Actor.client >> .rst(101)
    let other = Actor.client >> .rst(101).identification(9)
    let close: [Step] = [
      Actor.client >> .fin(101, 301), Actor.server >> .fin(301, 102),
      Actor.client >> .ack(102, 302),
    ]
    return [
      ([handshake[0]], 0), ([handshake[0], handshake[0]], 0),
      ([handshake[0], handshake[1]], 0), ([handshake[0], handshake[1], handshake[1]], 0),
      (handshake, 0), (handshake + close, 0),
      // The ACK may not have reached the server, and is not the last packet.
      (handshake + [data], 1), (handshake + [damaged], 1),
      (handshake + [data, Actor.server >> .ack(301, 111)], 0),
      ([handshake[0], Actor.server >> .rstAck(0, 101)], 0),
      ([handshake[0], handshake[1], reset], 0), ([handshake[0], handshake[1], reset, other], 1),
    ]
  }()

  @Test(arguments: beginnings.indices)
  func `a pending last packet takes no memory`(index: Int) {
    let (steps, kept) = Self.beginnings[index]
    #expect(Story(steps, isFinished: false).pendingDeliveriesCount == kept)
  }

  // MARK: Eviction

  private func story(ports: [(UInt16, [Step])], limit: Int) -> Story {
    var configuration = TrackerConfiguration()
    configuration.connectionLimit = limit
    var maker = FrameMaker()
    var time: Int64 = 0
    var packets: [([UInt8], Int64)] = []
    for (port, steps) in ports {
      maker.clientPort = port
      for step in steps {
        time += 1_000_000
        packets.append((maker.frame(step), time))
      }
    }
    return Story(packets: packets, .raw, configuration)
  }

  @Test func `the oldest attempt is evicted first, before older open connections`() {
    let attempt = [Actor.client >> .syn()]
    let story = story(
      ports: [(1001, handshake), (1002, attempt), (1003, attempt), (1004, handshake)], limit: 3)
    let evicted = story.summaries.filter { $0.ending == .evicted }
    #expect(evicted.map(\.client.port) == [1002])
    #expect(story.statistics.evicted == 1 && story.statistics.evictedHalfOpen == 1)
  }

  @Test func `ended connections are evicted before live ones`() {
    let over =
      handshake + [
        Actor.client >> .fin(101, 301), Actor.server >> .fin(301, 102),
        Actor.client >> .ack(102, 302),
      ]
    let story = story(ports: [(1001, handshake), (1002, over), (1003, handshake)], limit: 2)
    let evicted = story.summaries.filter { $0.ending == .evicted }
    #expect(evicted.map(\.client.port) == [1002])
    #expect(story.statistics.evictedHalfOpen == 0)
  }

  @Test func `of live connections the one idle for longest is evicted`() {
    let more = [Actor.client >> .data(101, 301, 5)]
    let story = story(
      ports: [(1001, handshake), (1002, handshake), (1001, more), (1003, handshake)], limit: 2)
    let evicted = story.summaries.filter { $0.ending == .evicted }
    #expect(evicted.map(\.client.port) == [1002])
  }
}
