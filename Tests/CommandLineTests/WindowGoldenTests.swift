import Foundation
import Testing

/// What `windows` and `congestion` say of recorded transfers, and whether the kernel that sent them says the same.
@Suite struct WindowGoldenTests {
  /// The texts were read and held against the kernel's record and the scripts that made the captures when they were taken over.
  @Test(arguments: [
    ("cubic-loss.per-round-trip.txt", ["windows", "--per-round-trip", "--format", "table"]),
    ("cubic-loss.per-round-trip.csv", ["windows", "--per-round-trip", "--format", "csv"]),
    ("cubic-loss.congestion.txt", ["congestion", "--format", "table"]),
    ("cubic-loss.congestion.ndjson", ["congestion", "--format", "ndjson"]),
    ("zero-window.windows.txt", ["windows", "--format", "table"]),
    ("zero-window.congestion.txt", ["congestion", "--format", "table"]),
    ("tftp.congestion.txt", ["congestion", "--format", "table"]),
    ("tftp.congestion.ndjson", ["congestion", "--format", "ndjson"]),
  ])
  func `a recorded transfer has its page`(golden: String, words: [String]) throws {
    let fixture = "\(golden.prefix { $0 != "." }).pcap"
    let expected = try String(
      contentsOf: Package.fixtures.appending(path: "analysis/\(golden)"), encoding: .utf8)
    let outcome = try run(Package.command, words + ["-n", "-r", Package.fixture(fixture)])
    #expect(outcome.status == 0 && outcome.complaints.isEmpty)
    #expect(outcome.output == expected)
    if golden.hasSuffix(".txt") {
      for line in outcome.output.split(separator: "\n") {
        #expect(line.unicodeScalars.count <= 100, "\(line)")
      }
    }
  }

  @Test(arguments: [
    ("cubic-loss.explain.txt", "table"), ("zero-window.explain.txt", "table"),
    ("zero-window.explain.ndjson", "ndjson"), ("ports.explain.txt", "table"),
  ])
  func `a recorded transfer is explained`(golden: String, format: String) throws {
    let expected = try String(
      contentsOf: Package.fixtures.appending(path: "analysis/\(golden)"), encoding: .utf8)
    // In the folder, because pages have commands with the file's name.
    let folder = Package.fixtures.path(percentEncoded: false)
    let file = "\(golden.prefix { $0 != "." }).pcap"
    let outcome = try run(
      "/bin/sh",
      ["-c", "cd '\(folder)' && '\(Package.command)' explain --format \(format) -n -r \(file)"])
    #expect(outcome.status == 0 && outcome.complaints.isEmpty)
    #expect(outcome.output == expected)
    for line in outcome.output.split(separator: "\n") where format == "table" {
      #expect(line.unicodeScalars.count <= 100, "\(line)")
    }
  }

