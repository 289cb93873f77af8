public import CongestionInference
public import ConnectionTracking
import InternetTypes
public import TextOutput

/// A verdict on congestion control in sentences, in lines of 100 characters unless the style has another width: what
/// limited the transfer, what it lost, and the algorithm of its sender.
public struct CongestionNarrative {
  private let text: TableText
  /// The width of a line.
  private let width: Int

  /// Narratives in this style.
  public init(style: TableStyle) {
    text = style.text
    width = style.columns ?? 100
  }

  /// Appends the sentences about one direction of a connection.
  public func append(
    _ verdict: CongestionVerdict, of connection: ConnectionSummary, to line: inout TextBuffer
  ) {
    let direction =
      verdict.sender == .client ? connection.clientToServer : connection.serverToClient
    line.append(heading(verdict, connection, direction) + "\n")
    if verdict.isDatagram {
      append(Self.waiting(verdict), to: &line)
      return
    }
    append(Self.limits(verdict, direction), to: &line)
    for sentence in [
      Self.growth(verdict, since: connection.start), Self.waiting(verdict),
      Self.receiver(verdict.receiver), Self.reason(verdict),
    ] {
      append(sentence, to: &line)
    }
  }

  private func heading(
    _ verdict: CongestionVerdict, _ connection: ConnectionSummary, _ direction: DirectionSummary
  ) -> String {
    let isClient = verdict.sender == .client
    let (from, to) =
      isClient
      ? (connection.client, connection.server) : (connection.server, connection.client)
    let transport = connection.protocol
    let names = [from, to].map { text.endpoint($0, transport, hasPort: true) }
    let bytes = Self.bytes(
      transport == .tcp ? direction.uniquePayloadBytes : direction.payloadBytes)
    let time = Self.seconds(connection.end.nanoseconds(since: connection.start))
    return
      "Connection \(connection.index), \(verdict.sender.name)'s data: \(names[0]) → \(names[1])"
      + "\n  \(bytes) in \(time)"
      + (direction.throughput.map { ", \(Quantity.rate($0))" } ?? "")
      + ", segments of \(verdict.segmentSize) bytes"
  }

  // MARK: What limited it

  /// `8.2 s limited by the congestion window (CUBIC, 14 reductions), never by the receiver; RTT 41-96 ms`.
  static func limits(_ verdict: CongestionVerdict, _ direction: DirectionSummary) -> String {
    var parts: [String] = []
    let limits = SendingLimit.allCases.filter { verdict.time($0) > 0 }
      .sorted { verdict.time($0) > verdict.time($1) }
    for limit in limits {
      let time = Self.seconds(verdict.time(limit) &* 1000)
      let cause = Self.cause(limit, verdict)
      parts.append(parts.isEmpty ? "\(time) limited \(cause)" : "\(time) \(cause)")
    }
    if !limits.isEmpty && !limits.contains(.receiveWindow) {
      parts.append(
        verdict.receiver.windowScale == nil
          ? "perhaps by the receiver: its window scale is not known" : "never by the receiver")
    }
    var sentence = parts.joined(separator: ", ")
    if sentence.isEmpty {
      let count = verdict.segmentsSent
      sentence =
        "\(count.counted("segment")), too few to tell what limited \(count == 1 ? "it" : "them")"
    }
    sentence += "; \(retransmissions(direction)) retransmitted"
    if verdict.roundTripMinimum > 0 {
      sentence += "; RTT \(range(verdict.roundTripMinimum, verdict.roundTripMaximum))"
    } else if let trip = direction.roundTripMinimum, let most = direction.roundTripMaximum {
      sentence += "; RTT \(range(Int(clamping: trip / 1000), Int(clamping: most / 1000)))"
    }
    if verdict.congestionMarks > 0 {
      sentence += "; \(verdict.congestionMarks.counted("acknowledgment")) with ECN echo"
    }
    return sentence
  }

  private static func cause(_ limit: SendingLimit, _ verdict: CongestionVerdict) -> String {
    switch limit {
    case .congestionWindow:
      let count = verdict.reductionCount
      let reductions = count == 0 ? "no reduction" : count.counted("reduction")
      return "by the congestion window (\(verdict.algorithm.title), \(reductions))"
    case .receiveWindow: return "by the receiver"
    case .application: return "by the application"
    case .pacing: return "by pacing"
    case .senderOther: return "by the sender's host"
    case .unknown: return "by an unknown cause"
    }
  }

  /// The share of bytes that were retransmitted.
  private static func retransmissions(_ direction: DirectionSummary) -> String {
    guard direction.retransmittedBytes > 0, direction.payloadBytes > 0 else { return "nothing" }
    let share = Double(direction.retransmittedBytes) / Double(direction.payloadBytes)
    return share < 0.001 ? "less than 0.1 %" : "\(tenths(share * 100)) %"
  }

  // MARK: How the window grew

  private static func growth(_ verdict: CongestionVerdict, since start: PacketTime) -> String {
    var parts: [String] = []
    if let exit = verdict.slowStartExit {
      let after = seconds(exit.time.nanoseconds(since: start))
      parts.append(
        "slow start from \(verdict.initialWindow) to \(exit.window.counted("segment")), ended "
          + "\(exit.cause.words) after \(after)")
    } else if verdict.timeLimited.contains(where: { $0 > 0 }) && verdict.algorithm != .bbr {
      parts.append("slow start from \(verdict.initialWindow.counted("segment")) to the end")
    }
    let causes = ReductionCause.allCases.compactMap { cause -> String? in
      let count = verdict.reductions.count { $0.cause == cause }
      return count > 0 ? "\(count) \(cause.words)" : nil
    }
    if !causes.isEmpty { parts.append("reductions: " + causes.joined(separator: ", ")) }
    return parts.joined(separator: "; ")
  }

