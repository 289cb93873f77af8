import ArgumentParser
import CaptureFormats

/// Options of `print` besides printing: write packets, count them, list interfaces and types.
struct WritingOptions: ParsableArguments {
  @Option(
    name: [.customShort("w"), .customLong("write")], parsing: .unconditional,
    help: ArgumentHelp(
      "Write the packets to this savefile instead of printing them, '-' for standard output.",
      valueName: "file"))
  var path: String?

  @OptionGroup var form: SavefileFormOptions

  @Flag(name: .customLong("print"), help: "Print the packets although they are written with -w.")
  var printsToo = false

  @Flag(name: .customShort("U"), help: "With -w, write each packet at once.")
  var flushesPackets = false

  @Flag(name: .customShort("l"), help: "Write each line at once.")
  var flushesLines = false

  @Flag(name: .customLong("count"), help: "Print only the number of packets.")
  var countsOnly = false

  @OptionGroup var statistics: StatisticsOptions

  @Flag(name: .customShort("D"), help: "List the interfaces.")
  var listsInterfaces = false

  @Flag(name: .customShort("J"), help: "List the interface's time stamp types.")
  var listsTimestampTypes = false

  @Flag(name: .customShort("L"), help: "List the interface's link-layer header types.")
  var listsLinkTypes = false

  @Flag(
    name: .customShort("d"),
    help: "Print the filter's program and stop; -dd as C, -ddd as numbers.")
  var dumpsFilter: Int

  /// How the savefile is compressed; nil for not at all.
  var compression: CompressionFormat? { form.compression(path) }

  /// Whether the savefile is pcapng rather than pcap.
  var writesPcapng: Bool { form.writesPcapng(path) }

  /// Checks everything that can be checked before files or interfaces are opened.
  func validate() throws {
    try form.validate(path)
    if printsToo && path == "-" {
      throw ValidationError("-w - and --print both need standard output")
    }
  }
}
