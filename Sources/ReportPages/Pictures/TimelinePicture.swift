import FloodDetection
import InternetTypes

/// The traffic of a capture over time: rates by protocol, one on the other, with alerts, and below it what went wrong.
struct TimelinePicture {
  private static var columnCount: Int { 720 }

  let traffic: TrafficTimeline
  let alerts: [FloodAlert]

  func append(to page: inout Markup) {
    guard let start = traffic.start else {
      return Chart.appendNothing(
        "timeline", title: "Traffic", reason: "There are no packets.", to: &page)
    }
    let axis = TimeAxis(start...max(traffic.end, start), zero: start)
    page.element(
      .div,
      [
        .class("pictures"), .tabStop, .role("group"), .label("Pictures of the capture"),
        .left("0"), .right("\(axis.seconds(axis.end))"),
      ]
    ) {
      appendRates(axis, to: &$0)
      appendStrips(axis, to: &$0)
    }
  }

  /// How many buckets make one column.
  private func group(_ axis: TimeAxis, _ grid: TimeGrid) -> Int {
    let used = Int((axis.end &- axis.start) / max(grid.width, 1)) + 1
    return max((used + Self.columnCount - 1) / Self.columnCount, 1)
  }

  private func appendRates(_ axis: TimeAxis, to page: inout Markup) {
    let grid = traffic.bands.map(\.grid).max { $0.width < $1.width } ?? traffic.bands[0].grid
    let group = group(axis, grid)
    let seconds = Double(grid.width) * Double(group) / 1e9
    // A band whose last packet came early has narrower columns.
    let bands = traffic.bands.map { band in
      band.merged(by: group * Int(grid.width / max(band.grid.width, 1))).map { $0 * 8 / seconds }
    }
    let count = bands.map(\.count).max() ?? 0
    var below = [Double](repeating: 0, count: count)
    var levels: [(band: TrafficTimeline.Band, low: [Double], high: [Double])] = []
    for band in TrafficTimeline.Band.allCases where traffic.bands[band.rawValue].total > 0 {
      var above = below
      for (index, rate) in bands[band.rawValue].enumerated() { above[index] += rate }
      levels.append((band, below, above))
      below = above
    }
    let scale = ValueScale(0, below.max() ?? 1, .bitsPerSecond)
    let total = traffic.bands.reduce(0) { $0 + $1.total }
    var chart = Chart(
      "timeline", title: "Traffic",
      statement: "\(ValueScale.text(total, .bytes)), at most "
        + "\(ValueScale.text(below.max() ?? 0, .bitsPerSecond)) in "
        + ValueScale.text(seconds, .seconds),
      axis: axis, scale: scale)
    func time(_ index: Int) -> Int64 { axis.start &+ Int64(index * group) * grid.width }
    func points(_ values: [Double]) -> [M4Series.Point] {
      values.enumerated().map { M4Series.Point(time: time($0.offset), value: $0.element) }
    }
    for (band, low, high) in levels {
      let name = "\(band)"
      chart.keys.append(Chart.Key(style: "band-\(name)", title: name))
      let outline = PathOutline.band(
        points(low), points(high), until: min(time(count), axis.end), axis, scale)
      chart.curves.empty(.path, [.class("c-band-\(name)"), .outline(outline)])
    }
    chart.add(
      "all", "all together",
      outline: PathOutline.steps(points(below), until: axis.end, axis, scale))
    for alert in alerts where alert.end == nil {
      let end = alerts.first {
        $0.end != nil && $0.kind == alert.kind && $0.victim == alert.victim
          && $0.start == alert.start
      }?.end
      chart.marks.element(
        .rect,
        [
          .class("span alert-span"), .x(axis.percent(alert.start.rawValue)), .height("100%"),
          .width(
            axis.width(from: alert.start.rawValue, to: end?.rawValue ?? axis.end)),
        ]
      ) { $0.element(.title, text: "\(alert.kind.rawValue): \(alert.victim.text)") }
    }
    chart.append(to: &page)
  }

  /// What went wrong, one lane for each kind: a stroke for each column with events, the higher the more.
  private func appendStrips(_ axis: TimeAxis, to page: inout Markup) {
    let present = TrafficTimeline.Strip.allCases.filter {
      traffic.strips[$0.rawValue].total > 0
    }
    guard !present.isEmpty else {
      return Chart.appendNothing(
        "troubles", title: "Events", reason: "There are none that cost time.", to: &page)
    }
    var chart = Chart(
      "troubles", title: "Events",
      statement: present.map {
        "\(Int(traffic.strips[$0.rawValue].total)) \($0.words)"
      }.joined(separator: ", "), axis: axis, scale: nil, height: present.count > 2 ? .lanes : .strip
    )
    let height = ValueScale.units / present.count
    for (lane, strip) in present.enumerated() {
      let sums = traffic.strips[strip.rawValue]
      let group = group(axis, sums.grid)
      let counts = sums.merged(by: group)
      let largest = max(counts.max() ?? 1, 1)
      let bottom = (lane + 1) * height
      var outline = PathOutline()
      for (index, count) in counts.enumerated() where count > 0 {
        let x = axis.x(axis.start &+ Int64(index * group) * sums.grid.width)
        outline.move(x, bottom)
        outline.line(
          x, bottom - max(Int(count / largest * Double(height) * 0.85), height / 4))
      }
      chart.curves.empty(.path, [.class("c-strip c-strip-\(strip)"), .outline(outline.text)])
      chart.marks.element(
        .svgText,
        [
          .class("value"), .x("-8"), .dy(".32em"),
          .y("\((bottom - height / 2) / 10)%"),
        ],
        text: "\(Int(sums.total))")
      chart.keys.append(Chart.Key(style: "strip-\(strip)", title: strip.words))
    }
    chart.append(to: &page)
  }
}
