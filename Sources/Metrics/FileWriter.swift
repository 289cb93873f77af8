import SystemServices

/// Writes the file of metrics when it is due.
struct FileWriter {
  /// Nil if there is none: nothing is ever due.
  let file: MetricsFile?
  private let clock = ContinuousClock()
  private var next: ContinuousClock.Instant
  private var hasFailed = false

  init(file: MetricsFile?) {
    self.file = file
    next = clock.now + .seconds(MetricsReporter.fileInterval)
  }

  /// Whether it is time to write.
  var isDue: Bool { file != nil && clock.now >= next }

  /// How long nothing is due, in milliseconds.
  var milliseconds: Int {
    guard file != nil else { return 60_000 }
    return max(Int(clock.now.duration(to: next) / .milliseconds(1)) + 1, 0)
  }

  /// Writes the metrics, if there is a file; reports the first of several failures.
  mutating func write(
    _ table: MetricsTable, _ subject: MetricsTable.Subject, _ report: (String) -> Void
  ) {
    guard let file else { return }
    next = clock.now + .seconds(MetricsReporter.fileInterval)
    do throws(IOError) {
      try file.write(table.bytes(of: subject, in: file.form))
      hasFailed = false
    } catch {
      if !hasFailed { report("\(error); the metrics are not written meanwhile") }
      hasFailed = true
    }
  }
}
