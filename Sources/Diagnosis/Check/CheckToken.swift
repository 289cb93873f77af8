/// A word of a rule, with its place.
struct CheckToken: Hashable {
  enum Kind: Hashable {
    /// A name: a field, a function, or `and`, `or`, `not`, `no`.
    case word(String)
    case number(Double)
    case unit(String)
    case text(String)
    /// A comparison.
    case comparison(CheckComparison)
    case open, close, comma
    case end
  }

  var kind: Kind
  /// The offset of its first character.
  var offset: Int
}

/// A comparison of two values.
enum CheckComparison: String, CaseIterable, Hashable, Sendable {
  case equal = "=="
  case unequal = "!="
  case atMost = "<="
  case atLeast = ">="
  case below = "<"
  case above = ">"

  /// Whether it holds between two numbers.
  func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .atMost: left <= right
    case .atLeast: left >= right
    case .below: left < right
    case .above: left > right
    }
  }

  /// Whether a large value breaks a rule with this comparison.
  var isUpperBound: Bool { self == .atMost || self == .below }
}

/// An error in a rule: what is wrong, and where.
public struct CheckError: Error, Hashable, Sendable {
  /// What is wrong.
  public var reason: String
  /// The offset of the character where it is wrong.
  public var offset: Int
}

/// Divides the text of a rule into words.
struct CheckLexer {
  private let characters: [Character]
  private var position = 0

  init(_ text: String) { characters = Array(text) }

  /// All words, and the end.
  static func tokens(_ text: String) throws(CheckError) -> [CheckToken] {
    var lexer = CheckLexer(text)
    var tokens: [CheckToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(CheckToken(kind: .end, offset: lexer.characters.count))
    return tokens
  }

  private mutating func next() throws(CheckError) -> CheckToken? {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
    guard position < characters.count else { return nil }
    let start = position
    let character = characters[position]
    if character == "(" || character == ")" || character == "," {
      position += 1
      return CheckToken(
        kind: character == "(" ? .open : character == ")" ? .close : .comma, offset: start)
    }
    if character == "\"" || character == "'" { return try text(character, start) }
    if character.isNumber || character == "-" || character == "." { return try number(start) }
    if character == "%" { return unit(start) }
    if let comparison = comparison() {
      return CheckToken(kind: .comparison(comparison), offset: start)
    }
    guard character.isLetter || character == "_" else {
      throw CheckError(reason: "'\(character)' has no meaning here", offset: start)
    }
    let word = take { $0.isLetter || $0.isNumber || "_.-/".contains($0) }
    return CheckToken(kind: .word(word), offset: start)
  }

  private mutating func comparison() -> CheckComparison? {
    for comparison in CheckComparison.allCases {
      let symbol = Array(comparison.rawValue)
      if characters[position...].starts(with: symbol) {
        position += symbol.count
        return comparison
      }
    }
    return nil
  }

  private mutating func text(_ quote: Character, _ start: Int) throws(CheckError) -> CheckToken {
    position += 1
    let value = take { $0 != quote }
    guard position < characters.count else {
      throw CheckError(reason: "the text has no closing \(quote)", offset: start)
    }
    position += 1
    return CheckToken(kind: .text(value), offset: start)
  }

  private mutating func number(_ start: Int) throws(CheckError) -> CheckToken {
    let digits = take { $0.isNumber || $0 == "." || $0 == "-" }
    guard let value = Double(digits) else {
      throw CheckError(reason: "'\(digits)' is no number", offset: start)
    }
    return CheckToken(kind: .number(value), offset: start)
  }

  private mutating func unit(_ start: Int) -> CheckToken {
    position += 1
    return CheckToken(kind: .unit("%"), offset: start)
  }

  private mutating func take(while condition: (Character) -> Bool) -> String {
    let start = position
    while position < characters.count, condition(characters[position]) { position += 1 }
    return String(characters[start..<position])
  }
}
