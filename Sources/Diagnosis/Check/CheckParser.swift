/// Parses a rule.
///
///     rule      = 'no' what | value comparison number [unit]
///     what      = 'problem' | 'notice' | 'alert' | 'connection' | kind of finding, [ 'where' condition ]
///     value     = function '(' [field] [[','] condition] ')' | field ['.' function] | 'retransmissions'
///     condition = term { 'or' term }, term = factor { 'and' factor }
///     factor    = 'not' factor | '(' condition ')' | field comparison value | field
struct CheckParser {
  private let tokens: [CheckToken]
  private var position = 0
  /// The kind of record that the rule is about; nil until its first field.
  private var subject: CheckSubject?

  /// The rule of a text.
  static func rule(_ text: String) throws(CheckError) -> CheckRule {
    var parser = CheckParser(tokens: try CheckLexer.tokens(text))
    var rule = try parser.rule()
    rule.text = text
    return rule
  }

  private init(tokens: [CheckToken]) { self.tokens = tokens }

  private var token: CheckToken { tokens[position] }

  private func error(_ reason: String, at token: CheckToken? = nil) -> CheckError {
    CheckError(reason: reason, offset: (token ?? self.token).offset)
  }

  private mutating func advance() -> CheckToken {
    defer { if position < tokens.count - 1 { position += 1 } }
    return tokens[position]
  }

  private func isWord(_ word: String) -> Bool { token.kind == .word(word) }

  private mutating func accept(_ word: String) -> Bool {
    guard isWord(word) else { return false }
    _ = advance()
    return true
  }

  private mutating func expect(_ kind: CheckToken.Kind, _ name: String) throws(CheckError) {
    guard token.kind == kind else { throw error("\(name) is expected here") }
    _ = advance()
  }

  // MARK: Rules

  private mutating func rule() throws(CheckError) -> CheckRule {
    if accept("no") { return try absence() }
    let begin = token
    var rule = try value()
    guard case .comparison(let comparison) = token.kind else {
      throw error("a comparison is expected here: == != < <= > >=")
    }
    _ = advance()
    rule.comparison = comparison
    try bound(&rule, begin)
    guard token.kind == .end else { throw error("the rule should end here") }
    return rule
  }

  /// What the rule's value is compared with.
  private mutating func bound(_ rule: inout CheckRule, _ begin: CheckToken) throws(CheckError) {
    let type: CheckType =
      switch rule.aggregate {
      case .count: .number(nil)
      case .retransmissions: .number(.share)
      default: rule.field?.type ?? .number(nil)
      }
    let place = token
    let wanted = try constant(of: type)
    rule.wanted = wanted
    switch wanted {
    case .number(let limit): rule.limit = limit
    case .text, .flag, .null:
      guard rule.aggregate == .every, rule.comparison == .equal || rule.comparison == .unequal
      else {
        throw error("a number is expected here", at: place)
      }
    }
  }

  private mutating func absence() throws(CheckError) -> CheckRule {
    let place = advance()
    guard case .word(let name) = place.kind else {
      throw error("'problem', 'alert' or a kind of finding is expected after 'no'", at: place)
    }
    var condition = CheckCondition.always
    switch name {
    case "problem", "notice": condition = try equals("finding.severity", name, place)
    case "alert", "alerts": subject = .alert
    case "connection", "connections": subject = .connection
    case "finding", "findings": subject = .finding
    default:
      guard DiagnosisKind(rawValue: name) != nil else {
        throw error(
          "'\(name)' is no kind of finding; the manual lists them, and there are 'no problem', "
            + "'no alert'", at: place)
      }
      condition = try equals("finding.kind", name, place)
    }
    if accept("where") { condition = .and(condition, try self.condition()) }
    guard token.kind == .end else { throw error("the rule should end here, or go on with 'where'") }
    return CheckRule(
      text: "", subject: subject ?? .finding, aggregate: .count, field: nil, condition: condition,
      comparison: .equal, limit: 0, wanted: .number(0))
  }

  private mutating func equals(
    _ path: String, _ value: String, _ place: CheckToken
  ) throws(CheckError) -> CheckCondition {
    .compare(try field(path, place), .equal, .text(value))
  }

  // MARK: Values

  private mutating func value() throws(CheckError) -> CheckRule {
    let place = advance()
    guard case .word(let name) = place.kind else {
      throw error("a field or a function is expected here", at: place)
    }
    if token.kind == .open {
      guard let aggregate = CheckAggregate(name) else {
        throw error("'\(name)' is no function; there are \(CheckAggregate.names)", at: place)
      }
      return try function(aggregate, place)
    }
    if name == "retransmissions" {
      return made(.retransmissions, nil, .always, subject: .connection)
    }
    let parts = name.split(separator: ".").map(String.init)
    // `p99.9` has a point of its own.
    for count in [1, 2] where parts.count > count && CheckFields.field(name) == nil {
      let last = parts.suffix(count).joined(separator: ".")
      guard let aggregate = CheckAggregate(last), aggregate != .count else { continue }
      let field = try field(parts.dropLast(count).joined(separator: "."), place)
      try requireNumber(field, place)
      return made(aggregate, field, .always)
    }
    return made(.every, try field(name, place), .always)
  }

