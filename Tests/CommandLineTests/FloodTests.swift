import Foundation
import Testing

/// `flood` on recorded traffic: what it says, in each format, and how it ends.
@Suite struct FloodTests {
  /// The records of a run, as JSON objects.
  static func records(_ output: String) throws -> [[String: Any]] {
    try output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func field(_ record: [String: Any], _ path: String) -> String {
    var value: Any? = record
    for name in path.split(separator: ".") { value = (value as? [String: Any])?[String(name)] }
    return value.map { "\($0)" } ?? "none"
  }

  @Test(arguments: [
    ("syn-flood", "syn-flood", "alert", "10.0.2.4", "50007", "spoofed"),
    ("port-scan", "port-scan", "watch", "10.0.2.4", "<null>", "single"),
    ("server-down", "listener-not-answering", "watch", "10.0.2.4", "50007", "distributed"),
  ])
  func `each recording has its finding, raised once and closed once`(
    fixture: String, kind: String, severity: String, address: String, port: String, sources: String
  ) throws {
    let outcome = try tcpinspect("flood", "-r", Package.fixture(fixture + ".pcap"))
    #expect(outcome.status == 0)
    let records = try Self.records(outcome.output)
    #expect(records.count == 2)
    for record in records {
      #expect(field(record, "type") == "alert")
      #expect(field(record, "kind") == kind)
      #expect(field(record, "severity") == severity)
      #expect(field(record, "victim.address") == address)
      #expect(field(record, "victim.port") == port)
      #expect(field(record, "sources.kind") == sources)
      #expect(field(record, "time") == field(records[0], "time"))
      #expect(field(record, "start") == field(records[0], "start"))
    }
    #expect(records.map { field($0, "end") == "<null>" } == [true, false])
  }

  @Test func `the flood's figures are those of the recording`() throws {
    let outcome = try tcpinspect("flood", "-r", Package.fixture("syn-flood.pcap"))
    let last = try #require(try Self.records(outcome.output).last)
    func number(_ path: String) throws -> Double { try #require(Double(field(last, path))) }
    // 300 forged SYNs, 100 a second, from as many addresses; the clients are served beside them.
    #expect(abs(try number("sources.estimate") - 300) < 15)
    #expect(abs(try number("syns") - 315) < 10)
    #expect(abs(try number("syn_rate_peak") - 105) < 6)
    #expect(abs(try number("end") - number("start") - 3) < 0.1)
    #expect(try number("time") - number("start") <= 2)
    #expect((12...20).contains(try number("handshakes_completed")))
    #expect(field(last, "one_sided") == "0")
    let evidence = field(last, "evidence")
    #expect(evidence.contains("window 512 in 100 %"))
    #expect(evidence.contains("no TCP options in 100 %"))
    // The clients' SYNs are none of the attack's: the filter shows both, and compiles.
    let filtered = try tcpinspect(
      "--count", "-r", Package.fixture("syn-flood.pcap"), field(last, "filter"))
    #expect(filtered.output == "335 packets\n", "\(filtered.errors)")
  }

  @Test(arguments: ["syn-flood", "port-scan", "server-down"])
  func `figures add up: half open attempts are attempts, and an end is no earlier than its alert`(
    fixture: String
  ) throws {
    let outcome = try tcpinspect("flood", "-r", Package.fixture(fixture + ".pcap"))
    let records = try Self.records(outcome.output)
    func numbers(_ path: String) throws -> [Double] {
      try records.map { try #require(Double(field($0, path))) }
    }
    let (attempts, open) = (try numbers("syns"), try numbers("half_open_peak"))
    #expect(zip(attempts, open).allSatisfy { $0 >= $1 } && attempts[1] >= attempts[0])
    let peaks = try numbers("syn_rate_peak")
    #expect(peaks[0] > 0 && peaks[1] >= peaks[0])
    let last = try #require(records.last)
    let (time, end) = (Double(field(last, "time")), Double(field(last, "end")))
    #expect(try #require(end) >= #require(time))
    // The closing note counts the SYNs, and no more half open ones.
    let note = try #require(outcome.complaints.first { $0.contains(" half open") })
    let most = try #require(
      note.firstMatch(of: /, ([0-9]+) half open/).flatMap { Int($0.output.1) })
    let syns = try #require(
      outcome.errors.firstMatch(of: /, ([0-9]+) SYNs?\s/).flatMap { Int($0.output.1) })
    #expect(most <= syns)
  }

  @Test(arguments: [
    "echo-ipv4", "ports", "tcp-options", "tcp-flags", "handshake-data", "icmp-errors",
  ])
  func `ordinary recordings have no finding`(fixture: String) throws {
    let outcome = try tcpinspect("flood", "-r", Package.fixture(fixture + ".pcap"))
    #expect(outcome.status == 0 && outcome.output.isEmpty)
  }

  @Test func `the exit status reports attacks, and nothing else`() throws {
    func status(_ fixture: String, _ options: String...) throws -> Int32 {
      try run(
        Package.command, ["flood"] + options + ["-r", Package.fixture(fixture + ".pcap")]
      ).status
    }
    #expect(try status("syn-flood") == 0)
    #expect(try status("syn-flood", "--fail-on-alert") == 3)
    #expect(try status("port-scan", "--fail-on-alert") == 0)
    #expect(try status("echo-ipv4", "--fail-on-alert") == 0)
    #expect(try status("missing", "--fail-on-alert") == 1)
    for wrong in [["--format", "xml"], ["--ignore", "10.0.0"], ["--memory", "1"], ["--exec"]] {
      #expect(try run(Package.command, ["flood"] + wrong).status == 64, "\(wrong)")
    }
  }

  @Test func `CSV has a head and as many fields in each line`() throws {
    let outcome = try tcpinspect(
      "flood", "--format", "csv", "-r", Package.fixture("syn-flood.pcap"))
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first?.hasPrefix("type,kind,time,start,end,victim.address,victim.port,") == true)
    let rows = try lines.map { line in
      // A field with a comma is the only one in quotation marks, and has none inside.
      let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
      try #require(parts.count == 1 || parts.count == 3)
      return parts.enumerated().map { $0 == 1 ? 0 : $1.count { $0 == "," } }.reduce(1, +)
    }
    #expect(Set(rows).count == 1, "\(rows)")
  }

