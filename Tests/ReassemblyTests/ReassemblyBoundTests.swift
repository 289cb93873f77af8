import InternetTypes
import PacketDissection
import Reassembly
import Testing

@Suite struct ReassemblyBoundTests {
  @Test func `after 60 seconds a datagram is given up and its first fragment is delivered`() {
    let sample = SampleDatagram(version6: false, byteCount: 1600)
    let other = SampleDatagram(version6: false, byteCount: 1600, host: 2)
    let frames = sample.fragments(of: 400)
    var bench = Bench()
    bench.take(Array(frames[..<2]), at: 1000)
    bench.take(other.fragment(0..<800), at: 1060)
    #expect(bench.given.isEmpty)
    // Later fragments do not extend the timeout (RFC 8200, section 4.5).
    bench.take(frames[2], at: 1059)
    bench.take(other.fragment(800..<1600), at: 1061)
    #expect(bench.given == [Given(frames[0], number: 1), bench.given[bench.given.count - 1]])
    #expect(bench.given.last?.bytes == other.whole)
    #expect(bench.statistics.timedOut == 1)
    #expect(bench.statistics.strays == 2)
  }

  @Test func `datagrams time out without further fragments`() {
    let sample = SampleDatagram(version6: false, byteCount: 1600)
    var bench = Bench()
    bench.take(sample.fragment(0..<800), at: 1000)
    let early = bench.giveUp(until: Timestamp(seconds: 1060, nanoseconds: 0))
    let due = bench.giveUp(until: Timestamp(seconds: 1060, nanoseconds: 1))
    let again = bench.giveUp(until: Timestamp(seconds: 1060, nanoseconds: 1))
    #expect(!early && due && !again)
    #expect(bench.given.map(\.number) == [1])
    #expect(bench.keptByteCount == 0)
  }

  @Test func `a reused identification begins a new datagram`() {
    let one = SampleDatagram(version6: false, byteCount: 1600)
    let two = SampleDatagram(version6: false, byteCount: 1608)
    var bench = Bench()
    bench.take(one.fragments(of: 800))
    bench.take(two.fragments(of: 800))
    #expect(bench.given.map(\.bytes) == [one.whole, two.whole])
    bench.take(one.fragments(of: 800), at: 61)
    #expect(bench.given.map(\.bytes) == [one.whole, two.whole, one.whole])
  }

  @Test func `fragments of a discarded datagram are dropped until its timeout`() {
    let sample = SampleDatagram(version6: true, byteCount: 1600)
    var bench = Bench()
    bench.take([sample.fragment(0..<800), sample.fragment(792..<1592)])
    bench.take(sample.fragments(of: 800), at: 60)
    #expect(bench.given.map(\.number) == [1])
    bench.take(sample.fragments(of: 800), at: 61)
    #expect(bench.given.last?.bytes == sample.whole)
  }

  @Test
  func `a datagram with a truncated fragment keeps its lengths and the bytes before the gap`() {
    for version6 in [false, true] {
      let sample = SampleDatagram(version6: version6, byteCount: 4000, vlan: 3)
      let frames = sample.fragments(of: 800)
      let header = frames[0].bytes.count - 800
      for cut in 0..<frames.count {
        var bench = Bench()
        for (index, frame) in frames.enumerated() {
          bench.take(index == cut ? frame.cut(to: header + 100) : frame)
        }
        #expect(bench.given.count == 1)
        guard let given = bench.given.first else { continue }
        let packet = Packet(
          decoding: given.bytes.span, wireLength: given.wireLength, linkType: given.linkType)
        #expect(packet.payloadLength == 3992)
        #expect(packet.transportChecksum(in: given.bytes.span) == .unverifiable(.truncated))
        #expect(packet.payload.count == cut * 800 + 100 - 8)
        #expect(given.bytes == Array(sample.expected.prefix(given.bytes.count)))
        #expect(bench.statistics.cutDatagrams == 1)
      }
    }
  }

  @Test func `the reassembled datagram's checksums are right, and wrong if a byte was changed`() {
    for version6 in [false, true] {
      let sample = SampleDatagram(version6: version6, byteCount: 5000)
      for isDamaged in [false, true] {
        var frames = sample.fragments(of: 1400)
        if isDamaged { frames[2].bytes[frames[2].bytes.count - 1] ^= 1 }
        var bench = Bench()
        bench.take(frames)
        let given = bench.given[0]
        let packet = Packet(
          decoding: given.bytes.span, wireLength: given.wireLength, linkType: given.linkType)
        #expect((packet.transportChecksum(in: given.bytes.span) == .valid) == !isDamaged)
        #expect(packet.networkChecksum(in: given.bytes.span) == (version6 ? .absent : .valid))
      }
    }
  }

