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
      Self.receiver(verdict.receiver), Self.responses(verdict, connection), Self.reason(verdict),
      Self.kernel(verdict),
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
    // The rate is over the time of the transfer, the limits over that of the connection.
    let whole = Self.seconds(connection.end.nanoseconds(since: connection.start))
    let transfer = direction.transferTime.map { Self.seconds($0) } ?? whole
    let time = transfer == whole ? whole : "\(transfer) of a connection of \(whole)"
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
      let cause = Self.cause(limit, verdict, direction)
      parts.append(parts.isEmpty ? "\(time) limited \(cause)" : "\(time) \(cause)")
    }
    if !limits.isEmpty && !limits.contains(.receiveWindow) {
      parts.append(receiverExcluded(verdict, direction))
    }
    var sentence = parts.joined(separator: ", ")
    if sentence.isEmpty { sentence = shortTransfer(verdict) }
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

  /// What is known of a transfer with too few segments for a model.
  private static func shortTransfer(_ verdict: CongestionVerdict) -> String {
    let count = verdict.segmentsSent
    guard let pauses = verdict.pauses else {
      return
        "\(count.counted("segment")), too few to tell what limited \(count == 1 ? "it" : "them")"
    }
    return "\(seconds(pauses.time &* 1000)) limited by the application "
      + "(\(pauses.count.counted("pause"))"
      + (pauses.isCertain ? "" : ", or a lost segment that was not captured") + "); "
      + "\(count.counted("segment")) \(count == 1 ? "is" : "are") too few to tell what else"
  }

  /// How long the server took to answer, if that is worth a sentence.
  private static func responses(
    _ verdict: CongestionVerdict, _ connection: ConnectionSummary
  ) -> String {
    guard verdict.sender == .server, let responses = connection.responses,
      responses.maximum >= 100_000_000
    else { return "" }
    let mean = seconds(responses.mean)
    return "the server took \(mean) to answer"
      + (responses.count == 1
        ? "" : " on average, \(seconds(responses.maximum)) at most, \(responses.count) times")
      + " (request to response at the capture point)"
  }

  /// Whether the receiver's window can have been a limit, where no time shows it.
  private static func receiverExcluded(
    _ verdict: CongestionVerdict, _ direction: DirectionSummary
  ) -> String {
    guard verdict.receiver.windowScale != nil else {
      return "possibly by the receiver: its window scale is not known"
    }
    // What is in flight at the capture point is at most what the sender has outstanding.
    if let maximum = verdict.receiver.windowMaximum, let flight = direction.flightMaximum {
      let (window, segment) = (UInt64(clamping: maximum), UInt64(clamping: verdict.segmentSize))
      if flight > window - min(window, segment) {
        return "possibly by the receiver: its window of \(bytes(window)) was filled"
      }
    }
    return "never by the receiver"
  }

  private static func cause(
    _ limit: SendingLimit, _ verdict: CongestionVerdict, _ direction: DirectionSummary
  ) -> String {
    switch limit {
    case .congestionWindow:
      let count = verdict.reductionCount
      let isLossy = verdict.reductions.contains {
        $0.cause == .fastRetransmit || $0.cause == .timeout
      }
      let reductions = count == 0 ? "no reduction" : count.counted("reduction")
      return "by the congestion window (\(verdict.algorithm.title), \(reductions)"
        + (isLossy ? ", packet loss)" : ")")
    case .receiveWindow:
      // Below a millisecond the hosts take longer than the path; a closed window has its own sentence.
      guard let window = verdict.receiver.windowMaximum, window > 0,
        verdict.roundTripMinimum >= 1000, verdict.receiver.closureCount == 0
      else { return "by the receiver" }
      // A window a round trip is the most that can arrive.
      let rate = Double(window) * 8e6 / Double(verdict.roundTripMinimum)
      return "by the receiver (a window of at most \(bytes(UInt64(clamping: window))): "
        + "\(Quantity.rate(rate)) at most)"
    case .application: return "by the application"
    case .pacing: return "by the pacing rate (BBR's estimate of the path)"
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

  private static func growth(_ verdict: CongestionVerdict, since start: Timestamp) -> String {
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
  static func seconds(_ nanoseconds: Int64) -> String {
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
