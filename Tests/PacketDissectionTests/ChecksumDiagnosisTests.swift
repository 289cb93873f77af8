import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

struct ChecksumDiagnosisTests {
  typealias Finding = ChecksumDifferences.Finding

  static func decode(_ bytes: [UInt8]) -> Packet {
    Packet(decoding: bytes.span, wireLength: bytes.count, linkType: .ethernet)
  }

  static func diagnose(_ bytes: [UInt8]) -> ChecksumDiagnosis {
    decode(bytes).transportChecksumDiagnosis(in: bytes.span)
  }

  /// A UDP datagram over IPv4 between these addresses, its checksum right for `original` as the source.
  static func datagram(
    source: UInt32 = 0x0a00_020f, original: UInt32 = 0x0a00_020f, destination: UInt32 = 0x0a00_0204,
    port: UInt16 = 40986, originalPort: UInt16 = 40986, payload: [UInt8]
  ) -> [UInt8] {
    func number(_ number: UInt32) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
    func short(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }
    let length = UInt16(8 + payload.count)
    let rest = short(50000) + short(length)
    let sum = ~ChecksumTests.simpleSum(
      number(original) + number(destination) + [0, 17] + short(length) + short(originalPort) + rest
        + [0, 0] + payload)
    return [UInt8](repeating: 2, count: 12) + [8, 0]
      + [0x45, 0] + short(20 + length) + [0, 1, 0x40, 0, 64, 17, 0, 0] + number(source)
      + number(destination) + short(port) + rest + short(sum) + payload
  }

  /// Adds packets and returns the finding of each.
  static func findings(
    _ frames: [[UInt8]], in differences: inout ChecksumDifferences
  ) -> [Finding] {
    frames.map { frame in
      guard case .wrong(let stated, let right) = diagnose(frame) else {
        Issue.record("\(diagnose(frame))")
        return .none
      }
      return differences.add(decode(frame), stated: stated, right: right)
    }
  }

  @Test func `the textbook's packet was left to its sender's network card`() throws {
    let bytes = try FixtureCapture("textbook-packet").frames[0].bytes
    #expect(Self.diagnose(bytes) == .partialPseudoHeader(stated: 0x1845))
    #expect(Self.decode(bytes).networkChecksumDiagnosis(in: bytes.span) == .valid)
  }

  @Test func `everything a host with checksum offload sent is the pseudo-header's sum`() throws {
    for frame in try FixtureCapture("echo-offload").frames {
      let packet = Self.decode(frame.bytes)
      let isClient =
        packet.sourceAddress == .v4(IPv4Address(rawValue: 0x0a00_020f))
        || packet.sourceAddress
          == .v6(IPv6Address(rawValue: 0x2001_0db8_0000_0002_0000_0000_0000_0015))
      guard isClient, packet.transportProtocol == .tcp || packet.transportProtocol == .udp else {
        continue
      }
      guard case .partialPseudoHeader = Self.diagnose(frame.bytes) else {
        Issue.record("\(Self.diagnose(frame.bytes))")
        continue
      }
    }
  }

  @Test func `a sum before segmentation may lack the length`() throws {
    var bytes = try FixtureCapture("textbook-packet").frames[0].bytes
    // 0x1845 less the 44 bytes of header and data.
    bytes[50] = 0x18
    bytes[51] = 0x19
    #expect(Self.diagnose(bytes) == .partialPseudoHeader(stated: 0x1819))
    bytes[51] = 0x1a
    #expect(Self.diagnose(bytes) == .wrong(stated: 0x181a, right: 0x73dd))
  }

  @Test func `zero is not damage, and no checksum is not zero`() throws {
    let frames = try FixtureCapture("checksums").frames.map(\.bytes)
    #expect(Self.diagnose(frames[2]) == .zero(right: 0xd4b5))
    #expect(Self.diagnose(frames[12]) == .absent)
    #expect(Self.diagnose(frames[19]) == .zero(right: 0xeeff))
    #expect(Self.diagnose(frames[1]) == .wrong(stated: 0x1234, right: 0xd4b5))
    let unsummed = frames[9]
    let packet = Self.decode(unsummed)
    #expect(packet.networkChecksumDiagnosis(in: unsummed.span) == .zero(right: 0x22b1))
  }

  @Test func `a UDP sum of zero would have to go out as ones (RFC 768)`() {
    // Two bytes of data bring the sum to 0xffff, so that its complement is 0.
    var bytes = Self.datagram(payload: [0, 0])
    (bytes[42], bytes[43]) = (bytes[40], bytes[41])
    (bytes[40], bytes[41]) = (0xff, 0xff)
    #expect(Self.diagnose(bytes) == .valid)
    (bytes[40], bytes[41]) = (0x12, 0x34)
    #expect(Self.diagnose(bytes) == .wrong(stated: 0x1234, right: 0xffff))
  }

