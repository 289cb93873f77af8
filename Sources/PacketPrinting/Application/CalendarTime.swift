import TextOutput

extension PacketPrinter {
  /// Appends a time as `Thu Jan  1 00:00:00 1970`, in the local zone.
  mutating func printCalendarTime(_ seconds: UInt32) {
    let local = Int64(seconds) + Int64(timestamps.utcOffset(Int64(seconds)))
    let date = TimestampPrinter.civilDate(local)
    let second = (local % 86_400 + 86_400) % 86_400
    let day = (local - second) / 86_400
    // The first day of 1970 was a Thursday.
    line.put(Self.weekdays[Int(((day + 4) % 7 + 7) % 7)], " ", Self.months[date.month - 1], " ")
    line.put(Padded(date.day, 2, fill: " "), " ", Padded(second / 3600, 2), ":")
    line.put(Padded(second / 60 % 60, 2), ":", Padded(second % 60, 2), " ", date.year)
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
