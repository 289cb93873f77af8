import CongestionInference

/// The windows that a sender has: congestion window with its bounds, threshold, the receiver's window, flight, phases.
struct WindowsPicture {
  let pictures: ConnectionPictures

  private var curves: WindowCurves { pictures.direction.windows }

  func append(to page: inout Markup) {
    let title = "Windows of the \(pictures.sender)"
    guard !curves.isEmpty else {
      let reason =
        pictures.direction.hasData
        ? "are not known: too few packets." : "are not shown: it sent no data."
      return Chart.appendNothing("windows", title: title, reason: reason, to: &page)
    }
    let (axis, end) = (pictures.axis, pictures.axis.end)
    let most = most
    let scale = ValueScale(0, most, .bytes)
    var chart = Chart(
      "windows", title: title, statement: statement, axis: axis, scale: scale, height: .tall)
    let bounds = PathOutline.band(
      pictures.points(curves.lowest), pictures.points(curves.highest), until: end, axis, scale)
    if hasBounds, !bounds.isEmpty {
      chart.keys.append(Chart.Key(style: "bounds", title: "bounds of the congestion window"))
      chart.curves.empty(.path, [.class("c-bounds"), .outline(bounds)])
    }
    func steps(_ series: M4Series) -> String {
      PathOutline.steps(pictures.points(series), until: end, axis, scale)
    }
    func named(_ name: String, _ series: M4Series) -> String {
      series.smallest > scale.top
        ? "\(name) (above the picture: \(ValueScale.text(series.smallest, .bytes)) or more)" : name
    }
    chart.add("flight", "flight", outline: steps(curves.flight), values: curves.flight)
    chart.add(
      "receive-window", named("receive window", curves.receiveWindow),
      outline: steps(curves.receiveWindow), values: curves.receiveWindow)
    chart.add(
      "ssthresh", named("slow-start threshold", curves.threshold),
      outline: steps(curves.threshold), values: curves.threshold)
    chart.add(
      "cwnd", "congestion window (\(classes))", outline: steps(curves.window),
      values: curves.window)
    appendPhases(to: &chart)
    chart.append(to: &page)
  }

  /// The highest value that is shown: windows far above the flight would flatten the rest.
  private var most: Double {
    let base = max(curves.flight.largest, curves.window.isEmpty ? 0 : curves.window.largest, 1)
    let others = [curves.receiveWindow, curves.threshold, curves.highest]
      .filter { !$0.isEmpty && $0.largest <= base * 2.5 }.map(\.largest)
    return max(base, others.max() ?? 0)
  }

  /// Whether the bounds differ from the window itself.
  private var hasBounds: Bool {
    curves.classCounts[.bounded] != nil || curves.classCounts[.lowerBound] != nil
      || curves.lowest.smallest < curves.window.smallest
      || curves.highest.largest > curves.window.largest
  }

  /// How the window is known, the most frequent first: `replayed, observed`.
  private var classes: String {
    curves.classCounts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
      .map { $0.key.name.description }.joined(separator: ", ")
  }

  private var statement: String {
    var words: [String] = []
    if !curves.window.isEmpty {
      words.append(
        "congestion window \(ValueScale.text(curves.window.smallest, .bytes)) to "
          + ValueScale.text(curves.window.largest, .bytes))
    }
    words.append("at most \(ValueScale.text(curves.flight.largest, .bytes)) in flight")
    if !curves.receiveWindow.isEmpty {
      words.append(
        "receive window \(ValueScale.text(curves.receiveWindow.smallest, .bytes)) to "
          + ValueScale.text(curves.receiveWindow.largest, .bytes))
    }
    return words.joined(separator: ", ")
  }

  /// The phases as hatched areas.
  private func appendPhases(to chart: inout Chart) {
    let runs = curves.phases.runs
    var seen: [Hatching] = []
    for (index, run) in runs.enumerated() {
      let end = index + 1 < runs.count ? runs[index + 1].start : pictures.axis.end
      let hatching = run.value.hatching
      if !seen.contains(hatching) { seen.append(hatching) }
      chart.marks.element(
        .rect,
        [
          .class("span phase s-\(hatching.rawValue)"), .x(pictures.axis.percent(run.start)),
          .width(pictures.axis.width(from: run.start, to: end)), .height("100%"),
        ]
      ) { _ in }
    }
    for hatching in Hatching.allCases where seen.contains(hatching) {
      let phases = SenderPhase.allCases.filter { phase in
        phase.hatching == hatching && runs.contains { $0.value == phase }
      }
      chart.keys.append(
        Chart.Key(
          style: hatching.rawValue, title: phases.map(\.words).joined(separator: ", ")))
    }
  }
}

extension SenderPhase {
  /// The hatching of its areas.
  var hatching: Hatching {
    switch self {
    case .slowStart, .startup: .slowStart
    case .congestionAvoidance, .probeBandwidth: .avoidance
    case .fastRecovery, .reduced: .recovery
    case .lossRecovery: .loss
    case .idle: .idle
    case .handshake, .drain, .probeRoundTrip: .other
    }
  }

  /// The phase in sentences.
  var words: String {
    switch self {
    case .reduced: "congestion window reduced"
    case .probeRoundTrip: "BBR probes the round trip"
    case .probeBandwidth: "BBR probes the bandwidth"
    case .startup: "BBR's startup"
    case .drain: "BBR drains the queue"
    default: name.description.replacing("-", with: " ")
    }
  }
}
