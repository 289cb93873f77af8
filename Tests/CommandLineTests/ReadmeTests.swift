import Foundation
import Testing

/// The README and the tour say what the program prints.
@Suite struct ReadmeTests {
  /// A command of a page and the lines that the page shows of its output.
  struct Transcript: Sendable, CustomTestStringConvertible {
    var command: String
    var lines: [String]

    /// Whether the page leaves the rest of the output out.
    var isCut: Bool { lines.last == "..." }

    var testDescription: String { command }
  }

  static func page(_ name: String) throws -> String {
    try String(contentsOf: Package.root.appending(path: name), encoding: .utf8)
  }

  /// The transcripts of a page: blocks of `console` with commands behind `$ `.
  static func transcripts(of name: String) throws -> [Transcript] {
    var found: [Transcript] = []
    var isInside = false
    for line in try page(name).split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```console" {
        isInside = true
      } else if line == "```" {
        isInside = false
      } else if isInside, line.hasPrefix("$ ") {
        found.append(Transcript(command: String(line.dropFirst(2)), lines: []))
      } else if isInside {
        found[found.count - 1].lines.append(String(line))
      }
    }
    return found
  }

  /// Numbers of sources are estimates by a secret hash: the lines that hold them differ from run to run.
  private static let estimates = ["from      about", "distinct sources", "about "]

  @Test(
    arguments: ["README.md", "Sources/tcpinspect/Documentation.docc/Tour.md"])
  func `every transcript is what the program prints`(name: String) throws {
    let transcripts = try Self.transcripts(of: name)
    #expect(transcripts.count >= 7)
    for transcript in transcripts {
      let words = transcript.command.replacing(
        "tcpinspect ", with: "'\(Package.command)' ", maxReplacements: 1)
      let outcome = try run(
        "/bin/sh", ["-c", "cd '\(Package.root.path(percentEncoded: false))' && \(words) 2>&1"])
      var printed = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init).filter { !$0.hasPrefix("reading from file") }
      if printed.last?.isEmpty == true { printed.removeLast() }
      var expected = transcript.lines
      if transcript.isCut {
        expected.removeLast()
        printed = Array(printed.prefix(expected.count))
      }
      #expect(printed.count == expected.count, "\(transcript.command)")
      for (line, wanted) in zip(printed, expected)
      where !Self.estimates.contains(where: wanted.contains) {
        #expect(line == wanted, "\(transcript.command)")
      }
    }
  }

  @Test func `the library example is a function that these tests compile`() throws {
    let page = try Self.page("README.md")
    let start = try #require(page.range(of: "```swift\n"))
    let end = try #require(page.range(of: "```", range: start.upperBound..<page.endIndex))
    let example = try Self.page("Tests/CommandLineTests/ReadmeExample.swift")
    #expect(example == page[start.upperBound..<end.lowerBound])
    try printSequenceNumbers(of: Package.fixture("echo-ipv4.pcap"))
  }

  @Test func `the README has at most 180 lines`() throws {
    #expect(
      try Self.page("README.md").split(separator: "\n", omittingEmptySubsequences: false).count
        <= 181)
  }
}
