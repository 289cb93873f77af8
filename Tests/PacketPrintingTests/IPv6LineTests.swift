import Testing

struct IPv6LineTests {
  @Test(arguments: RecordedLine.parse(ipv6Lines))
  func `an IPv6 or IPsec header prints as tcpdump prints it`(_ line: RecordedLine) {
    #expect(line.printed(first: line.frame.count, verbosity: line.verbosity) == line.expected)
  }

  @Test(arguments: RecordedLine.parse(icmpv6Lines))
  func `an ICMPv6 message prints as tcpdump prints it`(_ line: RecordedLine) {
    #expect(line.printed(first: line.frame.count, verbosity: line.verbosity) == line.expected)
  }

  @Test(arguments: RecordedLine.parse(ipv6Lines) + RecordedLine.parse(icmpv6Lines))
  func `a packet that is cut anywhere prints one packet's text and no more`(_ line: RecordedLine) {
    for count in 1...line.frame.count {
      for verbosity in [0, 3] {
        #expect(!line.printed(first: count, verbosity: verbosity).isEmpty || count < 15)
      }
    }
  }
}
