/// Numbers with about three digits and a unit, in at most five characters.
package enum Quantity {
  /// A number of bytes with SI units: `999B`, `1.5kB`, `12MB`.
  package static func bytes(_ count: UInt64) -> String {
    count < 1000
      ? "\(count)B" : scaled(count, names: ["kB", "MB", "GB", "TB", "PB", "EB"], columns: 5)
  }

  /// A count in this many characters, whole as long as it fits: `9999`, `12k`, `1.2M`.
  package static func count(_ count: UInt64, columns: Int = 4) -> String {
    let whole = "\(count)"
    if whole.utf8.count <= columns || count < 1000 { return whole }
    return scaled(count, names: ["k", "M", "G", "T", "P", "E"], columns: columns)
  }

  /// A bit rate with SI units: `950b/s`, `1.5Mb/s`.
  package static func rate(_ bits: Double) -> String {
    let whole = UInt64(min(max(bits.isNaN ? 0 : bits, 0), 1e18))
    if whole < 1000 { return "\(whole) b/s" }
    return scaled(whole, names: [" kb/s", " Mb/s", " Gb/s", " Tb/s", " Pb/s", " Eb/s"], columns: 8)
  }

  /// A share as a percentage with one decimal: `0`, `<.1%`, `1.2%`, `100%`; `-` if the whole is 0.
  package static func share(_ part: UInt64, of whole: UInt64) -> String {
    guard whole > 0 else { return "-" }
    if part == 0 { return "0" }
    let tenths = Int((Double(part) / Double(whole) * 1000).rounded())
    if tenths == 0 { return "<.1%" }
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)%" : "\((tenths + 5) / 10)%"
  }

  /// A span of time: `850µs`, `43ms`, `1.5s`, `12.5m`, `3.2h`, `10d`; `-` if it is unknown.
  package static func duration(_ nanoseconds: Int64?) -> String {
    guard let nanoseconds else { return "-" }
    let sign = nanoseconds < 0 ? "-" : ""
    let size = nanoseconds.magnitude
    if size == 0 { return "0s" }
    if size < 1000 { return "\(sign)\(size)ns" }
    for (limit, unit, name) in units where size < limit {
      return sign + fixed(size, unit: unit, name: name, columns: 5)
    }
    return sign + fixed(size, unit: 86_400_000_000_000, name: "d", columns: 5)
  }

  /// The units of time, each with the limit below which it is used, in nanoseconds.
  private static var units: [(limit: UInt64, unit: UInt64, name: String)] {
    [
      (999_500, 1000, "µs"), (999_500_000, 1_000_000, "ms"),
      (99_950_000_000, 1_000_000_000, "s"), (5_997_000_000_000, 60_000_000_000, "m"),
      (359_820_000_000_000, 3_600_000_000_000, "h"),
    ]
  }

  /// A number of at least 1000 with the first of the names under which it has at most three digits.
  private static func scaled(_ value: UInt64, names: [String], columns: Int) -> String {
    var unit: UInt64 = 1000
    for name in names.dropLast() {
      if value < unit * 1000 - unit / 2 {
        return fixed(value, unit: unit, name: name, columns: columns)
      }
      unit *= 1000
    }
    return fixed(value, unit: unit, name: names.last ?? "", columns: columns)
  }

  /// A number in a unit, with a decimal if it fits.
  private static func fixed(
    _ value: UInt64, unit: UInt64, name: String, columns: Int
  ) -> String {
    let (tenths, rest) = value.quotientAndRemainder(dividingBy: unit / 10)
    let rounded = tenths + (rest >= unit / 20 ? 1 : 0)
    let exact = "\(rounded / 10).\(rounded % 10)\(name)"
    if exact.unicodeScalars.count <= columns { return exact }
    let (whole, part) = value.quotientAndRemainder(dividingBy: unit)
    return "\(whole + (part >= unit / 2 ? 1 : 0))\(name)"
  }
}
