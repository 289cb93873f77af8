import ArgumentParser
import PacketCapture

/// `packets`: the packets of connections that a file of `save` has, from the capture files that were saved.
struct PacketsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "packets",
    abstract:
      "Write the packets of connections in a file of save, from the files that it was made of.",
    discussion: """
      The capture files are read once more, where they were when save read them; a file that has changed since is \
      refused. Of a capture itself, connections --connection N -w OUT -r FILE writes packets.

      EXAMPLES:
        tcpinspect query FILE.db 'SELECT connection, summary FROM problems'
        tcpinspect packets --from FILE.db --connection 7 -w 7.pcapng
      """)

  @OptionGroup(title: "Input")
  var store: StoreOptions

  @Option(
    name: .customLong("connection"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Write the packets of the connections with these indexes, such as 1,3-5. Can be given several times.",
      valueName: "indexes"))
  var connections: [String] = []

  @Option(
    name: [.customShort("w"), .customLong("write")], parsing: .unconditional,
    help: ArgumentHelp("Write this savefile.", valueName: "file"))
  var path: String

  @OptionGroup var form: SavefileFormOptions

  func validate() throws {
    if store.path == nil {
      throw ValidationError(
        "packets needs --from FILE.db; of a capture: connections --connection N -w OUT -r FILE")
    }
    if connections.isEmpty {
      throw ValidationError("packets needs --connection: which connections' packets to write")
    }
    for connection in connections where IndexList(connection) == nil {
      throw ValidationError(
        "--connection \(connection): must be indexes from 0, such as 7 or 1,3-5, at most "
          + "\(IndexList.limit) of them")
    }
    if path == "-" { throw ValidationError("-w -: name a file") }
    try form.validate(path)
  }

  mutating func run() throws {
    var arguments = try AnalysisArguments.parse([])
    arguments.report.connections = connections
    arguments.options.table.form.name = ReportFormat.ndjson.rawValue
    do throws(CaptureError) {
      arguments = try StoredInput(store).applied(to: arguments)
    } catch {
      throw CommandFailure(error, filterWords: [])
    }
    var request = AnalysisRequest(kind: .connections, path: path)
    request.writesPcapng = form.writesPcapng(path)
    request.compression = form.compression(path)
    // No record of a connection is written.
    request.outcomes = []
    try AnalysisRun(arguments: arguments, request: request).run()
  }
}
