import ArgumentParser

/// How the command ends, for scripts (see EXIT STATUS in the man page).
enum ExitStatus {
  /// Something failed at run time; what could be done was done.
  static let failure = ExitCode(1)
  /// Alerts were found, and `--fail-on-alert` was given.
  static let alertsFound = ExitCode(3)
  /// Nobody reads the output any more: what a shell shows for the end by SIGPIPE.
  static let closedPipe = ExitCode(128 + 13)
  /// The command line is wrong; nothing was done.
  static let usage = ExitCode(64)
}

/// Something that ends the command with one line on standard error, or without one where nobody asked.
struct CommandFailure: Error {
  let message: String?
  let status: ExitCode

  /// The end where nobody reads the output any more and SIGPIPE is ignored.
  static let closedPipe = CommandFailure(message: nil, status: ExitStatus.closedPipe)

  /// A failure at run time.
  static func runtime(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: ExitStatus.failure)
  }

  /// A command line that cannot be carried out.
  static func usage(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: ExitStatus.usage)
  }
}
