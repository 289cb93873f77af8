import ArgumentParser

/// How the command ends, for scripts (see EXIT STATUS in the man page).
enum ExitStatus {
  /// Something failed at run time; what could be done was done.
  static let failure = ExitCode(1)
  /// The command line is wrong; nothing was done.
  static let usage = ExitCode(64)
}

/// Something that ends the command with one line on standard error.
struct CommandFailure: Error {
  let message: String
  let status: ExitCode

  /// A failure at run time.
  static func runtime(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: ExitStatus.failure)
  }

  /// A command line that cannot be carried out.
  static func usage(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: ExitStatus.usage)
  }
}
