import FixtureCaptures
import InternetTypes
import PacketDissection
import PacketPrinting
import Testing

/// Lines of applications, each beside what tcpdump 4.99.3 prints for the same bytes.
struct ApplicationLineTests {
  /// All tables.
  static let tables = [
    dnsLines, dhcpLines, dhcpv6Lines, ntpLines, ptpLines, snmpLines, telnetLines, textLines,
  ]

  @Test(arguments: tables)
  func `an application prints as tcpdump prints it`(_ table: String) {
    for line in RecordedLine.parse(table) {
      #expect(
        line.printed(first: line.frame.count, verbosity: line.verbosity) == line.expected,
        "\(line.name)")
    }
  }

  @Test(arguments: tables)
  func `every prefix of an application's packet prints whole lines`(_ table: String) {
    let frames = RecordedLine.parse(table).map(\.frame)
    for frame in frames {
      let prefixes = stride(from: 20, to: frame.count, by: 3).map { Array(frame[..<$0]) }
      HostileBytesTests.check(prefixes, wireLength: frame.count, .raw)
    }
  }

  @Test(arguments: tables)
  func `an application's packet with a byte changed prints whole lines`(_ table: String) {
    var generator = SeededGenerator(seed: 18)
    for var frame in RecordedLine.parse(table).map(\.frame) where frame.count > 29 {
      for _ in 0..<20 {
        let index = Int.random(in: 28..<frame.count, using: &generator)
        frame[index] = UInt8.random(in: 0...255, using: &generator)
        HostileBytesTests.check([frame], .raw)
      }
    }
  }
}
