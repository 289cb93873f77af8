import ArgumentParser
import Records
import Testing

@testable import tcpinspect

/// The options of the subcommands that follow connections.
@Suite struct ReportOptionsTests {
  @Test func `options are read`() throws {
    let options = try ReportOptions.parse([
      "--format", "csv", "--sort", "retransmitted_bytes", "--top", "10", "--connection", "7",
      "--connection", "3", "--connection", "7", "--max-connections", "5000", "--idle-timeout",
      "1.5",
    ])
    #expect(options.format == .csv)
    #expect(options.order == .retransmittedBytes && options.rankingLimit == 10)
    #expect(options.connectionIndexes == [3, 7])
    #expect(options.maxConnections == 5000 && options.idleTimeout == 1.5)
  }

  @Test func `without options connections are shown as they end`() throws {
    let options = try ReportOptions.parse([])
    #expect(options.order == nil && options.connectionIndexes.isEmpty)
    #expect(options.idleTimeout == nil && options.maxConnections == nil)
    #expect(try ReportOptions.parse(["--top", "3"]).order == .connection)
  }

  @Test(arguments: [
    (["--format", "xml"], "--format xml: table, ndjson or csv is needed"),
    (["--top", "0"], "--top 0: a number from 1 on is needed"),
    (["--connection", "-1"], "--connection -1: an index from 0 on is needed"),
    (
      ["--max-connections", "0"],
      "--max-connections 0: a number from 1 to 1073741824 is needed"
    ),
    (
      ["--idle-timeout", "nan"],
      "--idle-timeout nan: a number of seconds above 0, at most 1e9, is needed"
    ),
    (
      ["--idle-timeout", "1e300"],
      "--idle-timeout 1e+300: a number of seconds above 0, at most 1e9, is needed"
    ),
  ])
  func `a wrong value is refused in one line`(words: [String], message: String) {
    do {
      _ = try ReportOptions.parse(words)
      Issue.record("\(words) was accepted")
    } catch {
      #expect(ReportOptions.message(for: error) == message)
    }
  }

  @Test func `a wrong field to sort by is told the right ones`() {
    do {
      _ = try ReportOptions.parse(["--sort", "size"])
      Issue.record("it was accepted")
    } catch {
      let message = ReportOptions.message(for: error)
      for order in ConnectionOrder.allCases { #expect(message.contains(order.rawValue)) }
    }
  }

  @Test(arguments: [
    (["states", "--top", "3"], "--sort and --top are about records of connections, not states"),
    (
      ["congestion", "--sort", "packets"],
      "--sort and --top are about records of connections, not congestion"
    ),
    (
      ["connections", "--services", "--top", "3"],
      "--sort and --top are about records of connections, not --services"
    ),
    (
      ["connections", "--connection", "0", "-v", "--format", "csv"],
      "--verbose shows text pages: omit --format"
    ),
    (
      ["connections", "--connection", "0", "-r", "A", "-w", "-"],
      "-w -: standard output has the records; name a file"
    ),
  ])
  func `what would be ignored is refused`(words: [String], message: String) {
    do {
      _ = try TCPInspect.parseAsRoot(words)
      Issue.record("\(words) was accepted")
    } catch {
      #expect(TCPInspect.message(for: error) == message)
    }
  }
}
