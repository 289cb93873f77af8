import InternetTypes
import PacketDissection
import PacketPrinting
import Testing

/// Protocols of carriers' networks, of older services and of low-rate wireless networks: cut anywhere, and forced.
struct OlderProtocolTests {
  static let fixtures = [
    "osi", "appletalk", "tipc", "services-older", "services-afs", "link-management",
    "low-rate-encapsulated", "link-localtalk",
    "link-low-rate", "link-low-rate-unchecked", "link-low-rate-tap", "link-atm", "link-sun-atm",
    "link-frame-relay-control", "link-multilink-frame-relay", "link-juniper-atm1",
    "link-juniper-atm2", "link-juniper-es", "link-juniper-ethernet", "link-juniper-frame-relay",
    "link-juniper-ggsn", "link-juniper-hdlc", "link-juniper-mfr", "link-juniper-mlfr",
    "link-juniper-mlppp", "link-juniper-monitor", "link-juniper-ppp", "link-juniper-pppoe",
    "link-juniper-pppoe-atm", "link-juniper-services",
  ]

  @Test(arguments: fixtures)
  func `every prefix of an older protocol's frame prints whole lines`(_ fixture: String) throws {
    let file = try Savefile("\(fixture).pcap")
    for frame in file.records.map(\.frame) {
      HostileBytesTests.check(
        (0..<frame.count).map { Array(frame[..<$0]) }, wireLength: frame.count, file.linkType)
    }
  }

  @Test(arguments: [
    ApplicationProtocol.aodv, .carp, .netFlow, .rpc, .rtp, .rtcp, .vat, .whiteboard, .lmp,
  ])
  func `a forced protocol prints whole lines of other protocols' packets`(
    _ application: ApplicationProtocol
  ) throws {
    var options = PrintOptions()
    options.verbosity = 2
    options.forcedApplication = application
    for fixture in ["type-rtcp", "type-cnfp", "type-wb", "type-rpc", "services-older"] {
      for line in try Savefile("\(fixture).pcap").printed(options) {
        #expect(line.utf8.allSatisfy { $0 == 0x09 || $0 == 0x0a || (0x20...0x7e).contains($0) })
      }
    }
  }
}
