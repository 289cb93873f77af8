import FixtureCaptures
import InternetTypes
import PacketDissection
import PacketPrinting
import Testing
import TextOutput

/// Whatever the bytes are, printing ends, and each packet is at least one whole line.
struct HostileBytesTests {
  /// Options that reach every printer: with all fields, quiet, and dumps.
  static let choices: [PrintOptions] = {
    var verbose = PrintOptions()
    verbose.verbosity = 3
    verbose.showsLinkHeader = true
    verbose.explainsChecksums = true
    var dumping = PrintOptions()
    dumping.verbosity = 1
    dumping.dump = .hexAndASCII
    dumping.dumpsLinkHeader = true
    dumping.usesAbsoluteSequenceNumbers = true
    var quiet = PrintOptions()
    quiet.quietness = 1
    quiet.dump = .ascii
    quiet.showsPacketNumbers = true
    return [verbose, dumping, quiet, PrintOptions()]
  }()

  /// Prints frames with all choices, each with one printer as a run has it.
  static func check(_ frames: [[UInt8]], wireLength: Int? = nil, _ linkType: LinkType) {
    for options in choices {
      var printer = PacketPrinter(options: options)
      for (index, bytes) in frames.enumerated() {
        let packet = Packet(
          decoding: bytes.span, wireLength: wireLength ?? bytes.count, linkType: linkType)
        printer.print(
          packet, frame: bytes.span, statedLength: wireLength ?? bytes.count,
          time: Timestamp(seconds: Int64(index), nanoseconds: 0), number: UInt64(index))
        let last = printer.line.withBytes { text in
          text.isEmpty ? 0 : text[text.count - 1]
        }
        #expect(last == UInt8(ascii: "\n"), "\(linkType) \(bytes)")
        printer.line.removeAll()
      }
    }
  }

  @Test func `random bytes of every link type`() {
    var generator = SeededGenerator(seed: 11)
    let linkTypes: [LinkType] = [
      .null, .ethernet, .raw, .loop, .linuxCooked, .ipv4, .ipv6, .linuxCooked2, .ppp, .pppSerial,
      .pppoe, .ciscoHDLC, .frameRelay, .arcnet, .arcnetLinux, .fddi, .tokenRing, .fibreChannel,
      .infiniBand, .firewire, .symantec, .broadcomTag, .broadcomTagFirst, .marvellTag,
      .marvellTypeTag, .netAnalyzer, .netAnalyzerTransparent, .netfilterLog, .packetFilterLog,
      .encapsulation, .ipnet, .slip, .slipBSD, .atm, .atmClassical, .packetTap,
      .perPacketInformation, .wireless, .wirelessAVS, .prism, .radiotap, .juniperEthernet,
      .juniperPPP, .juniperPPPoE, .juniperPPPoEATM, .juniperHDLC, .juniperFrameRelay,
      LinkType(rawValue: 147),
    ]
    let frames = (0..<300).map { _ in generator.bytes(upTo: 160) }
    for linkType in linkTypes { Self.check(frames, linkType) }
  }

  @Test func `random bytes after a plausible IP header`() {
    var generator = SeededGenerator(seed: 12)
    let numbers: [UInt8] = [
      0, 1, 2, 4, 6, 17, 33, 41, 43, 44, 47, 50, 51, 58, 59, 60, 132, 135, 143,
    ]
    let frames = (0..<2000).map { _ in
      var bytes = generator.bytes(upTo: 160)
      if bytes.count >= 10 {
        let isVersion6 = Bool.random(using: &generator)
        bytes[0] = isVersion6 ? 0x60 : 0x45 + UInt8.random(in: 0...10, using: &generator)
        bytes[isVersion6 ? 6 : 9] = numbers.randomElement(using: &generator) ?? 6
      }
      return bytes
    }
    Self.check(frames, .raw)
  }

  @Test func `a packet in itself many times over is printed as deep as it is worth`() {
    // GRE in IPv4 in GRE, 700 times; MPLS, VXLAN and IP in IP end by the same count.
    var bytes: [UInt8] = []
    for _ in 0..<700 {
      bytes += [
        0x45, 0, 0xff, 0xff, 0, 1, 0, 0, 64, 47, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 0, 8, 0,
      ]
    }
    Self.check([bytes], .raw)
    let text = RecordedLine(linkType: .raw, wireLength: bytes.count, frame: bytes)
      .printed(first: bytes.count, verbosity: 0)
    #expect(text.hasSuffix("[nested too deep]"))
    #expect(text.utf8.count < 4000)
  }

  @Test func `real packets cut at every byte`() throws {
    for capture in try FixtureCapture.all() {
      for frame in capture.frames.prefix(40) {
        let frames = stride(from: 0, through: min(frame.bytes.count, 120), by: 3).map {
          Array(frame.bytes.prefix($0))
        }
        Self.check(frames, wireLength: frame.wireLength, capture.linkType)
      }
    }
  }

  @Test func `mutations of real packets`() throws {
    var generator = SeededGenerator(seed: 13)
    for capture in try FixtureCapture.all() {
      var frames: [[UInt8]] = []
      for frame in capture.frames.prefix(40) {
        for _ in 0..<12 { frames.append(generator.mutation(of: frame.bytes)) }
      }
      Self.check(frames, capture.linkType)
    }
  }
}
