/// How records for programs are written.
public enum RecordFormat: Hashable, Sendable {
  /// A JSON object per line.
  case ndjson
  /// Comma-separated values (RFC 4180) below a line of field names.
  case csv
}

/// How many decimals a time of the capture has.
public enum TimePrecision: Hashable, Sendable {
  /// Six.
  case microseconds
  /// Nine.
  case nanoseconds
}
