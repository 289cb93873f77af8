internal import CSQLite

// The door to SQLite: the only file of this target with `unsafe`. Handles are private, owned by one value each, and
// closed with it; texts are copied by SQLite before a call returns, or lent for the time of a call.

/// Why SQLite refused something, in its words.
struct SQLiteError: Error {
  /// SQLite's extended result.
  var code: Int32
  var reason: String
  /// The position in the SQL text, in bytes; nil if it has none.
  var offset: Int?

  /// The result without its extension.
  var primary: Int32 { code & 0xff }
  var isFull: Bool { primary == SQLITE_FULL }
  var isBusy: Bool { primary == SQLITE_BUSY || primary == SQLITE_LOCKED }
  var isNoDatabase: Bool { primary == SQLITE_NOTADB }
  var isCorrupt: Bool { primary == SQLITE_CORRUPT }
  var isOutOfMemory: Bool { primary == SQLITE_NOMEM }
  var isDenied: Bool { primary == SQLITE_AUTH }
  var isReadOnly: Bool { primary == SQLITE_READONLY }
  var cannotOpen: Bool { primary == SQLITE_CANTOPEN }
}

/// An open database.
@safe
struct Database: ~Copyable {
  private let handle: OpaquePointer
  /// The bounds of a reader, which SQLite keeps a pointer to; nil for a writer.
  private let bounds: UnsafeMutablePointer<csqlite_bounds>?

  /// What ended a statement before its end.
  enum Stop { case timedOut, interrupted }

  /// Opens a database to write it.
  ///
  /// - Throws: why it cannot be opened.
  init(writing path: String, creates: Bool) throws(SQLiteError) {
    var opened: OpaquePointer?
    // The shim reads the path and writes the variable during the call.
    let result = unsafe csqlite_open(path, creates, &opened)
    unsafe bounds = nil
    unsafe handle = try Self.checked(result, opened)
  }

  /// Opens a database to read it with anyone's SQL.
  ///
  /// - Throws: why it cannot be opened.
  init(
    reading path: String, seconds: Double, memory: Int64,
    isInterrupted: @convention(c) () -> Bool
  ) throws(SQLiteError) {
    let limits = UnsafeMutablePointer<csqlite_bounds>.allocate(capacity: 1)
    unsafe limits.initialize(
      to: csqlite_bounds(
        seconds: seconds, memory: memory, is_interrupted: isInterrupted, deadline: 0, stop: 0))
    var opened: OpaquePointer?
    // The bounds live until the database is closed.
    let result = unsafe csqlite_open_bounded(path, limits, &opened)
    do throws(SQLiteError) {
      unsafe handle = try Self.checked(result, opened)
    } catch {
      unsafe limits.deallocate()
      throw error
    }
    unsafe bounds = limits
  }

  /// The handle of an opened database; a refused one is closed.
  private static func checked(
    _ result: Int32, _ opened: OpaquePointer?
  ) throws(SQLiteError) -> OpaquePointer {
    guard let handle = unsafe opened else {
      throw SQLiteError(code: SQLITE_NOMEM, reason: "out of memory")
    }
    guard result == SQLITE_OK else {
      let error = unsafe Self.error(result, handle)
      unsafe sqlite3_close_v2(handle)
      throw error
    }
    return unsafe handle
  }

  deinit {
    // Statements borrow the database, and are gone by now; if not, SQLite closes it with the last one.
    unsafe sqlite3_close_v2(handle)
    if let bounds = unsafe bounds { unsafe bounds.deallocate() }
  }

  /// Why a reader's statement ended early; nil if it did not.
  var stop: Stop? {
    guard let bounds = unsafe bounds else { return nil }
    switch Int(unsafe bounds.pointee.stop) {
    case CSQLITE_TIMED_OUT: return .timedOut
    case CSQLITE_INTERRUPTED: return .interrupted
    default: return nil
    }
  }

  /// Begins the time that a reader's next statement may take.
  func start() { if let bounds = unsafe bounds { unsafe csqlite_start(bounds) } }

  /// The row that the last insertion made.
  var lastRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// Runs statements without results.
  ///
  /// - Throws: the error of one of them.
  func run(_ sql: String) throws(SQLiteError) {
    let result = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    if result != SQLITE_OK { throw unsafe Self.error(result, handle) }
  }

