import CongestionInference
import ConnectionTracking
import Foundation
import Testing

@testable import Records

/// What is derived from schemas: headers, keys and blank groups.
@Suite struct RecordSchemaTests {
  /// A schema with what is made of it.
  struct Derived: Sendable, CustomTestStringConvertible {
    let name: String
    let columns: RecordColumns
    /// The header of CSV and the row of the blank value.
    let csv: String
    /// The object of the blank value.
    let json: String

    init<Schema: RecordSchema>(_ schema: Schema.Type) {
      name = schema.name.description
      columns = RecordColumns(of: schema)
      csv = records(schema, [schema.blank], .csv)
      json = record(schema, schema.blank)
    }

    var testDescription: String { name }
  }

  static let schemas = [
    Derived(ConnectionSchema.self), Derived(TransitionSchema.self), Derived(EventSchema.self),
    Derived(WindowSchema.self), Derived(RoundTripSchema.self), Derived(CongestionSchema.self),
    Derived(ServiceSchema.self), Derived(AlertSchema.self), Derived(KernelWindowSchema.self),
  ]

  /// A schema of one text.
  private enum TextSchema: RecordSchema {
    static var name: StaticString { "sample" }
    static var blank: String { "" }
    static func write<Sink: RecordSink & ~Copyable>(_ value: borrowing String, to sink: inout Sink)
    {
      sink.type(Self.self)
      sink.text("text", "Any text.", copy value)
    }
  }

  @Test func `quotes, commas and control characters of a text are escaped`() throws {
    let text = "a,\"b\\\n\u{1f}é"
    let fields = try flattened(Substring(record(TextSchema.self, text)))
    #expect(fields["text"] == text)
    #expect(record(TextSchema.self, text, .csv) == "sample,\"a,\"\"b\\\n\u{1f}é\"\n")
  }

  /// The paths of the columns that a row of CSV has: none of those in arrays, none that only JSON has.
  static func rowPaths(_ columns: RecordColumns) -> [String] {
    var paths: [String] = []
    var groups: [Bool] = []
    for element in columns.elements {
      let isHidden = groups.contains(true)
      switch element {
      case .column(let column): if !isHidden { paths += column.titles }
      case .beginList(let column):
        if !isHidden { paths.append(column.path) }
        groups.append(true)
      case .begin(let group): groups.append(group.isNested)
      case .end, .endList: groups.removeLast()
      }
    }
    return paths
  }

  @Test(arguments: schemas)
  func `the header of CSV is the columns of the schema, and each row has as many values`(
    schema: Derived
  ) {
    let lines = schema.csv.split(separator: "\n")
    #expect(lines.first.map(String.init) == Self.rowPaths(schema.columns).joined(separator: ","))
    #expect(
      lines.last?.split(separator: ",", omittingEmptySubsequences: false).count
        == Self.rowPaths(schema.columns).count)
  }

  @Test(arguments: schemas)
  func `the keys of JSON are columns of the schema, in its order`(schema: Derived) throws {
    let names = schema.columns.columns.map { String($0.name) }
    let keys = schema.json.matches(of: /[{,]"([a-z0-9_]+)":(?!{)/).map { String($0.output.1) }
    // Absent objects are null or left out; what is left are the other columns, none moved.
    var rest = names[...]
    for key in keys where !["slow_start_exit", "stop_and_wait", "pauses"].contains(key) {
      let position = try #require(rest.firstIndex(of: key), "\(key) is out of order")
      rest = rest[(position + 1)...]
    }
    _ = try JSONSerialization.jsonObject(with: Data(schema.json.utf8))
  }

  @Test(arguments: schemas)
  func `no two columns have one name, and every column is explained`(schema: Derived) {
    let paths = schema.columns.columns.map(\.path)
    #expect(Set(paths).count == paths.count)
    for column in schema.columns.columns {
      #expect(column.summary.hasSuffix("."), "\(column.path)")
      #expect(!column.summary.contains("\\"), "\(column.path)")
    }
  }

  @Test(arguments: schemas)
  func `counts of things have a unit that a reader can name`(schema: Derived) {
    for column in schema.columns.columns where column.kind == .duration || column.kind == .time {
      #expect(column.unit == .seconds, "\(column.path)")
    }
    for column in schema.columns.columns where column.name.hasSuffix("_bytes") {
      #expect(column.unit == .bytes, "\(column.path)")
    }
    for column in schema.columns.columns where column.name.hasSuffix("_packets") {
      #expect(column.unit == .packets, "\(column.path)")
    }
  }

  @Test func `a blank direction is written as its columns would be`() throws {
    var connection = ConnectionSchema.blank
    let blank = try flattened(Substring(record(ConnectionSchema.self, connection)))
    // A packet makes the group of the direction present, and each column is written by itself.
    connection.clientToServer.packets = 1
    connection.clientToServer.missedBytes = 1
    connection.clientToServer.checksumInvalid = 1
    let written = try flattened(Substring(record(ConnectionSchema.self, connection)))
    let changed = written.filter { blank[$0.key] != $0.value }
    #expect(
      changed == [
        "client_to_server.packets": "1", "client_to_server.missed_bytes": "1",
        "client_to_server.checksum_invalid": "1",
      ])
    #expect(Set(written.keys) == Set(blank.keys))
  }

  @Test func `a flow of UDP has the flow control of CSV in its column`() {
    var verdict = CongestionVerdict()
    verdict.isDatagram = true
    let lines = records(CongestionSchema.self, [verdict], .csv).split(separator: "\n")
    let names = lines[0].split(separator: ",")
    let values = lines[1].split(separator: ",", omittingEmptySubsequences: false)
    #expect(names.count == values.count)
    #expect(values[names.firstIndex(of: "flow_control") ?? 0] == "sliding-window")
  }
}
