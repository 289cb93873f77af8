import ArgumentParser
import SystemServices

/// Checks commands that options name before the run begins, so that a typing error shows at once, not when a command is
/// needed.
enum CommandCheck {
  /// Rejects a text without words, and a program that does not exist or is not executable.
  static func validate(_ text: String, option: String) throws {
    guard let command = CommandWords(text) else {
      throw ValidationError("\(option) \(text): must be a command; a quote may be open")
    }
    if let error = command.error { throw ValidationError("\(option) \(error)") }
  }
}
