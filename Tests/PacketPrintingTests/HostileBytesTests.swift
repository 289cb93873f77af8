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
      .juniperMLPPP, .juniperMLFR, .juniperES, .juniperGGSN, .juniperMFR, .juniperATM1,
      .juniperATM2, .juniperServices, .juniperMonitor, .multilinkFrameRelay, .sunATM, .localTalk,
      .lowRateWireless, .lowRateWirelessUnchecked, .lowRateWirelessTap, .user2,
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

  /// A message of 60,000 bytes whose records point to names of 125 labels: without a bound, 500,000 labels are read.
  @Test(arguments: [UInt8(1), 62]) func `names behind pointers take work in proportion`(
    _ size: UInt8
  ) {
    let label = [size] + [UInt8](repeating: UInt8(ascii: "a"), count: Int(size))
    let name = [UInt8]((0..<(250 / label.count)).map { _ in label }.joined()) + [0]
    let fields: [UInt8] = [0, 5, 0, 1, 0, 0, 0, 60]
    var message: [UInt8] = [0, 7, 0x81, 0x80, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0]
    message += fields + [0, UInt8(name.count)] + name
    while message.count < 60_000 { message += [0xc0, 23] + fields + [0, 2, 0xc0, 23] }
    let length = message.count + 8
    let total = length + 20
    let header: [UInt8] = [
      0x45, 0, UInt8(total >> 8), UInt8(total & 0xff), 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1,
      10, 0, 0, 2, 0, 53, 0x9c, 0x40, UInt8(length >> 8), UInt8(length & 0xff), 0, 0,
    ]
    let bytes = header + message
    var options = PrintOptions()
    options.verbosity = 3
    var printer = PacketPrinter(options: options)
    let packet = Packet(decoding: bytes.span, wireLength: bytes.count, linkType: .raw)
    printer.print(
      packet, frame: bytes.span, statedLength: bytes.count,
      time: Timestamp(seconds: 1, nanoseconds: 0), number: 1)
    // A hex dump has 4.2 characters a byte.
    #expect(printer.line.count < 17 * bytes.count)
    var end: [UInt8] = []
    printer.line.withBytes { text in
      for index in (text.count - 20)..<text.count { end.append(text[index]) }
    }
    #expect(String(decoding: end, as: UTF8.self) == "<BAD PTR> [|domain]\n")
  }
}
