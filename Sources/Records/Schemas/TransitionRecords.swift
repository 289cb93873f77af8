public import ConnectionTracking
import InternetTypes
public import TextOutput

/// Writes changes of state as records for programs.
public struct TransitionRecords: ~Copyable {
  private var writer: RecordWriter
  private let type: ConstantText
  private let states: [ConstantText]
  private let client: ConstantText
  private let server: ConstantText

  /// Records in this format, times with this many decimals.
  public init(format: RecordFormat, precision: TimePrecision) {
    writer = RecordWriter(fields: RecordField.transition, format: format, precision: precision)
    type = RecordWriter.name("transition", in: format)
    states = EndpointState.allCases.map { RecordWriter.name($0.name.description, in: format) }
    client = RecordWriter.name("client", in: format)
    server = RecordWriter.name("server", in: format)
  }

  /// The line of field names that a CSV file begins with; empty for NDJSON.
  public var header: String { writer.header }

  /// Appends the record of a transition.
  public mutating func append(_ transition: StateTransition, to line: inout TextBuffer) {
    writer.begin()
    writer.name(type, &line)
    writer.time(transition.time, &line)
    writer.number(transition.packet, &line)
    writer.number(transition.connection, &line)
    writer.name(transition.side == .client ? client : server, &line)
    writer.address(transition.endpoint.address, &line)
    writer.number(UInt64(transition.endpoint.port), &line)
    writer.address(transition.peer.address, &line)
    writer.number(UInt64(transition.peer.port), &line)
    writer.name(states[Int(transition.from.rawValue)], &line)
    writer.name(states[Int(transition.to.rawValue)], &line)
    writer.end(&line)
  }
}
