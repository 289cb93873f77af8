import ArgumentParser
import BasicContainers
import ConnectionTracking
import PacketCapture
import Reporting

/// What the subcommands that follow connections have in common.
struct AnalysisOptions: ParsableArguments {
  @Option(
    name: .customLong("format"), parsing: .unconditional,
    help: ArgumentHelp("Write a table, ndjson or csv.", valueName: "format"))
  var format: String?

  @Option(
    name: .customLong("max-connections"), parsing: .unconditional,
    help: ArgumentHelp(
      "Keep this many connections at a time, 1000000 by default.", valueName: "count"))
  var connectionLimit: Int?
}

extension CaptureOptions {
  /// Gives the packets of the files or of the interface to a session that follows connections.
  func analyze(_ kind: AnalysisSession.Kind, _ options: AnalysisOptions) throws {
    var configuration = TrackerConfiguration()
    configuration.connectionLimit = options.connectionLimit ?? configuration.connectionLimit
    configuration.ignoresChecksums = ignoresChecksums
    do throws(CaptureError) {
      if hasFiles {
        var sources = try openFiles(precision: .nanoseconds, writing: nil)
        var isFine = false
        for index in 0..<sources.count { isFine = isFine || sources[index].hasFineTimestamps }
        var session = AnalysisSession(
          kind: kind, format: .ndjson, precision: isFine ? .nanoseconds : .microseconds,
          configuration: configuration, packetLimit: packetLimit ?? .max, flushesLines: false)
        let failure = try PacketLoop.read(&sources, into: &session)
        for note in try session.finish() { TCPInspect.write(line: note) }
        if let failure { throw failure }
      } else {
        var source = try openInterface(try self.configuration())
        var session = AnalysisSession(
          kind: kind, format: .ndjson, precision: hasNanoseconds ? .nanoseconds : .microseconds,
          configuration: configuration, packetLimit: packetLimit ?? .max, flushesLines: true)
        let failure = try PacketLoop.capture(
          &source, into: &session, seconds: duration, statistics: nil)
        let statistics = try? source.statistics(captured: Int(clamping: session.count))
        for note in try session.finish() { TCPInspect.write(line: note) }
        PacketLoop.report(statistics, as: nil)
        if let failure { throw failure }
      }
    } catch {
      if error.kind == .interrupted && Interruption.isRequested { return }
      throw PrintCommand.failure(error, filterWords: filter)
    }
  }
}

/// `connections`.
struct ConnectionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connections", abstract: "One record per connection or flow.")
  @OptionGroup(title: "Where packets come from") var capture: CaptureOptions
  @OptionGroup(title: "How connections are followed and shown") var options: AnalysisOptions
  mutating func run() throws { try capture.analyze(.connections, options) }
}

/// `states`.
struct StatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "states", abstract: "Every TCP state transition of both endpoints.")
  @OptionGroup(title: "Where packets come from") var capture: CaptureOptions
  @OptionGroup(title: "How connections are followed and shown") var options: AnalysisOptions
  mutating func run() throws { try capture.analyze(.states, options) }
}

/// `events`.
struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "What segments show: retransmissions, zero windows, ...")
  @OptionGroup(title: "Where packets come from") var capture: CaptureOptions
  @OptionGroup(title: "How connections are followed and shown") var options: AnalysisOptions
  mutating func run() throws { try capture.analyze(.events, options) }
}

/// `windows`.
struct WindowsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "windows", abstract: "Flow and congestion windows of data senders over time.")
  @OptionGroup(title: "Where packets come from") var capture: CaptureOptions
  @OptionGroup(title: "How connections are followed and shown") var options: AnalysisOptions
  mutating func run() throws { try capture.analyze(.windows, options) }
}

/// `congestion`.
struct CongestionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "congestion", abstract: "What drives each data sender, and why it says so.")
  @OptionGroup(title: "Where packets come from") var capture: CaptureOptions
  @OptionGroup(title: "How connections are followed and shown") var options: AnalysisOptions
  mutating func run() throws { try capture.analyze(.congestion, options) }
}
