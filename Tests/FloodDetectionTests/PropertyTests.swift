import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

@testable import FloodDetection

@Suite struct PropertyTests {
  @Test(arguments: [0, 1, 2 << 20, 3 << 20, 8 << 20, 16 << 20, 100 << 20])
  func `the tables stay within the limit, and use most of it`(limit: Int) {
    let bytes = TableSizes(within: limit).byteCount
    // The smallest tables are the lower bound.
    #expect(bytes <= max(limit, 2 << 20))
    #expect(bytes >= limit / 3)
    #expect(FloodDetector().summary.tableBytes <= 16 << 20)
  }

  @Test func `an attempt has the size that the memory limit assumes`() {
    #expect(MemoryLayout<Attempt>.stride == 64)
  }

  /// A connection's packets in any order, some of them twice, at any times.
  @Test func `packets in any order and at any times leave no half-open attempts counted`() {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<30 {
      var traffic = Traffic()
      var packets: [[UInt8]] = []
      for number in 0..<30 {
        let client = (Traffic.client + UInt32(number % 3), UInt16(2_000 + number % 7))
        let server = (Traffic.server, UInt16(80 + number % 2))
        for flags in [Traffic.syn, Traffic.synAck, Traffic.ack, Traffic.reset, Traffic.refusal] {
          let isForward = Bool.random(using: &generator)
          packets.append(
            Traffic.segment(
              from: isForward ? client : server, to: isForward ? server : client, flags,
              sequence: [0, 1, 2, .max].randomElement(using: &generator) ?? 0,
              acknowledgment: [0, 1, 2, .max].randomElement(using: &generator) ?? 0))
        }
      }
      packets.shuffle(using: &generator)
      for packet in packets {
        traffic.clock +=
          [0, 1, -1_000_000, 3_000_000, 500_000_000, 70_000_000_000].randomElement(
            using: &generator) ?? 0
        traffic.send(packet)
      }
      // After more than a minute every attempt has ended.
      traffic.wait(200)
      traffic.detector.advance(to: traffic.time)
      #expect(traffic.detector.halfOpen == 0)
      for slot in traffic.detector.targets.slots {
        #expect(traffic.detector.targets[slot].halfOpen == 0)
      }
      _ = traffic.finish()
    }
  }

  @Test(arguments: [
    Timestamp(seconds: .min, nanoseconds: .min), Timestamp(seconds: .max, nanoseconds: .max),
    Timestamp(seconds: 0, nanoseconds: -1), Timestamp(seconds: -1, nanoseconds: 0),
    Timestamp(seconds: 4_294_967_295, nanoseconds: 1_999_999_999),
  ])
  func `no timestamp traps or hangs`(time: Timestamp) {
    var detector = FloodDetector()
    let bytes = Traffic.segment(
      from: (Traffic.client, 2_000), to: (Traffic.server, 80), Traffic.syn)
    for instant in [time, Timestamp(seconds: 1_700_000_000, nanoseconds: 0), time] {
      let packet = Packet(
        decoding: bytes.span, wireLength: bytes.count, linkType: LinkType(rawValue: 101))
      detector.process(packet, frame: bytes.span, time: instant)
      detector.advance(to: time)
    }
    #expect(detector.finish().packets == 3)
  }

  @Test func `no mutated frame traps`() throws {
    var generator = SeededGenerator(seed: 66)
    var detector = FloodDetector()
    var time = Timestamp(seconds: 1_700_000_000, nanoseconds: 0)
    var count: UInt64 = 0
    for capture in try FixtureCapture.all() {
      for frame in capture.frames {
        for _ in 0..<20 {
          let bytes = generator.mutation(of: frame.bytes)
          let pause = Int64.random(in: 0...40_000_000, using: &generator)
          time = time + Nanoseconds(rawValue: pause)
          let packet = Packet(
            decoding: bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
          detector.process(packet, frame: bytes.span, time: time)
          count += 1
        }
      }
    }
    #expect(detector.finish().packets == count)
  }

  @Test func `listeners beyond the table's size are counted as evicted`() {
    var traffic = Traffic()
    traffic.repeating(20_000, for: 3) { traffic, number in
      let mixed = hash(number)
      traffic.send(
        from: (Traffic.client, UInt16(truncatingIfNeeded: mixed)),
        to: (UInt32(truncatingIfNeeded: mixed >> 16), 80), Traffic.syn)
    }
    let summary = traffic.finish()
    #expect(summary.targetsEvicted > 1_000)
    #expect(summary.tableBytes <= 16 << 20)
  }
}
