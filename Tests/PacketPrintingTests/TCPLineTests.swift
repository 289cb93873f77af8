import PacketPrinting
import Testing

struct TCPLineTests {
  /// Whether tcpdump printed a packet as TCP itself, not as what an ICMP error quotes.
  func isTCP(_ text: String) -> Bool {
    (text.contains(": Flags [") || text.contains(":  tcp ") || text.contains("[|tcp]"))
      && !text.contains("ICMP")
  }

  @Test(arguments: [
    ("tcp-options", 2, 90), ("tcp-options-handmade", 2, 110), ("tcp-flags", 0, 14),
    ("tcp-flags", 2, 14), ("malformed", 0, 20), ("malformed", 2, 20), ("checksums", 1, 7),
    ("echo-ipv4", 1, 10), ("echo-ipv6", 2, 10), ("segmentation", 0, 14), ("handshake-data", 2, 11),
  ])
  func `segments are printed as tcpdump prints them`(
    _ fixture: String, _ verbosity: Int, _ minimum: Int
  ) throws {
    var options = PrintOptions()
    options.verbosity = verbosity
    let suffix = verbosity == 0 ? "n" : "n-" + String(repeating: "v", count: verbosity)
    let expected = try Savefile.golden("\(fixture).\(suffix).txt")
    let printed = try Savefile("\(fixture).pcap").printed(options)
    #expect(printed.count == expected.count)
    var compared = 0
    for (line, golden) in zip(printed, expected) where isTCP(golden) {
      #expect(line == golden)
      compared += 1
    }
    #expect(compared >= minimum)
  }
}
