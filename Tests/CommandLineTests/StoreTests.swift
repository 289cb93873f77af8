import Foundation
import Testing

/// Files of `save`: what is in them, and the same records again by `--from`.
@Suite struct StoreTests {
  /// Captures of all protocols that records describe.
  static let fixtures = [
    "application-dns", "application-http", "application-tls", "cubic-loss", "dccp-packets",
    "fragments", "gateways", "icmp-errors", "ports", "quic-retry", "quic-v1", "sctp-loss",
    "syn-flood", "tcp-flags", "tcp-options-handmade", "services-tunnels", "zero-window",
  ].map { Package.fixture($0 + ".pcap") }

  private static let requests = [
    ["connections"], ["connections", "--services"], ["connections", "--failed"],
    ["connections", "--connection", "0"], ["connections", "--sort", "ip_bytes"],
    ["connections", "--sort", "throughput", "--top", "2"], ["connections", "--sort", "rtt_mean"],
    ["connections", "--time-format", "rfc3339"], ["states"], ["states", "--connection", "0"],
    ["events"], ["events", "--time-format", "nanoseconds"], ["explain"], ["congestion"],
  ]

  @Test(arguments: fixtures)
  func `records of a store are those of the capture, byte for byte`(file: String) throws {
    let folder = try TemporaryFolder()
    let store = folder.path("a 'b\" c.db")
    let saved = try tcpinspect("save", "-r", file, store)
    #expect(saved.status == 0, "\(saved.errors)")
    for request in Self.requests {
      for format in ["ndjson", "csv"] {
        let words = request + ["--format", format]
        let theirs = try run(Package.command, words + ["-r", file])
        let ours = try run(Package.command, words + ["--from", store])
        #expect(theirs.status == ours.status, "\(words): \(ours.errors)")
        // A pass without windows, as that of `congestion`, counts the time of phases in coarser steps.
        let isCongestion = request == ["congestion"]
        #expect(
          (isCongestion ? Self.withoutTimes(theirs.output) : theirs.output)
            == (isCongestion ? Self.withoutTimes(ours.output) : ours.output), "\(words)")
      }
    }
  }

  /// Records of senders without the times in phases and under limits.
  private static func withoutTimes(_ text: String) -> String {
    guard text.hasPrefix("type,") else {
      return text.replacing(/"time_(in_phase|limited_by)":\{[^}]*\}/, with: "")
        .replacing(/"limited_share":[^,]*/, with: "")
    }
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let kept = lines[0].indices.filter { !lines[0][$0].hasPrefix("time_limited_by") }
    return lines.map { line in kept.map { line[$0] }.joined(separator: ",") }
      .joined(separator: "\n")
  }

  @Test func `two captures stand beside each other, and the same one again is noticed`() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("two.db")
    let (first, second) = (Package.fixture("zero-window.pcap"), Package.fixture("ports.pcap"))
    #expect(try tcpinspect("save", "-r", first, store).status == 0)
    #expect(try tcpinspect("save", "-r", second, store).status == 0)
    let again = try tcpinspect("save", "-r", first, store)
    #expect(again.status == 0 && again.complaints.count == 1)
    #expect(again.complaints.first?.contains("has this capture already: it is capture 1") == true)
    // Another filter finds other records.
    #expect(try tcpinspect("save", "-r", first, store, "tcp").status == 0)
    let captures = try query(store, "SELECT id, complete, packets, filter FROM capture")
    #expect(captures.map { $0["id"] as? Int } == [1, 2, 3])
    #expect(captures.allSatisfy { $0["complete"] as? Int == 1 })
    #expect(captures.last?["filter"] as? String == "tcp")
    let unnamed = try tcpinspect("connections", "--from", store)
    #expect(unnamed.status == 1 && unnamed.complaints.count == 1)
    #expect(unnamed.errors.contains("has 3 captures"))
    let named = try tcpinspect("connections", "--from", store, "--capture", "2")
    #expect(try named.output == tcpinspect("connections", "-r", second).output)
    #expect(try tcpinspect("events", "--from", store, "--capture", "9").status == 1)
  }

  @Test func `the digest is that of sha256sum, and times are whole nanoseconds`() throws {
    let folder = try TemporaryFolder()
    let (store, file) = (folder.path("digest.db"), Package.fixture("zero-window.pcap"))
    _ = try tcpinspect("save", "-r", file, store)
    let expected = try run("/usr/bin/sha256sum", [file]).output.prefix { $0 != " " }
    let rows = try query(store, "SELECT path, sha256, bytes FROM file")
    #expect(rows.count == 1 && rows[0]["sha256"] as? String == String(expected))
    #expect(rows[0]["path"] as? String == file)
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
    #expect(rows[0]["bytes"] as? Int == size)
    let times = try query(store, "SELECT start FROM connection")
    let record = try tcpinspect("connections", "--time-format", "nanoseconds", "-r", file).output
    let start = try #require(record.firstMatch(of: /"start":"([0-9]+)"/)).output.1
    #expect(times.first?["start"] as? Int == Int(start))
  }

  @Test func `an older file gets the columns that it lacks, a newer one is refused`() throws {
    let sqlite = try #require(program("sqlite3"), "apt-get install sqlite3")
    let folder = try TemporaryFolder()
    let (store, file) = (folder.path("old.db"), Package.fixture("ports.pcap"))
    _ = try tcpinspect("save", "-r", file, store)
    let views = "DROP VIEW conn_log; DROP VIEW problems; "
    _ = try run(sqlite, [store, views + "ALTER TABLE connection DROP COLUMN http_host"])
    let old = try tcpinspect("connections", "--from", store)
    #expect(old.status == 0 && old.output.split(separator: "\n").count > 3)
    #expect(try tcpinspect("save", "-r", Package.fixture("sctp.pcap"), store).status == 0)
    let columns = try run(sqlite, [store, "SELECT name FROM pragma_table_info('connection')"])
    #expect(columns.output.contains("http_host\n"))
    _ = try run(sqlite, [store, "PRAGMA user_version = 2"])
    for words in [
      ["query", store, "SELECT 1"], ["save", "-r", file, store], ["events", "--from", store],
    ] {
      let refused = try run(Package.command, words)
      #expect(refused.status == 1 && refused.complaints.count == 1, "\(words)")
      #expect(refused.errors.contains("was made by a newer tcpinspect"))
    }
  }

  @Test func `a killed run leaves a file that can be read, and is replaced by the next one`() throws
  {
    let folder = try TemporaryFolder()
    let (store, file) = (folder.path("killed.db"), folder.path("long.pcap"))
    // The same flood, many times over: a second of work for any build.
    let flood = try Data(contentsOf: URL(filePath: Package.fixture("syn-flood.pcap")))
    var long = flood
    while long.count < 8 << 20 { long += flood.dropFirst(24) }
    try long.write(to: URL(filePath: file))
    let words = ["save", "-r", file, "-c", "60000", store]
    var partialCount = 0
    // Builds differ in speed: later and later, until three runs were killed in the middle of their work.
    var seconds = 0.05
    while partialCount < 3 {
      seconds *= 1.4
      let killed = try run(
        "/usr/bin/env", ["timeout", "-s", "KILL", "\(seconds)", Package.command] + words)
      guard killed.status != 0 else { break }
      guard FileManager.default.fileExists(atPath: store) else { continue }
      let check = try tcpinspect("query", store, "PRAGMA integrity_check")
      let isWhole = check.output == "{\"integrity_check\":\"ok\"}\n"
      // Killed before anything was written.
      #expect(isWhole || check.errors.contains("is an empty database"), "\(check)")
      guard isWhole else { continue }
      partialCount += try query(store, "SELECT id FROM capture WHERE complete = 0").count
    }
    #expect(partialCount > 0, "no run was killed in the middle of its work")
    #expect(try run(Package.command, words).status == 0)
    let captures = try query(store, "SELECT complete, packets FROM capture")
    #expect(captures.count == 1 && captures.first?["complete"] as? Int == 1)
    #expect(captures.first?["packets"] as? Int == 60_000)
    // No row of a replaced run is left.
    for table in ["connection", "direction", "transition", "event", "finding", "file"] {
      let left = try query(
        store, "SELECT count(*) AS n FROM \(table) WHERE capture NOT IN (SELECT id FROM capture)")
      #expect(left.first?["n"] as? Int == 0, "\(table)")
    }
  }
}

/// The rows of a query as JSON objects.
func query(_ store: String, _ sql: String) throws -> [[String: Any]] {
  let outcome = try tcpinspect("query", store, sql)
  #expect(outcome.status == 0, "\(sql): \(outcome.errors)")
  return try outcome.output.split(separator: "\n").map {
    try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
  }
}
