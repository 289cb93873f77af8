public import CongestionInference
public import ConnectionTracking
public import FloodDetection
import TextOutput

/// Encodes values as rows of a schema's columns, for stores; see ``RowCell``.
public struct RowEncoder<Schema: RecordSchema>: ~Copyable {
  private var writer: RowWriter

  /// Creates an encoder; create one for all records of a kind.
  public init() { writer = RowWriter(Schema.self) }

  /// Appends the row of a value.
  ///
  /// Each schema has a public `append` that calls it: there the compiler specialises it.
  @inline(__always)
  package mutating func encode(_ value: borrowing Schema.Value) {
    writer.begin()
    Schema.write(value, to: &writer)
  }

  /// Calls `body` with the row and removes it.
  ///
  /// - Throws: the error of `body`; the row is removed then, too.
  public mutating func take<E: Error>(_ body: (Span<UInt8>) throws(E) -> Void) throws(E) {
    try writer.row.take(body)
  }
}

extension RowEncoder<ConnectionSchema> {
  /// Appends the row of a connection.
  public mutating func append(_ connection: borrowing ConnectionSummary) { encode(connection) }
}

extension RowEncoder<TransitionSchema> {
  /// Appends the row of a transition.
  public mutating func append(_ transition: StateTransition) { encode(transition) }
}

extension RowEncoder<EventSchema> {
  /// Appends the row of an event.
  public mutating func append(_ event: SegmentEvent) { encode(event) }
}

extension RowEncoder<RoundTripSchema> {
  /// Appends the row of a round trip.
  public mutating func append(_ round: RoundTripRecord) { encode(round) }
}

extension RowEncoder<CongestionSchema> {
  /// Appends the row of a verdict.
  public mutating func append(_ verdict: borrowing CongestionVerdict) { encode(verdict) }
}

extension RowEncoder<AlertSchema> {
  /// Appends the row of an alert.
  public mutating func append(_ alert: borrowing FloodAlert) { encode(alert) }
}

extension RowEncoder<ServiceSchema> {
  /// Appends the row of a service.
  public mutating func append(_ service: Service) { encode(service) }
}
