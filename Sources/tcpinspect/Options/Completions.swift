import ArgumentParser
import PacketCapture
import Records

/// What a shell offers for the word at the cursor.
///
/// The scripts of ``CompletionScript`` pass the words of the command line up to the cursor, and get a candidate a line.
enum Completions {
  /// What a word can be.
  enum Candidates: Equatable {
    /// A file: the shell knows these.
    case files
    case words([String])

    /// The line for the shell's script that stands for files.
    static var fileMark: String { ":file" }

    /// The lines for the shell's script, of those that begin as the word does.
    func lines(for word: String) -> [String] {
      switch self {
      case .files: [Self.fileMark]
      case .words(let words): words.filter { $0.hasPrefix(word) }
      }
    }
  }

  /// The word that asks for candidates, before the words of the command line.
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
    if command(of: before) == "schema" { return .words(JSONSchema.all.map(\.name)) }
    // A word of a filter, which may be a name of anything.
    return .words([])
  }

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
      // Two blanks are between the names and what they mean.
      line.dropFirst(2).split(separator: "  ", maxSplits: 1).first?
        .split(whereSeparator: { ", ".contains($0) }).filter { $0.hasPrefix("-") }
        .map { String($0) } ?? []
    }
  }

  /// The values of an option; nil where the word is none that takes a value.
  private static func values(
    of word: String, in words: ArraySlice<String>
  ) -> Candidates? {
    guard word.hasPrefix("-"), word.count > 1 else { return nil }
    if word.hasPrefix("--") {
      guard ArgumentExpansion.longOptionsWithValue.contains(word) else { return nil }
      return values(named: word, of: command(of: words))
    }
    // Of letters written together, the last one can wait for its value.
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
    case "-r", "--read", "-V", "--read-list", "-F", "-w", "--write", "-z", "--exec": .files
    case "-i", "--interface":
      .words(((try? NetworkInterface.all()) ?? []).map(\.name))
    case "-Q", "--direction": .words(["in", "out", "inout"])
    case "--time-stamp-precision": .words(["micro", "nano"])
    case "--format": .words(ReportFormat.allCases.map(\.rawValue))
    case "--statistics-format": .words(["text", "json"])
    case "--color": .words(["auto", "always", "never"])
    case "--sender": .words(["client", "server"])
    case "--order": .words(["packet", "time"])
    case "--sort": .words(ConnectionOrder.allCases.map(\.rawValue))
    case "--time-format":
      .words(command == "print" ? ["rfc3339"] : TimeNotation.allCases.map(\.rawValue))
    case "-T": .words(OutputOptions.typeNames)
    case "--generate-completion-script": .words(CompletionScript.shells)
    default: .words([])
    }
  }
}
