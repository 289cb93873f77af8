import Records

/// The tables, indexes and views of a store, as SQL.
///
/// The tables of records follow from the records' schemas. A file says what it is by SQLite's `application_id` and
/// `user_version`. A new column does not change the version: older files get it when they are written, and have nulls in
/// it when they are read.
enum StoreSchema {
  /// `application_id` of a store: "tcpi".
  static let application: Int64 = 0x7463_7069
  /// `user_version` of a store: it changes when a column is renamed or removed, or gets another type.
  static let version: Int64 = 1

  /// The statements that make an empty file a store, or add what an older one lacks.
  static func creation(of tables: [StoreTable]) -> [String] {
    var statements = [
      """
      CREATE TABLE IF NOT EXISTS capture(id INTEGER PRIMARY KEY, saved INTEGER NOT NULL, \
      complete INTEGER NOT NULL, program TEXT NOT NULL, source TEXT NOT NULL, interface TEXT, \
      filter TEXT NOT NULL, options TEXT NOT NULL, identity TEXT, nanoseconds INTEGER NOT NULL, \
      link_types TEXT NOT NULL, packets INTEGER, first INTEGER, last INTEGER, received INTEGER, \
      dropped INTEGER, notes TEXT) STRICT
      """,
      """
      CREATE TABLE IF NOT EXISTS file(capture INTEGER NOT NULL, position INTEGER NOT NULL, \
      path TEXT NOT NULL, bytes INTEGER, sha256 TEXT, link_type TEXT NOT NULL, given TEXT, \
      PRIMARY KEY(capture, position)) STRICT, WITHOUT ROWID
      """,
    ]
    for table in tables {
      for part in 0..<min(table.partCount, 2) {
        let columns = lead(part).map { "\($0) NOT NULL" } + ownColumns(of: table, part: part)
        statements.append(
          "CREATE TABLE IF NOT EXISTS \(name(of: table, part: part))"
            + "(\(columns.joined(separator: ", "))) STRICT")
      }
    }
    return statements
  }

  /// The columns of a record's table with their types.
  static func ownColumns(of table: StoreTable, part: Int) -> [String] {
    var columns = table.columns.filter { $0.part == part }
      .map { "\(StoreTable.quoted($0.name)) \($0.type)" }
    if table.partCount > 1, part == 0 {
      columns += TableWriter.sums.map { "\(StoreTable.quoted($0)) INTEGER" }
    }
    return columns
  }

  /// The name of the table of a part.
  static func name(of table: StoreTable, part: Int) -> String {
    part == 0 ? table.name : "direction"
  }

  /// The columns before those of the record.
  private static func lead(_ part: Int) -> [String] {
    part == 0
      ? ["capture INTEGER"]
      : ["id INTEGER PRIMARY KEY", "capture INTEGER", "connection INTEGER", "sender TEXT"]
  }

  /// The statement that inserts a part of a record.
  static func insertion(of table: StoreTable, part: Int) -> String {
    var names = lead(part).map { String($0.prefix { $0 != " " }) }
    names += table.columns.filter { $0.part == part }.map { StoreTable.quoted($0.name) }
    if table.partCount > 1, part == 0 { names += TableWriter.sums.map(StoreTable.quoted) }
    let values = names.indices.map { "?\($0 + 1)" }.joined(separator: ",")
    return "INSERT INTO \(name(of: table, part: part))(\(names.joined(separator: ",")))"
      + " VALUES(\(values))"
  }

  /// The statement that selects all columns of the records of a capture in their order.
  static func selection(
    of table: StoreTable, known: [String: Set<String>], _ selection: StoreSelection
  ) -> String {
    let columns = table.columns.map { column in
      let owner = name(of: table, part: column.part)
      let isKnown = known[owner]?.contains(column.name) ?? false
      return isKnown ? "p\(column.part).\(StoreTable.quoted(column.name))" : "NULL"
    }
    var sql = "SELECT \(columns.joined(separator: ",")) FROM \(table.name) p0"
    for part in 1..<max(table.partCount, 1) {
      sql += " LEFT JOIN direction p\(part) ON p\(part).id = p0.rowid * 2 + \(part - 1)"
    }
    sql += " WHERE p0.capture = ?1"
    let condition = selection.condition(on: table.name)
    if !condition.isEmpty { sql += " AND \(condition)" }
    sql += " ORDER BY \(selection.order.isEmpty ? "p0.rowid" : selection.order)"
    return sql + (selection.limit.map { " LIMIT \($0)" } ?? "")
  }

