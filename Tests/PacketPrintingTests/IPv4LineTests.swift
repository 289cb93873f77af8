import Testing

struct IPv4LineTests {
  @Test(arguments: RecordedLine.parse(ipv4OptionLines))
  func `an IPv4 option prints as tcpdump prints it`(_ line: RecordedLine) {
    #expect(line.printed(first: line.frame.count, verbosity: line.verbosity) == line.expected)
  }

  @Test(arguments: RecordedLine.parse(encapsulationLines))
  func `what an IP packet carries prints as tcpdump prints it`(_ line: RecordedLine) {
    #expect(line.printed(first: line.frame.count, verbosity: line.verbosity) == line.expected)
  }
}
