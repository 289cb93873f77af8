import PacketDissection
import Testing

/// What tcpdump 4.99.3 took datagrams between pairs of known ports for.
struct ApplicationPortsTests {
  @Test(arguments: [
    // Source, destination, and the protocol that tcpdump prints.
    (53, 4789, ApplicationProtocol.domain), (4789, 53, .domain), (40_000, 5353, .domain),
    (123, 161, .snmp), (161, 123, .snmp), (67, 68, .bootp), (69, 67, .tftp), (7005, 521, .rx),
    (500, 4500, .isakmp), (4500, 7500, .isakmpNATTraversal), (8472, 4789, .otv),
    (49_152, 3784, .bcmLinkInterface), (3503, 49_152, .lspPing), (40_000, 1985, .hsrp),
    (2103, 3456, .vat), (3456, 2103, .zephyr), (319, 30_490, .ptp), (6635, 319, .mpls),
  ])
  func `of two known UDP ports the one that tcpdump tests first decides`(
    source: UInt16, destination: UInt16, expected: ApplicationProtocol
  ) {
    let ports = ApplicationPorts.udp
    #expect(ports.application(source: source, destination: destination) == expected)
  }

  @Test(arguments: [
    (1985, 40_000), (3784, 40_000), (4567, 49_152), (3456, 40_000), (40_000, 49_152), (137, 137),
    (0, 0), (65_535, 65_535),
  ])
  func `a port on the side that tcpdump does not test names no application`(
    source: UInt16, destination: UInt16
  ) {
    #expect(ApplicationPorts.udp.application(source: source, destination: destination) == nil)
  }

  @Test(arguments: [
    (80, 21, ApplicationProtocol.ftp), (21, 22, .ssh), (53, 8080, .http), (179, 25, .smtp),
    (23, 6379, .telnet), (646, 323, .rpkiRouter), (2049, 646, .ldp), (10_288, 6653, .beep),
  ])
  func `of two known TCP ports the one that tcpdump tests first decides`(
    source: UInt16, destination: UInt16, expected: ApplicationProtocol
  ) {
    let ports = ApplicationPorts.tcp
    #expect(ports.application(source: source, destination: destination) == expected)
  }
}
