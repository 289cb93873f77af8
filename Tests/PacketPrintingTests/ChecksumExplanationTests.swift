import FixtureCaptures
import InternetTypes
import PacketDissection
import PacketPrinting
import Testing
import TextOutput

struct ChecksumExplanationTests {
  /// What comes behind the line of each packet of a capture.
  static func explanations(
    _ name: String, first count: Int = .max, configure: (inout PrintOptions) -> Void = { _ in }
  ) throws -> [String] {
    let capture = try FixtureCapture(name)
    var options = PrintOptions()
    options.timestampStyle = .none
    configure(&options)
    var plain = PacketPrinter(options: options)
    options.explainsChecksums = true
    var explaining = PacketPrinter(options: options)
    return capture.frames.map { frame in
      let bytes = Array(frame.bytes.prefix(count))
      let line = text(&plain, bytes, frame.wireLength, capture.linkType)
      let explained = text(&explaining, bytes, frame.wireLength, capture.linkType)
      // tcpdump's text stays as it is.
      #expect(explained.hasPrefix(line))
      return String(explained.dropFirst(line.count))
    }
  }

  static func text(
    _ printer: inout PacketPrinter, _ bytes: [UInt8], _ wireLength: Int, _ linkType: LinkType
  ) -> String {
    let packet = Packet(decoding: bytes.span, wireLength: wireLength, linkType: linkType)
    printer.print(
      packet, frame: bytes.span, statedLength: wireLength,
      time: Timestamp(seconds: 0, nanoseconds: 0), number: 1)
    defer { printer.line.removeAll() }
    let text = printer.line.withBytes { text in
      var copy: [UInt8] = []
      for index in text.indices { copy.append(text[index]) }
      return String(decoding: copy, as: UTF8.self)
    }
    return String(text.dropLast())
  }

  @Test func `the textbook's packet`() throws {
    #expect(
      try Self.explanations("textbook-packet")
        == [" [tcp checksum 0x1845 is the pseudo-header's sum: left to the sender's network card]"])
  }

  /// The right values are those that `tcpdump -nvv` says.
  @Test func `each kind of wrong checksum has its words`() throws {
    let texts = try Self.explanations("checksums")
    let forgotten = "is right for other addresses or ports: a translator left it unchanged,"
    let expected: [Int: String] = [
      0: "",
      1: " [tcp checksum 0x1234 is wrong, 0xd4b5 would be right]",
      2: " [tcp checksum is zero: never computed, 0xd4b5 would be right]",
      4: " [tcp checksum 0x1839 is the pseudo-header's sum: left to the sender's network card]",
      8: " [ip checksum 0x3030 is wrong, 0x22b1 would be right]",
      9: " [ip checksum is zero: never computed, 0x22b1 would be right]",
      12: "",
      14: " [udp checksum 0x76db \(forgotten) 0x327c would be right]",
      15: " [udp checksum 0x51ae \(forgotten) 0x327c would be right]",
      19: " [udp checksum is zero: over IPv6 only tunnels may do without, 0xeeff would be right]",
      24: " [tcp checksum 0x9142 \(forgotten) 0x9139 would be right]",
      28: "",
      29: " [icmp6 checksum 0x4321 is wrong, 0xd241 would be right]",
      30: " [icmp6 checksum is zero: never computed, 0xd141 would be right]",
    ]
    for (index, text) in expected { #expect(texts[index] == text, "packet \(index)") }
  }

  @Test func `an unverifiable checksum states the reason`() throws {
    #expect(
      try Self.explanations("udp-fragments").prefix(4).allSatisfy {
        $0 == " [udp checksum not verifiable: fragment]"
      })
    for count in [34, 37, 38, 53, 54, 77] {
      #expect(
        try Self.explanations("textbook-packet", first: count)
          == [" [tcp checksum not verifiable: cut]"])
    }
  }

  @Test func `right checksums need no words`() throws {
    for name in ["echo-ipv4", "echo-ipv6", "segmentation", "arp", "udp-message"] {
      #expect(try Self.explanations(name).allSatisfy { $0.isEmpty })
    }
  }

  @Test func `who ignores checksums gets no explanation`() throws {
    #expect(
      try Self.explanations("checksums") { $0.ignoresChecksums = true }.allSatisfy { $0.isEmpty })
  }
}
