import ArgumentParser
import SystemServices

/// Checks commands that options name before anything begins: a typing error must not show when they are needed.
enum CommandCheck {
  /// Refuses a text without words, and a program that is not there or may not be executed.
  static func validate(_ text: String, option: String) throws {
    guard let command = CommandWords(text) else {
      throw ValidationError("\(option) \(text): must be a command; a quote may be open")
    }
    if let error = command.error { throw ValidationError("\(option) \(error)") }
  }
}
