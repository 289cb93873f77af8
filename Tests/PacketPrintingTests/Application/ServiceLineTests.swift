import PacketPrinting
import Testing

/// Packets of services over UDP and TCP, whole, cut and broken, against what tcpdump 4.99.3 prints of them.
struct ServiceLineTests {
  @Test(
    arguments: [
      "services-afs", "services-files", "services-management", "services-overlays",
      "services-routing", "services-tunnels",
    ], [0, 1, 3])
  func `services are printed as tcpdump prints them`(
    _ fixture: String, _ verbosity: Int
  ) throws {
    var options = PrintOptions()
    options.verbosity = verbosity
    let suffix = verbosity == 0 ? "n" : "n-" + String(repeating: "v", count: verbosity)
    let expected = try Savefile.golden("\(fixture).\(suffix).txt").joined(separator: "\n")
    let printed = try Savefile("\(fixture).pcap").printed(options).joined(separator: "\n")
    let wanted = expected.split(separator: "\n")
    let got = printed.split(separator: "\n")
    #expect(wanted.count == got.count)
    for (line, golden) in zip(got, wanted) { #expect(line == golden) }
    #expect(wanted.count > 20)
  }
}
