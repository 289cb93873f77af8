import Foundation
import Testing

/// `partition`, `track` and `collect`: many processes have the records of one.
@Suite struct ArchiveTests {
  static let subcommands = ["connections", "states", "events", "congestion"]

  /// The records of one process over all files.
  private func expected(
    _ subcommand: String, _ files: [String], options: [String] = []
  ) throws -> Outcome {
    try run(
      Package.command,
      [subcommand, "--format", "ndjson"] + options + files.flatMap { ["-r", $0] })
  }

  /// Fixtures with what crosses buckets: errors about connections of others, fragments, tunnels, associations of several
  /// addresses, connections that change address or port.
  @Test(arguments: [
    ("udp-message.pcap", 3, 4), ("icmp-errors.pcap", 5, 16), ("fragments.pcap", 7, 5),
    ("fragments-mixed.pcap", 4, 3), ("tunnels.pcap", 6, 16), ("sctp.pcap", 5, 4),
    ("quic-rebinding.pcap", 6, 8), ("tftp.pcap", 4, 7), ("vlan.pcap", 3, 4),
    ("ports.pcap", 9, 16), ("tcp-flags.pcap", 40, 3), ("cubic-loss.pcap", 8, 2),
    ("zero-window.pcap", 2, 1), ("path-tests.pcap", 11, 16), ("link-encapsulation.pcap", 3, 4),
  ])
  func `any cut and number of buckets gives the records of one process`(
    name: String, count: Int, buckets: Int
  ) throws {
    for isOverlapping in [false, true] {
      let cut = try CutCapture(
        [Package.fixture(name)], into: count, isOverlapping: isOverlapping, seed: UInt64(count))
      let steps = try ArchiveSteps(cut.files, buckets: buckets)
      for subcommand in Self.subcommands {
        let one = try expected(subcommand, cut.files)
        let records = try steps.records(subcommand)
        #expect(records.status == one.status, "\(records.errors)")
        #expect(records.output == one.output, "\(subcommand), overlapping: \(isOverlapping)")
      }
    }
  }

  /// The flow of the first capture is idle by the time of the second, which is 4 hours later and in other buckets.
  @Test func `a connection times out at packets of other buckets`() throws {
    let files = ["udp-message.pcap", "syn-flood.pcap"].map(Package.fixture)
    let one = try expected("connections", files)
    #expect(one.output.split(separator: "\n").first?.contains(#""ending":"idle""#) == true)
    let steps = try ArchiveSteps(files, buckets: 16)
    #expect(try steps.records("connections").output == one.output)
  }

  /// The last fragments are given up when the input ends: they begin connections after all packets.
  @Test func `datagrams that stay incomplete begin connections in one order`() throws {
    let files = ["fragments.pcap", "ports.pcap", "udp-fragments.pcap"].map(Package.fixture)
    let one = try expected("connections", files)
    for buckets in [2, 5, 16] {
      #expect(try ArchiveSteps(files, buckets: buckets).records("connections").output == one.output)
    }
  }

