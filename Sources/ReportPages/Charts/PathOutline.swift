/// The outline of a path in whole units, each step relative to the one before, so that it is short.
struct PathOutline {
  private(set) var text = ""
  private var x = 0
  private var y = 0

  /// Whether nothing was drawn.
  var isEmpty: Bool { text.isEmpty }

  mutating func move(_ x: Int, _ y: Int) {
    text += isEmpty ? "M" : "m"
    append(x - self.x, y - self.y)
    (self.x, self.y) = (x, y)
  }

  mutating func line(_ x: Int, _ y: Int) {
    let (right, down) = (x - self.x, y - self.y)
    if right == 0 && down == 0 { return }
    if down == 0 {
      text += "h\(right)"
    } else if right == 0 {
      text += "v\(down)"
    } else {
      text += "l"
      append(right, down)
    }
    (self.x, self.y) = (x, y)
  }

  private mutating func append(_ right: Int, _ down: Int) {
    // A minus sign separates numbers as well as a blank.
    text += down < 0 ? "\(right)\(down)" : "\(right) \(down)"
  }

  /// A dot: a line without length, which round ends make visible.
  mutating func dot(_ x: Int, _ y: Int) {
    move(x, y)
    text += "h0"
  }

  /// A straight line from point to point.
  static func curve(_ points: [M4Series.Point], _ axis: TimeAxis, _ scale: ValueScale) -> String {
    var outline = PathOutline()
    for point in points {
      let (x, y) = (axis.x(point.time), scale.y(point.value))
      if outline.isEmpty { outline.move(x, y) } else { outline.line(x, y) }
    }
    if points.count == 1 { outline.text += "h0" }
    return outline.text
  }

  /// A line that keeps each value until the next one, and the last until `end`.
  static func steps(
    _ points: [M4Series.Point], until end: Int64?, _ axis: TimeAxis, _ scale: ValueScale
  ) -> String {
    var outline = PathOutline()
    for point in points {
      let (x, y) = (axis.x(point.time), scale.y(point.value))
      if outline.isEmpty {
        outline.move(x, y)
      } else if y != outline.y {
        outline.line(x, outline.y)
        outline.line(x, y)
      }
    }
    if let end, !outline.isEmpty { outline.line(max(axis.x(end), outline.x), outline.y) }
    if points.count == 1 { outline.text += "h0" }
    return outline.text
  }

  /// A dot for each point, no two at the same place.
  static func dots(_ points: [M4Series.Point], _ axis: TimeAxis, _ scale: ValueScale) -> String {
    var outline = PathOutline()
    for point in points {
      let (x, y) = (axis.x(point.time), scale.y(point.value))
      if outline.isEmpty || x != outline.x || y != outline.y { outline.dot(x, y) }
    }
    return outline.text
  }

  /// A vertical bar for each range.
  static func bars(_ bars: [RangeColumns.Bar], _ axis: TimeAxis, _ scale: ValueScale) -> String {
    var outline = PathOutline()
    for bar in bars {
      let x = axis.x(bar.time)
      outline.move(x, scale.y(bar.low))
      // At least a unit, so that a small segment is not lost.
      outline.line(x, min(scale.y(bar.high), scale.y(bar.low) - 1))
    }
    return outline.text
  }

  /// The area between two curves that keep their values until the next ones.
  static func band(
    _ low: [M4Series.Point], _ high: [M4Series.Point], until end: Int64, _ axis: TimeAxis,
    _ scale: ValueScale
  ) -> String {
    var outline = PathOutline()
    for (index, point) in high.enumerated() {
      let (x, y) = (axis.x(point.time), scale.y(point.value))
      if index == 0 {
        outline.move(x, y)
      } else if y != outline.y {
        outline.line(x, outline.y)
        outline.line(x, y)
      }
    }
    guard !outline.isEmpty else { return "" }
    outline.line(axis.x(end), outline.y)
    var right = axis.x(end)
    for point in low.reversed() {
      let y = scale.y(point.value)
      if y != outline.y {
        outline.line(right, outline.y)
        outline.line(right, y)
      }
      right = axis.x(point.time)
    }
    outline.line(right, outline.y)
    return outline.text + "z"
  }
}
