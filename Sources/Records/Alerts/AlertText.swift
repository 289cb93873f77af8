public import FloodDetection
import FoundationEssentials
import InternetTypes

/// An alert as lines for people: kind, victim, start, strength, confidence, sources, evidence, filter and countermeasures.
public struct AlertText {
  private let alert: FloodAlert
  /// Seconds that the times are ahead of UTC.
  private let utcOffset: Int64

  /// The text of an alert.
  ///
  /// - Parameters:
  ///   - alert: the alert.
  ///   - utcOffset: seconds that the times are shown ahead of UTC.
  public init(_ alert: FloodAlert, utcOffset: Int) {
    self.alert = alert
    self.utcOffset = Int64(utcOffset)
  }

  /// The lines, without line ends.
  public var lines: [String] {
    let victim = alert.victim.text + (alert.victim.port.map { " port \($0)" } ?? "")
    if let end = alert.end {
      return [
        "\(time(end))  \(title) \(preposition) \(victim) is over: since \(time(alert.start)), "
          + "\(alert.syns.counted("attempt")), peak \(Int(alert.synRatePeak)) a second, "
          + "about \(alert.sources.estimate.counted("source")) (\(alert.sources.kind.rawValue))"
      ]
    }
    var lines = [
      "\(time(alert.time))  \(alert.severity == .alert ? "ALERT" : "watch")  "
        + "\(title) \(preposition) \(victim)",
      "    since       \(time(alert.start))",
      "    strength    \(alert.syns.counted("attempt")) so far, peak \(Int(alert.synRatePeak)) a second, "
        + "\(alert.halfOpenPeak) half open, \(alert.handshakesCompleted.counted("handshake")) completed",
      "    confidence  \(Int(alert.confidence * 100)) %"
        + (alert.isOneSided ? " (only the packets towards the victim were captured)" : ""),
      "    sources     \(sources)",
    ]
    lines += block("evidence", alert.evidence.map(\.wording))
    lines += block("filter", [AlertAdvice(alert).filter])
    lines += block("action", AlertAdvice(alert).measures)
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
    }
  }

  private var preposition: String {
    switch alert.kind {
    case .synFlood, .synAckReflection: "on"
    case .portScan, .hostScan: "of"
    case .backscatter: "from"
    case .listenerNotAnswering: "at"
    }
  }

  private var sources: String {
    let top = alert.sources.top.prefix(3).map {
      $0.share >= 0.01 ? "\($0.address.text) (\(Int($0.share * 100)) %)" : $0.address.text
    }
    let kind =
      switch alert.sources.kind {
      case .spoofed: "forged addresses"
      case .distributed: "real hosts"
      case .single: "one source"
      }
    let most = top.isEmpty ? "" : ": " + top.joined(separator: ", ")
    return "about \(alert.sources.estimate), \(kind)\(most)"
  }

  private func block(_ title: String, _ texts: [String]) -> [String] {
    texts.enumerated().map { (index, text) in
      let head = index == 0 ? title : ""
      return "    " + head + String(repeating: " ", count: 12 - head.count) + text
    }
  }

  /// Date and time of day, to the millisecond.
  private func time(_ time: Timestamp) -> String {
    let date = Date(timeIntervalSince1970: Double(time.seconds &+ utcOffset))
    let milliseconds = String(time.nanoseconds / 1_000_000)
    let day = date.formatted(
      .iso8601.year().month().day().time(includingFractionalSeconds: false)
        .dateTimeSeparator(.space))
    return day + "." + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
  }
}
