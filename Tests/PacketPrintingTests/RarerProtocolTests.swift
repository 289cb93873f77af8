import InternetTypes
import PacketDissection
import PacketPrinting
import Testing

/// IEEE 802.11 management, PGM, DECnet, ForCES and interception shims against what tcpdump 4.99.3 prints of them.
struct RarerProtocolTests {
  @Test(
    arguments: ["wireless-management", "rarer-transports"],
    ["n", "n-v", "n-vv", "n-e", "n-v-e", "n-x"])
  func `a rarer protocol is printed as tcpdump prints it`(
    _ fixture: String, _ flags: String
  ) throws {
    var options = PrintOptions()
    options.verbosity = flags.filter { $0 == "v" }.count
    options.showsLinkHeader = flags.contains("e")
    options.dump = flags.contains("x") ? .hex : .none
    let expected = try Savefile.golden("\(fixture).\(flags).txt").joined(separator: "\n")
    let printed = try Savefile("\(fixture).pcap").printed(options).joined(separator: "\n")
    let wanted = expected.split(separator: "\n")
    let got = printed.split(separator: "\n")
    #expect(wanted.count == got.count)
    for (line, golden) in zip(got, wanted) { #expect(line == golden) }
    #expect(wanted.count > 20)
  }

  @Test(arguments: [(LinkType.wireless, "wireless-management"), (.ethernet, "rarer-transports")])
  func `every prefix of a rarer protocol's frame prints whole lines`(
    _ type: LinkType, _ fixture: String
  ) throws {
    for frame in try Savefile("\(fixture).pcap").records.map(\.frame) {
      HostileBytesTests.check(
        (0..<frame.count).map { Array(frame[..<$0]) }, wireLength: frame.count, type)
    }
  }
}
