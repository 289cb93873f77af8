import BasicContainers
import InternetTypes
public import SystemServices

/// Writes the records of captures into a store.
///
/// Rows are written in transactions of a second: a program that is killed leaves a file with everything up to the last
/// one.
public struct StoreWriter: ~Copyable {
  private let path: String
  private let database: Database
  private let tables: [StoreTable]
  private var writers: UniqueArray<TableWriter>
  private var capture: Int64 = 0
  private var transactionStart = ContinuousClock.now
  private var isInTransaction = false
  /// Rows since the clock was read.
  private var pending = 0
  /// How many rows of each kind were written.
  public private(set) var counts = [Int](repeating: 0, count: StoredRecord.allCases.count)

  /// How long a transaction is.
  private static let interval = Duration.seconds(1)
  /// The clock is read once in so many rows.
  private static let clockInterval = 512

  /// Opens a store, or creates one, and adds what an older one lacks.
  ///
  /// - Throws: if the file is something else, or cannot be written.
  public init(path: String, _ columns: StoredColumns) throws(IOError) {
    self.path = path
    tables = columns.tables
    let database = try Self.open(path)
    let isStore = try StoreFile.check(database, path, allowsEmpty: true)
    writers = try Self.prepared(database, columns.tables, path, isStore: isStore)
    self.database = database
  }

  private static func open(_ path: String) throws(IOError) -> Database {
    do throws(SQLiteError) {
      return try Database(writing: path, creates: true)
    } catch {
      throw StoreFile.error(error, path)
    }
  }

  /// Makes a file a store, or adds what an older one lacks; the writers of its tables.
  private static func prepared(
    _ database: borrowing Database, _ tables: [StoreTable], _ path: String, isStore: Bool
  ) throws(IOError) -> UniqueArray<TableWriter> {
    do throws(SQLiteError) {
      try database.run("BEGIN IMMEDIATE")
      if !isStore {
        try database.run("PRAGMA application_id = \(StoreSchema.application)")
        try database.run("PRAGMA user_version = \(StoreSchema.version)")
      }
      for sql in StoreSchema.creation(of: tables) { try database.run(sql) }
      try addColumns(to: tables, database)
      for sql in StoreSchema.views { try database.run(sql) }
      try database.run("COMMIT")
      var writers = UniqueArray<TableWriter>()
      for table in tables { writers.append(try TableWriter(table, database)) }
      return writers
    } catch {
      throw StoreFile.error(error, path)
    }
  }

  /// Adds the columns that an older file lacks.
  private static func addColumns(
    to tables: [StoreTable], _ database: borrowing Database
  ) throws(SQLiteError) {
    let known = try StoreFile.columns(database)
    if let file = known["file"], !file.contains("given") {
      try database.run("ALTER TABLE file ADD COLUMN given TEXT")
    }
    for table in tables {
      for part in 0..<min(table.partCount, 2) {
        let owner = StoreSchema.name(of: table, part: part)
        for column in StoreSchema.ownColumns(of: table, part: part)
        where !(known[owner]?.contains(name(column)) ?? false) {
          try database.run("ALTER TABLE \(owner) ADD COLUMN \(column)")
        }
      }
    }
  }

  /// The name of a column in its definition.
  private static func name(_ definition: String) -> String {
    String(definition.dropFirst().prefix { $0 != "\"" })
  }

  /// The complete capture of the same files in the same way, if there is one; an incomplete one is removed.
  ///
  /// - Throws: the error of reading or removing.
  public mutating func existing(_ capture: StoredCapture) throws(IOError) -> StoredCapture? {
    guard let identity = capture.identity else { return nil }
    do throws(SQLiteError) {
      let statement = try database.statement(
        "SELECT id, saved, complete FROM capture WHERE identity = ?1 ORDER BY complete DESC")
      statement.bind(identity, 1)
      var partial: [Int64] = []
      while try statement.step() {
        if statement.integer(2) != 0 {
          var found = capture
          (found.id, found.saved) = (statement.integer(0), statement.integer(1))
          return found
        }
        partial.append(statement.integer(0))
      }
      for id in partial { try remove(id) }
      return nil
    } catch {
      throw StoreFile.error(error, path)
    }
  }

  private func remove(_ capture: Int64) throws(SQLiteError) {
    try database.run("BEGIN IMMEDIATE")
    for name in tables.map(\.name) + ["direction", "file"] {
      try database.run("DELETE FROM \(name) WHERE capture = \(capture)")
    }
    try database.run("DELETE FROM capture WHERE id = \(capture); COMMIT")
  }

