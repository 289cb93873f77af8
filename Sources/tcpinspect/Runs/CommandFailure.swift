import ArgumentParser
import FoundationEssentials
import PacketCapture
import SystemServices

/// The command's exit statuses (EXIT STATUS in the man page).
enum ExitStatus {
  /// A failure at run time; everything that did not fail was done.
  static let failure = ExitCode(1)
  /// Alerts were found, and `--fail-on-alert` was given.
  static let alertsFound = ExitCode(3)
  /// A rule of `check` does not hold.
  static let ruleBroken = ExitCode(4)
  /// The reader of the output closed it: the status that a shell reports for SIGPIPE.
  static let closedPipe = ExitCode(128 + 13)
  /// A signal ended a run over files: what a shell shows for an end by that signal.
  static func interrupted(by signal: Int32) -> ExitCode { ExitCode(128 + signal) }
  /// A usage error; nothing was done.
  static let usage = ExitCode(64)
}

/// Ends the command with an exit status, and with one line on standard error if there is a message.
struct CommandFailure: Error {
  let message: String?
  let status: ExitCode

  init(message: String?, status: ExitCode) {
    self.message = message
    self.status = status
  }

  /// The failure if the reader of the output closed it and SIGPIPE is ignored.
  static let closedPipe = CommandFailure(message: nil, status: ExitStatus.closedPipe)

  /// A failure at run time.
  static func runtime(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: ExitStatus.failure)
  }

  /// A usage error.
  static func usage(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: ExitStatus.usage)
  }

  /// A signal ended a run over files before their end.
  static func interrupted(_ progress: String, hasOutput: Bool = true) -> CommandFailure {
    let signal = Interruption.signal ?? 2
    let name = [1: "SIGHUP", 2: "SIGINT", 15: "SIGTERM"][signal] ?? "a signal"
    return CommandFailure(
      message: "interrupted by \(name) after \(progress); "
        + (hasOutput ? "the output covers only these" : "nothing was written"),
      status: ExitStatus.interrupted(by: signal))
  }

  /// The failure of a run; a filter that does not compile gets a hint if a subcommand or a file was probably meant.
  init(_ error: CaptureError, filterWords: [String]) {
    if error.kind == .closedPipe {
      self = .closedPipe
      return
    }
    var message = error.description
    if error.kind == .filter, let first = filterWords.first {
      if TCPInspect.subcommandNames.contains(first) {
        message += " (the subcommand '\(first)' has to be the first word)"
      } else if Self.isSavefile(first, of: filterWords) {
        message += " (-r \(first) reads the file of that name)"
      } else if let name = Spelling.nearest(to: first, among: TCPInspect.subcommandNames) {
        message += " (is the subcommand '\(name)' meant? It has to be the first word)"
      }
    }
    self = .runtime(message)
  }

  /// Whether the first word of a filter is a file's name rather than a word of a filter.
  private static func isSavefile(_ first: String, of words: [String]) -> Bool {
    var isDirectory = false
    return FileManager.default.fileExists(atPath: first, isDirectory: &isDirectory)
      && !isDirectory && (words.count == 1 || first.contains { "./".contains($0) })
  }
}