  @Test func `the difference is that of the rewritten field (RFC 1624, section 4)`() {
    // The RFC's example: 0x5555 becomes 0x3285, the checksum 0xdd2f should become 0x0000.
    #expect(ChecksumDifferences.difference(stated: 0xdd2f, right: 0) == 0xdd2f)
    #expect(ChecksumDifferences.difference(stated: 0x1234, right: 0x1234) == 0)
    #expect(ChecksumDifferences.difference(stated: 0, right: 0xffff) == 0)
    #expect(ChecksumDifferences.difference(stated: 5, right: 2) == 3)
    #expect(ChecksumDifferences.difference(stated: 2, right: 5) == 0xfffc)
  }

  @Test func `a translator that forgot the address is recognised by its second packet`() {
    var differences = ChecksumDifferences()
    let frames: [[UInt8]] = [[1, 2, 3], [4, 5], [6]].map {
      Self.datagram(original: 0xc0a8_0707, payload: $0)
    }
    #expect(
      Self.findings(frames, in: &differences)
        == [.none, .translation(earlier: 1, .udp), .translation(earlier: 0, .udp)])
  }

  @Test func `a translator that forgot the port is recognised by its second packet`() {
    var differences = ChecksumDifferences()
    let frames: [[UInt8]] = [[1, 2, 3], [4, 5]].map {
      Self.datagram(originalPort: 33000, payload: $0)
    }
    #expect(
      Self.findings(frames, in: &differences) == [.none, .translation(earlier: 1, .udp)])
  }

  @Test func `one packet is enough where the IP header's checksum is off by the same`() {
    var differences = ChecksumDifferences()
    var frame = Self.datagram(original: 0xc0a8_0707, payload: [1, 2, 3])
    // The header's checksum as it was right for 192.168.7.7.
    var header = Array(frame[14..<34])
    header.replaceSubrange(12..<16, with: [0xc0, 0xa8, 7, 7])
    let sum = ~ChecksumTests.simpleSum(header)
    (frame[24], frame[25]) = (UInt8(sum >> 8), UInt8(sum & 0xff))
    let judgement = differences.judge(Self.decode(frame), in: frame.span)
    guard case .addressTranslation = judgement.network,
      case .addressTranslation = judgement.transport
    else {
      Issue.record("\(judgement)")
      return
    }
    #expect(judgement.finding == .none)
    // A header that is wrong in another way says nothing.
    (frame[24], frame[25]) = (0x12, 0x34)
    let other = differences.judge(Self.decode(frame), in: frame.span)
    guard case .wrong = other.network, case .wrong = other.transport else {
      Issue.record("\(other)")
      return
    }
  }

  @Test func `the same packet again proves nothing, and is counted once something does`() {
    var differences = ChecksumDifferences()
    let frame = Self.datagram(original: 0xc0a8_0707, payload: [1])
    let other = Self.datagram(original: 0xc0a8_0707, payload: [2])
    #expect(
      Self.findings([frame, frame, other], in: &differences)
        == [.none, .none, .translation(earlier: 2, .udp)])
  }

  @Test func `damage is not a translator`() {
    var differences = ChecksumDifferences()
    var generator = SeededGenerator(seed: 1624)
    var translations = 0
    for number in 0..<1000 {
      let payload = (0..<40).map { (at: Int) in UInt8(truncatingIfNeeded: number &+ at) }
      var frame = Self.datagram(payload: payload)
      for _ in 0..<3 {
        frame[Int.random(in: 42..<82, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      guard case .wrong(let stated, let right) = Self.diagnose(frame) else { continue }
      if differences.add(Self.decode(frame), stated: stated, right: right) != .none {
        translations += 1
      }
    }
    // By chance: 1,000 packets, 8 differences each, 65,534 possible ones.
    #expect(translations <= 1)
  }

  @Test func `a stuck bit is not a translator`() {
    var differences = ChecksumDifferences()
    let frames: [[UInt8]] = (0..<20).map { (number: UInt8) in
      var frame = Self.datagram(payload: [number, 0, 7])
      frame[43] |= 0x40
      return frame
    }
    #expect(Self.findings(frames, in: &differences).allSatisfy { $0 == .none })
  }

  @Test func `one host pair says nothing about another`() {
    var differences = ChecksumDifferences()
    let frames = [
      Self.datagram(original: 0xc0a8_0707, payload: [1]),
      Self.datagram(original: 0xc0a8_0707, destination: 0x0a00_0305, payload: [2]),
    ]
    #expect(Self.findings(frames, in: &differences) == [.none, .none])
  }

  @Test func `the memory is bounded, and what it forgets is counted`() {
    var differences = ChecksumDifferences(capacity: 2)
    let frames: [[UInt8]] = [1, 2, 3, 1].map { (host: UInt32) in
      Self.datagram(
        original: 0xc0a8_0707, destination: 0x0a00_0300 + host, payload: [UInt8(host), 1])
    }
    #expect(Self.findings(frames, in: &differences).allSatisfy { $0 == .none })
    #expect(differences.evictedCount == 2)
  }
}
