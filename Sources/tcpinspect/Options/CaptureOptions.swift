import ArgumentParser
import PacketCapture

/// Where packets come from, and which of them: the options that every subcommand that reads packets has.
struct CaptureOptions: ParsableArguments {
  @Option(
    name: [.customShort("i"), .customLong("interface")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Capture on this interface; 'any' captures on all. The last one counts.",
      valueName: "interface"))
  var interfaces: [String] = []

  @Option(
    name: [.customShort("r"), .customLong("read")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Read this savefile, '-' for standard input. Several are read as one capture in order of time.",
      valueName: "file"))
  var files: [String] = []

  @Flag(
    name: .customLong("follow"),
    help: "Go on where the savefile ends, as another program writes to it.")
  var follows = false

  @Option(
    name: [.customShort("V"), .customLong("read-list")], parsing: .unconditional,
    help: ArgumentHelp(
      "Read the savefiles that this file names, one a line.", valueName: "file"))
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
    help: ArgumentHelp("Stop after this many seconds of capture.", valueName: "seconds"))
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
    name: .customLong("immediate-mode"), help: "Deliver packets at once instead of in batches.")
  var isImmediate = false

  @Option(
    name: [.customShort("Q"), .customLong("direction")], parsing: .unconditional,
    help: ArgumentHelp(
      "Capture only packets that come in, go out, or both: in, out, inout.",
      valueName: "direction"))
  var direction: String?

  @Option(
    name: [.customShort("j"), .customLong("time-stamp-type")], parsing: .unconditional,
    help: ArgumentHelp("Take time stamps from this clock (see -J).", valueName: "type"))
  var timestampType: String?

  @Option(
    name: .customLong("time-stamp-precision"), parsing: .unconditional,
    help: ArgumentHelp("Time stamps in micro or nano seconds.", valueName: "precision"))
  var timestampPrecision: String?

  @Flag(name: .customLong("nano"), help: "Time stamps with nanoseconds.")
  var isNano = false

  @Flag(name: .customLong("micro"), help: "Time stamps with microseconds (the default).")
  var isMicro = false

  @Option(
    name: [.customShort("y"), .customLong("linktype")], parsing: .unconditional,
    help: ArgumentHelp("Capture with this link-layer header type (see -L).", valueName: "type"))
  var linkType: String?

  @Flag(name: .customShort("O"), help: "Do not optimise the filter's program.")
  var isUnoptimized = false

  @Flag(name: .customShort("K"), help: "Do not verify checksums.")
  var ignoresChecksums = false

  @Argument(
    help: ArgumentHelp(
      "Only packets that match, in the language of pcap-filter(7).", valueName: "filter"))
  var filter: [String] = []

  /// Checks what can be checked without opening anything.
  func validate() throws {
    if !interfaces.isEmpty && (!files.isEmpty || fileList != nil) {
      throw ValidationError("-i captures and -r reads: give one of them")
    }
    if fileList != nil && !files.isEmpty {
      throw ValidationError("-r and -V both name savefiles: give one of them")
    }
    if follows && (files.count != 1 || fileList != nil) {
      throw ValidationError("--follow goes with one -r")
    }
    if let packetLimit, packetLimit == 0 { throw ValidationError("-c 0: the count starts at 1") }
    if let duration, !(duration > 0) {
      throw ValidationError("--duration \(duration): a number of seconds above 0 is needed")
    }
    if let snapshotLength, !(0...262_144).contains(snapshotLength) {
      throw ValidationError("-s \(snapshotLength): a number from 0 to 262144 is needed")
    }
    if let bufferSize, !(1...(Int(Int32.max) / 1024)).contains(bufferSize) {
      throw ValidationError("-B \(bufferSize): a number of KiB from 1 to 2097151 is needed")
    }
    if let direction, !["in", "out", "inout"].contains(direction) {
      throw ValidationError("-Q \(direction): in, out or inout is needed")
    }
    if let timestampPrecision, !["micro", "nano"].contains(timestampPrecision) {
      throw ValidationError("--time-stamp-precision \(timestampPrecision): micro or nano is needed")
    }
    if filterFile != nil && !filter.isEmpty {
      throw ValidationError("-F and a filter on the command line: give one of them")
    }
  }

  /// Whether time stamps have nanoseconds.
  var hasNanoseconds: Bool { timestampPrecision.map { $0 == "nano" } ?? (isNano && !isMicro) }
}
