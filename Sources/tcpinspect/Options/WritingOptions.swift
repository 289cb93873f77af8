import ArgumentParser

/// What `print` does besides printing packets, or instead: write them, count them, list what there is.
struct WritingOptions: ParsableArguments {
  @Option(
    name: [.customShort("w"), .customLong("write")], parsing: .unconditional,
    help: ArgumentHelp(
      "Write the packets to this savefile instead of printing them, '-' for standard output.",
      valueName: "file"))
  var path: String?

  @Flag(name: .customLong("print"), help: "Print the packets although -w is given.")
  var printsToo = false

  @Flag(name: .customShort("U"), help: "With -w, write each packet at once.")
  var flushesPackets = false

  @Flag(name: .customShort("l"), help: "Write each line at once.")
  var flushesLines = false

  @Flag(name: .customLong("count"), help: "Print only how many packets there are.")
  var countsOnly = false

  @Option(
    name: .customLong("statistics-format"), parsing: .unconditional,
    help: ArgumentHelp(
      "The statistics at the end of a live capture as text or as json.", valueName: "format"))
  var statisticsFormat: String?

  @Flag(name: .customShort("D"), help: "List what can be captured on.")
  var listsInterfaces = false

  @Flag(name: .customShort("J"), help: "List the interface's kinds of time stamps.")
  var listsTimestampTypes = false

  @Flag(name: .customShort("L"), help: "List the interface's link-layer header types.")
  var listsLinkTypes = false

  @Flag(
    name: .customShort("d"),
    help: "Print the filter's program and stop; -dd as C, -ddd as numbers.")
  var dumpsFilter: Int

  /// Checks what can be checked without opening anything.
  func validate() throws {
    if let statisticsFormat, !["text", "json"].contains(statisticsFormat) {
      throw ValidationError("--statistics-format \(statisticsFormat): must be text or json")
    }
    if printsToo && path == "-" {
      throw ValidationError("-w - and --print both need standard output")
    }
  }
}
