public import SystemServices

/// The bounds of a query.
public struct QueryBounds: Sendable {
  /// How long it may take, in seconds.
  public var seconds: Double
  /// The most memory, in bytes.
  public var memory: Int64

  /// Bounds by these numbers.
  public init(seconds: Double, memory: Int64) {
    self.seconds = seconds
    self.memory = memory
  }
}

/// Why a query failed.
public enum QueryError: Error {
  /// SQLite does not understand it, or it would do what is not allowed; the position is that of a character, from 1.
  case refused(reason: String, position: Int?)
  /// It took longer, or needed more memory, than its bounds allow.
  case bounded(reason: String)
  /// A signal ended it.
  case interrupted
  /// The file cannot be read.
  case failed(IOError)
}

/// A query in SQL to a store, which reads and can do nothing else.
public struct StoreQuery: ~Copyable {
  /// The kind of a value of a result.
  public enum Kind: Sendable { case null, integer, real, text, blob }

  private let path: String
  private let statement: Statement
  private let database: Database
  /// The names of the columns of the result.
  public let columns: [String]

  /// Opens a store, and compiles a query.
  ///
  /// - Throws: why the file cannot be read, or what is wrong with the query.
  public init(path: String, sql: String, bounds: QueryBounds) throws(QueryError) {
    self.path = path
    let database = try Self.open(path, bounds)
    let statement = try Self.compile(sql, database, path)
    database.start()
    columns = statement.names
    self.statement = statement
    self.database = database
  }

  private static func open(
    _ path: String, _ bounds: QueryBounds
  ) throws(QueryError) -> Database {
    do throws(IOError) {
      return try StoreFile.open(path, bounds)
    } catch {
      throw .failed(error)
    }
  }

  private static func compile(
    _ sql: String, _ database: borrowing Database, _ path: String
  ) throws(QueryError) -> Statement {
    let bytes = Array(sql.utf8)
    if bytes.contains(0) { throw .refused(reason: "the SQL has a character NUL", position: nil) }
    var used = 0
    let statement: Statement?
    do throws(SQLiteError) {
      statement = try database.prepare(bytes, used: &used)
    } catch {
      throw failure(error, database, path, bytes)
    }
    guard let statement else { throw .refused(reason: "the SQL has no statement", position: nil) }
    // A text behind the statement is a comment, or another statement.
    let rest = Array(bytes[used...])
    if hasStatement(rest, database) {
      let start = used + rest.prefix { $0 <= 0x20 }.count
      throw .refused(
        reason: "one statement is run at a time; another one begins here",
        position: position(of: start, in: bytes))
    }
    guard statement.isReadOnly else { throw .refused(reason: Self.onlyReads, position: nil) }
    return statement
  }

  private static func hasStatement(_ sql: [UInt8], _ database: borrowing Database) -> Bool {
    var used = 0
    do throws(SQLiteError) {
      return try database.prepare(sql, used: &used) != nil
    } catch {
      return true
    }
  }

  private static let onlyReads = "query only reads: SELECT, VALUES, EXPLAIN, and pragmas that read"

  private static func position(of offset: Int, in bytes: [UInt8]) -> Int {
    String(decoding: bytes.prefix(offset), as: UTF8.self).unicodeScalars.count + 1
  }

  private static func failure(
    _ error: SQLiteError, _ database: borrowing Database, _ path: String, _ bytes: [UInt8]
  ) -> QueryError {
    if let stop = database.stop {
      return stop == .interrupted
        ? .interrupted : .bounded(reason: "took longer than --time-limit allows")
    }
    if error.isOutOfMemory {
      return .bounded(reason: "needs more memory than --memory-limit allows")
    }
    if error.isDenied {
      let isFunction = error.reason.contains("function")
      return .refused(
        reason: isFunction ? error.reason : Self.onlyReads,
        position: error.offset.map { position(of: $0, in: bytes) })
    }
    if error.isCorrupt || error.isNoDatabase || error.isBusy || error.cannotOpen {
      return .failed(StoreFile.error(error, path))
    }
    return .refused(
      reason: error.reason, position: error.offset.map { position(of: $0, in: bytes) })
  }

  /// Advances to the next row; returns false behind the last one.
  ///
  /// - Throws: why it cannot.
  public func next() throws(QueryError) -> Bool {
    do throws(SQLiteError) {
      return try statement.step()
    } catch {
      throw Self.failure(error, database, path, [])
    }
  }

  /// The kind of a value of the row.
  public func kind(of column: Int) -> Kind {
    switch statement.kind(of: column) {
    case .null: .null
    case .integer: .integer
    case .real: .real
    case .text: .text
    case .blob: .blob
    }
  }

  /// A whole number of the row.
  public func integer(_ column: Int) -> Int64 { statement.integer(column) }

  /// A number of the row.
  public func real(_ column: Int) -> Double { statement.real(column) }

  /// A text of the row; bytes that are no UTF-8 are replaced.
  public func text(_ column: Int) -> String { statement.text(column) }

  /// The bytes of a text or a blob of the row.
  public func bytes(_ column: Int) -> [UInt8] {
    statement.withBytes(column) { bytes in bytes.indices.map { bytes[$0] } }
  }
}
