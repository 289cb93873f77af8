public import FloodDetection
import InternetTypes

/// An alert as lines for people: kind, victim, start, strength, confidence, sources, evidence, filter and
/// countermeasures.
public struct AlertText {
  private let alert: FloodAlert
  private let style: TableStyle

  /// The text of an alert.
  public init(_ alert: FloodAlert, style: TableStyle) {
    self.alert = alert
    self.style = style
  }

  /// The lines with line ends.
  public var text: String { lines.map { $0 + "\n" }.joined() }

  /// The lines, without line ends.
  ///
  /// Sentences are wrapped at the style's width; filters and commands are not, so that they can be copied.
  public var lines: [String] {
    let victim = alert.victim.text + (alert.victim.port.map { " port \($0)" } ?? "")
    if let end = alert.end {
      let sources =
        alert.sources.kind == .single
        ? "one source"
        : "about \(alert.sources.estimate.counted("source")) (\(alert.sources.kind.rawValue))"
      return broken(
        "\(time(end))  \(title) \(preposition) \(victim) is over: since \(time(alert.start)), "
          + "\(alert.syns.counted("attempt")), peak \(Int(alert.synRatePeak)) a second, \(sources)")
    }
    let severity = alert.severity == .alert ? "ALERT" : "watch"
    let colored = style.text.colored(
      severity, alert.severity == .alert ? .failure : .attention)
    var lines = ["\(time(alert.time))  \(colored)  \(title) \(preposition) \(victim)"]
    lines += block("since", [time(alert.start)])
    lines += block(
      "strength",
      [
        "\(alert.syns.counted("attempt")) so far, peak \(Int(alert.synRatePeak)) a second, "
          + "\(alert.halfOpenPeak) half open, "
          + "\(alert.handshakesCompleted.counted("handshake")) completed"
      ])
    lines += block(
      "confidence",
      [
        "\(Int(alert.confidence * 100)) %"
          + (alert.isOneSided ? " (only the packets towards the victim were captured)" : "")
      ])
    lines += block(alert.sources.kind == .single ? "source" : "sources", [sources])
    lines += block("evidence", alert.evidence.map(\.wording))
    lines += block("filter", [AlertAdvice(alert).filter], isBroken: false)
    lines += block("action", AlertMeasures(alert).lines, isBroken: false)
    return lines
  }

  private var title: String {
    switch alert.kind {
    case .synFlood: "SYN flood"
    case .synAckReflection: "SYN-ACK reflection"
    case .portScan: "port scan"
    case .hostScan: "host scan"
    case .backscatter: "backscatter"
    case .listenerNotAnswering: "listener not answering"
    case .ackFlood: "ACK flood"
    case .udpFlood: "UDP flood"
    case .finScan: "FIN scan"
    case .nullScan: "NULL scan"
    case .xmasScan: "Xmas scan"
    }
  }

  private var preposition: String {
    switch alert.kind {
    case .synFlood, .synAckReflection, .ackFlood, .udpFlood: "on"
    case .portScan, .hostScan, .finScan, .nullScan, .xmasScan: "of"
    case .backscatter: "from"
    case .listenerNotAnswering: "at"
    }
  }

  private var sources: String {
    let top = alert.sources.top.prefix(3).map {
      $0.share >= 0.01 ? "\($0.address.text) (\(Int($0.share * 100)) %)" : $0.address.text
    }
    if alert.sources.kind == .single, let only = alert.sources.top.first {
      return only.address.text
    }
    let kind = alert.sources.kind == .spoofed ? "forged addresses" : "real hosts"
    let most = top.isEmpty ? "" : ": " + top.joined(separator: ", ")
    return "about \(alert.sources.estimate), \(kind)\(most)"
  }

  /// The column at which the texts of a block begin.
  private static var indent: Int { 16 }

  private func block(_ title: String, _ texts: [String], isBroken: Bool = true) -> [String] {
    texts.enumerated().flatMap { (index, text) in
      let head = TableText.left("    " + (index == 0 ? title : ""), Self.indent)
      return isBroken ? broken(head + text) : [head + text]
    }
  }

  /// A text wrapped at the style's width.
  private func broken(_ text: String) -> [String] {
    guard let width = style.columns, TableText.width(text) > width else { return [text] }
    // Blanks in front of the first word, such as those after a title, are kept.
    let head = text.prefix(Self.indent)
    var lines = [String(head)]
    var isEmpty = true
    for word in text.dropFirst(Self.indent).split(separator: " ", omittingEmptySubsequences: false)
    {
      let current = lines[lines.count - 1]
      if !isEmpty && TableText.width(current) + 1 + TableText.width(String(word)) > width {
        lines.append(String(repeating: " ", count: Self.indent) + word)
      } else {
        lines[lines.count - 1] = current + (isEmpty ? "" : " ") + word
      }
      isEmpty = false
    }
    return lines
  }

  /// Date and time of day, to the millisecond.
  private func time(_ time: Timestamp) -> String {
    style.text.dateAndTime(time, decimals: 3)
  }
}
