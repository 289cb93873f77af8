import InternetTypes
import PacketDissection
import PacketPrinting
import Testing
import TextOutput

struct LinkLineTests {
  @Test(
    arguments: RecordedLine.parse(linkLayerLines) + RecordedLine.parse(cookedLines)
      + RecordedLine.parse(cooked2Lines) + RecordedLine.parse(logicalLinkLines))
  func `a link-layer header prints as tcpdump prints it`(_ line: RecordedLine) {
    #expect(line.printed(first: line.frame.count, verbosity: line.verbosity) == line.expected)
  }

  @Test(arguments: RecordedLine.parse(arpLines))
  func `an ARP packet prints as tcpdump prints it`(_ line: RecordedLine) {
    #expect(line.printed(first: line.frame.count, verbosity: line.verbosity) == line.expected)
  }

  @Test(arguments: RecordedLine.parse(icmpLines) + RecordedLine.parse(icmpMessageLines))
  func `an ICMP message prints as tcpdump prints it`(_ line: RecordedLine) {
    #expect(line.printed(first: line.frame.count, verbosity: line.verbosity) == line.expected)
  }

  @Test(
    arguments: RecordedLine.parse(linkLayerLines) + RecordedLine.parse(cookedLines)
      + RecordedLine.parse(cooked2Lines) + RecordedLine.parse(logicalLinkLines)
      + RecordedLine.parse(arpLines) + RecordedLine.parse(icmpLines)
      + RecordedLine.parse(icmpMessageLines))
  func `a frame that is cut anywhere is printed as far as it goes`(_ line: RecordedLine) {
    var line = line
    for count in 1...line.frame.count {
      for showsLinkHeader in [false, true] {
        line.showsLinkHeader = showsLinkHeader
        let text = line.printed(first: count, verbosity: 3)
        #expect(count == line.frame.count || text.utf8.count < 2000)
      }
    }
  }

  @Test func `the interface of a cooked frame has the name that the caller knows`() {
    let frame: [UInt8] =
      [0x08, 0x06, 0, 0, 0, 0, 0, 7, 0, 1, 4, 0] + [UInt8](repeating: 0, count: 8)
    var options = PrintOptions()
    options.timestampStyle = .none
    var printer = PacketPrinter(options: options, interfaceName: { $0 == 7 ? "eth0" : nil })
    let packet = Packet(decoding: frame.span, wireLength: 48, linkType: .linuxCooked2)
    printer.print(
      packet, frame: frame.span, statedLength: 48, time: Timestamp(seconds: 0, nanoseconds: 0),
      number: 1)
    let text = printer.line.withBytes { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    #expect(text == "eth0  Out  [|arp]\n")
  }

  @Test func `with names, a hardware address shows its organization and a port its service`() {
    var options = PrintOptions()
    options.timestampStyle = .none
    options.isNumeric = false
    options.showsLinkHeader = true
    let names = NameSource(
      host: { _ in nil }, tcpPort: { _ in nil }, udpPort: { $0 == 33434 ? "traceroute" : nil })
    var printer = PacketPrinter(options: options, names: names)
    guard let line = RecordedLine.parse(icmpLines).first(where: { $0.name == "unreachable: port" })
    else {
      Issue.record("no such line")
      return
    }
    let packet = Packet(
      decoding: line.frame.span, wireLength: line.wireLength, linkType: .ethernet)
    printer.print(
      packet, frame: line.frame.span, statedLength: line.wireLength,
      time: Timestamp(seconds: 0, nanoseconds: 0), number: 1)
    let text = printer.line.withBytes { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    // tcpdump -e, with traceroute at its place in the services file.
    #expect(
      text == """
        02:00:00:00:00:01 (oui Unknown) > 02:00:00:00:00:02 (oui Unknown), ethertype IPv4 (0x0800), \
        length 78: 198.51.100.1 > 192.0.2.9: ICMP 198.51.100.7 udp port traceroute unreachable, \
        length 44\n
        """)
  }
}