  /// Begins a capture; `isLive` makes indexes now, so that questions are fast while it goes on.
  ///
  /// - Throws: the error of writing.
  public mutating func begin(_ described: StoredCapture, isLive: Bool) throws(IOError) -> Int64 {
    do throws(SQLiteError) {
      // Readers see the last transaction meanwhile, and a killed program leaves it.
      try database.run("PRAGMA journal_mode = WAL")
      try database.run("PRAGMA synchronous = NORMAL")
      try database.run("PRAGMA wal_autocheckpoint = 4000")
      if isLive { try createIndexes() }
      try beginTransaction()
      let statement = try database.statement(
        "INSERT INTO capture(saved, complete, program, source, interface, filter, options, "
          + "identity, nanoseconds, link_types) VALUES(?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
      let now = SystemClock.now
      statement.bind(now.seconds &* 1_000_000_000 &+ now.nanoseconds, 1)
      statement.bind(described.program, 2)
      statement.bind(isLive ? "interface" : "files", 3)
      if let interface = described.interface { statement.bind(interface, 4) }
      statement.bind(described.filter, 5)
      statement.bind(described.options, 6)
      if let identity = described.identity { statement.bind(identity, 7) }
      statement.bind(described.isFine ? Int64(1) : 0, 8)
      let types = Set(described.files.map(\.linkType)).sorted()
      statement.bind("[\(types.map { "\"\($0)\"" }.joined(separator: ","))]", 9)
      try statement.run()
      capture = database.lastRow
      for (position, file) in described.files.enumerated() {
        try insert(file, at: position)
      }
      try commit()
    } catch {
      throw StoreFile.error(error, path)
    }
    return capture
  }

  private func insert(_ file: StoredCapture.File, at position: Int) throws(SQLiteError) {
    let statement = try database.statement(
      "INSERT INTO file(capture, position, path, bytes, sha256, link_type, given) "
        + "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
    statement.bind(capture, 1)
    statement.bind(Int64(position), 2)
    statement.bind(file.path, 3)
    if let bytes = file.bytes { statement.bind(Int64(bytes), 4) }
    if let digest = file.digest { statement.bind(digest, 5) }
    statement.bind(file.linkType, 6)
    if let given = file.given { statement.bind(given, 7) }
    try statement.run()
  }

  /// Inserts the row of a record.
  ///
  /// - Throws: the error of writing.
  public mutating func insert(_ kind: StoredRecord, _ row: Span<UInt8>) throws(IOError) {
    do throws(SQLiteError) {
      if !isInTransaction { try beginTransaction() }
      try writers[kind.rawValue].insert(row, capture: capture, database)
      counts[kind.rawValue] &+= 1
      pending &+= 1
      if pending >= Self.clockInterval { try commitIfDue() }
    } catch {
      throw StoreFile.error(error, path)
    }
  }

  /// Ends the transaction if it is a second old.
  ///
  /// - Throws: the error of writing.
  public mutating func flush() throws(IOError) {
    do throws(SQLiteError) {
      try commitIfDue()
    } catch {
      throw StoreFile.error(error, path)
    }
  }

  private mutating func commitIfDue() throws(SQLiteError) {
    pending = 0
    guard isInTransaction, ContinuousClock.now - transactionStart >= Self.interval else { return }
    try commit()
  }

  private mutating func beginTransaction() throws(SQLiteError) {
    try database.run("BEGIN IMMEDIATE")
    isInTransaction = true
    transactionStart = ContinuousClock.now
  }

  private mutating func commit() throws(SQLiteError) {
    try database.run("COMMIT")
    isInTransaction = false
  }

  private func createIndexes() throws(SQLiteError) {
    for sql in StoreSchema.indexes { try database.run(sql) }
  }

  /// Ends the capture: its totals, indexes, and one file without a journal beside it.
  ///
  /// - Throws: the error of writing.
  public mutating func finish(_ totals: StoredTotals) throws(IOError) {
    do throws(SQLiteError) {
      if !isInTransaction { try beginTransaction() }
      let statement = try database.statement(
        "UPDATE capture SET complete = ?2, packets = ?3, first = ?4, last = ?5, received = ?6, "
          + "dropped = ?7, notes = ?8 WHERE id = ?1")
      statement.bind(capture, 1)
      statement.bind(totals.isComplete ? Int64(1) : 0, 2)
      statement.bind(Int64(clamping: totals.packets), 3)
      for (index, value) in [totals.first, totals.last, totals.received, totals.dropped]
        .enumerated()
      {
        if let value { statement.bind(value, 4 + index) }
      }
      statement.bind(totals.notes.joined(separator: "\n"), 8)
      try statement.run()
      try commit()
      try createIndexes()
    } catch {
      throw StoreFile.error(error, path)
    }
    // Readers may have the file open: it is whole with its journal, too.
    try? database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    try? database.run("PRAGMA journal_mode = DELETE")
  }
}
