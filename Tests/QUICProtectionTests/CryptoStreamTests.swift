import FixtureCaptures
import Testing

@testable import QUICProtection

@Suite struct CryptoStreamTests {
  private let message = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `pieces in any order, repeated and overlapping, yield the message`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var ranges: [Range<Int>] = []
    var start = 0
    while start < message.count {
      let end = min(start + Int.random(in: 30...300, using: &generator), message.count)
      // Each reaches back into the one before.
      ranges.append(max(start - 10, 0)..<end)
      start = end
    }
    ranges.append(ranges[0])
    ranges.shuffle(using: &generator)
    var stream = CryptoStream()
    for range in ranges {
      stream.take(message.span.extracting(range), at: UInt64(range.lowerBound))
    }
    #expect(stream.bytes == message)
    #expect(stream.droppedCount == 0)
  }

  @Test func `fragments beyond the limits are dropped and counted`() {
    var stream = CryptoStream()
    stream.take(message.span, at: .max)
    stream.take(message.span, at: UInt64(CryptoStream.byteLimit))
    #expect(stream.droppedCount == 2)
    for index in 0..<CryptoStream.pieceLimit + 5 {
      stream.take(message.span.extracting(0..<1), at: UInt64(2 * index + 10))
    }
    #expect(stream.droppedCount == 7)
    #expect(stream.bytes.isEmpty)
  }
}
