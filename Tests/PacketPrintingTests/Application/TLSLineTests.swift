import FixtureCaptures
import Foundation
import InternetTypes
import PacketDissection
import PacketPrinting
import Testing
import TextOutput

/// What `--tls` adds to the lines of a recording, whose handshake messages tshark lists alike.
struct TLSLineTests {
  static func lines(_ showsTLS: Bool) throws -> [String] {
    var options = PrintOptions()
    options.timestampStyle = .none
    options.showsTLS = showsTLS
    return try Savefile("application-tls.pcap").printed(options)
  }

  /// What stands behind the length.
  static func texts() throws -> [String] {
    try lines(true).compactMap { line in
      line.range(of: ", length ").flatMap { range in
        line[range.upperBound...].firstIndex(of: ":").map {
          String(line[line.index($0, offsetBy: 2)...])
        }
      }
    }
  }

  @Test func `handshake messages and alerts are shown with what they tell`() throws {
    #expect(
      try Self.texts() == [
        "TLS ClientHello, 100 of 517 bytes",
        "TLSv1.3 ClientHello, SNI www.example.org, ALPN h2 http/1.1",
        "TLSv1.3 ServerHello, cipher TLS_AES_256_GCM_SHA384; TLS ChangeCipherSpec",
        "TLS ChangeCipherSpec",
        "TLSv1.3 ClientHello, SNI www.example.org, ALPN h2 http/1.1",
        "TLSv1.2 ServerHello, ALPN h2, cipher TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384; "
          + "TLS Certificate, CN www.example.org, names www.example.org *.example.net; "
          + "TLS ServerKeyExchange; TLS ServerHelloDone",
        "TLS ClientKeyExchange; TLS ChangeCipherSpec; TLS encrypted handshake message",
        "TLS NewSessionTicket; TLS ChangeCipherSpec; TLS encrypted handshake message",
        "TLSv1.3 ClientHello, SNI www.example.org, ALPN h2 http/1.1",
        "TLSv1.2 ServerHello, ALPN h2, cipher TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384; "
          + "TLS Certificate, CN www.example.org, names www.example.org *.example.net; "
          + "TLS ServerKeyExchange; TLS ServerHelloDone",
        "TLS alert, fatal, unknown_ca",
      ])
  }

  @Test func `without the option lines end with the length, as tcpdump's do`() throws {
    let golden = try Savefile.golden("application-tls.n.txt")
    let plain = try Self.lines(false)
    #expect(plain.count == golden.count)
    for (line, expected) in zip(plain, golden) { #expect(expected.hasSuffix(line)) }
    for (line, longer) in zip(plain, try Self.lines(true)) { #expect(longer.hasPrefix(line)) }
  }

  @Test func `a cut or changed hello prints whole lines`() throws {
    var options = PrintOptions()
    options.showsTLS = true
    var generator = SeededGenerator(seed: 5246)
    let frames = try Savefile("application-tls.pcap").records.map(\.frame)
    var printer = PacketPrinter(options: options)
    for frame in frames where frame.count > 66 {
      for count in stride(from: 56, to: frame.count, by: 7) {
        var bytes = Array(frame[..<count])
        for _ in 0..<3 {
          bytes[Int.random(in: 54..<count, using: &generator)] = UInt8.random(
            in: 0...255, using: &generator)
        }
        let packet = Packet(decoding: bytes.span, wireLength: frame.count, linkType: .ethernet)
        printer.print(
          packet, frame: bytes.span, statedLength: frame.count,
          time: Timestamp(seconds: 1, nanoseconds: 0), number: 1)
        let last = printer.line.withBytes { $0.isEmpty ? 0 : $0[$0.count - 1] }
        #expect(last == UInt8(ascii: "\n"))
        printer.line.removeAll()
      }
    }
  }
}
