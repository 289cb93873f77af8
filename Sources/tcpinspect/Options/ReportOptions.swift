import ArgumentParser
import PacketCapture
import Records
import SystemServices

/// Options of the subcommands that follow connections: selection and limits.
struct ReportOptions: ParsableArguments {
  @Option(
    name: .customLong("connection"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Show only the connections with these indexes, such as 1,3-5. Can be given several times.",
      valueName: "indexes"))
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

  @Option(
    name: .customLong("close-delay"), parsing: .unconditional,
    help: ArgumentHelp(
      "Keep an ended connection for this long for late packets; 1 by default in a live capture, 60 in files.",
      valueName: "seconds"))
  var closeDelay: Double?

  @Flag(
    name: .customLong("ignore-vlan"),
    help: "Follow connections whatever VLAN their packets are in.")
  var ignoresVLANs = false

  func validate() throws {
    if let closeDelay, !(closeDelay >= 0 && closeDelay <= Self.longestTimeout) {
      throw ValidationError(
        "--close-delay \(closeDelay): a number of seconds from 0 on, at most 1e9, is needed")
    }
    for connection in connections where IndexList(connection) == nil {
      throw ValidationError(
        "--connection \(connection): must be indexes from 0, such as 7 or 1,3-5, at most "
          + "\(IndexList.limit) of them")
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

  /// The most connections that can be stored: indexes have 32 bits.
  private static var mostConnections: Int { 1 << 30 }

  /// The longest time-out in seconds, whose nanoseconds fit into 64 bits.
  private static var longestTimeout: Double { 1e9 }

  /// The indexes of the connections to show, in order; empty shows all.
  var connectionIndexes: [UInt64] {
    Set(connections.compactMap { IndexList($0) }.flatMap(\.indexes)).sorted()
  }
}

/// Indexes of connections as an option lists them: `7`, `1,3-5`.
struct IndexList {
  /// The most indexes of a list.
  static var limit: Int { 1_000_000 }

  let indexes: [UInt64]

  /// The indexes of a text; nil if it is no such list.
  init?(_ text: String) {
    var indexes: [UInt64] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = ends.first.flatMap({ UInt64($0) }), let last = UInt64(ends[ends.count - 1]),
        ends.count <= 2, first <= last, last - first < UInt64(Self.limit),
        indexes.count + Int(last - first) < Self.limit
      else { return nil }
      indexes += first...last
    }
    self.indexes = indexes
  }
}
