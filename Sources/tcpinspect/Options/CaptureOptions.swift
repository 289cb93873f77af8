import ArgumentParser
import PacketCapture
import SystemServices

/// The input of all subcommands that take packets: files or an interface, limits and a filter.
struct CaptureOptions: ParsableArguments {
  @Option(
    name: [.customShort("i"), .customLong("interface")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Capture on this interface; 'any' is all interfaces. The last one given counts.",
      valueName: "interface"))
  var interfaces: [String] = []

  @Option(
    name: [.customShort("r"), .customLong("read")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Read this savefile, '-' for standard input. Several are merged in order of time.",
      valueName: "file"))
  var files: [String] = []

  @Flag(
    name: .customLong("follow"),
    help: "Wait at the end of the savefile for what another program appends.")
  var follows = false

  @Option(
    name: [.customShort("V"), .customLong("read-list")], parsing: .unconditional,
    help: ArgumentHelp(
      "Read the savefiles listed in this file, one per line.", valueName: "file"))
  var fileList: String?

  @Option(
    name: .customShort("F"), parsing: .unconditional,
    help: ArgumentHelp("Read the filter from this file.", valueName: "file"))
  var filterFile: String?

  @Option(
    name: .customShort("c"), parsing: .unconditional,
    help: ArgumentHelp("Stop after this many packets.", valueName: "count"))
  var packetLimit: UInt64?

  @Option(
    name: .customLong("duration"), parsing: .unconditional,
    help: ArgumentHelp("Stop after this many seconds.", valueName: "seconds"))
  var duration: Double?

  @Option(
    name: [.customShort("s"), .customLong("snapshot-length")], parsing: .unconditional,
    help: ArgumentHelp(
      "Capture this many bytes of each packet, 0 for the default of 262144.", valueName: "bytes"))
  var snapshotLength: Int?

  @Flag(name: .customShort("p"), help: "Do not put the interface into promiscuous mode.")
  var isNotPromiscuous = false

  @Option(
    name: [.customShort("B"), .customLong("buffer-size")], parsing: .unconditional,
    help: ArgumentHelp(
      "The kernel's capture buffer in KiB; \(LiveConfiguration.defaultBufferKibibytes ?? 2048) "
        + "by default.",
      valueName: "KiB"))
  var bufferSize: Int?

  @Flag(
    name: .customLong("immediate-mode"), help: "Deliver packets at once, not in batches.")
  var isImmediate = false

  @Option(
    name: [.customShort("Q"), .customLong("direction")], parsing: .unconditional,
    help: ArgumentHelp(
      "Capture incoming packets (in), outgoing ones (out) or both (inout).",
      valueName: "direction"))
  var direction: String?

  @Option(
    name: [.customShort("j"), .customLong("time-stamp-type")], parsing: .unconditional,
    help: ArgumentHelp("Use this time stamp type (see -J).", valueName: "type"))
  var timestampType: String?

  @Option(
    name: .customLong("time-stamp-precision"), parsing: .unconditional,
    help: ArgumentHelp("Resolution of time stamps: micro or nano.", valueName: "precision"))
  var timestampPrecision: String?

  @Flag(name: .customLong("nano"), help: "The same as --time-stamp-precision nano.")
  var isNano = false

  @Flag(name: .customLong("micro"), help: "The same as --time-stamp-precision micro (the default).")
  var isMicro = false

  @Option(
    name: [.customShort("y"), .customLong("linktype")], parsing: .unconditional,
    help: ArgumentHelp("Capture with this link-layer header type (see -L).", valueName: "type"))
  var linkType: String?

  @Flag(name: .customShort("O"), help: "Do not optimise the filter's program.")
  var isUnoptimized = false

  @Flag(
    name: .customLong("progress"),
    help: "Report on standard error how far the reading of files is, every second.")
  var showsProgress = false

  @Flag(
    name: .customShort("I"), help: "Put a wireless interface into monitor mode (802.11).")
  var isMonitor = false

  @Flag(name: .customShort("K"), help: "Do not verify checksums.")
  var ignoresChecksums = false

  @Argument(
    help: ArgumentHelp(
      "Only packets that match this expression (see pcap-filter(7)).", valueName: "filter"))
  var filter: [String] = []

  /// Checks everything that can be checked before files or interfaces are opened.
  func validate() throws {
    if fileList != nil && !files.isEmpty {
      throw ValidationError("-r and -V exclude each other: both name savefiles")
    }
    if follows && (files.count != 1 || fileList != nil) {
      throw ValidationError("--follow needs exactly one -r")
    }
    if let packetLimit, packetLimit == 0 { throw ValidationError("-c 0: must be at least 1") }
    if let duration, !(duration > 0) {
      throw ValidationError("--duration \(duration): must be more than 0 seconds")
    }
    if let snapshotLength, !(0...262_144).contains(snapshotLength) {
      throw ValidationError("-s \(snapshotLength): must be from 0 to 262144")
    }
    if let bufferSize, !(1...(Int(Int32.max) / 1024)).contains(bufferSize) {
      throw ValidationError("-B \(bufferSize): must be from 1 to 2097151 KiB")
    }
    if let direction, !["in", "out", "inout"].contains(direction) {
      throw ValidationError("-Q \(direction): must be in, out or inout")
    }
    if let timestampPrecision, !["micro", "nano"].contains(timestampPrecision) {
      throw ValidationError("--time-stamp-precision \(timestampPrecision): must be micro or nano")
    }
  }

  /// A line for each option that other options make ineffective; tcpdump ignores these, too.
  var ignored: [String] {
    var lines: [String] = []
    if hasFiles, let interface = interfaces.last {
      lines.append("-i \(interface) is ignored: packets are read from files")
    }
    if filterFile != nil && !filter.isEmpty {
      lines.append("the filter on the command line is ignored: -F names a file with one")
    }
    return lines
  }

  /// How a run over files reports its progress.
  var progressMode: FileProgress.Mode {
    let hasTerminal = OutputDescriptor.standardError.isTerminal
    // Output on the same terminal would overwrite the progress line.
    if hasTerminal && !OutputDescriptor.standardOutput.isTerminal { return .terminal }
    return showsProgress ? .lines : .onRequest
  }

  /// Whether timestamps have nanoseconds.
  var hasNanoseconds: Bool { timestampPrecision.map { $0 == "nano" } ?? (isNano && !isMicro) }
}
