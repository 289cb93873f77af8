/// The vertical axis of a picture: a range of values, its unit, and round values along it.
struct ValueScale: Equatable, Sendable {
  /// The unit of values.
  enum Unit: String, Sendable {
    case bytes
    case bitsPerSecond = "bit/s"
    case seconds
    case count
  }

  /// The units of a picture from its top to its bottom edge.
  static var units: Int { 1000 }

  let bottom: Double
  let top: Double
  let unit: Unit

  /// A scale that holds both values, with some room above.
  init(_ bottom: Double, _ top: Double, _ unit: Unit, room: Double = 0.06) {
    let high = top > bottom ? top : bottom + 1
    self.bottom = bottom
    self.top = high + (high - bottom) * room
    self.unit = unit
  }

  private func share(_ value: Double) -> Double {
    min(max((value - bottom) / (top - bottom), -1), 3)
  }

  /// The place of a value in units from the top.
  func y(_ value: Double) -> Int {
    Self.units - Int((share(value) * Double(Self.units)).rounded())
  }

  /// The place of a value in percent from the top.
  func percent(_ value: Double) -> String {
    PlotNumber.text((1 - min(max(share(value), 0), 1)) * 100, decimals: 1) + "%"
  }

  /// Round values along the axis, about four, with their texts.
  var ticks: [(value: Double, text: String)] {
    let step = RoundStep.step(over: top - bottom, count: 4)
    var ticks: [(value: Double, text: String)] = []
    var number = (bottom / step).rounded(.up)
    while ticks.count < 10, number * step <= top {
      ticks.append((number * step, Self.text(number * step, unit)))
      number += 1
    }
    return ticks
  }

  /// A value with its unit: `1.5 kB`, `43 ms`, `12 Mb/s`.
  static func text(_ value: Double, _ unit: Unit) -> String {
    switch unit {
    case .bytes: scaled(value, ["B", "kB", "MB", "GB", "TB", "PB"])
    case .bitsPerSecond: scaled(value, ["b/s", "kb/s", "Mb/s", "Gb/s", "Tb/s", "Pb/s"])
    case .count: scaled(value, ["", "k", "M", "G", "T", "P"])
    case .seconds: time(value)
    }
  }

  private static func scaled(_ value: Double, _ names: [String]) -> String {
    var (rest, index) = (value, 0)
    while abs(rest) >= 999.5, index < names.count - 1 {
      rest /= 1000
      index += 1
    }
    let text = digits(rest)
    return names[index].isEmpty ? text : text + " " + names[index]
  }

  private static func time(_ seconds: Double) -> String {
    let size = abs(seconds)
    if size == 0 { return "0 s" }
    if size < 999.5e-9 { return digits(seconds * 1e9) + " ns" }
    if size < 999.5e-6 { return digits(seconds * 1e6) + " µs" }
    if size < 0.9995 { return digits(seconds * 1e3) + " ms" }
    if size < 600 { return digits(seconds) + " s" }
    return size < 36_000 ? digits(seconds / 60) + " min" : digits(seconds / 3600) + " h"
  }

  /// A number with about three digits.
  private static func digits(_ value: Double) -> String {
    let size = abs(value)
    return PlotNumber.text(value, decimals: size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2)
  }
}
