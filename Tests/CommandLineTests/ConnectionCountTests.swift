import Foundation
import Testing

/// The counts of a connection whose packets were captured in an order in which they were not sent.
@Suite struct ConnectionCountTests {
  /// One segment: who sends it, its numbers, flags, and bytes of payload, which are not captured.
  struct Segment {
    var isFromClient: Bool
    var sequence: UInt32
    var acknowledgment: UInt32
    var flags: UInt8
    var length: UInt16 = 0

    /// IPv4 and TCP headers; the checksums are zero, which says that they cannot be verified.
    var bytes: [UInt8] {
      func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        HostileSavefiles.word(number).reversed()
      }
      let (client, server): ([UInt8], [UInt8]) = ([10, 0, 0, 1], [10, 0, 0, 2])
      let ports: [UInt16] = isFromClient ? [40_000, 80] : [80, 40_000]
      return [0x45, 0] + big(40 + length) + [0, 1, 0x40, 0, 64, 6, 0, 0]
        + (isFromClient ? client + server : server + client) + ports.flatMap(big)
        + big(sequence) + big(acknowledgment) + [0x50, flags, 0x20, 0, 0, 0, 0, 0]
    }
  }

  /// The records of a savefile with these segments, `seconds` after one another.
  func records(_ segments: [Segment], seconds: [UInt32]) throws -> String {
    var savefile = HostileSavefiles.header()
    savefile.replaceSubrange(20..<24, with: HostileSavefiles.word(101 as UInt32))
    for (segment, second) in zip(segments, seconds) {
      let bytes = segment.bytes
      for number in [second, 0, UInt32(bytes.count), UInt32(bytes.count) + UInt32(segment.length)] {
        savefile += HostileSavefiles.word(number)
      }
      savefile += bytes
    }
    let outcome = try tcpinspect(
      "connections", "--format", "ndjson", "-r", "-", input: Data(savefile))
    #expect(outcome.status == 0)
    return outcome.output
  }

  static let handshake = [
    Segment(isFromClient: true, sequence: 999, acknowledgment: 0, flags: 0x02),
    Segment(isFromClient: false, sequence: 4999, acknowledgment: 1000, flags: 0x12),
    Segment(isFromClient: true, sequence: 1000, acknowledgment: 5000, flags: 0x10),
  ]

  @Test func `a FIN that was overtaken is no byte of payload, found by fuzzing`() throws {
    let output = try records(
      Self.handshake + [
        Segment(
          isFromClient: true, sequence: 1000, acknowledgment: 5000, flags: 0x18, length: 10),
        // Sent behind the FIN, captured before it.
        Segment(isFromClient: true, sequence: 1011, acknowledgment: 5000, flags: 0x10),
        Segment(isFromClient: true, sequence: 1010, acknowledgment: 5000, flags: 0x11),
      ], seconds: [1, 1, 1, 1, 1, 1])
    #expect(output.contains(#""payload_bytes":10,"unique_payload_bytes":10,"#), "\(output)")
  }

  @Test func `a clock that goes back makes no handshake of negative length, found by fuzzing`()
    throws
  {
    let output = try records(Self.handshake, seconds: [100, 50, 40])
    #expect(output.contains(#""handshake_rtt_to_server":null"#), "\(output)")
    #expect(output.contains(#""handshake_rtt_to_client":null"#), "\(output)")
  }
}
