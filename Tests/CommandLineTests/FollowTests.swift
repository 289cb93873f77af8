import Foundation
import Testing

/// Inputs that grow while they are read.
@Suite(.serialized) struct FollowTests {
  static let echo = Package.fixture("echo-ipv4.pcap")

  /// The file header and the first record, then the rest.
  private func parts() throws -> (first: Data, rest: Data) {
    let whole = try Data(contentsOf: URL(filePath: Self.echo))
    let length = whole[32..<36].reversed().reduce(0) { $0 << 8 | Int($1) }
    return (whole.prefix(24 + 16 + length), whole.dropFirst(24 + 16 + length))
  }

  private func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }

  @Test func `a savefile is followed as it grows, even in the middle of a record`() throws {
    let expected = lines(try tcpinspect("-n", "-r", Self.echo).output)
    let folder = try TemporaryFolder()
    let path = folder.path("growing.pcap")
    let (first, rest) = try parts()
    try first.write(to: URL(filePath: path))
    let reader = try LiveTests.Running(Package.command, ["-n", "--follow", "-r", path])
    var text = LiveTests.Running.read(reader.output, until: "\n")
    #expect(lines(text) == Array(expected.prefix(1)))

    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    // Half a record, then its other half and all others.
    try file.write(contentsOf: rest.prefix(40))
    try file.write(contentsOf: rest.dropFirst(40))
    text += LiveTests.Running.read(reader.output, until: String(expected[9]))
    #expect(lines(text) == expected)
    let (more, complaints) = reader.end(with: SIGINT)
    #expect(more == "")
    #expect(reader.process.terminationStatus == 0)
    #expect(lines(complaints).allSatisfy { $0.hasPrefix("reading from file") })
  }

  @Test func `a pipe is read as it is filled`() throws {
    let expected = lines(try tcpinspect("-n", "-r", Self.echo).output)
    let (first, rest) = try parts()
    let reader = try LiveTests.Running(Package.command, ["-n", "-r", "-"])
    reader.input.fileHandleForWriting.write(first)
    var text = LiveTests.Running.read(reader.output, until: "\n")
    #expect(lines(text) == Array(expected.prefix(1)))
    reader.input.fileHandleForWriting.write(rest)
    try reader.input.fileHandleForWriting.close()
    text += LiveTests.Running.read(reader.output, until: String(expected[9]))
    #expect(lines(text) == expected)
    reader.process.waitUntilExit()
    #expect(reader.process.terminationStatus == 0)
  }

  @Test(arguments: [["--follow"], ["--follow", "-r", echo, "-r", echo]])
  func `following takes one savefile`(arguments: [String]) throws {
    let outcome = try run(Package.command, arguments)
    #expect(outcome.status == 64)
    #expect(outcome.complaints == ["tcpinspect: --follow needs exactly one -r"])
  }
}
