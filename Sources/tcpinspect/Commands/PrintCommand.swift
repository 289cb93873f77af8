import ArgumentParser
import CaptureFormats
import FoundationEssentials
import HostSockets
import InternetTypes
import PacketCapture
import PacketPrinting
import SystemServices

/// `print`: prints packets, one line each, as tcpdump does, or writes them to a savefile.
struct PrintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "print",
    abstract: "Print packets, one line each, as tcpdump does.",
    discussion: """
      EXAMPLES:
        tcpinspect -nr FILE 'tcp port 80'      the web traffic of a savefile
        tcpinspect -ni eth0 -v                 an interface, with checksums verified
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

  @Flag(
    name: .customLong("processes"),
    help: "Live: print the process of this host that sends or receives each packet (Linux).")
  var findsProcesses = false

  @OptionGroup(title: "Privileges")
  var privileges: PrivilegeOptions

  /// Checks combinations of options of several groups.
  func validate() throws {
    if findsProcesses { try KernelOptions.check("--processes", capture) }
    let rotation = rotating.rotation
    guard rotation.isRotating || rotation.command != nil else { return }
    if writing.path == "-" {
      throw ValidationError("-w - is one stream: -C, -G and -z need files")
    }
  }

  mutating func run() throws {
    do throws(CaptureError) {
      if try list() { return }
    } catch {
      throw CommandFailure(error, filterWords: capture.filter)
    }
    if writing.path == nil {
      for option in rotating.options { TCPInspect.report("\(option) is ignored: it needs -w") }
    } else if rotating.hasIdleLimit {
      TCPInspect.report("-W is ignored: it needs -C or -G")
    }
    var run = CaptureRun(capture: capture, statisticsFormat: writing.statistics.format)
    run.writesPcapng = writing.writesPcapng
    run.precision =
      capture.hasNanoseconds || run.writesPcapng ? .nanoseconds : .microseconds
    run.outputPath = writing.path
    run.keeping = run.writesPcapng ? .always : choices(isLive: false).prints ? .ifPcapng : .none
    run.announce = announce
    run.readsAhead = !choices(isLive: false).prints
    _ = try run.run { (input, header) throws(CaptureError) in
      try session(input, header: header)
    }
  }

  /// Prints the list that an option requests, in place of packets; false if there is no such option.
  ///
  /// - Throws: if the list cannot be made or written.
  private func list() throws(CaptureError) -> Bool {
    if writing.listsInterfaces {
      try InterfaceList.printAll()
    } else if writing.listsTimestampTypes && !capture.hasFiles {
      // As in tcpdump, -J and -L are ignored if files are read.
      try InterfaceList.printTimestampTypes(capture)
    } else if writing.listsLinkTypes && !capture.hasFiles {
      try InterfaceList.printLinkTypes(capture)
    } else if writing.dumpsFilter > 0 {
      try FilterDump.print(capture, form: writing.dumpsFilter)
    } else {
      return false
    }
    return true
  }

  /// The options of the session.
  private func choices(isLive: Bool) -> PrintSession.Choices {
    var choices = PrintSession.Choices()
    choices.countsOnly = writing.countsOnly
    choices.showsComments = output.verbosity > 0
    choices.showsInterfaces = output.showsInterfaces
    choices.hasFilter = !capture.filter.isEmpty || capture.filterFile != nil
    choices.prints = !writing.countsOnly && (writing.path == nil || writing.printsToo)
    choices.flushesLines =
      writing.flushesLines || isLive && OutputDescriptor.standardOutput.isTerminal
    choices.flushesPackets = writing.flushesPackets
    choices.packetLimit = capture.packetLimit ?? .max
    choices.duration = capture.duration
    return choices
  }

  /// The session; with `-w` it writes a savefile with this header.
  private func session(
    _ input: CaptureRun.Input, header: () throws(CaptureError) -> SavefileHeader
  ) throws(CaptureError) -> PrintSession {
    let options = output.printOptions(
      hasNanoseconds: capture.hasNanoseconds, ignoresChecksums: capture.ignoresChecksums)
    let isUTC = output.isUTC
    let captureNames = CaptureNames()
    let hosts = captureNames.hosts
    let makePrinter: @Sendable () -> PacketPrinter = {
      PacketPrinter(
        options: options, names: SystemNames.source(hosts),
        interfaceName: SystemNames.interface,
        utcOffset: { isUTC ? 0 : SystemClock.utcOffset(at: $0) })
    }
    // Opened with the privileges that the writer drops.
    let sockets = try HostSockets.open(
      isLive: input.isLive, findsOwners: findsProcesses && self.choices(isLive: true).prints,
      readsKernel: false, isPerPacket: true,
      on: input.isLive && capture.interfaces.count < 2 ? try capture.interface() : "any",
      privileges)
    let writer = try openWriter(input, header: header)
    var choices = choices(isLive: input.isLive)
    // Comments and interfaces stand between lines, or in them.
    let hasBlocks = input.descriptions.contains { !$0.blocks.isEmpty }
    let isPlain = !choices.showsInterfaces && !(choices.showsComments && hasBlocks)
    if !input.isLive && !choices.flushesLines && writing.path == nil && isPlain
      && CrewSize.threads > 0 && PacketPrinter.canSeparateLines(options)
    {
      choices.makeCrew = { ParallelLines.crew(makePrinter) }
    }
    var session = PrintSession(
      choices: choices, printer: makePrinter(), names: captureNames, writer: writer,
      sockets: sockets,
      summarizesChecksums: output.explainsChecksums && !capture.ignoresChecksums)
    for (index, descriptions) in input.descriptions.enumerated() {
      try session.note(descriptions, of: index)
    }
    if !input.interfaces.isEmpty {
      try session.note(CaptureFile.Descriptions(interfaces: input.interfaces), of: 0)
    }
    return session
  }

  /// Opens the savefile of `-w`, if any, and then drops privileges.
  ///
  /// - Throws: if it cannot be created, or privileges cannot be dropped.
  private func openWriter(
    _ input: CaptureRun.Input, header: () throws(CaptureError) -> SavefileHeader
  ) throws(CaptureError) -> RotatingWriter? {
    let successor = try privileges.successor(isLive: input.isLive)
    var writer: RotatingWriter?
    if let path = writing.path {
      let rotation = rotating.rotation
      writer =
        writing.writesPcapng
        ? RotatingWriter(
          path: path, composer: try composer(input), compression: writing.compression,
          rotation: rotation, report: TCPInspect.report)
        : RotatingWriter(
          path: path, header: try header(), compression: writing.compression,
          rotation: rotation, report: TCPInspect.report)
      writer?.inputs = input.paths
      writer?.awaitsStatistics = input.isLive
      // With -G and savefiles the first packet's time names the first file, so that it is created later.
      let second = Int64(Date.now.timeIntervalSince1970)
      if let successor, rotation.isRotating, let first = writer?.firstPath(at: second) {
        try Privileges.checkRotation(at: first, as: successor)
      }
      if input.isLive || rotation.seconds == nil { try writer?.begin(at: second, owner: successor) }
    }
    if let successor { try Privileges.drop(to: successor) }
    return writer
  }

  /// The composer of a pcapng file from the input.
  ///
  /// - Throws: if pcapng has no number for a link type.
  private func composer(_ input: CaptureRun.Input) throws(CaptureError) -> PcapngComposer {
    input.isLive
      ? try PcapngComposer.capturing(input.interfaces, application: TCPInspect.name)
      : try PcapngComposer.copying(
        input.descriptions, isSwapped: input.isSwapped, application: TCPInspect.name)
  }

  /// Reports the input on standard error, as tcpdump does.
  private func announce(_ source: borrowing LiveCapture) {
    if source.configuration.requestedLinkType != nil {
      TCPInspect.report("data link type \(source.linkType.name ?? source.linkType.title)")
    }
    if writing.path == nil && output.verbosity == 0 {
      TCPInspect.report(
        "verbose output suppressed, use -v[v]... for full protocol decode")
    }
    let opening =
      "listening on \(source.configuration.interface), link-type \(source.linkType.title), "
      + "snapshot length \(source.snapshotLength) bytes"
    if writing.path != nil || output.verbosity > 0 {
      TCPInspect.report(opening)
    } else {
      TCPInspect.write(line: opening)
    }
  }
}
