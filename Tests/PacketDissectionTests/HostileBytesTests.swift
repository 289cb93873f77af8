import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

/// Whatever the bytes are, decoding ends, and what it points at lies inside the frame.
struct HostileBytesTests {
  static let linkTypes: [LinkType] = [
    .null, .ethernet, .raw, .rawOpenBSD, .rawSavefile, .loop, .linuxCooked, .ipv4, .ipv6,
    .linuxCooked2, .ppp, .fddi, .pppSerial, .ciscoHDLC, .wireless, .encapsulation,
    .packetFilterLog, .radiotap, .netfilterLog, .infiniBand, .broadcomTag, .marvellTypeTag,
    LinkType(rawValue: 147),
  ]

  /// Decodes a frame and looks at everything that points into it.
  static func check(_ bytes: [UInt8], _ wireLength: Int, _ linkType: LinkType) {
    let frame = bytes.span
    let packet = Packet(decoding: frame, wireLength: wireLength, linkType: linkType)
    let ranges = [
      packet.payload, packet.tcpOptions, packet.ipv4Options,
      packet.networkOffset..<max(packet.networkOffset, packet.end),
      packet.transportOffset..<max(packet.transportOffset, packet.end),
    ]
    for range in ranges {
      #expect(
        range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range) of \(bytes)")
    }
    #expect(packet.wireLength >= packet.capturedLength && packet.capturedLength == bytes.count)
    #expect(packet.networkLength >= 0 && packet.transportLength >= 0 && packet.payloadLength >= 0)
    for index in 0..<packet.tags.count { _ = packet.tags.tag(index, in: frame) }
    _ = packet.networkChecksumDiagnosis(in: frame)
    _ = packet.transportChecksumDiagnosis(in: frame)
    _ = packet.sourceAddress
    _ = packet.destinationAddress
    checkWalks(of: packet, in: frame, linkType)
    var outer = packet
    for _ in 0..<Packet.nestingLimit {
      guard let (inner, _) = outer.inner(in: frame) else { break }
      #expect(
        inner.networkOffset >= outer.networkOffset && inner.networkOffset <= inner.end
          && inner.end <= outer.end && inner.payload.upperBound <= bytes.count,
        "\(inner.networkOffset) of \(bytes)")
      _ = inner.transportChecksumDiagnosis(in: frame)
      outer = inner
    }
  }

  /// Every list ends after a step for each byte at most, and one that says what is wrong; then nothing comes.
  static func checkWalks(of packet: Packet, in frame: Span<UInt8>, _ linkType: LinkType) {
    let limit = frame.count + 1
    var steps = 0
    var tcpOptions = TCPOptionIterator(packet)
    while steps <= limit, tcpOptions.next(in: frame) != nil { steps += 1 }
    #expect(steps <= limit, "TCP options of \(packet.tcpOptions), \(linkType)")

    steps = 0
    var ipv4Options = IPv4OptionIterator(packet)
    while steps <= limit, ipv4Options.next(in: frame) != nil { steps += 1 }
    #expect(steps <= limit, "IPv4 options at \(packet.networkOffset), \(linkType)")

    checkChunks(of: packet, in: frame, linkType)

    steps = 0
    var dccpOptions = DCCPOptionIterator(packet)
    while steps <= limit, dccpOptions.next(in: frame) != nil { steps += 1 }
    #expect(steps <= limit, "DCCP options of \(packet.dccpOptions), \(linkType)")
    _ = packet.dccpAcknowledgment(in: frame)
    _ = packet.dccpService(in: frame)
    _ = packet.dccpResetCode(in: frame)

    steps = 0
    var headers = IPv6ExtensionHeaderIterator(packet)
    while steps <= limit, let header = headers.next(in: frame) {
      steps += 1
      var optionSteps = 0
      let list = header.offset..<min(header.offset + header.byteCount, frame.count)
      var options = IPv6OptionIterator(list)
      while optionSteps <= limit, options.next(in: frame) != nil { optionSteps += 1 }
      #expect(optionSteps <= limit, "IPv6 options of \(list), \(linkType)")
    }
    #expect(steps <= limit, "extension headers at \(packet.networkOffset), \(linkType)")

    steps = 0
    var discovery = NeighborDiscoveryOptionIterator(packet, from: packet.payload.lowerBound)
    while steps <= limit, discovery.next(in: frame) != nil { steps += 1 }
    #expect(steps <= limit, "discovery options of \(packet.payload), \(linkType)")

    if let structure = packet.icmpExtension(in: frame) {
      steps = 0
      var objects = ICMPExtensionIterator(structure, of: packet)
      while steps <= limit, objects.next(in: frame) != nil { steps += 1 }
      #expect(steps <= limit, "ICMP extensions at \(packet.transportOffset), \(linkType)")
    }
  }

  /// The same for the chunks of SCTP, and their parameters.
  static func checkChunks(of packet: Packet, in frame: Span<UInt8>, _ linkType: LinkType) {
    let limit = frame.count + 1
    var steps = 0
    var chunks = SCTPChunkIterator(packet)
    while steps <= limit, let chunk = chunks.next(in: frame) {
      steps += 1
      _ = SCTPData(chunk, in: frame)
      _ = SCTPInitiation(chunk, in: frame)
      _ = SCTPAuthentication(chunk, in: frame)
      _ = chunk.sequence(in: frame)
      _ = chunk.skippedStream(steps, in: frame)
      if let sack = SCTPSelectiveAcknowledgment(chunk, in: frame) {
        _ = sack.block(steps, in: frame)
        _ = sack.duplicate(steps, in: frame)
      }
      var parameters = SCTPParameterIterator(chunk)
      while steps <= 2 * limit, let parameter = parameters.next(in: frame) {
        steps += 1
        _ = parameter.address(in: frame)
        _ = parameter.number(in: frame)
      }
    }
    #expect(steps <= 2 * limit, "SCTP chunks, \(linkType)")
    _ = packet.sctpChecksum(in: frame)
  }

  @Test func `a list cut after its header ends, found by fuzzing`() {
    // An IPv4 header of 32 bytes, of which 20 were captured.
    let bytes: [UInt8] = [
      0x08, 0x00, 0x27, 0x35, 0x56, 0xd8, 0x08, 0x00, 0x27, 0xac, 0x42, 0x63, 0x08, 0x00, 0x48,
      0x00, 0x00, 0x33, 0x00, 0x01, 0x00, 0x00, 0x40, 0x11, 0x0e, 0x84, 0x0a, 0x00, 0x02, 0x0f,
      0x0a, 0x00, 0x02, 0x04,
    ]
    let packet = Packet(decoding: bytes.span, wireLength: bytes.count, linkType: .ethernet)
    var options = IPv4OptionIterator(packet)
    #expect(options.next(in: bytes.span) == .cut(nil))
    #expect(options.next(in: bytes.span) == nil)
  }

  @Test func `a SNAP header that is cut leaves no negative length, found by fuzzing`() {
    // IEEE 802.3 with a length of 20: LLC of three bytes, and four of the five bytes of SNAP.
    let bytes: [UInt8] = [
      0x08, 0x00, 0x27, 0x35, 0x56, 0xd8, 0x08, 0x00, 0x27, 0xac, 0x42, 0x63, 0x00, 0x14, 0xaa,
      0xaa, 0x03, 0x72, 0x6c, 0x64, 0x0a,
    ]
    for count in 17...21 {
      Self.check(Array(bytes.prefix(count)), count, .ethernet)
    }
  }

  @Test func `random bytes of every link type`() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<3000 {
      let bytes = generator.bytes(upTo: 160)
      for linkType in Self.linkTypes { Self.check(bytes, bytes.count, linkType) }
    }
  }

  @Test func `random bytes after a plausible IP header`() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<3000 {
      var bytes = generator.bytes(upTo: 160)
      if bytes.count >= 10 {
        let isVersion6 = Bool.random(using: &generator)
        bytes[0] = isVersion6 ? 0x60 : 0x45 + UInt8.random(in: 0...10, using: &generator)
        let numbers: [UInt8] = [0, 1, 2, 4, 6, 17, 41, 43, 44, 50, 51, 58, 59, 60, 135]
        bytes[isVersion6 ? 6 : 9] = numbers.randomElement(using: &generator) ?? 6
      }
      Self.check(bytes, Int.random(in: 0...2000, using: &generator), .raw)
    }
  }

  @Test func `real packets cut at every byte`() throws {
    for capture in try FixtureCapture.all() {
      for frame in capture.frames.prefix(60) {
        for count in 0...min(frame.bytes.count, 120) {
          Self.check(Array(frame.bytes.prefix(count)), frame.wireLength, capture.linkType)
        }
      }
    }
  }

  @Test func `mutations of real packets`() throws {
    var generator = SeededGenerator(seed: 3)
    for capture in try FixtureCapture.all() {
      for frame in capture.frames.prefix(60) {
        for _ in 0..<40 {
          let bytes = generator.mutation(of: frame.bytes)
          Self.check(bytes, frame.wireLength, capture.linkType)
        }
      }
    }
  }

  @Test func `lengths on the wire that cannot be`() throws {
    let bytes = try FixtureCapture("textbook-packet").frames[0].bytes
    for length in [0, 1, 77, 78, 79, 65_535, 262_144, 0xffff_ffff, Int.max, -1, Int.min] {
      Self.check(bytes, length, .ethernet)
    }
  }
}
