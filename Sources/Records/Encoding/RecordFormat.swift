/// The format of records for programs.
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
  /// Nanoseconds since then as a string, because most programs round a JSON number of that size.
  case nanoseconds
  /// A string like `2026-11-30T12:00:00.000001Z` (RFC 3339).
  case rfc3339
}

/// The number of decimals of a capture time.
public enum TimePrecision: Hashable, Sendable {
  /// Six decimals.
  case microseconds
  /// Nine decimals.
  case nanoseconds
}