  /// The indexes that answer questions about connections: by time, endpoints, identifiers and names.
  static let indexes = [
    "connection_key ON connection(capture, connection)",
    "connection_start ON connection(start)",
    "connection_client ON connection(client_address, ip_bytes)",
    "connection_server ON connection(server_address, server_port, ip_bytes)",
    "connection_service ON connection(application, protocol, ip_bytes)",
    "connection_result ON connection(result, server_address, server_port)",
    "connection_community ON connection(community_id)",
    "connection_uid ON connection(uid)",
    "connection_name ON connection(tls_server_name) WHERE tls_server_name IS NOT NULL",
    "connection_ja4 ON connection(tls_ja4) WHERE tls_ja4 IS NOT NULL",
    "connection_retransmitted ON connection(retransmitted_packets)"
      + " WHERE retransmitted_packets > 0",
    "connection_handshake ON connection(handshake_rtt) WHERE handshake_rtt IS NOT NULL",
    "direction_key ON direction(capture, connection)",
    "transition_key ON transition(capture, connection)",
    "event_key ON event(capture, connection)",
    "event_kind ON event(kind, capture, connection)",
    "round_key ON round(capture, connection)",
    "sender_key ON sender(capture, connection)",
    "sender_algorithm ON sender(algorithm)",
    "sender_closed ON sender(capture, connection) WHERE receiver_zero_windows != '[]'",
    "finding_key ON finding(capture, connection)",
  ].map { "CREATE INDEX IF NOT EXISTS \($0)" }

  /// The views: Zeek's conn.log, and what is wrong.
  static let views = [
    """
    CREATE VIEW IF NOT EXISTS conn_log AS SELECT c.start / 1e9 AS ts, c.uid AS uid, \
    c.client_address AS "id.orig_h", \
    CASE WHEN c.protocol LIKE 'icmp%' THEN c.icmp_type ELSE c.client_port END AS "id.orig_p", \
    c.server_address AS "id.resp_h", \
    CASE WHEN c.protocol LIKE 'icmp%' THEN c.icmp_code ELSE c.server_port END AS "id.resp_p", \
    CASE c.protocol WHEN 'icmp6' THEN 'icmp' WHEN 'quic' THEN 'udp' ELSE c.protocol END AS proto, \
    c.application AS service, c.duration / 1e9 AS duration, \
    CASE c.protocol WHEN 'tcp' THEN o.unique_payload_bytes + o.missed_bytes \
    ELSE o.payload_bytes END AS orig_bytes, \
    CASE c.protocol WHEN 'tcp' THEN r.unique_payload_bytes + r.missed_bytes \
    ELSE r.payload_bytes END AS resp_bytes, \
    c.conn_state AS conn_state, o.missed_bytes + r.missed_bytes AS missed_bytes, \
    c.history AS history, o.packets AS orig_pkts, o.ip_bytes AS orig_ip_bytes, \
    r.packets AS resp_pkts, r.ip_bytes AS resp_ip_bytes, c.vlan AS vlan, \
    c.community_id AS community_id, c.capture AS capture, c.connection AS connection \
    FROM connection c JOIN direction o ON o.id = c.rowid * 2 \
    JOIN direction r ON r.id = c.rowid * 2 + 1
    """,
    """
    CREATE VIEW IF NOT EXISTS problems AS SELECT f.capture AS capture, \
    f.connection AS connection, f.kind AS kind, f.confidence AS confidence, \
    f.time_lost / 1e9 AS seconds_lost, f.sender AS sender, c.client_address AS client, \
    c.client_port AS client_port, c.server_address AS server, c.server_port AS server_port, \
    c.start AS start, f.summary AS summary FROM finding f \
    LEFT JOIN connection c ON c.capture = f.capture AND c.connection = f.connection \
    WHERE f.severity = 'problem' ORDER BY f.time_lost DESC NULLS LAST
    """,
  ]
}
