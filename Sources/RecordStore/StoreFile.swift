import SystemServices

/// What a store and its errors share.
enum StoreFile {
  /// Checks that a database is a store that this program can read; an empty file is none yet.
  ///
  /// - Throws: what it is instead.
  static func check(
    _ database: borrowing Database, _ path: String, allowsEmpty: Bool
  ) throws(IOError) -> Bool {
    do throws(SQLiteError) {
      let application = try integer("PRAGMA application_id", database)
      let version = try integer("PRAGMA user_version", database)
      let isEmpty = try integer("SELECT count(*) FROM sqlite_master", database) == 0
      if isEmpty, application == 0 {
        if allowsEmpty { return false }
        throw SQLiteError(code: -1, reason: "is an empty database; tcpinspect save fills one")
      }
      guard application == StoreSchema.application else {
        throw SQLiteError(
          code: -1, reason: "is a database of another program, none that tcpinspect save made")
      }
      guard version <= StoreSchema.version else {
        throw SQLiteError(
          code: -1,
          reason: "was made by a newer tcpinspect: its layout is version \(version), "
            + "this program's \(StoreSchema.version)")
      }
      return true
    } catch {
      throw Self.error(error, path)
    }
  }

  /// The first value of a statement as a number.
  static func integer(
    _ sql: String, _ database: borrowing Database
  ) throws(SQLiteError) -> Int64 {
    let statement = try database.statement(sql)
    return try statement.step() ? statement.integer(0) : 0
  }

  /// The columns that the tables of a file have.
  static func columns(_ database: borrowing Database) throws(SQLiteError) -> [String: Set<String>] {
    let statement = try database.statement(
      "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c"
        + " WHERE t.type = 'table'")
    var columns: [String: Set<String>] = [:]
    while try statement.step() { columns[statement.text(0), default: []].insert(statement.text(1)) }
    return columns
  }

  /// An error about a file in one line.
  static func error(_ error: SQLiteError, _ path: String) -> IOError {
    switch error {
    case _ where error.isFull:
      return IOError(
        .outOfSpace, subject: path, reason: "the disk is full",
        advice: "the file has what was saved up to the last second")
    case _ where error.isBusy:
      return IOError(.system, subject: path, reason: "another program is writing into it")
    case _ where error.isNoDatabase:
      return IOError(.malformed, subject: path, reason: "is no database that tcpinspect save made")
    case _ where error.isCorrupt:
      return IOError(.malformed, subject: path, reason: "is damaged: \(error.reason)")
    case _ where error.isReadOnly:
      return IOError(
        .permission, subject: path, reason: "cannot be written: \(error.reason)")
    case _ where error.cannotOpen:
      return IOError(
        .notFound, subject: path, reason: "cannot be opened as a database",
        advice: SystemFiles.exists(path)
          ? "a file that save was stopped at needs a folder that can be written" : nil)
    case _ where error.code < 0:
      return IOError(.malformed, subject: path, reason: error.reason)
    default:
      return IOError(.system, subject: path, reason: error.reason)
    }
  }
}

extension StoreFile {
  /// Opens a store to read it.
  ///
  /// - Throws: why it cannot be read.
  static func open(_ path: String, _ bounds: QueryBounds) throws(IOError) -> Database {
    guard SystemFiles.exists(path) else {
      throw IOError(.notFound, subject: path, reason: "No such file or directory")
    }
    let database: Database
    do throws(SQLiteError) {
      database = try Database(
        reading: path, seconds: bounds.seconds, memory: bounds.memory,
        isInterrupted: { Interruption.isRequested })
    } catch {
      throw Self.error(error, path)
    }
    _ = try check(database, path, allowsEmpty: false)
    return database
  }
}
