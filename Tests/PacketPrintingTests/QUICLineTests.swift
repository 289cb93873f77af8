import FixtureCaptures
import Foundation
import InternetTypes
import PacketDissection
import Testing
import TextOutput

@testable import PacketPrinting

/// What is printed of the recordings, against what tshark read in the same ones (`Fixtures/quic.json`).
@Suite struct QUICLineTests {
  static let names = [
    "quic-v1", "quic-v2", "quic-upgrade", "quic-negotiation", "quic-retry", "quic-rebinding",
    "quic-refused",
  ]

  static func lines(_ name: String, showsQUIC: Bool = true) throws -> [String] {
    var options = PrintOptions()
    options.timestampStyle = .none
    options.showsQUIC = showsQUIC
    var printer = PacketPrinter(options: options)
    let capture = try FixtureCapture(name)
    for (index, frame) in capture.frames.enumerated() {
      let packet = Packet(
        decoding: frame.bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
      printer.print(
        packet, frame: frame.bytes.span, statedLength: frame.wireLength,
        time: Timestamp(seconds: 0, nanoseconds: 0), number: UInt64(index + 1))
    }
    let text = printer.line.withBytes { bytes in
      var copy: [UInt8] = []
      for index in bytes.indices { copy.append(bytes[index]) }
      return String(decoding: copy, as: UTF8.self)
    }
    return text.split(separator: "\n").map(String.init)
  }

  @Test(arguments: names)
  func `a datagram's packets are those that tshark reads`(name: String) throws {
    let rows = try QUICRecording(name).tshark
    let lines = try Self.lines(name)
    #expect(lines.count == rows.count)
    for (line, row) in zip(lines, rows) {
      let shown = line.components(separatedBy: ": ").dropFirst().joined(separator: ": ")
      #expect(shown == row.line, "\(line)")
    }
  }

  @Test(arguments: names)
  func `without the option a datagram stays UDP`(name: String) throws {
    for line in try Self.lines(name, showsQUIC: false) { #expect(line.contains(": UDP, length ")) }
  }

  @Test func `other traffic stays what it was`() throws {
    for capture in try FixtureCapture.all() where !capture.name.hasPrefix("quic-") {
      #expect(
        try Self.lines(capture.name) == Self.lines(capture.name, showsQUIC: false),
        "\(capture.name)")
    }
  }
}
