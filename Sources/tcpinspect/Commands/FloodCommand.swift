import ArgumentParser
import FloodDetection
import PacketCapture
import Records
import SystemServices

/// `flood`: SYN floods, scans and backscatter, live and from files.
struct FloodCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flood",
    abstract: "Find SYN floods, SYN-ACK reflection, backscatter, scans and unresponsive servers.",
    discussion: """
      EXAMPLES:
        tcpinspect flood -r FILE                        what a savefile holds
        tcpinspect flood -i eth0                        an interface, alert by alert
        tcpinspect flood -i eth0 --exec /usr/local/bin/page-me
        tcpinspect flood -r FILE --fail-on-alert        exit status 3 when there was an attack
      """,
    version: TCPInspect.version)

  @OptionGroup(title: "Input")
  var capture: CaptureOptions

  @OptionGroup(title: "Detection and output")
  var options: FloodOptions

  @OptionGroup(title: "Privileges")
  var privileges: PrivilegeOptions

  mutating func run() throws {
    var run = CaptureRun(capture: capture, statisticsFormat: options.statistics.format)
    run.readsAhead = true
    let report = try run.run { (input, _) throws(CaptureError) in
      try privileges.drop(isLive: input.isLive)
      return session(input)
    }
    if report.hasAlert && options.failsOnAlert {
      throw CommandFailure(message: nil, status: ExitStatus.alertsFound)
    }
  }

  private func session(_ input: CaptureRun.Input) -> FloodSession {
    FloodSession(
      detector: FloodDetector(options.configuration),
      table: options.table, precision: input.isFine ? .nanoseconds : .microseconds,
      packetLimit: capture.packetLimit ?? .max,
      duration: input.isLive ? nil : capture.duration,
      flushesLines: options.flushesLines || input.isLive, command: options.command)
  }
}
