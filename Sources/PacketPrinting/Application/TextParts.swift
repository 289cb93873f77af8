import TextOutput

extension PacketPrinter {
  /// Appends a span of time in the largest units, as `1d2h3s`; `0s` for none.
  mutating func printSpan(ofSeconds seconds: UInt32) {
    guard seconds > 0 else { return line.append("0s") }
    var left = seconds
    printUnits(of: 31_536_000, "y", &left)
    printUnits(of: 604_800, "w", &left)
    printUnits(of: 86_400, "d", &left)
    printUnits(of: 3600, "h", &left)
    printUnits(of: 60, "m", &left)
    printUnits(of: 1, "s", &left)
  }

  private mutating func printUnits(of size: UInt32, _ unit: Unicode.Scalar, _ left: inout UInt32) {
    guard left >= size else { return }
    line.append(decimal: left / size)
    line.append(byte: UInt8(ascii: unit))
    left %= size
  }
}

extension PacketPrinter {
  /// Appends a time in UTC as `2026-11-30T08:30:00Z`.
  mutating func printDateAndTime(secondsSince1970 seconds: Int64) {
    let (year, month, day) = TimestampPrinter.civilDate(seconds)
    let second = ((seconds % 86_400) + 86_400) % 86_400
    line.put(year, "-", Padded(month, 2), "-", Padded(day, 2))
    line.put("T", Padded(second / 3600, 2), ":", Padded(second / 60 % 60, 2))
    line.put(":", Padded(second % 60, 2), "Z")
  }
}
