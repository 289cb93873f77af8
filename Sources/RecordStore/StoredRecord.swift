public import Records

/// A kind of record in a store.
public enum StoredRecord: Int, CaseIterable, Sendable {
  case connection, transition, event, round, sender, alert, finding, service

  /// The name of its table.
  public var tableName: String {
    switch self {
    case .connection: "connection"
    case .transition: "transition"
    case .event: "event"
    case .round: "round"
    case .sender: "sender"
    case .alert: "alert"
    case .finding: "finding"
    case .service: "service"
    }
  }
}

/// The columns of all kinds of records, by which a store's tables are made.
public struct StoredColumns: Sendable {
  let tables: [StoreTable]

  /// The columns, given for each kind.
  public init(_ columns: (StoredRecord) -> RecordColumns) {
    tables = StoredRecord.allCases.map { StoreTable($0.tableName, columns($0)) }
  }
}
