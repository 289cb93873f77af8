import ArgumentParser
import InternetTypes
import PacketCapture
import PacketPrinting

/// `print`: packets, one line each, as tcpdump prints them; or into a savefile.
struct PrintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "print",
    abstract: "Print packets, one line each, as tcpdump does.",
    discussion: """
      EXAMPLES:
        tcpinspect -nr FILE 'tcp port 80'      the web traffic of a savefile
        tcpinspect -ni eth0 -v                 an interface, checksums verified
        tcpinspect -nXr FILE -c1               the first packet with its bytes
        tcpinspect -i eth0 -s 96 -w FILE       96 bytes of each packet into a savefile
      """,
    version: TCPInspect.version)

  @OptionGroup(title: "Where packets come from")
  var capture: CaptureOptions

  @OptionGroup(title: "What is printed")
  var output: OutputOptions

  @OptionGroup(title: "What is written, listed and counted")
  var writing: WritingOptions

  mutating func run() throws {
    do throws(CaptureError) {
      if writing.listsInterfaces { return try InterfaceList.printAll() }
      if writing.listsTimestampTypes { return try InterfaceList.printTimestampTypes(capture) }
      if writing.listsLinkTypes { return try InterfaceList.printLinkTypes(capture) }
      if writing.dumpsFilter > 0 { return try FilterDump.print(capture, form: writing.dumpsFilter) }
      if capture.hasFiles {
        try printFiles()
      } else {
        try printInterface()
      }
    } catch {
      throw Self.failure(error, filterWords: capture.filter)
    }
  }

  /// The command's end for an error of the capture floor, with a hint where a subcommand was meant.
  static func failure(_ error: CaptureError, filterWords: [String]) -> CommandFailure {
    if error.kind == .closedPipe { return .closedPipe }
    var message = error.description
    if error.kind == .filter, let first = filterWords.first,
      TCPInspect.subcommandNames.contains(first)
    {
      message += " (the subcommand '\(first)' has to be the first word)"
    }
    return .runtime(message)
  }

  /// What the session does with packets.
  func choices(isLive: Bool) -> PrintSession.Choices {
    var choices = PrintSession.Choices()
    choices.prints = !writing.countsOnly && (writing.path == nil || writing.printsToo)
    choices.flushesLines =
      writing.flushesLines || isLive && OutputDescriptor.standardOutput.isTerminal
    choices.flushesPackets = writing.flushesPackets
    choices.packetLimit = capture.packetLimit ?? .max
    choices.duration = capture.duration
    return choices
  }

  /// A session that writes with this header where `-w` is given.
  func session(
    isLive: Bool, header: () throws(CaptureError) -> SavefileHeader
  ) throws(CaptureError) -> PrintSession {
    let options = output.printOptions(
      hasNanoseconds: capture.hasNanoseconds, ignoresChecksums: capture.ignoresChecksums)
    let isUTC = output.isUTC
    let printer = PacketPrinter(
      options: options, names: Self.names, interfaceName: SystemNames.interface,
      utcOffset: { isUTC ? 0 : SystemNames.utcOffset(at: $0) })
    var writer: CaptureWriter?
    if let path = writing.path {
      writer = try CaptureWriter(path: path, header: try header())
      // A reader at the other end of the pipe waits for the header.
      try writer?.flush()
    }
    return PrintSession(
      choices: choices(isLive: isLive), printer: printer, writer: writer,
      summarizesChecksums: output.explainsChecksums && !capture.ignoresChecksums)
  }

  /// The system's names.
  static var names: NameSource {
    NameSource(
      host: SystemNames.host, tcpPort: SystemNames.tcpPort, udpPort: SystemNames.udpPort,
      ipProtocol: SystemNames.ipProtocol)
  }

  /// Ends a session: what waits is written, and what there is to say is said.
  func finish(_ session: consuming PrintSession, failure: CaptureError?) throws(CaptureError) {
    let count = session.count
    let notes = try session.finish()
    if writing.countsOnly {
      let text = Array("\(count) \(count == 1 ? "packet" : "packets")\n".utf8)
      try OutputDescriptor.standardOutput.write(text.span)
    }
    for note in notes { TCPInspect.write(line: note) }
    if let failure { throw failure }
  }
}
