public import InternetTypes

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// The system's clock and local time zone.
public enum SystemClock {
  /// Seconds since the epoch, now.
  public static var seconds: Int64 { Int64(time(nil)) }

  /// The time now, to the nanosecond.
  public static var now: RecordedTime {
    var time = timespec()
    // The call writes the variable only.
    guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else {
      return RecordedTime(seconds: seconds, nanoseconds: 0)
    }
    return RecordedTime(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
  }

  /// Seconds that the local time zone is ahead of UTC at a second since the epoch; 0 if the system does not know.
  public static func utcOffset(at seconds: Int64) -> Int {
    unsafe local(seconds).map { unsafe Int($0.tm_gmtoff) } ?? 0
  }

  /// Replaces the conversions of strftime(3) in a pattern.
  ///
  /// - Parameters:
  ///   - pattern: the text with conversions, such as `trace-%Y%m%d.pcap`.
  ///   - seconds: the time since the epoch, shown in the local time zone.
  /// - Returns: the text; the pattern itself if the result is empty or longer than 4,096 bytes.
  public static func formatted(_ pattern: String, at seconds: Int64) -> String {
    guard var local = unsafe local(seconds) else { return pattern }
    var text = [CChar](repeating: 0, count: 4097)
    // strftime writes at most the buffer's size.
    let length = unsafe strftime(&text, text.count, pattern, &local)
    return length > 0 ? String(terminated: text) : pattern
  }

  private static func local(_ seconds: Int64) -> tm? {
    var instant = time_t(seconds)
    var local = unsafe tm()
    // localtime_r reads and writes the two variables only.
    guard unsafe localtime_r(&instant, &local) != nil else { return nil }
    return unsafe local
  }
}
