import Testing

@testable import ReportPages

/// Scales, outlines and figures.
@Suite struct ChartTests {
  @Test(arguments: [
    (10.0, 5, 2.0), (1.0, 4, 0.5), (0.037, 4, 0.01), (7_300_000, 4, 2_000_000), (6, 6, 1),
  ])
  func `steps are 1, 2 or 5 times a power of ten`(span: Double, count: Int, step: Double) {
    #expect(abs(RoundStep.step(over: span, count: count) - step) < step * 1e-9)
  }

  @Test(arguments: [
    (0.0, 0, "0"), (1.5, 2, "1.5"), (0.05, 2, "0.05"), (-0.25, 2, "-0.25"), (2.999, 2, "3"),
    (100, 0, "100"), (1e12, 1, "900000000"),
  ])
  func `numbers have no digits that say nothing`(value: Double, decimals: Int, text: String) {
    #expect(PlotNumber.text(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0.0, ValueScale.Unit.bytes, "0 B"), (1448, .bytes, "1.45 kB"), (65_535, .bytes, "65.5 kB"),
    (999.9, .bytes, "1 kB"), (12_400_000, .bitsPerSecond, "12.4 Mb/s"),
    (0.0431, .seconds, "43.1 ms"),
    (0.0000009, .seconds, "900 ns"), (61, .seconds, "61 s"), (7200, .seconds, "120 min"),
  ])
  func `quantities have about three digits and a unit`(
    value: Double, unit: ValueScale.Unit, text: String
  ) {
    #expect(ValueScale.text(value, unit) == text)
  }

  @Test func `times along an axis are round and count from the connection's beginning`() {
    let axis = TimeAxis(5_000_000_000...5_692_000_000, zero: 5_000_000_000)
    #expect(axis.ticks.map(\.text) == ["0 s", "0.2 s", "0.4 s", "0.6 s"])
    #expect(axis.percent(5_346_000_000) == "50%" && axis.x(5_346_000_000) == 10_000)
  }

  @Test func `a step outline keeps each value until the next one, and says no value twice`() {
    let axis = TimeAxis(0...20_000, zero: 0)
    let scale = ValueScale(0, 1000, .bytes, room: 0)
    let points = [(0, 0.0), (1000, 400), (2000, 400), (3000, 100)].map {
      M4Series.Point(time: Int64($0.0), value: $0.1)
    }
    #expect(
      PathOutline.steps(points, until: 20_000, axis, scale)
        == "M0 1000h1000v-400h2000v300h17000")
    #expect(PathOutline.curve(points, axis, scale) == "M0 1000l1000-400h1000l1000 300")
    #expect(PathOutline.dots(Array(points.prefix(2)), axis, scale) == "M0 1000h0m1000-400h0")
  }

  /// The whole figure of two points, so that a change of its structure is seen.
  @Test func `a figure has its name, its words, its curve, its scales and its numbers`() {
    let axis = TimeAxis(0...2_000_000_000, zero: 0)
    let scale = ValueScale(0, 100, .bytes, room: 0)
    var series = M4Series(TimeGrid(origin: 0, span: 2_000_000_000))
    series.add(20, at: 0)
    series.add(80, at: 1_000_000_000)
    var chart = Chart(
      "windows", title: "Windows", statement: "20 B to 80 B", axis: axis, scale: scale)
    chart.add(
      "cwnd", "congestion window",
      outline: PathOutline.steps(series.points(), until: 2_000_000_000, axis, scale),
      values: series)
    var markup = Markup()
    chart.append(to: &markup)
    let figure = String(decoding: markup.bytes, as: UTF8.self)
    for part in [
      "<figure data-picture=\"windows\"><figcaption><b>Windows</b> 20 B to 80 B</figcaption>",
      "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 20000 1000\" preserveAspectRatio=\"none\" data-unit=\"bytes\" data-bottom=\"0.0\" data-top=\"100.0\"><title>Windows</title><desc>20 B to 80 B</desc>",
      "<path class=\"c-cwnd\" data-series=\"cwnd\" d=\"M0 800h10000v-600h10000\"/>",
      "<text class=\"value\" x=\"-8\" y=\"50%\" dy=\".32em\">50 B</text>",
      "<text x=\"50%\" y=\"100%\" dy=\"15\">1 s</text>",
      "<th scope=\"row\">congestion window</th><td>20 B</td><td>80 B</td><td>80 B</td>",
    ] {
      #expect(figure.contains(part), "\(part) in \(figure)")
    }
  }

  @Test func `every event has a sign, and every sign a shape of its own`() {
    var markup = Markup()
    EventGlyph.appendDefinitions(to: &markup)
    let definitions = String(decoding: markup.bytes, as: UTF8.self)
    let outlines = definitions.split(separator: "<path").filter { $0.contains("glyph") }
      .compactMap { $0.split(separator: " d=\"").last?.split(separator: "\"").first }
    #expect(outlines.count == EventGlyph.allCases.count)
    #expect(Set(outlines).count == outlines.count)
  }
}
