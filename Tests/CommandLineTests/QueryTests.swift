import Foundation
import Testing

/// Questions of anyone to a store, and files that are none: each is answered, or refused in one line.
@Suite struct QueryTests {
  /// A store with a capture.
  private final class Store {
    let folder: TemporaryFolder
    let path: String

    init() throws {
      folder = try TemporaryFolder()
      path = folder.path("store.db")
      let outcome = try tcpinspect("save", "-r", Package.fixture("ports.pcap"), path)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  @Test(arguments: [
    ("SELECT missing FROM connection", "SQL, character 8: no such column: missing"),
    ("SELEC 1", "SQL, character 1: near \"SELEC\": syntax error"),
    ("SELECT 'é', x", "SQL, character 13: no such column: x"),
    ("SELECT 1; SELECT 2", "SQL, character 11: one statement is run at a time"),
    ("", "SQL: the SQL has no statement"), ("/* none */", "SQL: the SQL has no statement"),
    ("DELETE FROM connection", "SQL: query only reads"),
    ("DROP TABLE connection", "SQL: query only reads"),
    ("ATTACH '/etc/passwd' AS other", "SQL: query only reads"),
    ("VACUUM INTO '/tmp/copy.db'", "SQL: query only reads"),
    ("PRAGMA journal_mode = OFF", "SQL: query only reads"),
    ("PRAGMA query_only = 0", "SQL: query only reads"), ("BEGIN", "SQL: query only reads"),
    ("UPDATE sqlite_master SET sql = ''", "SQL: table sqlite_master may not be modified"),
    (
      "SELECT load_extension('/tmp/x.so')",
      "SQL, character 8: not authorized to use function: load_extension"
    ),
    ("SELECT zeroblob(2000000000)", "SQL: string or blob too big"),
    ("SELECT length(group_concat(hex(zeroblob(30000000)))) FROM connection", "SQL: "),
  ])
  func `what cannot be answered is refused in one line`(sql: String, line: String) throws {
    let store = try Store()
    let outcome = try tcpinspect("query", store.path, sql)
    #expect(outcome.status == 64 || outcome.status == 1)
    #expect(outcome.output.isEmpty && outcome.complaints.count == 1, "\(outcome)")
    #expect(outcome.errors.hasPrefix("tcpinspect: " + line), "\(outcome.errors)")
  }

  @Test func `a statement with a comment or a semicolon behind it is one statement`() throws {
    let store = try Store()
    for end in ["", ";", " ; ", "; -- the end", "/* end */"] {
      #expect(
        try tcpinspect("query", store.path, "SELECT 1 AS one" + end).output == "{\"one\":1}\n")
    }
  }

  @Test(arguments: [
    "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
    "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n) SELECT x FROM n ORDER BY -x",
  ])
  func `a query without end ends by its limits of time or memory`(sql: String) throws {
    let store = try Store()
    let start = ContinuousClock.now
    let outcome = try tcpinspect(
      "query", store.path, sql, "--time-limit", "1", "--memory-limit", "64")
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(outcome.status == 1 && outcome.output.isEmpty && outcome.complaints.count == 1)
    #expect(
      outcome.errors.contains("took longer than --time-limit allows")
        || outcome.errors.contains("needs more memory than --memory-limit allows"))
  }

