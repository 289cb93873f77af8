import ArgumentParser
import FoundationEssentials
import InternetTypes
import PacketCapture
import PacketPrinting
import SystemServices

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

  @OptionGroup(title: "Input")
  var capture: CaptureOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  @OptionGroup(title: "Writing, listing and counting")
  var writing: WritingOptions

  @OptionGroup(title: "Rotation")
  var rotating: RotationOptions

  @OptionGroup(title: "Privileges")
  var privileges: PrivilegeOptions

  /// Checks what several groups of options say together.
  func validate() throws {
    let rotation = rotating.rotation
    guard rotation.isRotating || rotation.command != nil else { return }
    if writing.path == nil { throw ValidationError("-C, -G and -z go with -w") }
    if writing.path == "-" {
      throw ValidationError("-w - is one stream: -C, -G and -z need files")
    }
  }

  mutating func run() throws {
    do throws(CaptureError) {
      if writing.listsInterfaces { return try InterfaceList.printAll() }
      // Of an interface; where files are read, tcpdump takes no notice of these two either.
      if writing.listsTimestampTypes && !capture.hasFiles {
        return try InterfaceList.printTimestampTypes(capture)
      }
      if writing.listsLinkTypes && !capture.hasFiles {
        return try InterfaceList.printLinkTypes(capture)
      }
      if writing.dumpsFilter > 0 { return try FilterDump.print(capture, form: writing.dumpsFilter) }
      if capture.hasFiles {
        try printFiles()
      } else {
        try printInterface()
      }
    } catch {
      // Asked to end before anything could be read: nothing is wrong.
      if error.kind == .interrupted && Interruption.isRequested { return }
      throw Self.failure(error, filterWords: capture.filter)
    }
  }

  /// The command's end for an error of the capture floor, with a hint where a subcommand was meant.
  static func failure(_ error: CaptureError, filterWords: [String]) -> CommandFailure {
    if error.kind == .closedPipe { return .closedPipe }
    var message = error.description
    if error.kind == .filter, let first = filterWords.first {
      if TCPInspect.subcommandNames.contains(first) {
        message += " (the subcommand '\(first)' has to be the first word)"
      } else if FileManager.default.fileExists(atPath: first) {
        message += " (-r \(first) reads the file of that name)"
      } else if let name = Spelling.nearest(to: first, among: TCPInspect.subcommandNames) {
        message += " (is the subcommand '\(name)' meant? It has to be the first word)"
      }
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
      utcOffset: { isUTC ? 0 : SystemClock.utcOffset(at: $0) })
    let writer = try openWriter(isLive: isLive, header: header)
    return PrintSession(
      choices: choices(isLive: isLive), printer: printer, writer: writer,
      summarizesChecksums: output.explainsChecksums && !capture.ignoresChecksums)
  }

  /// The savefile that `-w` names, if any; when it is there, the rights to open others are given up.
  ///
  /// - Throws: when it cannot be created, or when the rights cannot be given up.
  private func openWriter(
    isLive: Bool, header: () throws(CaptureError) -> SavefileHeader
  ) throws(CaptureError) -> RotatingWriter? {
    let successor = try privileges.successor(isLive: isLive)
    var writer: RotatingWriter?
    if let path = writing.path {
      let rotation = rotating.rotation
      writer = RotatingWriter(
        path: path, header: try header(), rotation: rotation, report: TCPInspect.report)
      // The name of a savefile's first file comes from its first packet, where it has a time.
      let second = Int64(Date.now.timeIntervalSince1970)
      if let successor, rotation.isRotating, let first = writer?.firstPath(at: second) {
        try Privileges.checkRotation(at: first, as: successor)
      }
      if isLive || rotation.seconds == nil { try writer?.begin(at: second, owner: successor) }
    }
    if let successor { try Privileges.drop(to: successor) }
    return writer
  }

  /// The system's names.
  static var names: NameSource {
    NameSource(
      host: SystemNames.host, tcpPort: SystemNames.tcpPort, udpPort: SystemNames.udpPort)
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
