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

  @Flag(
    name: .customLong("pcapng"),
    help: "With -w, write pcapng, as for a file name that ends in .pcapng.")
  var isPcapng = false

  @Option(
    name: .customLong("compress"), parsing: .unconditional,
    help: ArgumentHelp(
      "With -w, compress by gzip, zstd, lz4 or xz, as for a name that ends in .gz, .zst, .lz4 or .xz.",
      valueName: "format"))
  var compressionName: String?

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

  /// How the savefile is compressed: by the option, or else by the ending of its name.
  var compression: CompressionFormat? {
    if let compressionName { return CompressionFormat(rawValue: compressionName) }
    return path.flatMap(SavefileName.compression)
  }

  /// Whether the savefile is pcapng rather than pcap.
  var writesPcapng: Bool { path.map { isPcapng || SavefileName.isPcapng($0) } ?? false }

  /// Checks everything that can be checked before files or interfaces are opened.
  func validate() throws {
    if let compressionName, CompressionFormat(rawValue: compressionName) == nil {
      throw ValidationError("--compress \(compressionName): must be gzip, zstd, lz4 or xz")
    }
    if path == nil, isPcapng || compressionName != nil {
      throw ValidationError("--pcapng and --compress need -w")
    }
    if printsToo && path == "-" {
      throw ValidationError("-w - and --print both need standard output")
    }
  }
}