  /// Compiles the first statement of a text.
  ///
  /// - Parameters:
  ///   - sql: the text.
  ///   - used: the number of its bytes up to the end of the statement.
  /// - Returns: the statement; nil if there is none, as in a comment.
  /// - Throws: what SQLite does not understand, and where.
  func prepare(_ sql: [UInt8], used: inout Int) throws(SQLiteError) -> Statement? {
    var compiled: OpaquePointer?
    used = sql.count
    var end = 0
    // SQLite reads the bytes during the call, and returns the end of the statement in them.
    let result = unsafe sql.withUnsafeBufferPointer { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { text in
        var tail: UnsafePointer<CChar>?
        let result = unsafe sqlite3_prepare_v3(
          handle, text.baseAddress, Int32(clamping: text.count), UInt32(SQLITE_PREPARE_PERSISTENT),
          &compiled, &tail)
        if let start = text.baseAddress, let tail = unsafe tail { end = unsafe tail - start }
        return result
      }
    }
    if result != SQLITE_OK {
      var error = unsafe Self.error(result, handle)
      let offset = unsafe sqlite3_error_offset(handle)
      error.offset = offset < 0 ? nil : Int(offset)
      throw error
    }
    used = end
    guard let compiled = unsafe compiled else { return nil }
    return unsafe Statement(compiled)
  }

  /// Compiles a statement of this program.
  ///
  /// - Throws: why SQLite refuses it.
  func statement(_ sql: String) throws(SQLiteError) -> Statement {
    var used = 0
    guard let statement = try prepare(Array(sql.utf8), used: &used) else {
      throw SQLiteError(code: SQLITE_ERROR, reason: "no statement")
    }
    return statement
  }

  private static func error(_ code: Int32, _ handle: OpaquePointer) -> SQLiteError {
    let text = unsafe sqlite3_errmsg(handle)
    let reason = unsafe text.map { unsafe String(cString: $0) } ?? "unknown error"
    return SQLiteError(code: code, reason: reason)
  }
}

/// A compiled statement.
@safe
struct Statement: ~Copyable {
  private let handle: OpaquePointer

  fileprivate init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe sqlite3_finalize(handle) }

  /// A value of a result.
  enum Kind { case null, integer, real, text, blob }

  // MARK: Parameters, from 1

  func bindNull(_ parameter: Int) { unsafe sqlite3_bind_null(handle, Int32(parameter)) }

  func bind(_ value: Int64, _ parameter: Int) {
    unsafe sqlite3_bind_int64(handle, Int32(parameter), value)
  }

  func bind(_ value: Double, _ parameter: Int) {
    unsafe sqlite3_bind_double(handle, Int32(parameter), value)
  }

  /// Binds a copy of a text.
  func bind(_ text: Span<UInt8>, _ parameter: Int) {
    unsafe text.withUnsafeBufferPointer { bytes in
      _ = unsafe csqlite_bind_text(
        handle, Int32(parameter), UnsafeRawPointer(bytes.baseAddress), bytes.count)
    }
  }

  /// Binds a copy of a text.
  func bind(_ text: String, _ parameter: Int) { bind(text.utf8Span.span, parameter) }

  /// Sets all parameters to null.
  func clear() { unsafe sqlite3_clear_bindings(handle) }

  // MARK: Results, columns from 0

  /// Advances to the next row; returns false behind the last one.
  ///
  /// - Throws: the error that ended the statement.
  func step() throws(SQLiteError) -> Bool {
    let result = unsafe sqlite3_step(handle)
    if result == SQLITE_ROW { return true }
    if result == SQLITE_DONE { return false }
    let text = unsafe sqlite3_errmsg(sqlite3_db_handle(handle))
    let reason = unsafe text.map { unsafe String(cString: $0) } ?? "unknown error"
    unsafe sqlite3_reset(handle)
    throw SQLiteError(code: result, reason: reason)
  }

  /// Runs a statement without results, and makes it ready to run again.
  ///
  /// - Throws: its error.
  func run() throws(SQLiteError) {
    while try step() {}
    unsafe sqlite3_reset(handle)
  }

  /// Whether it cannot change anything.
  var isReadOnly: Bool { unsafe sqlite3_stmt_readonly(handle) != 0 }

  var columnCount: Int { Int(unsafe sqlite3_column_count(handle)) }

  func name(of column: Int) -> String {
    unsafe sqlite3_column_name(handle, Int32(column)).map { unsafe String(cString: $0) } ?? ""
  }

  /// The names of all columns.
  var names: [String] { (0..<columnCount).map { name(of: $0) } }

  func kind(of column: Int) -> Kind {
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }

  func integer(_ column: Int) -> Int64 { unsafe sqlite3_column_int64(handle, Int32(column)) }

  func real(_ column: Int) -> Double { unsafe sqlite3_column_double(handle, Int32(column)) }

  /// Lends the bytes of a text or a blob.
  func withBytes<Result>(_ column: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    // The bytes are valid until the statement advances, which it cannot do during the call.
    guard let start = unsafe sqlite3_column_blob(handle, Int32(column)) else { return body(Span()) }
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
    return unsafe body(Span(_unsafeBytes: bytes))
  }

  /// A text; bytes that are no UTF-8 are replaced.
  func text(_ column: Int) -> String {
    withBytes(column) { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
  }
}
