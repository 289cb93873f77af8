/// A picture over time: curves that are stretched to the width of the page, and texts and marks that are not.
///
/// Without the script it is complete; the script only stretches the curves differently, and moves the marks after them.
struct Chart {
  /// The height of a picture.
  enum Height: String {
    case bar, strip, lanes, low, middle, tall
  }

  /// The sign of a curve beside its name.
  struct Key {
    /// The class of the curve, which gives its colour, dashes and mark.
    var style: String
    var title: String
    /// The sign of an event, in place of a curve's.
    var glyph: EventGlyph?
  }

  /// The name of the picture, as in `data-picture`.
  var name: String
  /// What it shows.
  var title: String
  /// What it says, in words.
  var statement: String
  var axis: TimeAxis
  var scale: ValueScale?
  var height = Height.middle
  var keys: [Key] = []
  /// The curves, in units of the axis and the scale.
  var curves = Markup()
  /// Marks and texts, in percent.
  var marks = Markup()
  /// The extremes of each curve, as a table.
  var extremes: [Extremes] = []

  /// The smallest, the largest and the last value of a curve.
  struct Extremes {
    var title: String
    var smallest: String
    var largest: String
    var last: String
  }

  init(
    _ name: String, title: String, statement: String, axis: TimeAxis, scale: ValueScale?,
    height: Height = .middle
  ) {
    self.name = name
    self.title = title
    self.statement = statement
    self.axis = axis
    self.scale = scale
    self.height = height
  }

  /// Adds a curve.
  mutating func add(_ series: String, _ title: String, outline: String, values: M4Series? = nil) {
    guard !outline.isEmpty else { return }
    keys.append(Key(style: series, title: title))
    curves.empty(.path, [.class("c-\(series)"), .series(series), .outline(outline)])
    guard let values, !values.isEmpty, let scale else { return }
    extremes.append(
      Extremes(
        title: title, smallest: ValueScale.text(values.smallest, scale.unit),
        largest: ValueScale.text(values.largest, scale.unit),
        last: values.latest.map { ValueScale.text($0, scale.unit) } ?? "-"))
  }

  /// Appends the figure.
  func append(to page: inout Markup) {
    page.element(.figure, [.picture(name)]) { figure in
      figure.element(.figcaption) {
        $0.element(.b, text: title)
        $0.text(" " + statement)
      }
      appendKeys(to: &figure)
      figure.element(.div, [.class("chart \(height.rawValue)")]) {
        appendCurves(to: &$0)
        appendMarks(to: &$0)
      }
      appendExtremes(to: &figure)
    }
    page.lineEnd()
  }

  private func appendKeys(to page: inout Markup) {
    guard !keys.isEmpty else { return }
    page.element(.ul, [.class("keys")]) { list in
      for key in keys {
        list.element(.li) {
          appendSign(key, to: &$0)
          $0.text(key.title)
        }
      }
    }
  }

  private func appendSign(_ key: Key, to item: inout Markup) {
    guard let glyph = key.glyph else {
      return item.element(.span, [.class("key k-\(key.style)"), .isHidden]) { _ in }
    }
    item.element(.svg, [.class("sign"), .role("img"), .isHidden]) {
      $0.element(.title, text: key.title)
      $0.element(.desc, text: "The sign of this event")
      $0.empty(
        .use,
        [.reference("e-\(glyph.rawValue)"), .class("m-\(glyph.tone)"), .x("8"), .y("8")])
    }
  }

  private func appendCurves(to page: inout Markup) {
    var attributes: [Attribute] = [
      .class("plot"), .role("img"), .viewBox(TimeAxis.units, ValueScale.units), .isStretched,
    ]
    if let scale {
      attributes += [
        .unit(scale.unit.rawValue), .bottom("\(scale.bottom)"), .top("\(scale.top)"),
      ]
    }
    page.element(.svg, attributes) {
      $0.element(.title, text: title)
      $0.element(.desc, text: statement)
      $0.append(curves)
    }
  }

  private func appendMarks(to page: inout Markup) {
    page.element(.svg, [.class("over"), .role("img")]) { over in
      over.element(.title, text: "Scales and marks: \(title)")
      over.element(.desc, text: keys.map(\.title).joined(separator: ", "))
      for tick in scale?.ticks ?? [] {
        guard let y = scale?.percent(tick.value) else { continue }
        over.empty(.line, [.class("grid"), .x1("0"), .x2("100%"), .y1(y), .y2(y)])
        over.element(.svgText, [.class("value"), .x("-8"), .y(y), .dy(".32em")], text: tick.text)
      }
      over.element(.g, [.class("times")]) {
        for tick in axis.ticks {
          $0.element(
            .svgText, [.x(axis.percent(tick.time)), .y("100%"), .dy("15")], text: tick.text)
        }
      }
      over.append(marks)
    }
  }

  private func appendExtremes(to page: inout Markup) {
    guard !extremes.isEmpty else { return }
    page.element(.details, [.class("numbers")]) { details in
      details.element(.summary, text: "Numbers")
      details.element(.table) { table in
        table.element(.thead) {
          $0.element(.tr) { row in
            for head in ["", "smallest", "largest", "last"] {
              row.element(.th, [.scope("col")], text: head)
            }
          }
        }
        table.element(.tbody) {
          for row in extremes {
            $0.element(.tr) {
              $0.element(.th, [.scope("row")], text: row.title)
              for cell in [row.smallest, row.largest, row.last] { $0.element(.td, text: cell) }
            }
          }
        }
      }
    }
  }

  /// A figure without values: a sentence in place of the picture.
  static func appendNothing(
    _ name: String, title: String, reason: String, to page: inout Markup
  ) {
    page.element(.figure, [.picture(name), .class("nothing")]) {
      $0.element(.figcaption) {
        $0.element(.b, text: title)
        $0.text(" " + reason)
      }
    }
    page.lineEnd()
  }
}
