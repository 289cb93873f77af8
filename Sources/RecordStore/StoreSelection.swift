/// Which records of a capture are read, and in what order.
public struct StoreSelection: Sendable {
  /// The indexes of their connections, in order; empty for all.
  public var connections: [UInt64] = []
  /// The results of their connections; nil for all.
  public var results: [String]?
  /// The order as SQL; empty for that of the pass.
  public var order = ""
  /// The most records.
  public var limit: Int?

  /// All records in the order of the pass.
  public init() {}

  /// The condition of a statement on a table, whose rows are `p0`, of the capture `?1`.
  func condition(on table: String) -> String {
    var parts: [String] = []
    if !connections.isEmpty { parts.append("p0.connection IN (SELECT value FROM json_each(?2))") }
    if let results {
      // The names are this program's own.
      let names = results.map { "'\($0)'" }.joined(separator: ",")
      parts.append(
        table == "connection"
          ? "p0.result IN (\(names))"
          : "p0.connection IN (SELECT connection FROM connection "
            + "WHERE capture = ?1 AND result IN (\(names)))")
    }
    return parts.joined(separator: " AND ")
  }

  /// The indexes of connections as JSON, the parameter `?2`.
  var connectionList: String { "[\(connections.map(String.init).joined(separator: ","))]" }
}