  @Test func `every golden text is held against something`() throws {
    let folder = Package.fixtures.appending(path: "analysis").path(percentEncoded: false)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 12)
  }

  /// A sample of the kernel's window (TCP_INFO): bytes acknowledged, window, threshold, state.
  private struct Sample {
    var acknowledged: Int
    var window: Int
    var threshold: Int
    var state: Substring
  }

  private func samples() throws -> [Sample] {
    let text = try String(
      contentsOf: Package.fixtures.appending(path: "cubic-loss.kernel.csv"), encoding: .utf8)
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let cells = line.split(separator: ",")
      guard cells.count == 4, let acknowledged = Int(cells[0]), let window = Int(cells[1]),
        let threshold = Int(cells[2])
      else { return nil }
      return Sample(
        acknowledged: acknowledged, window: window, threshold: threshold, state: cells[3])
    }
  }

  private func records(_ words: [String]) throws -> [[String: Any]] {
    let outcome = try run(
      Package.command, words + ["--format", "ndjson", "-r", Package.fixture("cubic-loss.pcap")])
    return try outcome.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func `the windows of a transfer are those that its kernel had`() throws {
    let samples = try samples()
    #expect(samples.count > 150)
    var byAcknowledgment: [Int: [[String: Any]]] = [:]
    let all = try records(["windows"])
    let start = try #require(all.first?["ack"] as? Int)
    for record in all {
      let number = try #require(record["ack"] as? Int)
      byAcknowledgment[(number - start) & 0xffff_ffff, default: []].append(record)
    }
    var exact = 0
    for sample in samples {
      // The kernel counts the SYN's number with the bytes that were acknowledged.
      let found = byAcknowledgment[sample.acknowledged - 1] ?? []
      let windows = found.compactMap { $0["cwnd"] as? Int }
      #expect(windows.contains { abs($0 - sample.window) <= 1 }, "\(sample): \(windows)")
      if windows.contains(sample.window) { exact += 1 }
      if sample.state == "recovery" {
        #expect(found.contains { $0["phase"] as? String == "fast-recovery" }, "\(sample)")
      }
      if sample.threshold < 1 << 30 && sample.state == "open" {
        #expect(found.contains { $0["ssthresh"] as? Int == sample.threshold }, "\(sample)")
      }
    }
    #expect(Double(exact) >= 0.98 * Double(samples.count))
  }

  @Test func `slow start doubles, and each loss leaves seven tenths`() throws {
    let rounds = try records(["windows", "--per-round-trip"])
    let windows = rounds.compactMap { $0["cwnd"] as? Int }
    #expect(windows.prefix(3) == [10, 20, 40])
    // 332 segments carry 480,000 bytes in pieces of 1,448; two were lost and retransmitted.
    #expect(rounds.compactMap { $0["segments_sent"] as? Int }.reduce(0, +) == 334)
    #expect(rounds.compactMap { $0["segments_acknowledged"] as? Int }.reduce(0, +) == 332)
    #expect(rounds.compactMap { $0["segments_lost"] as? Int }.reduce(0, +) == 2)
    for (index, round) in rounds.enumerated() where round["phase"] as? String == "fast-recovery" {
      let next = try #require(windows.indices.contains(index + 1) ? windows[index + 1] : nil)
      // CUBIC: 717/1024 of it (RFC 9438, section 4.6).
      #expect(abs(next - windows[index] * 717 / 1024) <= 1)
    }
  }

  @Test func `a plotting program finds names in the first line and a number in each cell`() throws {
    let outcome = try run(
      Package.command,
      [
        "windows", "--connection", "0", "--sender", "client", "--format", "csv", "-r",
        Package.fixture("cubic-loss.pcap"),
      ])
    let rows = outcome.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let names = try #require(rows.first)
    let columns = try ["time", "cwnd", "flight", "receive_window", "mss"].map { name in
      try #require(names.firstIndex { $0 == name })
    }
    #expect(rows.count > 400)
    for row in rows.dropFirst() {
      #expect(row.count == names.count)
      for column in columns { #expect(Double(row[column]) != nil, "\(row)") }
    }
  }

  @Test(arguments: [
    (
      ["windows", "--sender", "receiver", "-r", "FILE"],
      "--sender receiver: must be client or server"
    ),
    (["windows", "--top", "3", "-r", "FILE"], "--top is not an option of windows"),
  ])
  func `contradicting options are a usage error`(words: [String], message: String) throws {
    let fixture = Package.fixture("tftp.pcap")
    let outcome = try run(Package.command, words.map { $0 == "FILE" ? fixture : $0 })
    #expect(outcome.status == 64 && outcome.errors.contains(message))
  }

  @Test(arguments: [
    (["connections"], "no connections"),
    (["connections", "--services"], "no listening service seen"),
    (["states"], "no state transitions"),
    (["events"], "no events"),
    (["windows"], "no TCP connection carries data"),
    (["windows", "--per-round-trip"], "no TCP connection carries data"),
    (["congestion"], "no TCP connection carries data"),
  ])
  func `a table without lines is replaced by a sentence`(
    words: [String], sentence: String
  ) throws {
    let outcome = try run(
      Package.command, words + ["--format", "table", "-r", Package.fixture("arp.pcap")])
    #expect(outcome.status == 0 && outcome.output.isEmpty)
    #expect(outcome.complaints.first == sentence)
    #expect(
      outcome.complaints.dropFirst().first?.hasSuffix("have no IP packet that is known in Ethernet")
        == true)
  }

  @Test(arguments: [
    ("connectons", "connections"), ("windwos", "windows"), ("event", "events"),
    ("congestoin", "congestion"), ("fload", "flood"),
  ])
  func `a misspelt subcommand gets a hint`(word: String, meant: String) throws {
    let outcome = try run(Package.command, [word, "-r", Package.fixture("arp.pcap")])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("(is the subcommand '\(meant)' meant?"))
  }

  @Test(arguments: ["tpc", "hots", "x"])
  func `a word unlike any subcommand gets no suggestion`(word: String) throws {
    let outcome = try run(Package.command, [word, "-r", Package.fixture("arp.pcap")])
    #expect(outcome.status == 1 && !outcome.errors.contains("subcommand"))
  }
}
