import Foundation
import Testing

/// Only connections with certain results: `--failed` and `--result`.
@Suite struct ResultTests {
  private static let ports = Package.fixture("ports.pcap")

  /// The results of the connections that a command line shows.
  private func results(_ words: String...) throws -> [String] {
    let outcome = try run(Package.command, words)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.matches(of: /"result":"([a-z-]+)"/).map { String($0.output.1) }
  }

  @Test func `--failed leaves those that are ok or open, --result all but those named`() throws {
    let files = ["ports.pcap", "tcp-flags.pcap", "tcp-options.pcap", "icmp-errors.pcap"]
    for file in files.map({ Package.fixture($0) }) {
      let all = try results("connections", "-r", file)
      let failed = try results("connections", "--failed", "-r", file)
      #expect(failed == all.filter { $0 != "ok" && $0 != "open" })
      let named = try results("connections", "--result", "refused,open", "-r", file)
      #expect(named == all.filter { $0 == "refused" || $0 == "open" })
      let both = try results(
        "connections", "--result", "refused", "--result", "open", "-r", file)
      #expect(both == named)
    }
    #expect(try !results("connections", "--failed", "-r", Self.ports).isEmpty)
  }

  @Test func `totals below a table are those of the connections shown, or beyond --top`() throws {
    let table = try tcpinspect("connections", "-t", "--failed", "-nr", Self.ports).output
    let count = try results("connections", "--failed", "-r", Self.ports).count
    #expect(table.contains("\n\(count) connections, "))
    let top = try tcpinspect("connections", "-t", "--top", "1", "-nr", Self.ports).output
    let all = try results("connections", "-r", Self.ports).count
    #expect(top.contains("\n\(all) connections, "))
  }

  @Test func `congestion shows verdicts on the connections with a result`() throws {
    let file = Package.fixture("tcp-flags.pcap")
    func connections(_ words: [String]) throws -> Set<Substring> {
      let output = try run(Package.command, words + ["-r", file]).output
      return Set(output.matches(of: /"connection":([0-9]+)/).map(\.output.1))
    }
    let reset = try connections(["connections", "--result", "reset"])
    let verdicts = try connections(["congestion"])
    let chosen = try connections(["congestion", "--result", "reset"])
    #expect(!chosen.isEmpty && chosen == verdicts.intersection(reset))
    let table = try tcpinspect("congestion", "-t", "--result", "reset", "-r", file).output
    #expect(
      Set(table.matches(of: /(?m)^Connection ([0-9]+),/).map(\.output.1)) == chosen)
  }

  @Test(arguments: [
    (["--result", "lost"], "--result lost: must be of ok, open, unanswered, no-handshake, "),
    (["--result", "reset,"], "--result : must be of "),
    (["--failed", "--services"], "--failed and --result select records: "),
  ])
  func `what names no result is refused in one line`(words: [String], line: String) throws {
    let outcome = try run(Package.command, ["connections", "-r", Self.ports] + words)
    #expect(outcome.status == 64 && outcome.complaints.count == 1)
    #expect(outcome.complaints.first?.hasPrefix("tcpinspect: " + line) == true)
  }

  @Test func `without a connection of a result, one line says so`() throws {
    let outcome = try tcpinspect("connections", "-t", "--result", "black-hole", "-r", Self.ports)
    #expect(outcome.status == 0 && outcome.output.isEmpty)
    #expect(outcome.complaints == ["no connections of that result"])
  }
}
