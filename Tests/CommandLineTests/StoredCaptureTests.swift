import Foundation
import Testing

/// What a store shows from its capture files: tables, pages and packets.
@Suite struct StoredCaptureTests {
  private static let requests = [
    ["connections", "-t"], ["connections", "-t", "--failed"],
    ["connections", "--connection", "0", "-v"], ["connections", "-t", "--services"],
    ["events", "-t"], ["states", "-t", "--connection", "0"], ["congestion", "-t"],
    ["explain", "-t"], ["explain", "--connection", "0", "--format", "ndjson"],
  ]

  @Test(arguments: ["zero-window", "cubic-loss", "ports", "fragments", "quic-v1"])
  func `tables and pages of a store are those of its capture, byte for byte`(name: String) throws {
    let folder = try TemporaryFolder()
    let (store, file) = (folder.path("a 'b\" c.db"), Package.fixture(name + ".pcap"))
    #expect(try tcpinspect("save", "-r", file, "-K", store, "ip").status == 0)
    var answered = 0
    for words in Self.requests {
      let theirs = try run(Package.command, words + ["-K", "-r", file, "ip"])
      let ours = try run(Package.command, words + ["--from", store])
      #expect(theirs.status == ours.status, "\(words): \(ours.errors)")
      #expect(theirs.output == ours.output, "\(words)")
      if !ours.output.isEmpty { answered += 1 }
    }
    #expect(answered >= 4)
    let (one, other) = (folder.path("one.html"), folder.path("other.html"))
    #expect(try tcpinspect("report", "-K", "-r", file, "-o", one, "ip").status == 0)
    #expect(try tcpinspect("report", "--from", store, "-o", other).status == 0)
    #expect(try Data(contentsOf: URL(filePath: one)) == Data(contentsOf: URL(filePath: other)))
  }

  @Test func `the packets of a stored connection are those of its capture`() throws {
    let folder = try TemporaryFolder()
    let files = ["ports.pcap", "zero-window.pcap"].map(Package.fixture)
    let store = folder.path("two.db")
    let inputs = files.flatMap { ["-r", $0] }
    #expect(try run(Package.command, ["save"] + inputs + [store]).status == 0)
    for (index, name) in ["0,2", "1", "3"].enumerated() {
      let (one, other) = (folder.path("one\(index).pcap"), folder.path("other\(index).pcap"))
      let theirs = try run(
        Package.command, ["connections", "--connection", name, "-w", one] + inputs)
      let ours = try tcpinspect("packets", "--from", store, "--connection", name, "-w", other)
      #expect(theirs.status == ours.status && ours.output.isEmpty, "\(ours)")
      let bytes = try Data(contentsOf: URL(filePath: other))
      #expect(try bytes == Data(contentsOf: URL(filePath: one)) && bytes.count > 24)
    }
    let missing = try tcpinspect(
      "packets", "--from", store, "--connection", "999", "-w", folder.path("none.pcap"))
    #expect(missing.status == 1 && missing.errors.contains("no connection 999"))
  }

  @Test func `a capture file that changed, or is gone, is refused in one line`() throws {
    let folder = try TemporaryFolder()
    let (store, file) = (folder.path("s.db"), folder.path("copy.pcap"))
    var data = try Data(contentsOf: URL(filePath: Package.fixture("ports.pcap")))
    try data.write(to: URL(filePath: file))
    #expect(try tcpinspect("save", "-r", file, store).status == 0)
    let records = try tcpinspect("connections", "--from", store).output
    data[data.count - 1] ^= 1
    try data.write(to: URL(filePath: file))
    let page = folder.path("page.html")
    let commands = [
      ["connections", "-t", "--from", store], ["report", "--from", store, "-o", page],
      ["packets", "--from", store, "--connection", "0", "-w", folder.path("p.pcap")],
    ]
    for text in ["is not the file that was saved", "is not there any more"] {
      for words in commands {
        let outcome = try run(Package.command, words)
        #expect(outcome.status == 1 && outcome.output.isEmpty && outcome.complaints.count == 1)
        #expect(outcome.errors.contains(text), "\(outcome.errors)")
      }
      #expect(!FileManager.default.fileExists(atPath: page))
      // Records need no capture.
      #expect(try tcpinspect("connections", "--from", store).output == records)
      try? FileManager.default.removeItem(atPath: file)
    }
  }

  @Test func `a capture that was named from its folder has the same commands in its findings`()
    throws
  {
    let folder = try TemporaryFolder()
    let copy = folder.path("copy.pcap")
    try FileManager.default.copyItem(atPath: Package.fixture("zero-window.pcap"), toPath: copy)
    let script = """
      cd '\(folder.path(""))' && "$0" save -r copy.pcap s.db 2>/dev/null &&
      "$0" explain -t -r copy.pcap >one && "$0" explain -t --from s.db >other && cmp one other &&
      grep -- '-r copy.pcap' other
      """
    let outcome = try run("/bin/sh", ["-c", script, Package.command])
    #expect(outcome.status == 0 && !outcome.output.isEmpty, "\(outcome)")
  }
}