  @Test func `a signal ends a query`() throws {
    let store = try Store()
    let endless =
      "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    let outcome = try run(
      "/usr/bin/env",
      ["timeout", "-s", "INT", "1", Package.command, "query", store.path, endless])
    // timeout(1) has its own status.
    #expect(outcome.status == 124 && outcome.errors.contains("interrupted by SIGINT"))
  }

  @Test func `a table shows the 15 digits that a sum of fractions has, a record all`() throws {
    let store = try Store()
    let sql = "SELECT 0.1 + 0.2 AS a, 1e-9 AS b, -2.5 AS c, 1e300 AS d, 123456789.123456 AS e"
    let table = try tcpinspect("query", store.path, sql, "--format", "table").output
    #expect(
      table.split(separator: "\n").last?.split(separator: " ")
        == ["0.3", "1e-09", "-2.5", "1e+300", "123456789.123456"])
    #expect(try tcpinspect("query", store.path, sql).output.contains(":0.30000000000000004,"))
  }

  @Test func `tables, NDJSON and CSV have the same values`() throws {
    let store = try Store()
    let sql = "SELECT 1 AS i, 0.5 AS r, 'a,\"b' AS t, x'00ff' AS b, NULL AS n, 2 AS i"
    func output(_ words: String...) throws -> String {
      try run(Package.command, ["query", store.path, sql] + words).output
    }
    #expect(
      try output() == #"{"i":1,"r":0.5,"t":"a,\"b","b":"00ff","n":null,"i_2":2}"# + "\n")
    #expect(try output("--format", "csv") == "i,r,t,b,n,i\n1,0.5,\"a,\"\"b\",00ff,,2\n")
    #expect(
      try output("-t") == "i    r  t     b     n  i\n1  0.5  a,\"b  00ff  -  2\n")
    #expect(try output("-t", "--no-header") == "1  0.5  a,\"b  00ff  -  2\n")
  }

  @Test func `control characters of names do not reach a terminal`() throws {
    let store = try Store()
    let sql = "SELECT 'a' || char(27) || '[31m' || char(155) AS name"
    #expect(try tcpinspect("query", store.path, sql, "-t").output.contains("\\u{1B}"))
    #expect(
      try tcpinspect("query", store.path, sql).output == #"{"name":"a\u001b[31m\u009b"}"# + "\n")
  }

  @Test func `files that are no stores are refused in one line, and stay as they were`() throws {
    let folder = try TemporaryFolder()
    let capture = Package.fixture("ports.pcap")
    let (text, other, cut) = (folder.path("text"), folder.path("other.db"), folder.path("cut.db"))
    try Data("no database, but long enough to be none for certain".utf8)
      .write(to: URL(filePath: text))
    if let sqlite = program("sqlite3") { _ = try run(sqlite, [other, "CREATE TABLE t(a)"]) }
    let whole = try Store()
    let bytes = try Data(contentsOf: URL(filePath: whole.path))
    try bytes.prefix(bytes.count / 2).write(to: URL(filePath: cut))
    let missing = folder.path("missing.db")
    for path in [text, other, cut, missing, folder.path(""), "/dev/full"] {
      let before = try? Data(contentsOf: URL(filePath: path == "/dev/full" ? missing : path))
      var lines = [
        ["query", path, "SELECT count(*) FROM connection"], ["events", "--from", path],
      ]
      if path != missing && path != cut { lines.append(["save", "-r", capture, path]) }
      for words in lines {
        let outcome = try run(Package.command, words)
        #expect(outcome.status == 1 && outcome.output.isEmpty, "\(words): \(outcome)")
        #expect(outcome.complaints.count == 1, "\(words): \(outcome.errors)")
      }
      #expect(
        (try? Data(contentsOf: URL(filePath: path == "/dev/full" ? missing : path))) == before)
    }
  }

  @Test(arguments: [
    (["save", "-r", "x"], "save needs a file"), (["save", "-r", "x", "-"], "save needs the name"),
    (["save", "-r", "x", "y.db", "--connection", "1"], "save keeps all connections"),
    (["events", "--from", "x", "-r", "y"], "-r is about packets"),
    (["events", "--from", "x", "tcp"], "a filter is about packets"),
    (["events", "--capture", "1"], "--capture needs --from"),
    (["connections", "--from", "x", "-w", "y"], "-w needs --connection"),
    (["packets", "--connection", "1", "-w", "y"], "packets needs --from"),
    (["packets", "--from", "x", "-w", "y"], "packets needs --connection"),
    (["packets", "--from", "x", "--connection", "1", "-w", "-"], "-w -: name a file"),
    (["report", "--from", "x", "-r", "y", "-o", "z"], "--from FILE reads the capture"),
    (["report", "-r", "y", "-o", "z", "--capture", "1"], "--capture needs --from"),
    (["query", "x", "SELECT 1", "--time-limit", "0"], "--time-limit 0.0"),
  ])
  func `options that a store cannot serve are refused`(words: [String], line: String) throws {
    let outcome = try run(Package.command, words)
    #expect(outcome.status == 64 && outcome.complaints.count == 1, "\(outcome)")
    #expect(outcome.errors.hasPrefix("tcpinspect: " + line), "\(outcome.errors)")
  }
}
