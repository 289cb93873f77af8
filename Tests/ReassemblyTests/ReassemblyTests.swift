import InternetTypes
import Reassembly
import Testing

@Suite struct ReassemblyTests {
  /// Datagrams of both versions, in a VLAN and not, with and without more of a header.
  static let samples: [SampleDatagram] = [false, true].flatMap { version6 in
    [
      SampleDatagram(version6: version6, byteCount: 4000),
      SampleDatagram(version6: version6, byteCount: 9001, vlan: 7),
      SampleDatagram(version6: version6, byteCount: 3001, options: 8),
      SampleDatagram(version6: version6, byteCount: 65_480, options: 24),
    ]
  }

  @Test(arguments: samples.indices)
  func `fragments in order and in reverse yield the original datagram`(index: Int) {
    let sample = Self.samples[index]
    let frames = sample.fragments(of: 1400)
    for order in [frames, frames.reversed()] {
      var bench = Bench()
      bench.take(order)
      #expect(bench.given.count == 1)
      #expect(bench.given.first?.bytes == sample.expected)
      #expect(bench.given.first?.wireLength == sample.expected.count)
      #expect(bench.given.first?.number == frames.count)
      #expect(bench.statistics.joined == UInt64(frames.count))
      #expect(bench.waitingCount == 0)
      bench.finish()
      #expect(bench.given.count == 1)
      #expect(bench.keptByteCount == 0)
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `mixed fragments of many datagrams, some repeated, yield each datagram once`(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    var frames: [TestFrame] = []
    var expected: [[UInt8]] = []
    var copies = 0
    for host in 1...5 as ClosedRange<UInt8> {
      let sample = SampleDatagram(
        version6: Bool.random(using: &random),
        byteCount: Int.random(in: 100...4000, using: &random),
        identification: UInt32.random(in: 1...2, using: &random), host: host,
        vlan: Bool.random(using: &random) ? 5 : nil)
      expected.append(sample.expected)
      var start = 0
      while start < sample.data.count {
        let end = min(start + 8 * Int.random(in: 1...60, using: &random), sample.data.count)
        let frame = sample.fragment(start..<end)
        // A fragment of all data would be no fragment, or in IPv6 an atomic one.
        frames.append(
          start == 0 && end == sample.data.count
            ? sample.fragment(at: 0, sample.data.dropLast(sample.data.count % 8), more: true)
            : frame)
        if Int.random(in: 0..<4, using: &random) == 0 {
          frames.append(frames[frames.count - 1])
          copies += 1
        }
        start = end
      }
    }
    frames.shuffle(using: &random)
    var bench = Bench()
    bench.take(frames)
    let whole = Set(bench.given.map(\.bytes))
    #expect(whole.isSubset(of: expected))
    #expect(whole.count == bench.given.count)
    #expect(bench.waitingCount == expected.count - whole.count)
    #expect(bench.statistics.duplicates == UInt64(copies))
    for fault in FragmentFault.allCases where fault != .tinyFirst {
      #expect(bench.statistics.count(of: fault) == 0)
    }
  }

  /// The result of contradictory fragments.
  struct Hostile: CustomTestStringConvertible {
    var name: String
    var fault: FragmentFault?
    /// Ranges of data, whether more follow, and whether the bytes differ from the datagram's.
    var parts: [(range: Range<Int>, more: Bool, isOther: Bool)]
    /// Whether the datagram is delivered, and with which packet.
    var completes: Int?
    /// Whether the first fragment is delivered by itself, and with which packet.
    var passes: Int?
    var testDescription: String { name }
  }

  static let hostile: [Hostile] = [
    Hostile(
      name: "the same again is no attack", fault: nil,
      parts: [(0..<800, true, false), (0..<800, true, false), (800..<1600, false, false)],
      completes: 3, passes: nil),
    Hostile(
      name: "the last one again, once it is complete", fault: nil,
      parts: [(0..<800, true, false), (800..<1600, false, false), (800..<1600, false, false)],
      completes: 2, passes: nil),
    Hostile(
      name: "the same place with other bytes", fault: .overlap,
      parts: [(0..<800, true, false), (0..<800, true, true), (800..<1600, false, false)],
      completes: nil, passes: 1),
    Hostile(
      name: "an end in another", fault: .overlap,
      parts: [(0..<800, true, false), (792..<1600, false, false), (800..<1600, false, false)],
      completes: nil, passes: 1),
    Hostile(
      name: "a beginning in another", fault: .overlap,
      parts: [(800..<1600, false, false), (0..<808, true, false), (0..<800, true, false)],
      completes: nil, passes: 2),
    Hostile(
      name: "one inside of another", fault: .overlap,
      parts: [(0..<800, true, false), (80..<160, true, false), (800..<1600, false, false)],
      completes: nil, passes: 1),
    Hostile(
      name: "one around another", fault: .overlap,
      parts: [(80..<160, true, false), (0..<800, true, false), (800..<1600, false, false)],
      completes: nil, passes: 2),
    Hostile(
      name: "two that are the last", fault: .contradictoryEnd,
      parts: [(0..<800, true, false), (1200..<1600, false, false), (800..<1200, false, false)],
      completes: nil, passes: 1),
    Hostile(
      name: "one behind the last", fault: .contradictoryEnd,
      parts: [(800..<1200, false, false), (1200..<1600, true, false), (0..<800, true, false)],
      completes: nil, passes: 3),
    Hostile(
      name: "the last before another", fault: .contradictoryEnd,
      parts: [(0..<800, true, false), (1200..<1600, true, false), (800..<1200, false, false)],
      completes: nil, passes: 1),
    Hostile(
      name: "a length that is no multiple of eight", fault: .impossibleLength,
      parts: [(0..<800, true, false), (800..<1601, true, false), (800..<1600, false, false)],
      completes: 3, passes: nil),
    Hostile(
      name: "nothing in it", fault: .impossibleLength,
      parts: [(0..<800, true, false), (800..<800, true, false), (800..<1600, false, false)],
      completes: 3, passes: nil),
    Hostile(
      name: "a tiny first fragment", fault: .tinyFirst,
      parts: [(0..<0, true, false), (0..<8, true, false), (8..<1600, false, false)],
      completes: nil, passes: nil),
  ]

  @Test(arguments: hostile.indices, [false, true])
  func `contradictory fragments are discarded, and copies are not`(
    index: Int, version6: Bool
  ) {
    let story = Self.hostile[index]
    guard story.fault != .tinyFirst else { return }
    let sample = SampleDatagram(version6: version6, byteCount: 1600)
    var bench = Bench()
    var frames: [TestFrame] = []
    for part in story.parts {
      var bytes = Array(
        (sample.data + [UInt8](repeating: 1, count: 100))[part.range])
      if part.isOther { bytes[bytes.count - 1] ^= 0xff }
      frames.append(sample.fragment(at: part.range.lowerBound, bytes, more: part.more))
    }
    bench.take(frames)
    bench.finish()
    let wholes = bench.given.filter { $0.bytes == sample.whole }
    #expect(wholes.map(\.number) == (story.completes.map { [$0] } ?? []))
    let first = bench.given.filter { given in frames.contains { $0.bytes == given.bytes } }
      .filter { given in
        story.parts[given.number - 1].range.lowerBound == 0
          && story.fault != .impossibleLength
      }
    #expect(first.map(\.number) == (story.passes.map { [$0] } ?? []))
    for fault in FragmentFault.allCases {
      #expect(
        bench.statistics.count(of: fault) == (fault == story.fault ? 1 : 0))
    }
  }

  @Test(arguments: [(6, 16), (17, 0), (1, 0), (132, 8)])
  func `a first fragment that ends in the transport header is reported and reassembled`(
    number: UInt8, byteCount: Int
  ) {
    let sample = SampleDatagram(version6: false, byteCount: 1600)
    var frames = [
      sample.fragment(0..<max(byteCount, 8)), sample.fragment(max(byteCount, 8)..<1600),
    ]
    // A UDP or ICMP header has eight bytes, the least that a fragment can have: none of these can be tiny in IPv4.
    for index in frames.indices { frames[index].bytes[9] = number }
    var bench = Bench()
    bench.take(frames)
    #expect(bench.given.count == 1)
    #expect(
      bench.statistics.count(of: .tinyFirst) == (byteCount == 0 ? 0 : 1))
  }

