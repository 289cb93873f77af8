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

  @Test(arguments: ["--processes", "--kernel"])
  func `what is about open sockets is refused for files in one line`(option: String) throws {
    let outcome = try tcpinspect("connections", "-r", Package.fixture("echo-ipv4.pcap"), option)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("\(option) is about sockets that are open now"))
  }
}
