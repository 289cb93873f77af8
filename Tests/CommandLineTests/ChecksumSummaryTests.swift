import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

@testable import tcpinspect

struct ChecksumSummaryTests {
  /// The summary of a capture of which the first `count` bytes of each frame were captured.
  static func lines(
    _ name: String, first count: Int = .max, capacity: Int = 4096
  ) throws -> [String] {
    let capture = try FixtureCapture(name)
    var summary = ChecksumSummary(capacity: capacity)
    for frame in capture.frames {
      let bytes = Array(frame.bytes.prefix(count))
      let packet = Packet(
        decoding: bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
      summary.add(
        packet, bytes.span, capture.linkType, at: Timestamp(seconds: 0, nanoseconds: 0))
    }
    summary.finish()
    return summary.lines()
  }

  @Test func `a sender that leaves checksums to its card is named for each protocol`() throws {
    let finding =
      "the pseudo-header's sum: left to its network card (the capture was taken on this host)"
    let lines = try Self.lines("echo-offload")
    #expect(
      lines.prefix(4) == [
        "10.0.2.15: 6 of 6 TCP checksums are \(finding)",
        "10.0.2.15: 1 of 1 UDP checksums is \(finding)",
        "2001:db8:0:2::15: 6 of 6 TCP checksums are \(finding)",
        "2001:db8:0:2::15: 1 of 1 UDP checksums is \(finding)",
      ])
    #expect(lines.count == 5)
  }

  /// 14 TCP segments over IPv4 of two checksums each.
  @Test func `valid checksums give one line`() throws {
    #expect(try Self.lines("segmentation") == ["checksums: 28 verified, all right"])
  }

  @Test func `packets without checksums give one line`() throws {
    #expect(try Self.lines("arp") == ["checksums: none to verify"])
  }

  @Test func `the packets that made a translator known are counted with it`() throws {
    let lines = try Self.lines("checksums")
    // Each was forgotten once in TCP and once in UDP.
    let translated = " right for other addresses or ports: a translator left "
    #expect(
      lines.filter { $0.contains("translator") } == [
        "10.0.2.15: 2 of 10 TCP checksums are\(translated)them unchanged",
        "10.0.2.15: 2 of 7 UDP checksums are\(translated)them unchanged",
        "2001:db8:0:2::15: 1 of 3 TCP checksums is\(translated)it unchanged",
        "2001:db8:0:2::15: 1 of 4 UDP checksums is\(translated)it unchanged",
      ])
    #expect(
      lines.contains(
        "10.0.2.15: 1 of 7 UDP checksums is wrong for a reason that cannot be told: "
          + "damage, or a faulty sender"))
    #expect(lines.last?.hasPrefix("checksums: ") == true)
  }

  @Test func `truncated and fragmented packets are counted as such`() throws {
    // Of 13 datagrams in `Fixtures/maker/handmade_fragments.py` seven have a hole, an overlap or no end.
    #expect(
      try Self.lines("fragments").contains(
        "10.0.2.15: 7 of 13 UDP checksums are not verifiable: fragments of the datagram are missing"
      ))
    #expect(
      try Self.lines("textbook-packet", first: 60) == [
        "10.0.2.15: 1 of 1 TCP checksums is not verifiable: the packet was cut by the capture",
        "checksums: 1 verified, all right",
      ])
  }

  @Test func `the checksum of a datagram in fragments is verified once`() throws {
    // Four IPv4 headers, and a datagram of each version.
    #expect(try Self.lines("udp-fragments") == ["checksums: 6 verified, all right"])
  }

  @Test func `hosts that the table has no room for are counted`() throws {
    let lines = try Self.lines("segmentation", capacity: 1)
    // 8 of the 14 segments are the client's, who comes first.
    #expect(
      lines.last
        == "checksums: 6 packets from further hosts are not in this summary (capacity: 1)")
  }

  @Test func `the command prints the summary on standard error, and not with -K`() throws {
    let path = Package.fixture("textbook-packet.pcap")
    let outcome = try tcpinspect("-nr", path, "--explain-checksums")
    #expect(outcome.output.contains("[tcp checksum 0x1845 is the pseudo-header's sum"))
    #expect(outcome.complaints.first?.hasPrefix("10.0.2.15: 1 of 1 TCP checksums is") == true)
    let ignoring = try tcpinspect("-nKr", path, "--explain-checksums")
    let plain = try tcpinspect("-nr", path)
    #expect(ignoring.output == plain.output)
    #expect(ignoring.complaints.isEmpty)
  }

  @Test func `the explanation comes before the dump`() throws {
    let outcome = try tcpinspect(
      "-nxr", Package.fixture("textbook-packet.pcap"), "--explain-checksums")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first?.hasSuffix("left to the sender's network card]") == true)
    #expect(lines.dropFirst().first == "\t0x0000:  4500 0040 1a31 4000 4006 0875 0a00 020f")
  }
}
