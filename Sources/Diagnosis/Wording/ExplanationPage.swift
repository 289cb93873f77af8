import InternetTypes
public import Records
import TextOutput

/// The findings of a run as a page for people: the first line answers, then each finding with its evidence, what it is
/// not, and what to do.
public struct ExplanationPage {
  /// Findings beyond this number are counted.
  public static var shownLimit: Int { 10 }
  /// The widest page.
  private static var widest: Int { 100 }
  /// The column at which the texts of a finding begin.
  private static var indent: Int { 13 }

  private let style: TableStyle
  private let source: CommandSource
  private let width: Int

  /// What was looked at.
  public struct Scope: Sendable {
    /// Connections that were judged.
    public var connections: UInt64
    /// Packets that were read.
    public var packets: UInt64
    /// Findings that were dropped.
    public var omitted: Int

    /// A scope.
    public init(connections: UInt64, packets: UInt64, omitted: Int = 0) {
      self.connections = connections
      self.packets = packets
      self.omitted = omitted
    }
  }

  /// A page in a style, with commands for an input.
  public init(style: TableStyle, source: CommandSource) {
    self.style = style
    self.source = source
    width = min(style.columns ?? Self.widest, Self.widest)
  }

  /// The lines of the page.
  public func lines(_ findings: [DiagnosedFinding], _ scope: Scope) -> [String] {
    var lines = wrapped(answer(findings, scope), indent: 0)
    if !findings.isEmpty {
      lines.append(contentsOf: wrapped(counts(findings, scope), indent: 0))
    }
    let shown = findings.prefix(Self.shownLimit)
    for (index, finding) in shown.enumerated() {
      lines.append("")
      lines += block(finding, number: index + 1)
    }
    let rest = findings.count - shown.count + scope.omitted
    if rest > 0 {
      lines += [
        "",
        "\(rest.counted("more finding")) \(rest == 1 ? "costs" : "cost") less; --format ndjson shows "
          + (scope.omitted > 0 ? "\(findings.count) of all" : "all"),
      ]
    }
    return lines
  }

  // MARK: The answer

  private func answer(_ findings: [DiagnosedFinding], _ scope: Scope) -> String {
    if let worst = findings.first, worst.severity == .problem {
      return FindingWording(worst, source: source).summary + "."
    }
    if scope.connections == 0 && findings.isEmpty {
      return "There is nothing to explain: no connection in \(scope.packets.counted("packet"))."
    }
    guard let notice = findings.first, notice.severity == .notice else {
      let packets = findings.isEmpty ? ", \(scope.packets.counted("packet"))" : ""
      return "No problem found in \(scope.connections.counted("connection"))\(packets)."
    }
    let lead = tookTime(notice) ? "What took time: " : "To note: "
    return "No problem of the network found. " + lead
      + FindingWording(notice, source: source).summary.loweredFirst + "."
  }

  /// Whether a finding says what a transfer, or its beginning, waited for.
  private func tookTime(_ finding: DiagnosedFinding) -> Bool {
    switch finding.kind {
    case .dnsSlow, .tlsSlow, .synRetransmitted: true
    default: finding.share != nil
    }
  }

  private func counts(_ findings: [DiagnosedFinding], _ scope: Scope) -> String {
    let parts = FindingSeverity.allCases.compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      guard count > 0 else { return nil }
      return severity == .info ? "\(count) for information" : count.counted(severity.rawValue)
    }
    return parts.joined(separator: ", ")
      + " in \(scope.connections.counted("connection")), \(scope.packets.counted("packet"))"
  }

  // MARK: A finding

  private func block(_ finding: DiagnosedFinding, number: Int) -> [String] {
    let wording = FindingWording(finding, source: source)
    let severity = finding.severity == .info ? "for information" : finding.severity.rawValue
    var title = "\(number). \(colored(severity, finding.severity)): \(bold(finding.kind.rawValue))"
    title += ", \(Int((finding.confidence * 100).rounded())) % sure"
    var lines = [title]
    if let route = finding.route, let connection = finding.connection {
      lines += field(
        "where",
        [
          "connection \(connection): "
            + self.route(route, finding.kind.group == .sending ? finding.sender : nil)
        ])
    }
    lines += field("what", [wording.summary + "."])
    lines += evidence(finding)
    lines += field("not", wording.exclusions)
    lines += field("limits", wording.caveats)
    lines += field("do", wording.advice)
    // Commands are not broken, so that they work as pasted.
    for (index, command) in wording.commands.enumerated() {
      lines.append(label(index == 0 ? "next" : "") + command)
    }
    return lines
  }

  private func route(_ route: DiagnosedFinding.Route, _ sender: Side?) -> String {
    let (client, server) = (FindingWording.text(route.client), FindingWording.text(route.server))
    return sender == .server ? "\(server) → \(client)" : "\(client) → \(server)"
  }

  private func evidence(_ finding: DiagnosedFinding) -> [String] {
    finding.evidence.enumerated().flatMap { index, item in
      let since = item.time.map { $0.nanoseconds(since: finding.start) }
      // A packet before the finding began has no time of its own.
      let time = since.flatMap { $0 < 0 ? nil : " (+\(FindingWording.duration($0)))" } ?? ""
      return field(
        index == 0 ? "evidence" : "",
        ["#\(item.packet)\(time): \(FindingWording.words(item.observation))"])
    }
  }

  /// Lines with a label before the first.
  private func field(_ name: String, _ texts: [String]) -> [String] {
    texts.enumerated().flatMap { index, text in
      let lines = wrapped(text, indent: Self.indent)
      guard let first = lines.first else { return [String]() }
      return [label(index == 0 ? name : "") + first.dropFirst(Self.indent)] + lines.dropFirst()
    }
  }

  private func label(_ name: String) -> String {
    let padding = String(repeating: " ", count: max(Self.indent - 3 - name.count, 1))
    let text = name.isEmpty || !style.isColored ? name : "\u{1b}[2m\(name)\u{1b}[0m"
    return "   " + text + padding
  }

  private func colored(_ text: String, _ severity: FindingSeverity) -> String {
    guard style.isColored, severity != .info else { return text }
    return "\u{1b}[\(severity == .problem ? 31 : 33)m\(text)\u{1b}[0m"
  }

  private func bold(_ text: String) -> String {
    style.isColored ? "\u{1b}[1m\(text)\u{1b}[0m" : text
  }

  /// A text in lines of the page's width.
  private func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var current = ""
    for word in text.split(separator: " ") {
      if current.isEmpty {
        current = margin + word
      } else if current.unicodeScalars.count + 1 + word.unicodeScalars.count > width {
        lines.append(current)
        current = margin + word
      } else {
        current += " " + word
      }
    }
    if !current.isEmpty { lines.append(current) }
    return lines
  }
}

extension String {
  /// The text with its first letter in lower case, unless it is an abbreviation.
  fileprivate var loweredFirst: String {
    if let second = dropFirst().first, second.isUppercase { return self }
    return prefix(1).lowercased() + dropFirst()
  }
}
