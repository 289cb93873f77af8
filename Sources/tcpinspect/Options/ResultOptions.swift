import ArgumentParser
import ConnectionTracking

/// The outcomes of the connections that are shown.
struct ResultOptions: ParsableArguments {
  @Flag(
    name: .customLong("failed"),
    help: "Show only connections that failed or got no answer: all results but ok and open.")
  var showsFailed = false

  @Option(
    name: .customLong("result"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Show only connections with these results, such as reset,timeout. Can be given several times.",
      valueName: "results"))
  var names: [String] = []

  /// The names of all results.
  static var all: [String] { ConnectionOutcome.allCases.map(\.name.description) }

  /// Checks the options before anything is opened.
  func validate() throws {
    for name in Self.words(names) where Self.outcome(named: name) == nil {
      throw ValidationError("--result \(name): must be of \(Self.all.joined(separator: ", "))")
    }
  }

  /// The outcomes to show; nil shows all.
  var outcomes: Set<ConnectionOutcome>? {
    guard showsFailed || !names.isEmpty else { return nil }
    let named = Set(Self.words(names).compactMap { Self.outcome(named: $0) })
    return showsFailed
      ? named.union(ConnectionOutcome.allCases.filter { $0.isFailure || $0 == .unanswered }) : named
  }

  private static func words(_ texts: [String]) -> [String] {
    texts.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  private static func outcome(named name: String) -> ConnectionOutcome? {
    ConnectionOutcome.allCases.first { $0.name.description == name }
  }
}
