import ArgumentParser
import CaptureFormats
import ConnectionTracking
import FoundationEssentials
import HostSockets
import PacketCapture
import SystemServices
import TerminalView
import TrackingPipeline

/// `live`: connections, rates, windows and problems on the terminal.
struct LiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live",
    abstract: "Show connections, rates, windows and problems on the terminal while they happen.",
    discussion: """
      The screens are connections, one connection with its curves, hosts, services, problems, interfaces and, with \
      --processes, processes; ? shows the keys. With -r a savefile is played at its own pace: p pauses, n goes on to \
      the next problem, + and - change the speed. Rates are by packet time, over 2 seconds.

      EXAMPLES:
        tcpinspect live -i eth0                     what happens on an interface
        tcpinspect live -i eth0 'port 443'          of one service
        tcpinspect live -i eth0 --processes         whose connections they are
        tcpinspect live -i eth0 -i lo               two interfaces
        tcpinspect live -r FILE                     a savefile, as it was captured
        tcpinspect live -r FILE --speed 0.1         a tenth as fast
        ssh host tcpdump -U -w - | tcpinspect live -r - --speed 1000
      """)

  @OptionGroup(title: "Input")
  var capture: CaptureOptions

  @Option(
    name: .customLong("speed"), parsing: .unconditional,
    help: ArgumentHelp(
      "Play a savefile this many times as fast as it was captured; 1 by default.",
      valueName: "factor"))
  var speed: Double?

  @Flag(name: .customLong("paused"), help: "Begin to play a savefile when p is pressed.")
  var isPaused = false

  @OptionGroup(title: "Selection and limits")
  var selection: ReportOptions

  @OptionGroup(title: "This host")
  var host: HostOptions

  @OptionGroup(title: "Statistics")
  var statistics: StatisticsOptions

  @OptionGroup(title: "Metrics")
  var metrics: MetricsOptions

  @OptionGroup(title: "Privileges")
  var privileges: PrivilegeOptions

  func validate() throws {
    try metrics.check(capture)
    try host.check(capture)
    if let speed, !(speed >= 1e-6 && speed <= 1e6) {
      throw ValidationError("--speed \(speed): must be from 0.000001 to 1000000")
    }
    if !capture.hasFiles, speed != nil || isPaused {
      throw ValidationError("--speed and --paused are for savefiles: -r FILE")
    }
  }

  mutating func run() throws {
    SystemMemory.returnLargeBlocks()
    guard OutputDescriptor.standardOutput.isTerminal else {
      throw CommandFailure.runtime(
        "live: standard output is no terminal; connections, events and windows write records")
    }
    let environment = ProcessInfo.processInfo.environment
    let screen = LiveScreen(
      speed: speed ?? 1, isPaused: isPaused,
      isColored: environment["NO_COLOR"]?.isEmpty ?? true,
      input: LiveInputWords(capture, selection))
    var run = CaptureRun(capture: capture, statisticsFormat: statistics.format)
    run.announcesFiles = false
    run.capturesSeveral = true
    run.announce = { _ in }
    _ = try run.run { [self] (input, _) throws(CaptureError) in
      let names = input.interfaces.map { $0.name ?? "?" }
      let hosts = try HostSockets.open(
        isLive: input.isLive, findsOwners: host.findsProcesses,
        readsKernel: host.kernel.readsKernel,
        on: names.count == 1 ? names[0] : "any", privileges)
      let listener = try metrics.listener()
      try privileges.drop(isLive: input.isLive)
      return try session(
        input, screen, try metrics.metrics(listener, interface: names.joined(separator: ",")), hosts
      )
    }
  }

  /// Opens the screen, and makes the consumer of packets.
  ///
  /// - Throws: if the terminal cannot be used.
  private func session(
    _ input: CaptureRun.Input, _ screen: LiveScreen, _ metrics: CaptureMetrics?,
    _ hosts: HostSockets?
  ) throws(CaptureError) -> LiveSession {
    var pipeline = PipelineConfiguration()
    pipeline.tracker = try selection.configuration(capture, isLive: input.isLive)
    // All windows cost too much at the rate of an interface; a file at its pace has time for them.
    pipeline.findings = [
      .transitions, .events, .connections, input.isLive ? .modelWindows : .windows,
    ]
    if !input.isLive { (pipeline.shardCount, pipeline.isThreaded) = (1, false) }
    var options = DiagnosedPackets.Options(capture, isLive: input.isLive)
    options.notesPackets = false
    let inputs = inputs(input)
    let name =
      input.isLive
      ? inputs.name
      : input.paths.count == 1 ? input.paths[0] : "\(input.paths.count) files"
    var source = ScreenState.Source(
      name: input.isLive ? name : SystemText.shown(name),
      filter: SystemText.shown(try capture.filterExpression()),
      isFile: !input.isLive)
    source.canReadAgain = LiveInputWords(capture, selection).canReadAgain
    (source.findsProcesses, source.readsKernel) = (host.findsProcesses, host.kernel.readsKernel)
    source.utcOffset = SystemClock.utcOffset(at: SystemClock.seconds)
    source.own = EndpointText.ofSession(
      ProcessInfo.processInfo.environment["SSH_CONNECTION"] ?? "")
    try screen.open(source, hosts)
    return LiveSession(
      pipeline, options, screen: screen, inputs: inputs,
      selected: Set(selection.connectionIndexes), metrics: metrics, hosts: hosts)
  }

  /// What is captured on, or the files that are read.
  private func inputs(_ input: CaptureRun.Input) -> LiveInputs {
    let live = input.isLive ? input.interfaces : []
    let names = input.paths.map { path in
      SystemText.shown(path.split(separator: "/").last.map { String($0) } ?? path)
    }
    return LiveInputs(
      live: live.map {
        InterfaceRow(name: SystemText.shown($0.name ?? "?"), linkType: $0.linkType.title)
      }, names: names)
  }
}
