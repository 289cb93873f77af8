/// A finding as a record: with the sentences and commands for one input.
public struct FindingRecord: Sendable {
  /// The finding.
  public var finding: DiagnosedFinding
  /// How commands name the input.
  public var source: CommandSource

  /// A record of a finding.
  public init(_ finding: DiagnosedFinding, source: CommandSource) {
    self.finding = finding
    self.source = source
  }
}

/// The input as a command line names it, so that commands work as pasted.
public struct CommandSource: Hashable, Sendable {
  /// The options that name the input, quoted for a shell: `-r FILE`.
  public var options: String
  /// The filter expression, quoted for a shell; empty without one.
  public var filter: String

  /// An input by its options and its filter.
  public init(options: String, filter: String = "") {
    self.options = options
    self.filter = filter
  }

  /// Files, and a filter.
  public init(files: [String], filter: String = "") {
    options = files.map { "-r \(Self.quoted($0))" }.joined(separator: " ")
    self.filter = filter.isEmpty ? "" : Self.quoted(filter)
  }

  /// A word as a shell reads it.
  public static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic && $0.isASCII || ("0"..."9").contains($0)
        || "-_./:=+@%,".unicodeScalars.contains($0)
    }
    if isPlain && !word.isEmpty { return word }
    return "'" + word.replacing("'", with: #"'\''"#) + "'"
  }
}
