import Foundation
import Testing

/// `explain`, `check` and `report` find the same in the same packets.
@Suite struct DiagnosisCommandTests {
  /// A capture whose headers are cut, and one that is cut behind them (snapshot length 96).
  @Test(arguments: [("malformed", true), ("cubic-loss", false)])
  func `only packets cut inside of headers are said to be`(name: String, isCut: Bool) throws {
    let input = Package.fixture(name + ".pcap")
    let explained = try tcpinspect("explain", "--format", "ndjson", "-nr", input)
    #expect(explained.output.contains("\"kind\":\"cut-packets\"") == isCut)
    let checked = try tcpinspect("check", "-nr", input, "no cut-packets")
    #expect(checked.status == (isCut ? 4 : 0), "\(checked.output)")
    let page = try tcpinspect("report", "-nr", input, "-o", "-")
    #expect(page.output.contains("cut inside of headers") == isCut)
  }

  @Test func `a flood is found by all three, and by none for a single connection`() throws {
    let input = Package.fixture("syn-flood.pcap")
    #expect(
      try tcpinspect("explain", "--format", "ndjson", "-nr", input).output
        .contains("\"kind\":\"syn-flood\""))
    #expect(try tcpinspect("check", "-nr", input, "no alert").status == 4)
    #expect(try tcpinspect("check", "-nr", input, "no syn-flood").status == 4)
    #expect(try tcpinspect("report", "-nr", input, "-o", "-").output.contains("syn-flood"))
    #expect(
      try !tcpinspect("explain", "--format", "ndjson", "--connection", "0", "-nr", input).output
        .contains("\"kind\":\"syn-flood\""))
  }
}
