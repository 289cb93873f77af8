import Records
public import SystemServices

/// Reads the records of captures back from a store.
public struct StoreReader: ~Copyable {
  private let path: String
  private let database: Database
  private let tables: [StoreTable]
  private let known: [String: Set<String>]
  /// The captures in the store, the first one first.
  public let captures: [StoredCapture]
  /// The notes of each capture.
  public let notes: [[String]]

  /// Opens a store.
  ///
  /// - Throws: why it cannot be read.
  public init(path: String, _ columns: StoredColumns) throws(IOError) {
    self.path = path
    tables = columns.tables
    let database = try StoreFile.open(path, QueryBounds(seconds: .infinity, memory: 1 << 32))
    (known, captures, notes) = try Self.content(database, path)
    self.database = database
  }

  private static func content(
    _ database: borrowing Database, _ path: String
  ) throws(IOError) -> ([String: Set<String>], [StoredCapture], [[String]]) {
    do throws(SQLiteError) {
      let known = try StoreFile.columns(database)
      let hasGiven = known["file"]?.contains("given") ?? false
      let (captures, notes) = try captures(database, hasGiven: hasGiven)
      return (known, captures, notes)
    } catch {
      throw StoreFile.error(error, path)
    }
  }

  private static func captures(
    _ database: borrowing Database, hasGiven: Bool
  ) throws(SQLiteError) -> ([StoredCapture], [[String]]) {
    var (captures, notes) = ([] as [StoredCapture], [] as [[String]])
    let statement = try database.statement(
      "SELECT id, saved, complete, program, interface, filter, options, nanoseconds, notes "
        + "FROM capture ORDER BY id")
    while try statement.step() {
      var capture = StoredCapture(
        program: statement.text(3), files: [],
        interface: statement.kind(of: 4) == .null ? nil : statement.text(4),
        filter: statement.text(5), options: statement.text(6), isFine: statement.integer(7) != 0)
      capture.id = statement.integer(0)
      capture.saved = statement.integer(1)
      capture.isComplete = statement.integer(2) != 0
      captures.append(capture)
      notes.append(statement.text(8).split(separator: "\n").map(String.init))
    }
    let files = try database.statement(
      "SELECT capture, path, bytes, sha256, link_type, \(hasGiven ? "given" : "NULL") "
        + "FROM file ORDER BY capture, position")
    while try files.step() {
      guard let index = captures.firstIndex(where: { $0.id == files.integer(0) }) else { continue }
      var file = StoredCapture.File(
        path: files.text(1), bytes: files.kind(of: 2) == .null ? nil : Int(files.integer(2)),
        digest: files.kind(of: 3) == .null ? nil : files.text(3), linkType: files.text(4))
      file.given = files.kind(of: 5) == .null ? nil : files.text(5)
      captures[index].files.append(file)
    }
    return (captures, notes)
  }

  /// The number of connections of a capture.
  ///
  /// - Throws: the error of reading.
  public func connectionCount(of capture: Int64) throws(IOError) -> UInt64 {
    do throws(SQLiteError) {
      let sql = "SELECT coalesce(max(connection) + 1, 0) FROM connection WHERE capture = \(capture)"
      return UInt64(clamping: try StoreFile.integer(sql, database))
    } catch {
      throw StoreFile.error(error, path)
    }
  }

  /// Calls `body` with the row of each selected record of a capture.
  ///
  /// - Parameters:
  ///   - kind: the kind of records.
  ///   - capture: the number of the capture.
  ///   - selection: which records, and in what order.
  ///   - body: receives each row.
  /// - Throws: the error of reading, or of `body`.
  public func read(
    _ kind: StoredRecord, of capture: Int64, _ selection: StoreSelection,
    _ body: (Span<UInt8>) throws(IOError) -> Void
  ) throws(IOError) {
    do {
      var reader = try TableReader(
        tables[kind.rawValue], known: known, selection, capture: capture, database)
      var failure: IOError?
      var isWanted = true
      while isWanted {
        isWanted = try reader.next { row in
          do throws(IOError) { try body(row) } catch { failure = error }
        }
        if let failure { throw failure }
      }
    } catch let error as IOError {
      throw error
    } catch let error as SQLiteError {
      if database.stop == .interrupted {
        throw IOError(.interrupted, subject: path, reason: "interrupted")
      }
      throw StoreFile.error(error, path)
    } catch let error as TableReader.Damage {
      throw IOError(
        .malformed, subject: path,
        reason: "\(kind.tableName).\(error.column) has a value that tcpinspect does not write")
    } catch {
      throw IOError(.malformed, subject: path, reason: "\(error)")
    }
  }
}