  /// A recorded connection whose client changes its port (44386 then), with the server's address changed in the same
  /// moment: 127.0.0.9 instead of 127.0.0.3.
  @Test func `a QUIC connection whose server moves is one where all UDP is in one bucket`() throws {
    var data = [UInt8](try Data(contentsOf: URL(filePath: Package.fixture("quic-rebinding.pcap"))))
    var (at, moved) = (24, 0)
    while at + 16 <= data.count {
      let frame = at + 16
      let ports = [Array(data[frame + 34..<frame + 36]), Array(data[frame + 36..<frame + 38])]
      if let side = ports.firstIndex(of: [0xad, 0x62]) {
        // The server is the destination if the client's port is the source's. No checksum (RFC 768).
        data[frame + (side == 0 ? 33 : 29)] = 9
        data.replaceSubrange(frame + 40..<frame + 42, with: [0, 0])
        moved += 1
      }
      at = frame + (0..<4).reduce(0) { $0 | Int(data[at + 8 + $1]) << (8 * $1) }
    }
    #expect(moved == 25)
    let folder = try TemporaryFolder()
    try Data(data).write(to: URL(filePath: folder.path("moved.pcap")))
    let cut = try CutCapture(
      [folder.path("moved.pcap")], into: 4, isOverlapping: false, seed: 6)
    let one = try expected("connections", cut.files, options: ["-K"])
    #expect(one.output.contains(#""continued_connection":0"#))
    for buckets in [2, 5, 16] {
      let steps = try ArchiveSteps(cut.files, buckets: buckets, options: ["--join-udp"])
      #expect(try steps.records("connections", options: ["-K"]).output == one.output)
    }
    // Without it, it is said.
    let apart = try ArchiveSteps(cut.files, buckets: 16).records("connections", options: ["-K"])
    #expect(
      apart.output == one.output || apart.errors.contains("may be QUIC that moved"), "\(apart)")
  }

  @Test func `the alerts of one bucket are those of one process`() throws {
    let cut = try CutCapture(
      ["syn-flood.pcap", "port-scan.pcap"].map(Package.fixture), into: 5, isOverlapping: true,
      seed: 3)
    let one = try expected("flood", cut.files, options: ["--seed", "7"])
    #expect(one.output.contains("syn-flood"))
    let steps = try ArchiveSteps(cut.files, buckets: 1)
    let alerts = try run(
      Package.command, ["track", "flood", "--seed", "7"] + steps.folders)
    #expect(alerts.status == 0)
    #expect(alerts.output == one.output)
    let several = try ArchiveSteps(Array(cut.files.prefix(1)), buckets: 2)
    let refused = try run(Package.command, ["track", "flood"] + several.folders)
    #expect(refused.status == 1)
    #expect(refused.complaints.first?.contains("flood needs all packets in one") == true)
  }

  @Test func `slices of the records are the whole of them`() throws {
    let file = Package.fixture("syn-flood.pcap")
    let steps = try ArchiveSteps([file], buckets: 3)
    for subcommand in ["connections", "states"] {
      let tracked = try TemporaryFolder()
      let paths = (0..<3).map { tracked.path("\($0)") }
      for bucket in 0..<3 {
        let outcome = try run(
          Package.command,
          ["track", subcommand, "--bucket", "\(bucket)", "-o", paths[bucket]] + steps.folders)
        #expect(outcome.status == 0)
      }
      for count in [2, 5, 16] {
        let slices = try (1...count).map { number in
          try run(
            Package.command, ["collect", "--slice", "\(number)/\(count)"] + paths
          ).output
        }
        #expect(slices.joined() == (try expected(subcommand, [file])).output)
        // Of two slices one has the packets, and one the connections that end with the input.
        #expect(count == 2 || slices.count { !$0.isEmpty } > 1)
      }
    }
  }

  @Test func `a limit that left something out is said, and fails a strict run`() throws {
    let files = [Package.fixture("syn-flood.pcap")]
    let steps = try ArchiveSteps(files, buckets: 2)
    let tracked = try TemporaryFolder()
    let paths = ["0", "1"].map(tracked.path)
    for bucket in 0..<2 {
      let options = ["--max-connections", "10", "--bucket", "\(bucket)", "-o", paths[bucket]]
      let outcome = try run(
        Package.command, ["track", "connections"] + options + steps.folders)
      #expect(outcome.status == 0)
    }
    let said = try run(Package.command, ["collect"] + paths)
    #expect(said.status == 0 && !said.output.isEmpty)
    #expect(said.complaints.first?.contains("records may differ") == true)
    let strict = try run(Package.command, ["collect", "--strict"] + paths)
    #expect(strict.status == 1 && strict.output.isEmpty)
  }

  @Test func `a bucket that is missing, or of another archive, is refused`() throws {
    let first = try ArchiveSteps([Package.fixture("ports.pcap")], buckets: 2)
    let other = try ArchiveSteps([Package.fixture("tcp-flags.pcap")], buckets: 3)
    let tracked = try TemporaryFolder()
    for (name, bucket, folders) in [
      ("0", "0", first.folders), ("1", "1", first.folders), ("other", "1", other.folders),
    ] {
      let options = ["--bucket", bucket, "-o", tracked.path(name)]
      let outcome = try run(Package.command, ["track", "events"] + options + folders)
      #expect(outcome.status == 0)
    }
    for names in [["0"], ["0", "0"], ["0", "other"], ["0", "nowhere"]] {
      let outcome = try run(Package.command, ["collect"] + names.map(tracked.path))
      #expect(outcome.status == 1 && outcome.output.isEmpty && outcome.complaints.count == 1)
    }
    let mixed = try run(
      Package.command,
      ["track", "events", "--bucket", "0", "-o", tracked.path("mixed")] + first.folders
        + other.folders)
    #expect(mixed.status == 1 && mixed.complaints.first?.contains("number of buckets") == true)
    // A folder is whole or not there, and is not written twice.
    #expect(!FileManager.default.fileExists(atPath: tracked.path("mixed")))
    let options = ["--bucket", "0", "-o", tracked.path("0")]
    let again = try run(Package.command, ["track", "events"] + options + first.folders)
    #expect(again.status == 1 && again.complaints.first?.contains("exists") == true)
  }

  @Test func `a capture that is cut is split up to the cut, with exit status 1`() throws {
    let folder = try TemporaryFolder()
    let data = try Data(contentsOf: URL(filePath: Package.fixture("ports.pcap")))
    let path = folder.path("cut.pcap")
    try data.dropLast(7).write(to: URL(filePath: path))
    let outcome = try tcpinspect(
      "partition", "-r", path, "--buckets", "3", "-o", folder.path("split"))
    #expect(outcome.status == 1)
    let steps = try ArchiveSteps([path], buckets: 4)
    let one = try expected("connections", [path])
    #expect(one.status == 1)
    #expect(try steps.records("connections").output == one.output)
  }

  @Test func `a damaged folder gets one line`() throws {
    let steps = try ArchiveSteps([Package.fixture("ports.pcap")], buckets: 2)
    let split = try #require(steps.folders.first)
    let ticks = try Data(contentsOf: URL(filePath: split + "/ticks"))
    try ticks.dropLast(1).write(to: URL(filePath: split + "/ticks"))
    let outcome = try steps.records("events")
    #expect(outcome.status == 1 && outcome.output.isEmpty && outcome.complaints.count == 1)
    try FileManager.default.removeItem(atPath: split + "/bucket-00000.pcapng")
    try ticks.write(to: URL(filePath: split + "/ticks"))
    let missing = try steps.records("events")
    #expect(missing.status == 1 && missing.complaints.count == 1)
  }

  @Test func `the manual's recipe has the records of one process, with few descriptors`() throws {
    let page = try String(
      contentsOf: Package.root.appending(path: "man/tcpinspect.1"), encoding: .utf8)
    let start = try #require(
      page.range(of: "order of their names:\n.Bd -literal -offset indent\n"))
    let end = try #require(page.range(of: "\n.Ed", range: start.upperBound..<page.endIndex))
    let recipe = page[start.upperBound..<end.lowerBound].replacing("\\e", with: "\\")
    let cut = try CutCapture(
      [Package.fixture("ports.pcap")], into: 100, isOverlapping: true, seed: 5)
    let folder = try TemporaryFolder()
    let captures = try #require(cut.files.first)
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "captures"),
      withDestinationURL: URL(filePath: captures).deletingLastPathComponent())
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "tcpinspect"),
      withDestinationURL: URL(filePath: Package.command))
    let place = folder.path("")
    let outcome = try run(
      "/bin/sh",
      ["-c", "cd '\(place)' && PATH=$PWD:$PATH && ulimit -n 64 && \(recipe)"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let names = cut.files.map { "captures/" + URL(filePath: $0).lastPathComponent }
    let one = try run(
      "/bin/sh",
      ["-c", "cd '\(place)' && ./tcpinspect connections --format ndjson \"$@\"", "sh"]
        + names.flatMap { ["-r", $0] })
    #expect(outcome.output == one.output && !one.output.isEmpty)
  }
}
