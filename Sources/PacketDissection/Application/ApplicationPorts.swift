/// The application protocol of a TCP segment or UDP datagram, determined by its ports.
///
/// The cases are the protocols that tcpdump 4.99.3 decodes on TCP and UDP, those of its option `-T` included.
public enum ApplicationProtocol: UInt8, Hashable, Sendable, CaseIterable {
  // On a port of UDP, TCP or both.
  case domain, timed, tftp, bootp, rip, aodv, isakmp, isakmpNATTraversal, snmp, ntp, kerberos, l2tp
  case vat, zephyr, rx, ripng, dhcpv6, ahcp, babel, hncp, whiteboard, ciscoAutoRP, radius, lwres
  case hsrp, ldp, olsr, lspPing, bcmLinkInterface, bfd, lmp, vqp, sflow, lwappControl, lwappData
  case sip, syslog, otv, vxlan, geneve, lisp, vxlanGeneric, zep, mpls, ptp, someip
  case telnet, smtp, whois, bgp, pptp, resp, ssh, beep, openFlow, ftp, http, rtsp, msdp, rpkiRouter
  case nfs
  // Only if `-T` forces them.
  case carp, netFlow, pgm, pgmZMTP, rpc, rtp, rtcp, zmtp
}

/// The application protocol of each port, and which of two ports decides, in the order of tcpdump 4.99.3's tests.
///
/// The order was measured with packets between all pairs of known ports: the decoder that tcpdump chose comes first. A
/// port is looked up in a table that is built once.
public struct ApplicationPorts: Sendable {
  /// Marks a port without an application.
  @usableFromInline static var none: UInt8 { 0xff }

  /// The position in `protocols` of each port's application, or `none`.
  @usableFromInline let ranks: [UInt8]

  /// The applications, first tested first.
  @usableFromInline let protocols: [ApplicationProtocol]

  /// Bit sets over positions: applications recognized by the destination port only, or by the source port only.
  @usableFromInline let destinationOnly: UInt64
  @usableFromInline let sourceOnly: UInt64

  /// The ports of a packet by which an application is recognized.
  private enum Side { case either, destination, source }

  private init(_ tests: [(ApplicationProtocol, [UInt16], Side)]) {
    var ranks = [UInt8](repeating: Self.none, count: 65_536)
    var destinationOnly: UInt64 = 0
    var sourceOnly: UInt64 = 0
    for (rank, test) in tests.enumerated() {
      for port in test.1 { ranks[Int(port)] = UInt8(rank) }
      switch test.2 {
      case .either: break
      case .destination: destinationOnly |= 1 << UInt64(rank)
      case .source: sourceOnly |= 1 << UInt64(rank)
      }
    }
    self.ranks = ranks
    protocols = tests.map { $0.0 }
    self.destinationOnly = destinationOnly
    self.sourceOnly = sourceOnly
  }

  /// The application of a packet with these ports; nil if neither has one.
  @inlinable @inline(__always)
  public func application(source: UInt16, destination: UInt16) -> ApplicationProtocol? {
    let first = ranks[Int(source)]
    let second = ranks[Int(destination)]
    // Nearly all traffic: no known port.
    if first & second == Self.none { return nil }
    return application(ranks: first, second)
  }

  /// The application of the port that is tested first, among those recognized by that port.
  @usableFromInline
  func application(ranks source: UInt8, _ destination: UInt8) -> ApplicationProtocol? {
    var rank = Self.none
    if source != Self.none, destinationOnly >> UInt64(source) & 1 == 0 { rank = source }
    if destination < rank, sourceOnly >> UInt64(destination) & 1 == 0 { rank = destination }
    return rank == Self.none ? nil : protocols[Int(rank)]
  }

  /// The ports of UDP.
  public static var udp: ApplicationPorts {
    ApplicationPorts([
      (.domain, [53, 5353], .either), (.timed, [525], .either), (.tftp, [69], .either),
      (.bootp, [67, 68], .either), (.rip, [520], .either), (.aodv, [654], .either),
      (.isakmp, [500], .either), (.isakmpNATTraversal, [4500], .either),
      (.isakmp, [7500, 8500], .either), (.snmp, [161, 162], .either), (.ntp, [123], .either),
      (.kerberos, [88, 750], .either), (.l2tp, [1701], .either), (.vat, [3456], .destination),
      (.zephyr, [2103, 2104], .either), (.rx, Array(7000...7009), .either),
      (.ripng, [521], .either), (.dhcpv6, [546, 547], .either), (.ahcp, [5359], .either),
      (.babel, [6696, 6697], .either), (.hncp, [8231], .either),
      (.whiteboard, [4567], .destination), (.ciscoAutoRP, [496], .either),
      (.radius, [1645, 1646, 1700, 1812, 1813, 3799], .either), (.hsrp, [1985], .destination),
      (.lwres, [921], .either), (.ldp, [646], .either), (.olsr, [698], .either),
      (.lspPing, [3503], .either), (.bcmLinkInterface, [49_152], .source),
      (.bfd, [3784, 3785, 4784, 6784], .destination), (.lmp, [701], .either),
      (.vqp, [1589], .either), (.sflow, [6343], .either), (.lwappControl, [12_223], .either),
      (.lwappData, [12_222], .either), (.sip, [5060], .either), (.syslog, [514], .either),
      (.otv, [8472], .either), (.vxlan, [4789], .either), (.geneve, [6081], .either),
      (.lisp, [4342], .either), (.vxlanGeneric, [4790], .either), (.zep, [17_754], .either),
      (.mpls, [6635], .either), (.ptp, [319, 320], .either), (.someip, [30_490], .either),
    ])
  }

  /// The ports of TCP.
  public static var tcp: ApplicationPorts {
    ApplicationPorts([
      (.telnet, [23], .either), (.smtp, [25], .either), (.whois, [43], .either),
      (.bgp, [179], .either), (.pptp, [1723], .either), (.resp, [6379], .either),
      (.ssh, [22], .either), (.beep, [10_288], .either), (.openFlow, [6633, 6653], .either),
      (.ftp, [21], .either), (.http, [80, 8080], .either), (.rtsp, [554, 8554], .either),
      (.domain, [53], .either), (.msdp, [639], .either), (.rpkiRouter, [323], .either),
      (.ldp, [646], .either), (.nfs, [2049], .either),
    ])
  }
}
