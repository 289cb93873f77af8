package import ConnectionTracking
package import FloodDetection
package import Records

/// Everything besides recordings that a page is made of.
package struct ReportInput {
  /// The names of the files that were read.
  package var files: [String] = []
  /// How commands name the input and its filter, quoted for a shell.
  package var commandOptions = ""
  /// Their link types and snapshot lengths, in words.
  package var description = ""
  /// What was found, the worst first.
  package var findings: [ReportFinding] = []
  /// Findings that were left out.
  package var omittedFindings = 0
  /// What was found about the connections that have a page.
  package var connectionFindings: [UInt64: [ReportFinding]] = [:]
  /// Whether findings were looked for.
  package var isDiagnosed = false
  /// The alerts of the flood detector.
  package var alerts: [FloodAlert] = []
  /// Alerts that were left out.
  package var omittedAlerts = 0
  /// The lines of the summary of checksums.
  package var checksums: [String] = []
  /// Notes about what was not followed or not read.
  package var notes: [String] = []
  /// The number of packets cut by the capture.
  package var cutPackets: UInt64 = 0
  /// The tracker's counters.
  package var statistics = TrackerStatistics()
  /// The style of sentences that other tables share.
  package var style: TableStyle
  /// How times are written.
  package var clock: PageClock
  /// The program that makes the page.
  package var generator = ""

  /// An empty input.
  package init(style: TableStyle, clock: PageClock) {
    self.style = style
    self.clock = clock
  }
}
