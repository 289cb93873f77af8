import PacketCapture
import SystemServices

extension ReportOptions.Format {
  /// The format of this name; without a name, what suits standard output: a table on a terminal, NDJSON otherwise.
  init(named name: String?) {
    self =
      name.flatMap { ReportOptions.Format(rawValue: $0) }
      ?? (OutputDescriptor.standardOutput.isTerminal ? .table : .ndjson)
  }
}
