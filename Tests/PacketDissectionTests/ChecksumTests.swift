import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

struct ChecksumTests {
  /// The sum as RFC 1071 defines it, one 16-bit word after the other.
  static func simpleSum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      let low = index + 1 < bytes.count ? bytes[index + 1] : 0
      sum += UInt32(bytes[index]) << 8 | UInt32(low)
      sum = sum >> 16 + sum & 0xffff
    }
    return UInt16(sum)
  }

  @Test func `the example of RFC 1071, section 3`() {
    var sum = InternetChecksum()
    sum.add(([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7] as [UInt8]).span)
    #expect(sum.folded == 0xddf2)
  }

  @Test func `every length at every alignment sums up like one word after the other`() {
    var generator = SeededGenerator(seed: 1071)
    let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for offset in 0..<8 {
      for count in 0...(bytes.count - 8) {
        var sum = InternetChecksum()
        sum.add(bytes.span.extracting(offset..<(offset + count)))
        let expected = Self.simpleSum(Array(bytes[offset..<(offset + count)]))
        #expect(sum.folded == expected, "\(count) bytes at \(offset)")
      }
    }
  }

  @Test(arguments: [0, 1, 31, 32, 33, 63, 64, 1480, 65_535])
  func `ones carry all the way round`(count: Int) {
    let bytes = [UInt8](repeating: 0xff, count: count)
    var sum = InternetChecksum()
    sum.add(bytes.span)
    #expect(sum.folded == Self.simpleSum(bytes))
  }

  @Test func `a sum of parts equals the sum of the whole`() {
    var generator = SeededGenerator(seed: 793)
    let bytes = (0..<99).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for cut in stride(from: 0, through: 98, by: 2) {
      var sum = InternetChecksum()
      sum.add(bytes.span.extracting(first: cut))
      sum.add(bytes.span.extracting(droppingFirst: cut))
      #expect(sum.folded == Self.simpleSum(bytes))
    }
    var numbers = InternetChecksum()
    numbers.add(0xfffe_ffff as UInt32)
    numbers.add(0xffff_0001_0000_0000_0000_0000_ffff_ffff as UInt128)
    let asBytes: [UInt8] =
      [0xff, 0xfe, 0xff, 0xff] + [0xff, 0xff, 0, 1] + [UInt8](repeating: 0, count: 8)
      + [0xff, 0xff, 0xff, 0xff]
    #expect(numbers.folded == Self.simpleSum(asBytes))
  }

  /// What `tcpdump -nvv` says of the packets of this capture, in order.
  @Test func `the checksums of the fixture are judged as tcpdump judges them`() throws {
    let capture = try FixtureCapture("checksums")
    typealias Finding = (index: Int, status: ChecksumStatus)
    let tcp: UInt16 = 0xd4b5
    let udp: UInt16 = 0x327c
    let udp6: UInt16 = 0xeeff
    let findings: [Finding] = [
      (0, .valid), (1, .invalid(stated: 0x1234, computed: tcp)),
      (2, .invalid(stated: 0, computed: tcp)), (3, .invalid(stated: 0xffff, computed: tcp)),
      (4, .invalid(stated: 0x1839, computed: tcp)), (8, .valid), (10, .valid),
      (11, .invalid(stated: 0x1234, computed: udp)), (12, .absent),
      (13, .invalid(stated: 0x1837, computed: udp)), (16, .valid), (17, .valid), (18, .valid),
      (19, .invalid(stated: 0, computed: udp6)),
      (20, .invalid(stated: 0x1234, computed: udp6)), (22, .valid),
      (23, .invalid(stated: 0x1234, computed: 0x9139)),
    ]
    for (index, status) in findings {
      let bytes = capture.frames[index].bytes
      let packet = Packet(
        decoding: bytes.span, wireLength: bytes.count, linkType: capture.linkType)
      #expect(packet.transportChecksum(in: bytes.span) == status, "packet \(index)")
      if index != 8 {
        #expect(packet.networkChecksumDiagnosis(in: bytes.span).isRightOrAbsent, "packet \(index)")
      }
    }
    let broken = capture.frames[8].bytes
    let packet = Packet(
      decoding: broken.span, wireLength: broken.count, linkType: capture.linkType)
    #expect(
      packet.networkChecksum(in: broken.span) == .invalid(stated: 0x3030, computed: 0x22b1))
  }

  @Test(arguments: ["echo-ipv4", "echo-ipv6", "segmentation", "tcp-flags", "handshake-data"])
  func `every checksum that a kernel computed is right`(name: String) throws {
    let capture = try FixtureCapture(name)
    var verified = 0
    for frame in capture.frames {
      let packet = Packet(
        decoding: frame.bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
      guard case .tcp = packet.transport else { continue }
      #expect(packet.transportChecksum(in: frame.bytes.span) == .valid)
      #expect(packet.networkChecksumDiagnosis(in: frame.bytes.span).isRightOrAbsent)
      verified += 1
    }
    #expect(verified >= 10)
  }

  @Test func `a truncated or fragmented packet cannot be verified`() throws {
    let fragments = try FixtureCapture("udp-fragments")
    for frame in fragments.frames.prefix(4) {
      let packet = Packet(
        decoding: frame.bytes.span, wireLength: frame.wireLength, linkType: fragments.linkType)
      #expect(packet.transportChecksum(in: frame.bytes.span) == .unverifiable(.fragment))
    }
    let whole = try FixtureCapture("textbook-packet").frames[0].bytes
    for count in 34..<whole.count {
      let cut = whole.span.extracting(first: count)
      let packet = Packet(decoding: cut, wireLength: whole.count, linkType: .ethernet)
      #expect(packet.transportChecksumDiagnosis(in: cut) == .unverifiable(.truncated))
      #expect(packet.networkChecksum(in: cut) == .valid)
    }
  }
}

extension ChecksumDiagnosis {
  var isRightOrAbsent: Bool { self == .valid || self == .absent }
}
