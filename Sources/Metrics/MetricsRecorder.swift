public import ConnectionTracking

/// Adds findings to a table of metrics.
///
/// An event names its connection, and only the end of a connection its service: until then its retransmissions are kept,
/// for a limited number of connections.
public struct MetricsRecorder: ~Copyable {
  /// The numbers so far.
  public var table = MetricsTable()
  /// Retransmissions by cause of connections that have not ended.
  private var retransmissions: [UInt64: [UInt32]] = [:]

  /// The most connections whose retransmissions are kept; those of others are counted for no service.
  private static var keptLimit: Int { 65_536 }

  /// Nothing was captured.
  public init() {}

  /// Takes an event.
  public mutating func take(_ event: SegmentEvent) {
    table.note(event)
    guard let cause = MetricsTable.cause(of: event.kind) else { return }
    guard retransmissions.count < Self.keptLimit || retransmissions[event.connection] != nil else {
      table.add(event)
      return
    }
    let none = [UInt32](repeating: 0, count: MetricsTable.causes.count)
    retransmissions[event.connection, default: none][cause] &+= 1
  }

  /// Takes a connection that ended.
  public mutating func take(_ connection: borrowing ConnectionSummary) {
    let kept = retransmissions.isEmpty ? nil : retransmissions.removeValue(forKey: connection.index)
    table.add(connection, kept)
  }
}