  @Test func `a header chain that continues in the next fragment is reported`() {
    let sample = SampleDatagram(version6: true, byteCount: 1600)
    var first = sample.fragment(0..<8)
    // Destination options of 24 bytes, of which eight are there (RFC 7112).
    first.bytes[40] = 60
    first.bytes[49] = 2
    var bench = Bench()
    bench.take(first)
    #expect(bench.statistics.count(of: .tinyFirst) == 1)
  }

  @Test(arguments: [false, true])
  func `fragments beyond 65,535 bytes are discarded, as in a ping of death`(version6: Bool) {
    let sample = SampleDatagram(version6: version6, byteCount: 1600)
    let room = [UInt8](repeating: 1, count: 1480)
    var bench = Bench()
    for start in stride(from: 0, to: 65_120, by: 1480) {
      bench.take(sample.fragment(at: start, room, more: true))
    }
    #expect(bench.statistics.count(of: .tooLarge) == 0)
    bench.take(sample.fragment(at: 65_120, room, more: false))
    #expect(bench.statistics.count(of: .tooLarge) == 1)
    #expect(bench.given.map(\.number) == [1])
    #expect(bench.keptByteCount == 0)
    bench.take(sample.fragment(at: 65_120, [1, 2, 3], more: false))
    bench.finish()
    #expect(bench.given.count == 1)
  }

