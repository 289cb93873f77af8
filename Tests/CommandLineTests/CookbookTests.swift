import Foundation
import Testing

/// The manual's twenty questions, each answered by SQL, and by the records of the subcommands.
@Suite struct CookbookTests {
  private typealias Record = [String: Any]

  private static let fixtures = [
    "zero-window", "ports", "application-http", "cubic-loss", "tcp-flags", "icmp-errors",
    "application-tls",
  ].map { Package.fixture($0 + ".pcap") }

  /// The questions of the manual in their order.
  private static func questions() throws -> [String] {
    let page = try String(
      contentsOf: Package.root.appending(path: "man/tcpinspect.1"), encoding: .utf8)
    let start = try #require(page.range(of: ".Sh EXAMPLE QUESTIONS\n")).upperBound
    let section = page[start...].prefix(while: { _ in true }).components(separatedBy: "\n.Sh ")[0]
    return section.components(separatedBy: ".Bd -literal -offset indent\n").dropFirst().map {
      $0.components(separatedBy: "\n.Ed")[0]
    }
  }

  /// The records of a subcommand over all fixtures, each with the number of its capture.
  private static func records(_ words: String...) throws -> [Record] {
    try fixtures.enumerated().flatMap { index, file in
      let output = try run(Package.command, words + ["--format", "ndjson", "-r", file]).output
      return try output.split(separator: "\n").map { line -> Record in
        var record = try #require(
          JSONSerialization.jsonObject(with: Data(line.utf8)) as? Record)
        record["capture"] = index + 1
        return record
      }
    }
  }

  /// A value of a record by its path, as a text; numbers with six digits, and unknown ones empty.
  private static func text(_ record: Record, _ path: String) -> String {
    var value: Any? = record
    for name in path.split(separator: ".") { value = (value as? Record)?[String(name)] }
    return text(value)
  }

  private static func text(_ value: Any?) -> String {
    switch value {
    case let number as NSNumber: String(format: "%.6f", number.doubleValue)
    case let text as String: Double(text).map { Self.text($0 as NSNumber) } ?? text
    default: ""
    }
  }

  private static func number(_ record: Record, _ path: String) -> Double {
    Double(text(record, path)) ?? 0
  }

  /// What both directions have together.
  private static func sum(_ record: Record, _ field: String) -> Double {
    number(record, "client_to_server." + field) + number(record, "server_to_client." + field)
  }

  /// Groups with their number, and the sum of a field, in no certain order.
  private static func groups(
    _ records: [Record], _ paths: [String], sum field: String? = nil
  ) -> Set<String> {
    var groups: [String: (count: Double, sum: Double)] = [:]
    for record in records {
      let key = paths.map { text(record, $0) }.joined(separator: "|")
      groups[key, default: (0, 0)].count += 1
      if let field { groups[key, default: (0, 0)].sum += sum(record, field) }
    }
    return Set(
      groups.map { key, value in
        ([key, text(value.count as NSNumber)] + (field == nil ? [] : [text(value.sum as NSNumber)]))
          .joined(separator: "|")
      })
  }

  private static func rows(_ records: [Record], _ paths: [String]) -> Set<String> {
    Set(records.map { record in paths.map { text(record, $0) }.joined(separator: "|") })
  }

  /// The rows of a query in CSV, as the expected ones are written.
  private static func answer(_ store: String, _ sql: String) throws -> [String] {
    let outcome = try tcpinspect("query", store, sql, "--format", "csv", "--no-header")
    #expect(outcome.status == 0, "\(sql): \(outcome.errors)")
    return outcome.output.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false)
        .map { Double($0).map { text($0 as NSNumber) } ?? String($0) }.joined(separator: "|")
    }
  }

  /// The answers to the questions, from records.
  private static func expected() throws -> [Int: Set<String>] {
    let all = try records("connections")
    let failed = all.filter { !["ok", "open"].contains(text($0, "result")) }
    let tls = all.filter { !text($0, "tls.server_name").isEmpty }
    let shaken = all.filter { !text($0, "handshake_rtt").isEmpty }
    let median = shaken.map { number($0, "handshake_rtt") }.sorted()[(shaken.count - 1) / 2]
    let server = ["server.address", "server.port"]
    let senders = try records("congestion")
    let windows = senders.flatMap { sender -> [String] in
      let receiver = sender["receiver"] as? Record
      return (receiver?["zero_windows"] as? [Record] ?? []).map {
        [text(sender, "capture"), text(sender, "connection"), text($0, "duration")]
          .joined(separator: "|")
      }
    }
    let problems = try records("explain").filter { text($0, "severity") == "problem" }
    let services = try records("connections", "--services")
    let fast = try records("events").filter { text($0, "kind") == "fast_retransmission" }
    let minute = all.filter { Int(number($0, "start")) / 60 == 1_795_266_600 / 60 }
    let zero = try #require(all.first)
    // SQL's sum of nothing is unknown.
    var kinds: [String: (count: Double, cost: Double?)] = [:]
    for problem in problems {
      let kind = text(problem, "kind")
      var total = kinds[kind] ?? (0, nil)
      total.count += 1
      if let cost = Double(text(problem, "time_lost")) { total.cost = (total.cost ?? 0) + cost }
      kinds[kind] = total
    }
    return [
      1: groups(all, ["result"]), 2: groups(all, ["client.address"], sum: "ip_bytes"),
      3: groups(all, server, sum: "ip_bytes"),
      4: groups(
        all.map {
          $0.merging(["service": $0["application"] as? String ?? text($0, "protocol")]) { $1 }
        },
        ["service"], sum: "ip_bytes"),
      5: groups(failed, server + ["result"]),
      6: groups(all.map { $0.merging(["hour": hour(number($0, "start"))]) { $1 } }, ["hour"]),
      7: rows(minute, ["capture", "connection", "client.address", "server.address"]),
      8: rows(
        all.filter { text($0, "community_id") == text(zero, "community_id") },
        ["capture", "connection", "protocol", "conn_state", "history"]),
      9: groups(tls, ["tls.server_name"]),
      10: groups(all.filter { !text($0, "tls.ja4").isEmpty }, ["tls.ja4"]),
      11: Set(
        shaken.map {
          [
            text($0, "capture"), text($0, "connection"),
            text(number($0, "handshake_rtt") * 1000 as NSNumber),
          ].joined(separator: "|")
        }),
      12: [text(median * 1000 as NSNumber)],
      13: Set(
        all.filter { sum($0, "retransmitted_packets") > 0 }.map {
          [
            text($0, "capture"), text($0, "connection"),
            text(sum($0, "retransmitted_packets") as NSNumber),
          ].joined(separator: "|")
        }), 14: groups(try records("events"), ["kind"]), 15: Set(windows),
      16: groups(senders.filter { !text($0, "algorithm").isEmpty }, ["algorithm"]),
      17: Set(
        kinds.map { kind, total in
          [kind, text(total.count as NSNumber), text(total.cost as NSNumber?)]
            .joined(separator: "|")
        }),
      18: rows(
        services.filter { text($0, "capture") == "7.000000" }, ["address", "port", "protocol"]
      )
      .subtracting(
        rows(
          services.filter { text($0, "capture") != "7.000000" }, ["address", "port", "protocol"])),
      19: rows(
        [zero],
        [
          "protocol", "client.address", "client.port", "server.address", "server.port",
          "conn_state", "history", "client_to_server.packets", "server_to_client.packets",
        ]),
      20: Set(fast.map { "\(fixtures[Int(number($0, "capture")) - 1])|\(text($0, "packet"))" }),
    ]
  }

  private static func hour(_ seconds: Double) -> String {
    let format = DateFormatter()
    format.timeZone = TimeZone(identifier: "UTC")
    format.locale = Locale(identifier: "en_US_POSIX")
    format.dateFormat = "yyyy-MM-dd HH:00"
    return format.string(from: Date(timeIntervalSince1970: seconds))
  }

  @Test func `each of twenty questions has the answer that the records give`() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("cookbook.db")
    for file in Self.fixtures {
      #expect(try tcpinspect("save", "-r", file, store).status == 0)
    }
    let questions = try Self.questions()
    #expect(questions.count == 20)
    let expected = try Self.expected()
    for (index, sql) in questions.enumerated() {
      let answer = try Self.answer(store, sql)
      let wanted = try #require(expected[index + 1])
      let isLimited = sql.contains("LIMIT 10")
      #expect(answer.count == (isLimited ? min(wanted.count, 10) : wanted.count), "\(sql)")
      #expect(Set(answer).isSubset(of: wanted), "\(sql): \(answer), not \(wanted)")
    }
    #expect(expected.filter(\.value.isEmpty).keys.sorted() == [])
  }

  @Test func `DuckDB makes Parquet of records by the manual's line`() throws {
    let python = program("python3") ?? "/usr/bin/python3"
    guard try run(python, ["-c", "import duckdb"]).status == 0 else {
      print("*** NOT TESTED with DuckDB: it is not installed (pip install duckdb)")
      return
    }
    let page = try String(
      contentsOf: Package.root.appending(path: "man/tcpinspect.1"), encoding: .utf8)
    let sql = try #require(page.firstMatch(of: /duckdb -c \\\(dq(.*)\\\(dq\n/)).output.1
    let folder = try TemporaryFolder()
    let file = Package.fixture("ports.pcap")
    let records = try tcpinspect("connections", "-r", file).output
    try Data(records.utf8).write(to: URL(filePath: folder.path("records.ndjson")))
    let script =
      "import duckdb, os; os.chdir('\(folder.path(""))'); duckdb.sql(\"\"\"\(sql)\"\"\"); "
      + "print(duckdb.sql(\"SELECT count(*), count(DISTINCT connection), sum(client.port) "
      + "FROM 'records.parquet'\").fetchall()[0])"
    let outcome = try run(python, ["-c", script])
    let ports = records.matches(of: /"client":\{"address":"[^"]*","port":([0-9]+)/)
      .compactMap { Int($0.output.1) }.reduce(0, +)
    let count = records.split(separator: "\n").count
    #expect(outcome.output == "(\(count), \(count), \(ports))\n", "\(outcome.errors)")
  }
}
