import Foundation
import Testing

/// Lines that threads format: those of a file's packets after the first 1,024, with `-n`.
@Suite struct ParallelLinesTests {
  /// The packets of a fixture, five times; the threads begin at packet 1,024, and a block has 512 packets.
  private func input(in folder: TemporaryFolder) throws -> String {
    let one = try Data(contentsOf: URL(filePath: Package.fixture("cubic-loss.pcap")))
    let path = folder.path("long.pcap")
    try (one + Data((0..<4).map { _ in one.dropFirst(24) }.joined())).write(to: URL(filePath: path))
    return path
  }

  @Test(
    arguments: ["-n", "-nvv", "-nXS", "-ne"],
    [[], ["-c", "1023"], ["-c", "1024"], ["-c", "1025"], ["-c", "1536"], ["-c", "1537"]])
  func `lines of threads are tcpdump's, in order`(flags: String, limit: [String]) throws {
    guard let tcpdump else { return }
    let folder = try TemporaryFolder()
    let words = [flags, "-r", try input(in: folder)] + limit
    let expected = try run(tcpdump, words).output
    let lines = expected.split(separator: "\n").count
    #expect(lines >= (limit.last.flatMap { Int($0) } ?? 1_600))
    #expect(try run(Package.command, words).output == expected)
  }

  @Test func `a file that is cut gives the lines of all its whole packets`() throws {
    let folder = try TemporaryFolder()
    let path = try input(in: folder)
    let whole = try tcpinspect("-n", "-r", path).output.split(separator: "\n")
    let bytes = try Data(contentsOf: URL(filePath: path))
    try bytes.dropLast(7).write(to: URL(filePath: path))
    let outcome = try tcpinspect("-n", "-r", path)
    #expect(outcome.status == 1)
    #expect(outcome.output.split(separator: "\n") == whole.dropLast())
  }
}
