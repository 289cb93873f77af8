internal import CSystem

/// A program and its arguments, parsed from the text of an option.
///
/// Blanks separate words; quotes and backslashes protect them, as in a shell. Nothing else of a shell is supported: no
/// variables, patterns, pipes or redirections.
public struct CommandWords: Hashable, Sendable {
  /// The program, found along `PATH` unless it is a path, and its arguments; never empty.
  public let words: [String]

  /// The program.
  public var program: String { words.first ?? "" }

  /// The words of a text; nil if there are none, or if a quote is not closed.
  ///
  /// A text that is the path of a program is one word, so that the path may contain blanks.
  public init?(_ text: String) {
    if Self.error(startingWith: text) == nil {
      words = [text]
      return
    }
    guard let words = Self.split(text), !words.isEmpty else { return nil }
    self.words = words
  }

  /// Splits a text as a shell does; nil if a quote is not closed.
  private static func split(_ text: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var rest = text[...]
    while let letter = rest.popFirst() {
      switch letter {
      case "\\" where quote != "'":
        let next = rest.popFirst()
        // Between double quotes a backslash protects these only (POSIX, XCU, section 2.2.3).
        if quote != nil, let next, !"$`\"\\\n".contains(next) { word = (word ?? "") + "\\" }
        word = (word ?? "") + (next.map { String($0) } ?? "\\")
      case "'", "\"":
        if quote == nil {
          quote = letter
          word = word ?? ""
        } else if quote == letter {
          quote = nil
        } else {
          word = (word ?? "") + String(letter)
        }
      case _ where letter.isWhitespace && quote == nil:
        if let ended = word { words.append(ended) }
        word = nil
      default: word = (word ?? "") + String(letter)
      }
    }
    if let word { words.append(word) }
    return quote == nil ? words : nil
  }

  /// Why the program cannot be started; nil if it can.
  public var error: IOError? { Self.error(startingWith: program) }

  private static func error(startingWith program: String) -> IOError? {
    // The shim reads the text during the call.
    let errorNumber = unsafe csystem_find_command(program)
    return errorNumber == 0 ? nil : IOError(errorNumber: errorNumber, subject: program)
  }
}
