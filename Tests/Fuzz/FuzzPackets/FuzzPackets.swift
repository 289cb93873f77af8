import InternetTypes
import PacketDissection
import PacketPrinting
import TextOutput

/// Bytes of an input before the frame: link type, options, style, and by how much the capture cut the frame.
private let choiceCount = 4

/// The link types of frames; the last one represents all that are not decoded.
private let linkTypes: [LinkType] = [
  .ethernet, .raw, .linuxCooked, .linuxCooked2, .null, .loop, .ipv4, .ipv6, .rawOpenBSD,
  .rawSavefile, .ppp, .pppSerial, .pppoe, .ciscoHDLC, .frameRelay, .arcnet, .arcnetLinux, .fddi,
  .tokenRing, .fibreChannel, .infiniBand, .firewire, .symantec, .broadcomTag, .broadcomTagFirst,
  .marvellTag, .marvellTypeTag, .netAnalyzer, .netAnalyzerTransparent, .netfilterLog,
  .packetFilterLog, .encapsulation, .ipnet, .slip, .slipBSD, .atm, .atmClassical, .packetTap,
  .perPacketInformation, .wireless, .wirelessAVS, .prism, .radiotap, .juniperEthernet, .juniperPPP,
  .juniperPPPoE, .juniperPPPoEATM, .juniperHDLC, .juniperFrameRelay, LinkType(rawValue: 147),
]

/// libFuzzer's entry: dissects and prints one frame, whatever it holds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPackets(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // libFuzzer lends `count` bytes during the call only.
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  unsafe check(input.span)
  return 0
}

/// Checks what holds for every frame; a trap is the finding.
private func check(_ input: Span<UInt8>) {
  guard input.count >= choiceCount else { return }
  let frame = input.extracting(droppingFirst: choiceCount)
  let linkType = linkTypes[Int(input[0]) % linkTypes.count]
  // The capture may state more than was captured, and, in one case, lie that it was less.
  let missing = input[3] == 255 ? -1 : Int(input[3]) * Int(input[3])
  let statedLength = max(frame.count + missing, 0)

  let packet = Packet(decoding: frame, wireLength: statedLength, linkType: linkType)
  checkRanges(of: packet, in: frame)
  checkIterators(of: packet, in: frame)

  var printer = PacketPrinter(options: options(input[1], input[2]))
  // The second time, the printer knows the connection and the time of the first.
  for number in 1...2 as ClosedRange<UInt64> {
    let time = Timestamp(seconds: Int64(input[3]) &- 1, nanoseconds: Int64(input[2]) << 24)
    printer.print(
      packet, frame: frame, statedLength: statedLength, time: time, number: number)
    printer.line.withBytes { text in
      precondition(
        !text.isEmpty && text[text.count - 1] == UInt8(ascii: "\n"), "the text is no whole line")
      // A byte takes at most five columns of a dump, and the protocols' words have their measure.
      precondition(text.count < 65_536 + 64 * frame.count, "the text does not end in time")
    }
    printer.line.removeAll()
  }
}

/// Options that differ in every choice that changes what is read.
private func options(_ flags: UInt8, _ style: UInt8) -> PrintOptions {
  var options = PrintOptions()
  options.verbosity = Int(flags & 3)
  options.quietness = Int(flags >> 2 & 1)
  options.showsLinkHeader = flags & 8 != 0
  options.usesAbsoluteSequenceNumbers = flags & 16 != 0
  options.explainsChecksums = flags & 32 != 0
  options.ignoresChecksums = flags & 64 != 0
  options.dumpsLinkHeader = flags & 128 != 0
  let dumps: [PacketDump] = [.none, .hex, .hexAndASCII, .ascii]
  options.dump = dumps[Int(style & 3)]
  let styles: [TimestampStyle] = [
    .timeOfDay, .none, .epoch, .sincePrevious, .dateAndTime, .sinceFirst, .rfc3339, .timeOfDay,
  ]
  options.timestampStyle = styles[Int(style >> 2 & 7)]
  options.hasNanoseconds = style & 32 != 0
  options.showsPacketNumbers = style & 64 != 0
  options.showsQUIC = style & 128 != 0
  return options
}