  private mutating func function(
    _ aggregate: CheckAggregate, _ place: CheckToken
  ) throws(CheckError) -> CheckRule {
    try expect(.open, "'('")
    var aggregated: CheckField?
    var condition = CheckCondition.always
    if aggregate != .count {
      let name = advance()
      guard case .word(let path) = name.kind else {
        throw error("a field is expected here", at: name)
      }
      let found = try field(path, name)
      try requireNumber(found, name)
      aggregated = found
      if token.kind == .comma || isWord("where") {
        _ = advance()
        condition = try self.condition()
      }
    } else if token.kind != .close {
      if case .word(let name) = token.kind, let whole = CheckSubject(rawValue: name) {
        subject = whole
        _ = advance()
        if token.kind == .comma || isWord("where") {
          _ = advance()
          condition = try self.condition()
        }
      } else {
        condition = try self.condition()
      }
    }
    try expect(.close, "')'")
    return made(aggregate, aggregated, condition)
  }

  private func made(
    _ aggregate: CheckAggregate, _ field: CheckField?, _ condition: CheckCondition,
    subject: CheckSubject? = nil
  ) -> CheckRule {
    CheckRule(
      text: "", subject: subject ?? field?.subject ?? self.subject ?? .connection,
      aggregate: aggregate, field: field,
      condition: condition, comparison: .equal, limit: 0, wanted: .number(0))
  }

  private func requireNumber(_ field: CheckField, _ place: CheckToken) throws(CheckError) {
    guard case .number = field.type else {
      throw error("'\(field.path)' has no numbers: it can only be compared", at: place)
    }
  }

  // MARK: Conditions

  private mutating func condition() throws(CheckError) -> CheckCondition {
    var result = try conjunction()
    while accept("or") { result = .or(result, try conjunction()) }
    return result
  }

  private mutating func conjunction() throws(CheckError) -> CheckCondition {
    var result = try factor()
    while accept("and") { result = .and(result, try factor()) }
    return result
  }

  private mutating func factor() throws(CheckError) -> CheckCondition {
    if accept("not") { return .not(try factor()) }
    if token.kind == .open {
      _ = advance()
      let inner = try condition()
      try expect(.close, "')'")
      return inner
    }
    let place = advance()
    guard case .word(let path) = place.kind else {
      throw error("a field is expected here", at: place)
    }
    let field = try field(path, place)
    guard case .comparison(let comparison) = token.kind else {
      guard field.type == .flag else {
        throw error("a comparison is expected here: == != < <= > >=")
      }
      return .compare(field, .equal, .flag(true))
    }
    _ = advance()
    return .compare(field, comparison, try constant(of: field.type))
  }

  private mutating func field(
    _ path: String, _ place: CheckToken
  ) throws(CheckError) -> CheckField {
    guard let field = CheckFields.field(path) else {
      let similar = CheckFields.similar(path).prefix(4).joined(separator: ", ")
      throw error(
        "there is no field '\(path)'" + (similar.isEmpty ? "" : "; do you mean \(similar)?"),
        at: place)
    }
    if let subject, subject != field.subject {
      throw error(
        "'\(path)' is a field of \(field.subject.rawValue), and the rule is about "
          + subject.rawValue, at: place)
    }
    subject = field.subject
    return field
  }

  private mutating func constant(of type: CheckType) throws(CheckError) -> CheckValue {
    let place = advance()
    switch (place.kind, type) {
    case (.word("null"), _): return .null
    case (.word("true"), .flag): return .flag(true)
    case (.word("false"), .flag): return .flag(false)
    case (.text(let text), .text(let names)), (.word(let text), .text(let names)):
      guard names.isEmpty || names.contains(text) else {
        throw error(
          "'\(text)' is none of its values: \(names.joined(separator: ", "))", at: place)
      }
      return .text(text)
    case (.number(let number), .number(let quantity)):
      return .number(number * (try factor(quantity)))
    case (_, .number): throw error("a number is expected here", at: place)
    case (_, .text): throw error("a text in quotes is expected here", at: place)
    case (_, .flag): throw error("true or false is expected here", at: place)
    }
  }

  /// The factor of the unit that follows, 1 without one.
  private mutating func factor(_ quantity: CheckUnit.Quantity?) throws(CheckError) -> Double {
    let name: String
    switch token.kind {
    case .unit(let unit): name = unit
    case .word(let word) where !["and", "or"].contains(word): name = word
    default: return 1
    }
    guard let unit = CheckUnit.named(name) else {
      let all = CheckUnit.all.map(\.name).joined(separator: " ")
      throw error("'\(name)' is no unit; the units are \(all)")
    }
    guard unit.quantity == quantity || quantity == nil && unit.quantity == .share else {
      throw error(
        quantity.map {
          "the value is a \($0.rawValue), and \(name) is a unit of \(unit.quantity.rawValue)"
        }
          ?? "the value has no unit")
    }
    _ = advance()
    return unit.factor
  }
}
