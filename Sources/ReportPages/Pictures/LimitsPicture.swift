import CongestionInference

/// What kept a sender from sending more, over time, and how long in all.
struct LimitsPicture {
  let pictures: ConnectionPictures

  /// The time under each limit in microseconds, the longest first.
  static func times(_ verdict: CongestionVerdict?) -> [(limit: SendingLimit, time: Int64)] {
    guard let verdict else { return [] }
    return SendingLimit.allCases.compactMap { limit in
      let index = Int(limit.rawValue)
      guard verdict.timeLimited.indices.contains(index), verdict.timeLimited[index] > 0 else {
        return nil
      }
      return (limit, verdict.timeLimited[index])
    }.sorted { $0.time > $1.time }
  }

  /// `63 % congestion window, 30 % application`.
  static func statement(_ times: [(limit: SendingLimit, time: Int64)]) -> String {
    let sum = times.reduce(Int64(0)) { $0 &+ $1.time }
    return times.map { "\(share($0.time, of: sum)) \($0.limit.words)" }.joined(separator: ", ")
  }

  static func share(_ part: Int64, of whole: Int64) -> String {
    let percent = Double(part) / Double(max(whole, 1)) * 100
    return percent < 1 ? "<1 %" : "\(Int(percent.rounded())) %"
  }

  func append(to page: inout Markup) {
    let runs = pictures.direction.windows.limits.runs
    let times = Self.times(pictures.verdict)
    let title = "What limited the \(pictures.sender)"
    guard !runs.isEmpty else {
      let reason =
        pictures.direction.hasData
        ? "is not known: too few packets." : "is not known: it sent no data."
      return Chart.appendNothing("limits", title: title, reason: reason, to: &page)
    }
    var chart = Chart(
      "limits", title: title,
      statement: times.isEmpty ? "over time" : Self.statement(times) + " of the time",
      axis: pictures.axis, scale: nil, height: .bar)
    for limit in SendingLimit.allCases where runs.contains(where: { $0.value == limit }) {
      chart.keys.append(Chart.Key(style: "limit-\(limit.name)", title: limit.words))
    }
    for (index, run) in runs.enumerated() {
      let end = index + 1 < runs.count ? runs[index + 1].start : pictures.axis.end
      let name = run.value.name.description
      chart.marks.element(
        .rect,
        [
          .class("span s-\(name)"), .x(pictures.axis.percent(run.start)),
          .width(pictures.axis.width(from: run.start, to: end)), .height("100%"),
        ]
      ) { _ in }
    }
    chart.append(to: &page)
  }
}

extension SendingLimit {
  /// The limit in sentences.
  var words: String {
    switch self {
    case .congestionWindow: "congestion window"
    case .receiveWindow: "receive window"
    case .application: "application"
    case .pacing: "pacing"
    case .senderOther: "sender's host"
    case .unknown: "not known"
    }
  }
}
