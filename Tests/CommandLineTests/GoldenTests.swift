import Foundation
import Testing

/// The built command over the fixtures, held against what tcpdump 4.99.3 printed.
@Suite struct GoldenTests {
  struct Manifest: Decodable {
    var tool: String
    var runs: [Run]
  }

  struct Run: Decodable, Sendable, CustomTestStringConvertible {
    var fixture: String
    var arguments: [String]
    var golden: String
    var testDescription: String { "\(fixture) \(arguments.joined(separator: " "))" }
  }

  static let manifest: Manifest? = {
    let url = Package.fixtures.appending(path: "golden.json")
    return try? JSONDecoder().decode(Manifest.self, from: Data(contentsOf: url))
  }()

  @Test func `the manifest names every golden text there is`() throws {
    let manifest = try #require(Self.manifest)
    let folder = Package.fixtures.appending(path: "golden")
    let files = try FileManager.default.subpathsOfDirectory(
      atPath: folder.path(percentEncoded: false)
    ).filter { $0.hasSuffix(".txt") }
    let named = Set(manifest.runs.map { URL(filePath: $0.golden).lastPathComponent })
    #expect(Set(files.map { URL(filePath: $0).lastPathComponent }) == named)
    #expect(manifest.runs.count > 50)
  }

  @Test(arguments: manifest?.runs ?? [])
  func `a fixture prints as tcpdump printed it`(run: Run) throws {
    let golden = try String(
      contentsOf: Package.fixtures.appending(path: run.golden), encoding: .utf8)
    let outcome = try CommandLineTests.run(
      Package.command, run.arguments + ["-r", Package.fixture(run.fixture)])
    #expect(outcome.status == 0)
    #expect(outcome.complaints.filter { !$0.hasPrefix("Warning: interface names") } == [])
    let (ours, theirs) = (lines(outcome.output), lines(golden))
    for (index, (our, their)) in zip(ours, theirs).enumerated() where our != their {
      Issue.record("line \(index + 1)\n  tcpdump    \(their)\n  tcpinspect \(our)")
      break
    }
    #expect(ours.count == theirs.count)
  }

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
