/// The time axis that all pictures of a connection, or the timeline of a capture, share.
struct TimeAxis: Equatable, Sendable {
  /// The units of a picture from its left to its right edge.
  static var units: Int { 20_000 }

  /// The left edge, in nanoseconds since the epoch.
  let start: Int64
  /// The right edge.
  let end: Int64
  /// The time that is written as 0.
  let zero: Int64

  /// An axis over a span; one without length is a millisecond long.
  init(_ span: ClosedRange<Int64>, zero: Int64) {
    start = span.lowerBound
    end = span.upperBound > span.lowerBound ? span.upperBound : span.lowerBound &+ 1_000_000
    self.zero = zero
  }

  /// The share of the axis before a time.
  private func share(_ time: Int64) -> Double { Double(time &- start) / Double(end &- start) }

  /// The place of a time in units.
  func x(_ time: Int64) -> Int {
    Int((min(max(share(time), -1), 2) * Double(Self.units)).rounded())
  }

  /// The place of a time in percent, for what is not stretched.
  func percent(_ time: Int64) -> String {
    PlotNumber.text(min(max(share(time), -1), 2) * 100, decimals: 2) + "%"
  }

  /// The width of a span in percent.
  func width(from start: Int64, to end: Int64) -> String {
    PlotNumber.text(max(min(share(end), 1) - max(share(start), 0), 0) * 100, decimals: 2) + "%"
  }

  /// The seconds of a time after 0.
  func seconds(_ time: Int64) -> Double { Double(time &- zero) / 1e9 }

  /// A time with as many decimals as the axis needs: `0.0123 s`.
  func label(_ time: Int64) -> String {
    PlotNumber.text(seconds(time), decimals: Self.decimals(length / 1000)) + " s"
  }

  /// The seconds from the left to the right edge.
  private var length: Double { Double(end &- start) / 1e9 }

  /// The unit of texts along the axis: seconds, or thousandths of them, or millionths.
  private var unit: (name: String, perSecond: Double) {
    length >= 0.5 ? ("s", 1) : length >= 0.5e-3 ? ("ms", 1e3) : ("µs", 1e6)
  }

  /// Round times along the axis, about six, with their texts.
  var ticks: [(time: Int64, text: String)] {
    let (name, perSecond) = unit
    let step = RoundStep.step(over: length * perSecond, count: 6)
    let decimals = Self.decimals(step)
    var ticks: [(time: Int64, text: String)] = []
    var number = (seconds(start) * perSecond / step).rounded(.up)
    while ticks.count < 20 {
      let time = zero &+ Int64((number * step / perSecond * 1e9).rounded())
      if time > end { break }
      ticks.append((time, PlotNumber.text(number * step, decimals: decimals) + " " + name))
      number += 1
    }
    return ticks
  }

  /// The decimals that distinguish multiples of a step.
  private static func decimals(_ step: Double) -> Int {
    var decimals = 0
    var unit = 1.0
    while unit > step * 1.0001, decimals < 9 {
      unit /= 10
      decimals += 1
    }
    return decimals
  }
}

/// Steps of 1, 2 or 5 times a power of ten.
enum RoundStep {
  /// The smallest such step of which at most `count` lie in `span`.
  static func step(over span: Double, count: Int) -> Double {
    guard span > 0, span.isFinite else { return 1 }
    let least = span / Double(max(count, 1))
    var power = 1.0
    while power > least { power /= 10 }
    while power * 10 <= least { power *= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * 0.9999 } ?? power * 10
  }
}

/// Numbers with a fixed number of decimals.
enum PlotNumber {
  /// The number without trailing zeros, and without a point if it is whole.
  static func text(_ value: Double, decimals: Int) -> String {
    let digits = min(max(decimals, 0), 9)
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int64((min(max(value, -9e8), 9e8) * scale).rounded())
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
    var text = "\(scaled < 0 ? "-" : "")\(whole)"
    guard fraction > 0 else { return text }
    let part = "\(fraction)"
    text += "." + String(repeating: "0", count: digits - part.utf8.count) + part
    while text.hasSuffix("0") { text.removeLast() }
    return text
  }
}