  @Test func `the fragments of a datagram can be loaded as they were captured`() {
    let frames = SampleDatagram(version6: true, byteCount: 4000, vlan: 3).fragments(of: 800)
    var bench = Bench()
    bench.take(frames.reversed())
    for index in frames.indices {
      let fragment = bench.fragment(index)
      #expect(fragment == Given(frames[index], number: frames.count - index))
    }
    let more = bench.fragment(frames.count)
    #expect(more == nil)
  }

  /// The limits, and how each is exceeded.
  @Test(arguments: ["bytes", "datagrams", "fragments"])
  func `exceeding a limit evicts the oldest datagram`(bound: String) {
    var limits = ReassemblyLimits()
    switch bound {
    case "bytes": limits.byteLimit = 4096
    case "datagrams": limits.datagramLimit = 8
    default: limits.fragmentLimit = 8
    }
    var bench = Bench(limits)
    for host in 1...20 as ClosedRange<UInt8> {
      bench.take(SampleDatagram(version6: false, byteCount: 900, host: host).fragment(0..<400))
    }
    #expect(bench.waitingCount == 8)
    #expect(bench.statistics.evicted == 12)
    #expect(bench.given.map(\.number) == Array(1...12))
    bench.take(SampleDatagram(version6: false, byteCount: 900, host: 20).fragment(400..<900))
    #expect(bench.given.last?.number == 21)
    #expect(
      bench.given.last?.bytes == SampleDatagram(version6: false, byteCount: 900, host: 20).whole)
  }

  @Test func `a datagram of too many fragments is discarded`() {
    var limits = ReassemblyLimits()
    limits.fragmentsPerDatagram = 10
    let sample = SampleDatagram(version6: false, byteCount: 960)
    var bench = Bench(limits)
    bench.take(sample.fragments(of: 80))
    #expect(bench.statistics.count(of: .tooMany) == 1)
    #expect(bench.given.map(\.number) == [1])
  }

  /// Gives a fragment a random identification, offset and flag.
  private static func randomize(_ bytes: inout [UInt8], _ bits: UInt64, isVersion6: Bool) {
    let start = (bits & 3 == 0 ? 0 : Int(bits >> 2 & 0x1ff) * 8)
    let more: UInt8 = bits >> 12 & 7 == 0 ? 0 : 1
    if isVersion6 {
      bytes[23] = UInt8(bits >> 16 & 0xff)
      bytes[22] = UInt8(bits >> 24 & 0x03)
      (bytes[42], bytes[43]) = (UInt8(start >> 8), UInt8(start & 0xf8) | more)
    } else {
      bytes[15] = UInt8(bits >> 16 & 0xff)
      bytes[14] = UInt8(bits >> 24 & 0x03)
      (bytes[6], bytes[7]) = (UInt8(start >> 11) | more << 5, UInt8(start >> 3 & 0xff))
    }
  }

  @Test(arguments: [64, 512, 2048])
  func `many random fragments stay within the limits, and each is counted once`(
    kilobytes: Int
  ) {
    var limits = ReassemblyLimits()
    limits.byteLimit = kilobytes << 10
    limits.datagramLimit = kilobytes
    limits.fragmentLimit = kilobytes * 2
    limits.fragmentsPerDatagram = 40
    var random = SeededGenerator(seed: UInt64(kilobytes))
    let templates = [false, true].map {
      SampleDatagram(version6: $0, byteCount: 1600).fragment(0..<1400)
    }
    var reassembler = FragmentReassembler(limits)
    var (passed, others): (UInt64, UInt64) = (0, 0)
    var most = 0
    let count = 20_000
    for number in 1...count {
      var frame = templates[number & 1]
      Self.randomize(&frame.bytes, random.next(), isVersion6: number & 1 == 1)
      let time = Timestamp(seconds: Int64(number / 1000), nanoseconds: 0)
      let bytes = frame.bytes.span
      guard let fragment = IPFragment(bytes, wireLength: bytes.count, linkType: .raw) else {
        // IPv4's first and last in one.
        others += 1
        continue
      }
      while reassembler.makeRoom(for: fragment, bytes, at: time) { passed += 1 }
      let whole = reassembler.statistics.datagrams + reassembler.statistics.atomic
      switch reassembler.take(fragment, bytes, timestamp: time, number: number) {
      case .unchanged: passed += 1
      case .kept: break
      case .atomic, .output:
        let now = reassembler.statistics.datagrams + reassembler.statistics.atomic
        passed += now == whole ? 1 : 0
      }
      most = max(most, reassembler.keptByteCount)
    }
    while reassembler.finish() { passed += 1 }
    #expect(most <= limits.byteLimit)
    #expect(most > limits.byteLimit / 2)
    let rest = (reassembler.keptByteCount, reassembler.waitingCount)
    #expect(rest == (0, 0))
    let statistics = reassembler.statistics
    #expect(statistics.fragments == UInt64(count) - others)
    #expect(
      statistics.atomic + statistics.joined + statistics.duplicates + statistics.strays + passed
        == UInt64(count) - others)
  }
}
