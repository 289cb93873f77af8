import ArgumentParser
import PacketCapture
import Records

/// The candidates that a shell offers for the word at the cursor.
///
/// The scripts of ``CompletionScript`` pass the words of the command line up to the cursor, and get one candidate per
/// line.
enum Completions {
  /// What can complete a word.
  enum Candidates: Equatable {
    /// A file name, which the shell itself completes.
    case files
    case words([String])

    /// The line with which the program lets the shell's script complete file names.
    static var fileMark: String { ":file" }

    /// The lines for the shell's script: the candidates that begin with the word.
    func lines(for word: String) -> [String] {
      switch self {
      case .files: [Self.fileMark]
      case .words(let words): words.filter { $0.hasPrefix(word) }
      }
    }
  }

  /// The word that requests candidates, before the words of the command line.
  static var request: String { "---complete" }

  /// The candidates for the last of these words of a command line, without the program's name.
  static func candidates(_ words: [String]) -> Candidates {
    let word = words.last ?? ""
    let before = words.dropLast()
    if let option = before.last, let candidates = values(of: option, in: before) {
      return candidates
    }
    if word.hasPrefix("-") { return .words(options(of: command(of: before)).sorted()) }
    if before.isEmpty { return .words(TCPInspect.subcommandNames.sorted() + ["help"]) }
    if before.last == "help" { return .words(TCPInspect.subcommandNames.sorted()) }
    // The first word is the store.
    if ["save", "query"].contains(command(of: before)), !before.contains(where: isStore) {
      return .files
    }
    if command(of: before) == "schema" { return .words(SchemaCommand.all.map(\.name)) }
    if command(of: before) == "track", before.count == 1 {
      return .words(ArchiveRecord.allCases.map(\.rawValue))
    }
    if ["track", "collect"].contains(command(of: before)) { return .files }
    // A word of a filter, for which there are no candidates.
    return .words([])
  }

  /// Whether a word is the usual name of a store.
  private static func isStore(_ word: String) -> Bool { word.hasSuffix(".db") }

  /// The subcommand of a command line.
  private static func command(of words: ArraySlice<String>) -> String {
    words.first.flatMap { TCPInspect.subcommandNames.contains($0) ? $0 : nil } ?? "print"
  }

  /// The options of a subcommand, as its help lists them.
  static func options(of command: String) -> [String] {
    guard
      let type = TCPInspect.configuration.subcommands.first(where: {
        $0.configuration.commandName == command
      })
    else { return [] }
    let help = TCPInspect.helpMessage(for: type, columns: 250)
    return help.split(separator: "\n").filter { $0.hasPrefix("  -") }.flatMap { line in
      // Two blanks separate an option's names from its help.
      line.dropFirst(2).split(separator: "  ", maxSplits: 1).first?
        .split(whereSeparator: { ", ".contains($0) }).filter { $0.hasPrefix("-") }
        .map { String($0) } ?? []
    }
  }

  /// The values of an option; nil if the word is no option with a value.
  private static func values(
    of word: String, in words: ArraySlice<String>
  ) -> Candidates? {
    guard word.hasPrefix("-"), word.count > 1 else { return nil }
    if word.hasPrefix("--") {
      guard ArgumentExpansion.longOptionsWithValue.contains(word) else { return nil }
      return values(named: word, of: command(of: words))
    }
    // Of combined short options, the last one can need a value.
    for (position, letter) in word.dropFirst().enumerated() {
      switch ArgumentExpansion.letters[letter] {
      case .value?, .ignoredValue?:
        guard position == word.count - 2 else { return nil }
        return values(named: "-\(letter)", of: command(of: words))
      default: continue
      }
    }
    return nil
  }

  private static func values(named option: String, of command: String) -> Candidates {
    switch option {
    case "-r", "--read", "-V", "--read-list", "-F", "-w", "--write", "-z", "--exec", "--rules":
      .files
    case "--from": .files
    case "-i", "--interface":
      .words(((try? NetworkInterface.all()) ?? []).map(\.name))
    case "-Q", "--direction": .words(["in", "out", "inout"])
    case "--time-stamp-precision": .words(["micro", "nano"])
    case "--format" where command == "check": .words(CheckCommand.formats)
    case "--format": .words(ReportFormat.allCases.map(\.rawValue))
    case "--statistics-format": .words(["text", "json"])
    case "--color": .words(["auto", "always", "never"])
    case "--sender": .words(["client", "server"])
    case "--order": .words(["packet", "time"])
    case "--result": .words(ResultOptions.all)
    case "--sort": .words(ConnectionOrder.allCases.map(\.rawValue))
    case "--time-format":
      .words(command == "print" ? ["rfc3339"] : TimeNotation.allCases.map(\.rawValue))
    case "-T": .words(OutputOptions.typeNames)
    case "--generate-completion-script": .words(CompletionScript.shells)
    default: .words([])
    }
  }
}
