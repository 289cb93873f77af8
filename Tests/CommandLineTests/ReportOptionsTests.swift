import ArgumentParser
import Records
import Testing

@testable import tcpinspect

/// The options of the subcommands that follow connections.
@Suite struct ReportOptionsTests {
  @Test func `options are read`() throws {
    let options = try ReportOptions.parse([
      "--connection", "7", "--connection", "3-5,1", "--connection", "4", "--max-connections",
      "5000", "--idle-timeout", "1.5",
    ])
    #expect(options.connectionIndexes == [1, 3, 4, 5, 7])
    #expect(options.maxConnections == 5000 && options.idleTimeout == 1.5)
    let ranking = try RankingOptions.parse(["--sort", "retransmitted_bytes", "--top", "10"])
    #expect(ranking.order == .retransmittedBytes && ranking.limit == 10)
    #expect(try TableOptions.parse(["--format", "csv"]).format == .csv)
    #expect(try TableOptions.parse(["-t"]).format == .table)
  }

  @Test func `without options connections are shown as they end`() throws {
    let options = try ReportOptions.parse([])
    #expect(options.connectionIndexes.isEmpty)
    #expect(options.idleTimeout == nil && options.maxConnections == nil)
    #expect(try RankingOptions.parse([]).order == nil)
    #expect(try RankingOptions.parse(["--top", "3"]).order == .connection)
  }

  @Test(arguments: [
    "", ",", "1-", "-1", "3-1", "1-2-3", "a", "0-1000000", "1,,2", "18446744073709551616",
  ])
  func `what is no list of indexes is refused`(text: String) {
    #expect(IndexList(text) == nil)
  }

  @Test(arguments: [
    (
      ["--connection", "-1"],
      "--connection -1: must be indexes from 0, such as 7 or 1,3-5, at most 1000000 of them"
    ),
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

  @Test func `an unknown sort field gets the list of valid ones`() {
    do {
      _ = try RankingOptions.parse(["--sort", "size"])
      Issue.record("it was accepted")
    } catch {
      let message = RankingOptions.message(for: error)
      for order in ConnectionOrder.allCases { #expect(message.contains(order.rawValue)) }
    }
  }

  @Test(arguments: [
    (["connections", "--format", "xml"], "--format xml: must be table, ndjson or csv"),
    (["connections", "--top", "0"], "--top 0: a number from 1 on is needed"),
    (["connections", "--width", "20"], "--width 20: must be from 40 to 1000"),
    (["connections", "--color", "red"], "--color red: must be auto, always or never"),
    (["connections", "-t", "--format", "csv"], "-t and --format csv exclude each other"),
    (["windows", "--order", "size"], "--order size: must be packet or time"),
    (
      ["connections", "--services", "--top", "3"],
      "--sort and --top are about records of connections, not --services"
    ),
    (
      ["connections", "--connection", "0", "-v", "--format", "csv"],
      "--verbose cannot be combined with --format: it shows text pages"
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