  private static func waiting(_ verdict: CongestionVerdict) -> String {
    guard let waiting = verdict.stopAndWait else { return "" }
    let unit = verdict.isDatagram ? "block" : "segment"
    var sentence =
      "stop-and-wait: never more than one \(unit) outstanding, "
      + "\(bytes(UInt64(clamping: waiting.bytesPerRoundTrip))) a round trip"
    if waiting.roundTrip > 0 { sentence += " of \(seconds(Int64(waiting.roundTrip) &* 1000))" }
    if let window = verdict.receiver.windowMaximum,
      let efficiency = waiting.efficiency(window: window)
    {
      sentence +=
        ", \(tenths(efficiency * 100)) % of the window of "
        + bytes(UInt64(clamping: window))
    }
    return sentence
  }

  private static func receiver(_ receiver: ReceiverSummary) -> String {
    var parts: [String] = []
    if receiver.closureCount > 0 {
      parts.append(
        "the receiver closed its window \(receiver.closureCount.counted("time")), for "
          + "\(seconds(receiver.closedTime &* 1000)) in all, with "
          + receiver.probeCount.counted("probe"))
    }
    if receiver.retreatCount > 0 {
      parts.append(
        "the right edge of its window moved back \(receiver.retreatCount.counted("time"))")
    }
    if receiver.isScaleInferred, let scale = receiver.windowScale {
      parts.append("no handshake captured: window scale \(scale) inferred")
    } else if receiver.windowScale == nil, let first = receiver.scaleCandidates.first,
      let last = receiver.scaleCandidates.last
    {
      parts.append(
        "no handshake captured: window scale "
          + (first == last ? "\(first)" : "between \(first) and \(last)"))
    }
    return parts.joined(separator: "; ")
  }

  private static func reason(_ verdict: CongestionVerdict) -> String {
    guard !verdict.evidence.isEmpty, verdict.timeLimited.contains(where: { $0 > 0 }) else {
      return ""
    }
    let confidence = Int((min(max(0, verdict.confidence), 1) * 100).rounded())
    return "\(verdict.algorithm.title)"
      + (verdict.algorithm == .undetermined ? "" : " (confidence \(confidence) %)")
      + ": " + verdict.evidence.map(\.wording).joined(separator: "; ")
  }

  // MARK: Words

  /// Appends a sentence in lines that begin with two spaces, further ones with four.
  private func append(_ sentence: String, to line: inout TextBuffer) {
    guard !sentence.isEmpty else { return }
    var current = " "
    var isEmpty = true
    for word in sentence.split(separator: " ") {
      if !isEmpty && TableText.width(current) + 1 + TableText.width(String(word)) > width {
        line.append(current + "\n")
        current = "   "
      }
      current += " " + word
      isEmpty = false
    }
    line.append(current + "\n")
  }

  /// A number with one decimal.
  private static func tenths(_ value: Double) -> String {
    let tenths = Int((min(max(0, value), 1e9) * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// A duration with a space before its unit.
  private static func seconds(_ nanoseconds: Int64) -> String {
    spaced(Quantity.duration(nanoseconds))
  }

  /// A size with a space before its unit.
  private static func bytes(_ count: UInt64) -> String {
    count < 1000 ? count.counted("byte") : spaced(Quantity.bytes(count))
  }

  private static func spaced(_ short: String) -> String {
    let digits = short.prefix { $0.isNumber || $0 == "." || $0 == "-" }
    return "\(digits) \(short.dropFirst(digits.count))"
  }

  /// A range of microseconds: `41-96 ms`, or with both units if they differ.
  private static func range(_ low: Int, _ high: Int) -> String {
    let (first, last) = (seconds(Int64(low) &* 1000), seconds(Int64(high) &* 1000))
    if first == last { return first }
    let (lowParts, highParts) = (first.split(separator: " "), last.split(separator: " "))
    if lowParts.count == 2, lowParts.last == highParts.last { return "\(lowParts[0])-\(last)" }
    return "\(first) - \(last)"
  }
}

extension CongestionVerdict {
  /// The microseconds under a limit; 0 without times.
  func time(_ limit: SendingLimit) -> Int64 {
    let index = Int(limit.rawValue)
    return timeLimited.indices.contains(index) ? timeLimited[index] : 0
  }
}

extension AlgorithmName {
  /// The name in sentences.
  var title: String {
    switch self {
    case .tahoe: "Tahoe"
    case .reno: "Reno"
    case .newReno: "NewReno"
    case .cubic: "CUBIC"
    case .bbr: "BBR"
    case .bic: "BIC"
    case .scalable: "Scalable TCP"
    case .highspeed: "HighSpeed TCP"
    case .htcp: "H-TCP"
    case .hybla: "Hybla"
    case .illinois: "Illinois"
    case .lp: "TCP-LP"
    case .lossBased: "loss-based"
    case .undetermined: "algorithm not known"
    }
  }
}

extension SlowStartExit.Cause {
  /// The cause in words.
  var words: String {
    switch self {
    case .loss: "by a loss"
    case .hystart: "by HyStart"
    case .congestionMark: "by ECN"
    case .receiveWindow: "by the receive window"
    case .bandwidthPlateau: "by a bandwidth plateau"
    }
  }
}

extension ReductionCause {
  /// The cause in words.
  var words: String {
    switch self {
    case .fastRetransmit: "by fast retransmit"
    case .timeout: "by timeout"
    case .congestionMark: "by ECN"
    case .idle: "by an idle period"
    }
  }
}
