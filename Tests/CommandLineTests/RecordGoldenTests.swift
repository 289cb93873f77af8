import Foundation
import Testing

/// The subcommands that follow connections over the fixtures, held against the records that are kept there.
///
/// The fixtures' README describes how they were made, and compared with tshark.
@Suite struct RecordGoldenTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    var name: String
    var fixture: String
    var arguments: [String]
    var testDescription: String { name }

    /// `NAME.SUBCOMMAND.FORMAT`, or `NAME.page.CONNECTION`.
    init?(_ name: String) {
      let parts = name.split(separator: ".").map(String.init)
      guard parts.count == 3 else { return nil }
      self.name = name
      fixture = parts[0] + ".pcap"
      arguments =
        parts[1] == "page"
        ? ["connections", "--connection", parts[2], "--verbose"]
        : [parts[1], "--format", parts[2]]
    }
  }

  static let folder = Package.fixtures.appending(path: "records")

  static let goldens: [Golden] = {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    return (names ?? []).sorted().compactMap(Golden.init)
  }()

  @Test func `every format of every subcommand is there`() {
    let kinds = Set(Self.goldens.map { $0.arguments.joined(separator: " ") })
    for subcommand in ["connections", "states", "events"] {
      for format in ["ndjson", "csv", "table"] {
        #expect(kinds.contains("\(subcommand) --format \(format)"))
      }
    }
    #expect(kinds.contains("connections --connection 0 --verbose"))
  }

  @Test(arguments: goldens)
  func `a fixture's records are those that are kept`(golden: Golden) throws {
    let kept = try String(
      contentsOf: Self.folder.appending(path: golden.name), encoding: .utf8)
    let outcome = try run(
      Package.command, golden.arguments + ["-n", "-r", Package.fixture(golden.fixture)])
    // An empty table says so beside it.
    let isEmptyTable = kept.isEmpty && golden.name.hasSuffix(".table")
    // The router of `icmp-errors` waits in vain for the rest of a datagram.
    let complaints = outcome.complaints.filter {
      $0 != "1 fragmented datagram was never complete" || golden.fixture != "icmp-errors.pcap"
    }
    #expect(outcome.status == 0 && complaints.isEmpty == !isEmptyTable)
    let (ours, theirs) = (lines(outcome.output), lines(kept))
    for (index, (our, their)) in zip(ours, theirs).enumerated() where our != their {
      Issue.record("line \(index + 1)\n  kept \(their)\n  now  \(our)")
      break
    }
    #expect(ours.count == theirs.count)
  }

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
