import Foundation
import Testing

/// Records as scripts and data frames read them.
@Suite struct ScriptingTests {
  private static let subcommands = [
    ["connections"], ["connections", "--services"], ["states"], ["events"], ["windows"],
    ["windows", "--per-round-trip"], ["congestion"], ["flood"],
  ]

  @Test(arguments: subcommands)
  func `CSV has a header even without rows, and all columns in every row`(words: [String]) throws {
    for fixture in [
      "arp.pcap", "tftp-read.pcap", "tcp-options.pcap", "sctp.pcap", "syn-flood.pcap",
    ] {
      let outcome = try run(
        Package.command, words + ["--format", "csv", "-r", Package.fixture(fixture)])
      #expect(outcome.status == 0)
      let rows = outcome.output.split(separator: "\n")
      #expect(rows.first?.hasPrefix("type,") == true, "\(words) \(fixture)")
      #expect(Set(rows.map { Self.columns(String($0)) }).count == 1, "\(words) \(fixture)")
      let bare = try run(
        Package.command,
        words + ["--format", "csv", "--no-header", "-r", Package.fixture(fixture)])
      if words != ["flood"] {
        #expect(bare.output.split(separator: "\n").count == rows.count - 1)
      }
    }
  }

  /// The number of columns of a row: commas outside of quotes, and one.
  private static func columns(_ row: String) -> Int {
    var isQuoted = false
    var count = 1
    for character in row {
      if character == "\"" { isQuoted.toggle() }
      if character == "," && !isQuoted { count += 1 }
    }
    return count
  }

  @Test(arguments: subcommands)
  func `a number that can have decimals always has some`(words: [String]) throws {
    let fields: Set<String> = [
      "time", "start", "end", "duration", "first", "last", "rtt_min", "rtt_mean", "rtt_max",
      "handshake_rtt", "first_response_time", "throughput", "confidence", "srtt", "rto",
      "rtt_inflation", "limited_share", "zero_window_time", "beta", "syn_rate_peak", "share",
    ]
    for fixture in ["tcp-options.pcap", "cubic-loss.pcap", "zero-window.pcap", "syn-flood.pcap"] {
      let outcome = try run(
        Package.command, words + ["--format", "ndjson", "-r", Package.fixture(fixture)])
      for match in outcome.output.matches(of: /"([a-z_]+)":(-?[0-9][0-9.]*)/)
      where fields.contains(String(match.output.1)) {
        #expect(match.output.2.contains("."), "\(match.output.0)")
      }
    }
  }

  @Test func `windows are in order of time where that is asked for, and lose no row`() throws {
    let words = ["windows", "-r", Package.fixture("cubic-loss.pcap")]
    func rows(_ order: String) throws -> [Substring] {
      try run(Package.command, words + ["--order", order]).output.split(separator: "\n")
    }
    let (packet, time) = (try rows("packet"), try rows("time"))
    #expect(packet.sorted() == time.sorted())
    let numbers = time.compactMap {
      $0.firstMatch(of: /"packet":([0-9]+)/).flatMap { Int($0.output.1) }
    }
    #expect(numbers == numbers.sorted() && numbers.count == time.count)
  }

  @Test func `an identifier of a connection is the same in every run and file`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("part.pcap")
    let whole = Package.fixture("tcp-options.pcap")
    _ = try tcpinspect("-r", whole, "-w", path, "port 41005")
    func uids(_ path: String) throws -> [Substring] {
      try tcpinspect("connections", "-r", path).output
        .matches(of: /"uid":"(C[0-9a-f]{24})"/).map(\.output.1)
    }
    let (all, again) = (try uids(whole), try uids(whole))
    #expect(all.count == 7 && Set(all).count == 7 && again == all)
    let part = try uids(path)
    #expect(part.count == 1 && all.contains(part[0]))
  }

  @Test func `times are whole nanoseconds as texts where they are asked for`() throws {
    let output = try tcpinspect(
      "states", "--time-format", "nanoseconds", "-r", Package.fixture("echo-ipv4.pcap")
    ).output
    #expect(output.hasPrefix(#"{"type":"transition","time":""#))
    #expect(output.contains(/"time":"[0-9]{19}",/))
    let date = try tcpinspect(
      "states", "--time-format", "rfc3339", "--format", "csv", "-r",
      Package.fixture("echo-ipv4.pcap")
    ).output
    #expect(date.contains(/transition,2026-[0-9]{2}-[0-9]{2}T06:27:25\.976351Z,/))
  }

  /// Debian has jq and sqlite3, which CI installs; recipes of other programs run where these are installed.
  @Test func `the manual's recipes work`() throws {
    let page = try String(
      contentsOf: Package.root.appending(path: "man/tcpinspect.1"), encoding: .utf8)
    let start = try #require(page.range(of: "where these are installed:\n.Bd -literal\n"))
    let end = try #require(page.range(of: "\n.Ed", range: start.upperBound..<page.endIndex))
    let folder = try TemporaryFolder()
    for line in page[start.upperBound..<end.lowerBound].split(separator: "\n") {
      let command = line.dropFirst(2).replacing("\\\"", with: "\"")
        .replacing("\"\\\\", with: "\"").replacing("tcpinspect ", with: "'\(Package.command)' ")
        .replacing("FILE", with: "'\(Package.fixture("tcp-flags.pcap"))'")
      let needed = ["jq", "sqlite3", "duckdb"].first { line.contains("\($0) ") }
      if let needed, program(needed) == nil {
        print("*** NOT TESTED: \(needed) is not installed")
        continue
      }
      if line.contains("pandas"),
        try run("/usr/bin/env", ["python3", "-c", "import pandas"]).status != 0
      {
        print("*** NOT TESTED: pandas is not installed")
        continue
      }
      let outcome = try run("/bin/sh", ["-c", "cd '\(folder.path(""))' && " + command])
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      #expect(!outcome.output.isEmpty || line.contains(" > c.csv"), "\(command)")
    }
  }
}
