import CongestionInference
import Foundation
import Testing

@testable import Records

/// Rows of cells, which stores keep, against the records of the same values.
@Suite struct RowTests {
  /// What a printer writes for the rows of values.
  private func printed<Schema: RecordSchema>(
    _ schema: Schema.Type, _ values: [Schema.Value], _ format: RecordFormat
  ) -> String {
    var encoder = RowEncoder<Schema>()
    var printer = RowPrinter(schema, format: format, precision: .microseconds)
    printer.appendHeader()
    for value in values {
      encoder.encode(value)
      encoder.take { printer.append($0) }
    }
    var text = ""
    printer.take { bytes in
      text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    return text
  }

  private func check<Schema: RecordSchema>(_ schema: Schema.Type, _ values: [Schema.Value]) {
    for format in [RecordFormat.ndjson, .csv] {
      #expect(printed(schema, values, format) == records(schema, values, format))
    }
  }

  @Test func `rows print as the records of the same values`() {
    check(
      ConnectionSchema.self,
      [Samples.full, ConnectionSchema.blank, Samples.halfOpen, Samples.full])
    check(TransitionSchema.self, [Samples.transition, TransitionSchema.blank])
    check(EventSchema.self, [Samples.event, EventSchema.blank])
    check(RoundTripSchema.self, [RoundTripSchema.blank])
    check(ServiceSchema.self, [ServiceSchema.blank])
    check(AlertSchema.self, [AlertSchema.blank])
    check(CongestionSchema.self, [CongestionSchema.blank])
  }

  @Test func `arrays of objects are flat, as stores keep them`() {
    for (name, columns) in JSONSchema.all {
      var depth = 0
      for element in columns.elements {
        switch element {
        case .beginList: depth += 1
        case .endList: depth -= 1
        case .begin, .end: #expect(depth == 0, "\(name)")
        case .column: break
        }
      }
    }
  }
}
