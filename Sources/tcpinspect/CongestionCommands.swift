import ArgumentParser
import BasicContainers
import ConnectionTracking
import InternetTypes
import PacketCapture
import PacketDissection

/// Options of the analysis subcommands.
struct AnalysisOptions: ParsableArguments {
  @Option(
    name: .customLong("format"),
    help: ArgumentHelp("table, ndjson or csv.", valueName: "format"))
  var format: String?

  @Option(
    name: .customLong("connection"),
    help: ArgumentHelp("Only this connection; can be repeated.", valueName: "number"))
  var connections: [Int] = []
}

/// Runs savefiles through the congestion analysis.
enum CongestionSession {
  enum Output { case windows, verdicts, connections, events }

  static func run(
    _ capture: CaptureOptions, _ analysis: AnalysisOptions, _ output: Output
  ) throws {
    do throws(CaptureError) {
      var driver = ProvisionalDriver()
      var writer = RecordWriter()
      for path in try capture.paths() {
        var source = try CaptureFile(path: path, precision: .microseconds)
        let expression = try capture.filterExpression()
        if !expression.isEmpty {
          let filter = try source.compileFilter(expression, isOptimized: true, netmask: 0)
          try source.attach(filter)
        }
        let linkType = source.linkType
        let end = try source.forEachPacket { (packet, bytes) throws(CaptureError) in
          let decoded = Packet(
            decoding: bytes, wireLength: packet.originalLength, linkType: linkType)
          if let (index, segment) = driver.observe(
            decoded, bytes, number: packet.number, time: packet.timestamp)
          {
            if output != .connections {
              driver.connections[index].analysis.observe(segment) { record in
                write(record, index, output, &writer)
              }
            }
          }
          if writer.bytes.count > 1 << 16 {
            try OutputDescriptor.standardOutput.write(writer.bytes.span)
            writer.removeAll()
          }
          return true
        }
        if case .failed(let error) = end { throw error }
      }
      for (index, connection) in driver.connections.enumerated() {
        connection.analysis.finish { write($0, index, output, &writer) }
        if output == .connections { writer.write(connection, index: index) }
        if output == .verdicts {
          for verdict in connection.analysis.verdicts() {
            writer.write(verdict, connection: index)
          }
        }
      }
      try OutputDescriptor.standardOutput.write(writer.bytes.span)
    } catch {
      throw PrintCommand.failure(error, filterWords: capture.filter)
    }
  }

  private static func write(
    _ record: WindowRecord, _ index: Int, _ output: Output, _ writer: inout RecordWriter
  ) {
    switch output {
    case .windows: writer.write(record, connection: index)
    case .events: writer.writeEvent(record, connection: index)
    default: break
    }
  }
}

/// `windows`: the windows of every data sender over time.
struct WindowsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "windows", abstract: "Show flow and congestion windows over time.")

  @OptionGroup(title: "Where packets come from")
  var capture: CaptureOptions

  @OptionGroup(title: "What is shown")
  var analysis: AnalysisOptions

  mutating func run() throws { try CongestionSession.run(capture, analysis, .windows) }
}

/// `congestion`: what drives each data sender.
struct CongestionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "congestion", abstract: "Name the congestion control of every data sender.")

  @OptionGroup(title: "Where packets come from")
  var capture: CaptureOptions

  @OptionGroup(title: "What is shown")
  var analysis: AnalysisOptions

  mutating func run() throws { try CongestionSession.run(capture, analysis, .verdicts) }
}

/// `connections` until the tracker has it.
struct ProvisionalConnections: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "connections")

  @OptionGroup(title: "Where packets come from")
  var capture: CaptureOptions

  @OptionGroup(title: "What is shown")
  var analysis: AnalysisOptions

  mutating func run() throws { try CongestionSession.run(capture, analysis, .connections) }
}

/// `events` until the tracker has it.
struct ProvisionalEvents: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "events")

  @OptionGroup(title: "Where packets come from")
  var capture: CaptureOptions

  @OptionGroup(title: "What is shown")
  var analysis: AnalysisOptions

  mutating func run() throws { try CongestionSession.run(capture, analysis, .events) }
}
