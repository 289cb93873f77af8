import InternetTypes
import TextOutput

/// Writes the timestamp at the start of a line, and stores the reference of relative styles.
struct TimestampPrinter {
  let style: TimestampStyle
  let hasNanoseconds: Bool

  /// Seconds that the local zone is ahead of UTC at an instant, in seconds since the epoch.
  let utcOffset: @Sendable (Int64) -> Int

  /// The reference time of `-ttt` and `-ttttt`.
  private var reference: RecordedTime?

  /// The minute whose UTC offset is known: zones change at full minutes.
  private var offsetMinute = Int64.min
  private var offset = 0

  /// The second whose text is known.
  private var cachedSecond = Int64.min
  private var cachedTime: UInt64 = 0

  init(
    style: TimestampStyle, hasNanoseconds: Bool, utcOffset: @escaping @Sendable (Int64) -> Int
  ) {
    self.style = style
    self.hasNanoseconds = hasNanoseconds
    self.utcOffset = utcOffset
  }

  /// Appends the timestamp of a packet and the blank after it.
  mutating func write(_ time: RecordedTime, to line: inout TextBuffer) {
    switch style {
    case .none: return
    case .timeOfDay: writeLocal(time, withDate: false, to: &line)
    case .dateAndTime: writeLocal(time, withDate: true, to: &line)
    case .epoch:
      if Self.isShown(time.seconds) {
        line.append(decimal: UInt64(time.seconds))
        writeFraction(time.nanoseconds, to: &line)
      } else {
        line.append("[Error converting time]")
      }
    case .sincePrevious, .sinceFirst: writeDifference(time, to: &line)
    case .rfc3339: writeRFC3339(time, to: &line)
    }
    line.append(byte: UInt8(ascii: " "))
  }

  /// Whether seconds can be shown.
  ///
  /// tcpdump 4.99.3 cuts them to 32 bits and converts up to 2^31 - 1, so that its captures end in 2038.
  private static func isShown(_ seconds: Int64) -> Bool { seconds >= 0 }

  /// The seconds since the epoch in the local zone.
  private mutating func localSeconds(_ seconds: Int64) -> Int64 {
    let minute = seconds >= 0 ? seconds / 60 : -1
    if minute != offsetMinute || seconds < 0 {
      offsetMinute = minute
      offset = utcOffset(seconds)
    }
    return seconds &+ Int64(offset)
  }

  private mutating func writeLocal(
    _ time: RecordedTime, withDate: Bool, to line: inout TextBuffer
  ) {
    guard Self.isShown(time.seconds) else {
      line.append("[Error converting time]")
      return
    }
    if withDate || time.seconds != cachedSecond {
      let local = localSeconds(time.seconds)
      if withDate {
        Self.writeDate(local, to: &line)
        line.append(" ")
      }
      cachedSecond = time.seconds
      cachedTime = Self.timeOfDay(local)
    }
    line.append(word: cachedTime, count: 8)
    writeFraction(time.nanoseconds, to: &line)
  }

  /// `HH:MM:SS` as eight bytes, first in the lowest.
  private static func timeOfDay(_ seconds: Int64) -> UInt64 {
    let inDay = Int((seconds % 86_400 + 86_400) % 86_400)
    let number = inDay / 3_600 * 1_000_000 + inDay / 60 % 60 * 1_000 + inDay % 60
    // HH0MM0SS: the zeros between the pairs become colons.
    return TextBuffer.eightDigits(UInt32(truncatingIfNeeded: number)) | 0x0a_00_00_0a_00_00
  }

  /// `YYYY-MM-DD` of the proleptic Gregorian calendar.
  private static func writeDate(_ seconds: Int64, to line: inout TextBuffer) {
    let (year, month, day) = civilDate(seconds)
    line.append(decimal: UInt64(max(year, 0)), width: 4, fill: UInt8(ascii: "0"))
    line.append("-")
    line.append(decimal: UInt64(month), width: 2, fill: UInt8(ascii: "0"))
    line.append("-")
    line.append(decimal: UInt64(day), width: 2, fill: UInt8(ascii: "0"))
  }

  /// The date of a second since the epoch.
  static func civilDate(_ seconds: Int64) -> (year: Int, month: Int, day: Int) {
    let date = CalendarDate(second: seconds)
    return (date.year, date.month, date.day)
  }

  /// `.ffffff` or `.fffffffff`; a fraction of a second or more shows with more digits.
  private func writeFraction(_ nanoseconds: Int64, to line: inout TextBuffer) {
    let value = hasNanoseconds ? nanoseconds : nanoseconds / 1_000
    if !hasNanoseconds && value >= 0 && value < 1_000_000 {
      let digits = TextBuffer.eightDigits(UInt32(truncatingIfNeeded: value))
      line.append(word: digits >> 8 & ~0xff | 0x2e, count: 7)
    } else {
      line.append(".")
      line.append(
        decimal: UInt64(UInt32(truncatingIfNeeded: value)), width: hasNanoseconds ? 9 : 6,
        fill: UInt8(ascii: "0"))
    }
  }

  private mutating func writeDifference(_ time: RecordedTime, to line: inout TextBuffer) {
    let unit: Int64 = hasNanoseconds ? 1 : 1_000
    let from = reference ?? time
    let isNegative =
      time.seconds == from.seconds
      ? time.nanoseconds < from.nanoseconds : time.seconds < from.seconds
    let (later, earlier) = isNegative ? (from, time) : (time, from)
    var seconds = later.seconds &- earlier.seconds
    var fraction = later.nanoseconds / unit &- earlier.nanoseconds / unit
    if fraction < 0 {
      seconds &-= 1
      fraction &+= 1_000_000_000 / unit
    }
    line.append(isNegative ? "-" : " ")
    if Self.isShown(seconds) {
      line.append(word: Self.timeOfDay(seconds), count: 8)
      writeFraction(fraction &* unit, to: &line)
    } else {
      line.append("[Error converting time]")
    }
    // A reference at the epoch itself counts as none, as in tcpdump.
    if reference == nil || style == .sincePrevious {
      reference = time.seconds == 0 && time.nanoseconds / unit == 0 ? nil : time
    }
  }

  private mutating func writeRFC3339(_ time: RecordedTime, to line: inout TextBuffer) {
    let instant = time.normalized
    let local = localSeconds(instant.seconds)
    Self.writeDate(local, to: &line)
    line.append("T")
    line.append(word: Self.timeOfDay(local), count: 8)
    writeFraction(instant.nanoseconds, to: &line)
    let minutes = Int(local &- instant.seconds) / 60
    if minutes == 0 {
      line.append("Z")
    } else {
      line.append(minutes < 0 ? "-" : "+")
      let size = UInt64(minutes.magnitude)
      line.append(decimal: size / 60, width: 2, fill: UInt8(ascii: "0"))
      line.append(":")
      line.append(decimal: size % 60, width: 2, fill: UInt8(ascii: "0"))
    }
  }
}
