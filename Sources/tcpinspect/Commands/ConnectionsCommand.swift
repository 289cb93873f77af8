import ArgumentParser

/// `connections`: one record for each connection or flow.
struct ConnectionsCommand: AnalysisCommand {
  static let configuration = CommandConfiguration(
    commandName: "connections",
    abstract: "Show connections and flows: one record each, when it ends.",
    discussion: """
      EXAMPLES:
        tcpinspect connections -r FILE                           a table on a terminal
        tcpinspect connections -r FILE --failed                  only those that failed
        tcpinspect connections -r FILE --sort retransmitted_bytes --top 10
        tcpinspect connections -r FILE --connection 3 --verbose  one page on one connection
        tcpinspect connections -r FILE --connection 3 -w OUT     its packets as a savefile
        tcpinspect connections -i eth0 --services                the services seen listening
        tcpinspect connections -i eth0 --processes               whose connections they are
      """)

  @OptionGroup var arguments: AnalysisArguments

  @OptionGroup(title: "Input")
  var storeOptions: StoreOptions

  var store: StoreOptions? { storeOptions }

  @OptionGroup(title: "Selection and order")
  var ranking: RankingOptions

  @OptionGroup(title: "Selection and order")
  var results: ResultOptions

  @OptionGroup(title: "This host")
  var host: HostOptions

  @Flag(
    name: [.customShort("v"), .customLong("verbose")],
    help: "With --connection, show a page on each connection.")
  var verbosity: Int

  @Flag(name: .customLong("services"), help: "Show the services seen listening, not connections.")
  var showsServices = false

  @Option(
    name: [.customShort("w"), .customLong("write")], parsing: .unconditional,
    help: ArgumentHelp(
      "With --connection and -r, write the packets of these connections to this savefile.",
      valueName: "file"))
  var path: String?

  @OptionGroup var form: SavefileFormOptions

  var request: AnalysisRequest {
    var request = AnalysisRequest(kind: .connections, path: path)
    request.writesPcapng = form.writesPcapng(path)
    request.compression = form.compression(path)
    request.order = ranking.order
    request.ranking = ranking.limit
    request.outcomes = results.outcomes
    if showsServices { request.kind = .services }
    if verbosity > 0 { request.kind = .pages }
    request.findsProcesses = host.findsProcesses
    request.readsKernel = host.kernel.readsKernel
    return request
  }

  func check() throws {
    try host.check(arguments.capture)
    let hasSelection = !arguments.report.connections.isEmpty
    if verbosity > 0 && !hasSelection {
      throw ValidationError("--verbose needs --connection: it shows one page for each")
    }
    let hasFiles = !arguments.capture.files.isEmpty || storeOptions.path != nil
    if path != nil && (!hasSelection || !hasFiles) {
      throw ValidationError("-w needs --connection and -r: it writes packets of these connections")
    }
    try form.validate(path)
    if showsServices && hasSelection {
      throw ValidationError("--services covers all connections: omit --connection")
    }
    if (showsServices || path != nil) && results.outcomes != nil {
      throw ValidationError(
        "--failed and --result select records: not with --services, nor with -w")
    }
    if showsServices && ranking.isRanked {
      throw ValidationError("--sort and --top are about records of connections, not --services")
    }
    if verbosity > 0, arguments.options.table.form.name.map({ $0 != "table" }) ?? false {
      throw ValidationError("--verbose cannot be combined with --format: it shows text pages")
    }
    if path == "-" {
      throw ValidationError("-w -: standard output has the records; name a file")
    }
  }
}
