import TextOutput

extension PacketPrinter {
  /// Appends seconds in units from years to seconds, without those that are zero: `1h30m`.
  mutating func printDuration(_ seconds: UInt32) {
    guard seconds > 0 else {
      line.append("0s")
      return
    }
    var left = seconds
    for (length, unit) in Self.durationUnits where left >= length {
      line.put(left / length, unit)
      left %= length
    }
  }

  private static let durationUnits: [(UInt32, String)] = [
    (31_536_000, "y"), (604_800, "w"), (86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"),
  ]
}
