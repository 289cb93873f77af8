import ArgumentParser
import BasicContainers
import FloodDetection
import PacketCapture
import Records
import SystemServices

/// `flood`: SYN floods, scans and backscatter, live and from files.
struct FloodCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flood",
    abstract: "Find SYN floods, SYN-ACK reflection, backscatter, scans and deaf listeners.",
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
    var hasAlert = false
    do throws(CaptureError) {
      hasAlert = capture.hasFiles ? try readFiles() : try captureInterface()
    } catch {
      if error.kind == .interrupted && Interruption.isRequested { return }
      throw PrintCommand.failure(error, filterWords: capture.filter)
    }
    if hasAlert && options.failsOnAlert {
      throw CommandFailure(message: nil, status: ExitStatus.alertsFound)
    }
  }

  private func session(isLive: Bool, isFine: Bool) -> FloodSession {
    let format =
      FloodSession.Format(name: options.format)
      ?? (OutputDescriptor.standardOutput.isTerminal ? .table : .ndjson)
    return FloodSession(
      detector: FloodDetector(options.configuration), format: format, isUTC: options.isUTC,
      precision: isFine ? .nanoseconds : .microseconds, packetLimit: capture.packetLimit ?? .max,
      duration: isLive ? nil : capture.duration, flushesLines: options.flushesLines || isLive,
      command: options.command)
  }

  /// Reads all savefiles; true when an attack was found.
  ///
  /// - Throws: what could not be opened, read or written; what could be read was processed before.
  private func readFiles() throws(CaptureError) -> Bool {
    var sources = try capture.openFiles(precision: .nanoseconds, writing: nil)
    try dropPrivileges(isLive: false)
    var isFine = false
    for index in 0..<sources.count { isFine = isFine || sources[index].hasFineTimestamps }
    var session = session(isLive: false, isFine: isFine)
    let failure = try PacketLoop.read(&sources, into: &session)
    let hasAlert = try finish(session)
    if let failure { throw failure }
    return hasAlert
  }

  /// Captures on an interface; true when an attack was found.
  ///
  /// - Throws: what could not be opened, captured or written; what was captured was processed before.
  private func captureInterface() throws(CaptureError) -> Bool {
    var source = try capture.openInterface(try capture.configuration())
    try dropPrivileges(isLive: true)
    TCPInspect.write(
      line: "listening on \(source.configuration.interface), link-type \(source.linkType.title), "
        + "snapshot length \(source.snapshotLength) bytes")
    var session = session(isLive: true, isFine: capture.hasNanoseconds)
    let failure: CaptureError?
    do throws(CaptureError) {
      failure = try PacketLoop.capture(
        &source, into: &session, seconds: capture.duration, statistics: options.statisticsFormat)
    } catch {
      PacketLoop.report(
        try? source.statistics(captured: Int(clamping: session.count)),
        as: options.statisticsFormat)
      throw error
    }
    let statistics = try? source.statistics(captured: Int(clamping: session.count))
    let hasAlert: Bool
    do throws(CaptureError) {
      hasAlert = try finish(session)
    } catch {
      PacketLoop.report(statistics, as: options.statisticsFormat)
      throw error
    }
    PacketLoop.report(statistics, as: options.statisticsFormat)
    if let failure { throw failure }
    return hasAlert
  }

  private func dropPrivileges(isLive: Bool) throws(CaptureError) {
    if let successor = try privileges.successor(isLive: isLive) {
      try Privileges.drop(to: successor)
    }
  }

  private func finish(_ session: consuming FloodSession) throws(CaptureError) -> Bool {
    let (hasAlert, notes) = try session.finish()
    for note in notes { TCPInspect.write(line: note) }
    return hasAlert
  }
}
