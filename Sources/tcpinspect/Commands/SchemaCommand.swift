import ArgumentParser
import Diagnosis
import PacketCapture
import Records
import SystemServices

/// `schema`: the JSON Schema of a kind of record; the kinds are in `JSONSchema.all`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of a kind of record.",
    discussion: """
      Without a record, list the kinds. The end of $id is the version: it changes when a field is renamed \
      or removed, or gets another type, not when one is added.

      EXAMPLES:
        tcpinspect schema
        tcpinspect schema connection
      """)

  @Argument(
    help: ArgumentHelp("The kind of record, the value of its field type.", valueName: "record"))
  var record: String?

  @Option(
    name: .customLong("time-format"), parsing: .unconditional,
    help: ArgumentHelp(
      "The schema of records whose times are seconds (the default), nanoseconds or rfc3339.",
      valueName: "format"))
  var timeFormat: String?

  /// All kinds of records with their columns.
  static var all: [(name: String, columns: RecordColumns)] {
    JSONSchema.all + [("finding", RecordColumns(of: FindingSchema.self))]
  }

  /// Checks the options before anything is opened.
  func validate() throws {
    if let record, !Self.all.contains(where: { $0.name == record }) {
      throw ValidationError(
        "\(record) is no kind of record; the kinds are "
          + Self.all.map(\.name).joined(separator: ", "))
    }
    if let timeFormat, TimeNotation(rawValue: timeFormat) == nil {
      throw ValidationError(
        "--time-format \(timeFormat): must be seconds, nanoseconds or rfc3339")
    }
  }

  mutating func run() throws {
    var text = Self.all.map { $0.name + "\n" }.joined()
    if let found = Self.all.first(where: { $0.name == record }) {
      let times = timeFormat.flatMap { TimeNotation(rawValue: $0) } ?? .seconds
      text = JSONSchema(name: found.name, columns: found.columns, times: times).text
    }
    do throws(CaptureError) {
      try OutputDescriptor.standardOutput.write(Array(text.utf8).span)
    } catch {
      throw CommandFailure(error, filterWords: [])
    }
  }
}
