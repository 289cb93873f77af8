/// Draws a curve in a rectangle of a picture, as braille dots, or as stars in ASCII.
package struct CurvePlot {
  /// Points in order of time.
  package var points: [(time: Double, value: Double)]
  /// The times at the left and the right edge.
  package var times: ClosedRange<Double>
  /// The value at the upper edge; the lower edge is 0.
  package var maximum: Double

  /// A curve.
  package init(
    points: [(time: Double, value: Double)], times: ClosedRange<Double>, maximum: Double
  ) {
    self.points = points
    self.times = times
    self.maximum = maximum
  }

  /// Draws it: between two points the former value holds, as it does for a window.
  package func draw(
    on canvas: inout Canvas, rows: Range<Int>, columns: Range<Int>, style: CellStyle
  ) {
    let isUnicode = canvas.glyphs == .unicode
    let (dotsAcross, dotsDown) = isUnicode ? (2, 4) : (1, 1)
    let (width, height) = (columns.count * dotsAcross, rows.count * dotsDown)
    guard width > 0, height > 0, maximum > 0, !points.isEmpty else { return }
    var dots = [Bool](repeating: false, count: width * height)
    let span = max(times.upperBound - times.lowerBound, 1e-9)
    var next = 0
    var current: Double?
    for x in 0..<width {
      let end = times.lowerBound + span * Double(x + 1) / Double(width)
      var (low, high) = (current, current)
      while next < points.count, points[next].time <= end {
        let value = points[next].value
        low = min(low ?? value, value)
        high = max(high ?? value, value)
        current = value
        next += 1
      }
      // Behind the last point nothing is known.
      guard let low, let high else { continue }
      if next == points.count, points[next - 1].time <= end - span / Double(width) { continue }
      let (bottom, top) = (level(low, height), level(high, height))
      for y in bottom...max(top, bottom) { dots[(height - 1 - y) * width + x] = true }
    }
    for row in 0..<rows.count {
      for column in 0..<columns.count {
        var bits: UInt32 = 0
        for down in 0..<dotsDown {
          for across in 0..<dotsAcross
          where dots[(row * dotsDown + down) * width + column * dotsAcross + across] {
            bits |= Self.brailleBit(across: across, down: down)
          }
        }
        guard bits != 0 else { continue }
        let scalar = isUnicode ? Unicode.Scalar(0x2800 + bits) ?? "?" : "*"
        canvas.set(
          scalar, row: rows.lowerBound + row, column: columns.lowerBound + column, style: style)
      }
    }
  }

  /// The row of dots of a value, from 0 at the bottom.
  private func level(_ value: Double, _ height: Int) -> Int {
    let part = min(max(value / maximum, 0), 1)
    return min(Int(part * Double(height - 1) + 0.5), height - 1)
  }

  /// The bit of a dot in the block of braille patterns (Unicode, U+2800).
  private static func brailleBit(across: Int, down: Int) -> UInt32 {
    if down == 3 { return across == 0 ? 0x40 : 0x80 }
    return 1 << UInt32(across * 3 + down)
  }
}
