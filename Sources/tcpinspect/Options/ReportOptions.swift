import ArgumentParser
import PacketCapture
import Records
import SystemServices

/// Options of the subcommands that follow connections: format, order, selection, limits.
struct ReportOptions: ParsableArguments {
  /// The format of findings.
  enum Format: String, CaseIterable {
    case table, ndjson, csv
  }

  @Option(
    name: .customLong("format"), parsing: .unconditional,
    help: ArgumentHelp(
      "Write a table, ndjson or csv. A terminal gets a table, all else ndjson.",
      valueName: "format"))
  var formatName: String?

  @Option(
    name: .customLong("sort"), parsing: .unconditional,
    help: ArgumentHelp(
      "Show connections at the end, the largest of this field first.", valueName: "field"))
  var sortField: String?

  @Option(
    name: .customLong("top"), parsing: .unconditional,
    help: ArgumentHelp("Show only this many connections, the first ones.", valueName: "count"))
  var top: Int?

  @Option(
    name: .customLong("connection"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Show only the connection with this index. Can be given several times.",
      valueName: "index"))
  var connections: [String] = []

  @Option(
    name: .customLong("max-connections"), parsing: .unconditional,
    help: ArgumentHelp(
      "Keep at most this many connections at a time, 1000000 by default.", valueName: "count"))
  var maxConnections: Int?

  @Option(
    name: .customLong("idle-timeout"), parsing: .unconditional,
    help: ArgumentHelp(
      "End a connection that is idle for this long, whatever its state.", valueName: "seconds"))
  var idleTimeout: Double?

  mutating func validate() throws {
    if let formatName, Format(rawValue: formatName) == nil {
      throw ValidationError("--format \(formatName): table, ndjson or csv is needed")
    }
    if let sortField, ConnectionOrder(rawValue: sortField) == nil {
      let names = ConnectionOrder.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--sort \(sortField): one of these is needed: \(names)")
    }
    if let top, top < 1 { throw ValidationError("--top \(top): a number from 1 on is needed") }
    for connection in connections where UInt64(connection) == nil {
      throw ValidationError("--connection \(connection): an index from 0 on is needed")
    }
    if let maxConnections, !(1...Self.mostConnections).contains(maxConnections) {
      throw ValidationError(
        "--max-connections \(maxConnections): a number from 1 to \(Self.mostConnections) is needed")
    }
    if let idleTimeout, !(idleTimeout > 0 && idleTimeout <= Self.longestTimeout) {
      throw ValidationError(
        "--idle-timeout \(idleTimeout): a number of seconds above 0, at most 1e9, is needed")
    }
  }

  /// Refuses an order for findings that are written as they come.
  func refuseRanking(by command: String) throws {
    if sortField != nil || top != nil {
      throw ValidationError("--sort and --top are about records of connections, not \(command)")
    }
  }

  /// The most connections that can be kept: indexes have 32 bits.
  private static var mostConnections: Int { 1 << 30 }

  /// The longest time-out in seconds, whose nanoseconds fit into 64 bits.
  private static var longestTimeout: Double { 1e9 }

  /// The format of the option, or the default for standard output.
  var format: Format {
    formatName.flatMap { Format(rawValue: $0) }
      ?? (OutputDescriptor.standardOutput.isTerminal ? .table : .ndjson)
  }

  /// The order of connections; nil shows them as they end.
  ///
  /// `--top` alone shows the first ones by index.
  var order: ConnectionOrder? {
    sortField.flatMap { ConnectionOrder(rawValue: $0) } ?? (top == nil ? nil : .connection)
  }

  /// The number of connections that are shown when they are sorted.
  var rankingLimit: Int { top ?? ConnectionRanking.defaultLimit }

  /// The indexes of the connections to show, in order; empty shows all.
  var connectionIndexes: [UInt64] { Set(connections.compactMap { UInt64($0) }).sorted() }
}
