/// How records for programs are written.
public enum RecordFormat: Hashable, Sendable {
  /// A JSON object per line.
  case ndjson
  /// Comma-separated values (RFC 4180) below a line of field names.
  case csv
}

/// How records write instants; durations are always seconds.
public enum TimeNotation: String, Hashable, Sendable, CaseIterable {
  /// Seconds since 1970-01-01 00:00 UTC as a number with all digits of the capture.
  case seconds
  /// Nanoseconds since then as a text, because a JSON number of that size is rounded by most programs.
  case nanoseconds
  /// A text as `2026-11-30T12:00:00.000001Z`.
  case rfc3339
}

/// How many decimals a time of the capture has.
public enum TimePrecision: Hashable, Sendable {
  /// Six.
  case microseconds
  /// Nine.
  case nanoseconds
}
