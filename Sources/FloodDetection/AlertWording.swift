import InternetTypes

/// The evidence of an alert in words: numbers that a person can check in the packets.
struct AlertWording {
  let target: Target
  let evidence: SourceEvidence
  let alarm: OpenAlert

  /// One sentence for each thing that speaks for the finding.
  var lines: [String] {
    switch alarm.kind {
    case .listenerNotAnswering: deafness
    case .backscatter, .synAckReflection: answers
    case .synFlood, .portScan, .hostScan: attempts + senders + server
    }
  }

  private var sum: Target.Counts { target.sum }

  private func percent(_ part: some BinaryInteger, of whole: some BinaryInteger) -> String {
    guard whole > 0 else { return "0 %" }
    return "\(Int((Double(part) / Double(whole) * 100).rounded())) %"
  }

  /// What became of the attempts.
  private var attempts: [String] {
    var lines: [String] = []
    let judged = max(sum.judged, sum.silent &+ sum.reset &+ sum.refused)
    if sum.silent > 0 {
      lines.append(
        "\(percent(sum.silent, of: judged)) of \(judged) attempts not completed after 1.25 s, "
          + "and no SYN sent again")
    }
    if sum.reset > 0 {
      lines.append(
        "\(percent(sum.reset, of: judged)) answered by a reset from the source address")
    }
    if sum.refused > 0 { lines.append("\(percent(sum.refused, of: judged)) refused by the victim") }
    if sum.retried > 0 {
      lines.append("\(sum.retried) clients sent their SYN again: real ones that wait")
    }
    if target.family == .host {
      lines.append("about \(Int(evidence.others.estimate.rounded())) ports are hit")
    }
    if target.family == .network {
      lines.append("about \(Int(evidence.others.estimate.rounded())) hosts are hit")
    }
    return lines
  }

  /// What the packets have in common.
  private var senders: [String] {
    guard evidence.records > 0 else { return [] }
    var lines: [String] = []
    let distinct = min(Int(evidence.sources.estimate.rounded()), Int(evidence.records))
    lines.append("\(distinct) distinct sources in \(evidence.records) attempts")
    if let top = evidence.topNetworks.top(1).first, evidence.topNetworks.topShare >= 0.5 {
      lines.append(
        "\(percent(top.count - top.error, of: evidence.topNetworks.total)) of them from "
          + "\(top.value.address.text)/\(top.value.networkPrefixLength)")
    }
    if let top = evidence.timesToLive.top(1).first, evidence.timesToLive.topShare >= 0.9 {
      lines.append("time to live \(top.value) in \(Self.nearlyAll(top, evidence.timesToLive))")
    }
    if let top = evidence.windows.top(1).first, evidence.windows.topShare >= 0.9 {
      lines.append("window \(top.value) in \(Self.nearlyAll(top, evidence.windows))")
    }
    if let top = evidence.options.top(1).first, evidence.options.topShare >= 0.9,
      !top.value.contains(.incomplete)
    {
      lines.append("\(top.value.text) in \(Self.nearlyAll(top, evidence.options))")
    }
    return lines
  }

  private static func nearlyAll<Value>(
    _ element: SpaceSaving<Value>.Element, _ all: SpaceSaving<Value>
  ) -> String {
    let share = Double(element.count - element.error) / Double(max(all.total, 1))
    return "\(Int((share * 100).rounded(.down))) %"
  }

  /// What the victim does.
  private var server: [String] {
    var lines: [String] = []
    if sum.completed > 0 {
      lines.append("\(sum.completed) handshakes completed meanwhile")
    } else {
      lines.append("no handshake completed meanwhile")
    }
    let open = sum.silent &+ sum.retried
    if target.total.answered > 0 && open > 0 {
      if Double(sum.ignored) > 0.3 * Double(open) {
        lines.append(
          "\(percent(sum.ignored, of: open)) of the open attempts were never answered: "
            + "the backlog is full")
      } else if sum.answersRepeated > 0 && Double(sum.answersRepeated) > 0.02 * Double(sum.answered)
      {
        lines.append("the victim sends SYN-ACKs again: the attempts lie in its backlog")
      } else if sum.silent > 100 && alarm.time - alarm.start > 3_000_000_000 {
        lines.append("no SYN-ACK is sent again: the victim answers with SYN cookies")
      }
    }
    return lines
  }

  /// Answers that nobody asked for.
  private var answers: [String] {
    let ends = Int(evidence.others.estimate.rounded())
    var lines = [
      "\(sum.silent &+ sum.reset) SYN-ACKs without a SYN before, and without a connection after",
      alarm.kind == .backscatter
        ? "sent to about \(ends) addresses" : "sent by about \(ends) servers",
    ]
    if sum.reset > 0 {
      lines.append("\(percent(sum.reset, of: sum.silent &+ sum.reset)) answered by a reset")
    }
    return lines
  }

  /// Clients that wait.
  private var deafness: [String] {
    var lines = ["\(target.deafAttempts) attempts failed and none succeeded"]
    if target.total.refused > target.total.retried {
      lines.append("they are refused: nothing listens")
    } else {
      lines.append("SYNs are sent again without an answer: the host or its server hangs or is down")
    }
    if target.total.completed > 0 {
      lines.append("\(target.total.completed) handshakes were completed before")
    }
    return lines
  }
}
