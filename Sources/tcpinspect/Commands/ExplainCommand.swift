import ArgumentParser
import ConnectionTracking
import Diagnosis
import FloodDetection
import PacketCapture
import RecordStore
import SystemServices

/// `explain`: what is wrong with connections, with evidence.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what is wrong with connections, worst first, with evidence.",
    discussion: """
      The first line answers. Each finding has what it cost, packets that show it, what it is not, and what to do \
      next. What is healthy has no problem; a notice says what took time, or is worth noting.

      EXAMPLES:
        tcpinspect explain -r FILE                     why it is slow, or failed
        tcpinspect explain -r FILE --connection 7      one connection
        tcpinspect explain -i eth0 --duration 60       a minute of an interface
        tcpinspect explain -r FILE --format ndjson     findings as records
      """)

  @OptionGroup var arguments: AnalysisArguments

  @OptionGroup(title: "Input")
  var store: StoreOptions

  func validate() throws {
    try store.check(arguments)
  }

  mutating func run() throws {
    var arguments = arguments
    if store.path != nil {
      let table = arguments.options.table
      // The findings in a store are those of all connections together; a page names packets of the capture.
      if table.format.recordFormat != nil, arguments.report.connections.isEmpty {
        return try StoredRun(store, table, StoredRun.Request(kind: .finding)).run()
      }
      do throws(CaptureError) {
        arguments = try StoredInput(store).applied(to: arguments)
      } catch {
        throw CommandFailure(error, filterWords: [])
      }
    }
    SystemMemory.returnLargeBlocks()
    let run = CaptureRun(
      capture: arguments.capture, statisticsFormat: arguments.options.statistics.format)
    _ = try run.run { [arguments] (input, _) throws(CaptureError) in
      try arguments.privileges.drop(isLive: input.isLive)
      return try ExplainSession(arguments, input)
    }
  }
}