  @Test func `the table shows kind, victim, confidence and countermeasures`() throws {
    let outcome = try tcpinspect(
      "flood", "--format", "table", "-r", Package.fixture("syn-flood.pcap"))
    for text in [
      "ALERT  SYN flood on 10.0.2.4 port 50007", "since", "strength", "confidence",
      "forged addresses",
      "dst host 10.0.2.4 and dst port 50007 and tcp[13] & 0x12 = 2",
      "nft 'add table inet tcpinspect", "iptables -I INPUT", "is over",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    #expect(
      outcome.complaints.first?.hasPrefix("1 alert, 0 warnings; 950 packets, 335 SYNs") == true)
  }

  @Test func `ignored networks are skipped, and a note reports it`() throws {
    let outcome = try tcpinspect(
      "flood", "--ignore", "10.0.2.4", "--ignore", "2001:db8::/32", "-r",
      Package.fixture("syn-flood.pcap"))
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints.contains("950 packets were ignored"))
  }

  @Test func `a command gets the alert on its standard input, and no arguments`() throws {
    let folder = try TemporaryFolder()
    let script = folder.path("command")
    try
      "#!/bin/sh\necho \"$# arguments\" > '\(folder.path("said"))'\ncat >> '\(folder.path("said"))'\n"
      .write(toFile: script, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let outcome = try tcpinspect(
      "flood", "--exec", script, "-r", Package.fixture("syn-flood.pcap"))
    #expect(outcome.status == 0)
    let said = try String(contentsOfFile: folder.path("said"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    #expect(said.first == "0 arguments")
    // The end of an alert is no alert.
    #expect(
      said.dropFirst() == outcome.output.split(separator: "\n").prefix(1).map(String.init)[...])
  }

  @Test func `a command that cannot be run is refused before anything is read`() throws {
    let outcome = try tcpinspect(
      "flood", "--exec", "/nowhere/command", "-r", Package.fixture("syn-flood.pcap"))
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.complaints.first
        == "tcpinspect: --exec /nowhere/command: No such file or directory")
  }
}