  @Test(arguments: [0, 8])
  func `an atomic fragment is a whole datagram, whatever datagram waits under its identification`(
    options: Int
  ) {
    let sample = SampleDatagram(version6: true, byteCount: 1600, options: options)
    var bench = Bench()
    bench.take(sample.fragment(0..<800))
    bench.take(sample.fragment(at: 0, sample.data, more: false))
    #expect(bench.given.map(\.bytes) == [sample.whole])
    #expect(bench.statistics.atomic == 1)
    bench.take(sample.fragment(800..<1600))
    #expect(bench.given.map(\.bytes) == [sample.whole, sample.whole])
  }

  @Test func `protocol, VLAN, addresses and identification distinguish datagrams`() {
    let sample = SampleDatagram(version6: false, byteCount: 1600)
    var other = sample.fragment(800..<1600)
    other.bytes[9] = 6
    let others = [
      other,
      SampleDatagram(version6: false, byteCount: 1600, host: 2).fragment(800..<1600),
      SampleDatagram(version6: false, byteCount: 1600, identification: 2).fragment(800..<1600),
      SampleDatagram(version6: false, byteCount: 1600, vlan: 9).fragment(800..<1600),
    ]
    var bench = Bench()
    bench.take(sample.fragment(0..<800))
    bench.take(others)
    #expect(bench.given.isEmpty && bench.waitingCount == 5)
    bench.finish()
    #expect(bench.given.map(\.number) == [1])
    #expect(bench.statistics.strays == 4)
    #expect(bench.statistics.unfinished == 5)
  }

  @Test func `IPv6 fragments belong together whatever their next headers are`() {
    let sample = SampleDatagram(version6: true, byteCount: 1600)
    var last = sample.fragment(800..<1600)
    last.bytes[40] = 59
    var bench = Bench()
    bench.take([last, sample.fragment(0..<800)])
    #expect(bench.given.map(\.bytes) == [sample.whole])
  }
}

/// Numbers that are the same in each run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_f491_4f6c_dd1d
  }
}
