import InternetTypes
import Testing

@testable import CaptureFormats

/// The ticks of a partitioned capture.
@Suite struct PacketTickTests {
  private func encoded(_ ticks: [PacketTick]) -> [UInt8] {
    var encoder = TickEncoder()
    for tick in ticks { encoder.append(tick) }
    var bytes: [UInt8] = []
    encoder.withBytes { span in for index in span.indices { bytes.append(span[index]) } }
    return bytes
  }

  private func decoded(_ bytes: [UInt8], pieceByteCount: Int = 7) throws -> [PacketTick] {
    var reader = try TickReader(ByteArraySource(bytes, pieceByteCount: pieceByteCount))
    var ticks: [PacketTick] = []
    while let tick = try reader.next() { ticks.append(tick) }
    return ticks
  }

  private func tick(_ time: Int64, _ number: Int) -> PacketTick {
    PacketTick(time: Timestamp(rawValue: time), number: number)
  }

  @Test func `ticks are read as they were written, whatever the times and gaps`() throws {
    let ticks = [
      tick(1_700_000_000_000_000_000, 1), tick(1_700_000_000_000_001_000, 2),
      tick(1_699_999_999_000_000_000, 3), tick(.max / 2, 9), tick(.min / 2, 10), tick(0, 1 << 40),
      tick(0, 1 << 40 + 1), tick(-1, 1 << 40 + 2),
    ]
    #expect(try decoded(encoded(ticks)) == ticks)
    #expect(try decoded(encoded(ticks), pieceByteCount: 1 << 20) == ticks)
    #expect(try decoded(encoded([])) == [])
  }

  @Test func `a microsecond between packets takes two bytes`() throws {
    let ticks = (0..<1000).map { tick(1_000_000_000 + Int64($0) * 1000, $0 + 1) }
    #expect(encoded(ticks).count < 8 + 6 + 2 * 1000)
  }

  @Test func `a file that is cut inside a tick, or is none, gets an error`() throws {
    let bytes = encoded([tick(1_700_000_000_000_000_000, 1), tick(1_700_000_000_000_001_000, 2)])
    for count in 9..<(bytes.count - 2) {
      #expect(throws: FormatError.self) { try decoded(Array(bytes.prefix(count))) }
    }
    for bytes in [[], Array("tcptick".utf8), Array("tcptick2........".utf8)] as [[UInt8]] {
      #expect(throws: FormatError.self) { try decoded(bytes) }
    }
  }
}
