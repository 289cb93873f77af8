import ArgumentParser
import Records

/// Which connections the subcommand `connections` shows, and in what order.
struct RankingOptions: ParsableArguments {
  @Option(
    name: .customLong("sort"), parsing: .unconditional,
    help: ArgumentHelp(
      "Show connections at the end, the largest of this field first.", valueName: "field"))
  var sortField: String?

  @Option(
    name: .customLong("top"), parsing: .unconditional,
    help: ArgumentHelp("Show only this many connections, the first ones.", valueName: "count"))
  var top: Int?

  /// Checks the options before anything is opened.
  func validate() throws {
    if let sortField, ConnectionOrder(rawValue: sortField) == nil {
      let names = ConnectionOrder.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--sort \(sortField): one of these is needed: \(names)")
    }
    if let top, top < 1 { throw ValidationError("--top \(top): a number from 1 on is needed") }
  }

  /// Whether an order or a number of connections is set.
  var isRanked: Bool { sortField != nil || top != nil }

  /// The order of connections; nil shows them as they end.
  ///
  /// `--top` alone shows the first ones by index.
  var order: ConnectionOrder? {
    sortField.flatMap { ConnectionOrder(rawValue: $0) } ?? (top == nil ? nil : .connection)
  }

  /// The number of connections that are shown when they are sorted.
  var limit: Int { top ?? ConnectionRanking.defaultLimit }
}
