import ArgumentParser
import FoundationEssentials
import PacketCapture
import SystemServices

/// The command's exit statuses (EXIT STATUS in the man page).
enum ExitStatus {
  /// Something failed at run time; all else was done.
  static let failure = ExitCode(1)
  /// Alerts were found, and `--fail-on-alert` was given.
  static let alertsFound = ExitCode(3)
  /// The reader of the output is gone: what a shell shows for an end by SIGPIPE.
  static let closedPipe = ExitCode(128 + 13)
  /// The command line is wrong, and nothing was done.
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

  /// The reader of the output is gone, and SIGPIPE is ignored.
  static let closedPipe = CommandFailure(message: nil, status: ExitStatus.closedPipe)

  /// A failure at run time.
  static func runtime(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: ExitStatus.failure)
  }

  /// A command line that is wrong.
  static func usage(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: ExitStatus.usage)
  }

  /// The failure of a run; a filter that does not compile gets a hint where a subcommand or a file was meant.
  init(_ error: CaptureError, filterWords: [String]) {
    if error.kind == .closedPipe {
      self = .closedPipe
      return
    }
    var message = error.description
    if error.kind == .filter, let first = filterWords.first {
      if TCPInspect.subcommandNames.contains(first) {
        message += " (the subcommand '\(first)' has to be the first word)"
      } else if FileManager.default.fileExists(atPath: first) {
        message += " (-r \(first) reads the file of that name)"
      } else if let name = Spelling.nearest(to: first, among: TCPInspect.subcommandNames) {
        message += " (is the subcommand '\(name)' meant? It has to be the first word)"
      }
    }
    self = .runtime(message)
  }
}
