import Foundation
import Testing

/// Processes of this host's connections, with real ones.
@Suite(.serialized) struct ProcessTests {
  private static let script = Package.root.appending(path: "Benchmarks/processes")
    .path(percentEncoded: false)

  /// The script judges by what every process logged: none may be wrong.
  ///
  /// On a loaded machine half of them may be missing; Benchmarks.md has the figures.
  @Test(arguments: ["many", "reuse", "fork", "pass", "v6", "mapped", "udp", "udp-open"])
  func `connections that live for 20 ms have their own processes, whoever has their ports later`(
    kind: String
  ) throws {
    if let obstacle = LiveTests.obstacle {
      print("*** NOT TESTED: processes of connections (\(obstacle))")
      return
    }
    let python = try #require(program("python3"))
    let outcome = try run(
      python,
      [
        Self.script, "--program", Package.command, "--connections", "40", "--life", "0.02",
        "--share", "0.5", kind,
      ])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  /// What a search cannot find in time, the program in the kernel reports.
  @Test func `processes that exit at once after they sent are found where eBPF is allowed`() throws
  {
    if let obstacle = LiveTests.obstacle {
      print("*** NOT TESTED: processes by eBPF (\(obstacle))")
      return
    }
    let python = try #require(program("python3"))
    let words = ["--program", Package.command, "--connections", "100", "--share", "0.99", "once"]
    let outcome = try run(python, [Self.script] + words)
    if let line = outcome.output.split(separator: "\n").first(where: { $0.contains("eBPF, ") }) {
      print("*** NOT TESTED: processes by eBPF (\(line))")
      return
    }
    let client = try #require(outcome.output.split(separator: "\n").first { $0.contains("client") })
    // Kind, side, connections, right, share, wrong: the server forks for each connection, and is not of interest.
    let columns = client.split(separator: " ")
    #expect(columns[2] == "100" && columns[5] == "0", "\(outcome.output)")
    #expect(Int(columns[3]).map { $0 >= 99 } == true, "\(outcome.output)")
  }

  @Test func `the lines of packets end with the processes of both endpoints`() throws {
    if let obstacle = LiveTests.obstacle {
      print("*** NOT TESTED: processes of packets (\(obstacle))")
      return
    }
    let python = try #require(program("python3"))
    let echo = LiveTests.echo.replacing(
      "client.close()", with: "import time; time.sleep(0.5); client.send(b'x'); client.close()")
    let server = try LiveTests.Running(python, ["-c", echo])
    defer { server.process.terminate() }
    let port = LiveTests.Running.read(server.output, until: "\n")
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let capture = try LiveTests.Running(
      Package.command,
      ["-i", "lo", "-n", "-l", "-X", "--processes", "tcp port \(port)"])
    _ = LiveTests.Running.read(capture.errors, until: "listening on lo")
    try server.input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
    _ = LiveTests.Running.read(server.output, until: "done")
    let text = LiveTests.Running.read(capture.output, until: "Flags [F.]")
    capture.process.interrupt()
    let number = server.process.processIdentifier
    let lines = text.split(separator: "\n").filter { $0.contains(" Flags [") }
    // Both ends are the program's. The first lines may come before its process is found.
    let named = lines.filter { $0.hasSuffix(" [\(number)/python3 > \(number)/python3]") }
    #expect(!named.isEmpty, "\(text)")
    // Nobody else has a process: what is not known is absent.
    for line in lines where line.hasSuffix("]") && line.contains("/") {
      #expect(line.contains("[\(number)/python3"), "\(line)")
    }
  }

  @Test(arguments: ["--processes", "--kernel"])
  func `what is about open sockets is refused for files in one line`(option: String) throws {
    let outcome = try tcpinspect("connections", "-r", Package.fixture("echo-ipv4.pcap"), option)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("\(option) is about sockets that are open now"))
  }
}
