import PacketPrinting

/// A constant text of up to 32 bytes, ready to be stored eight bytes at a time.
///
/// Field names with what is around them fit; making one takes time, so that they are made once for a report.
struct Phrase {
  /// How many bytes fit.
  static var capacity: Int { 32 }

  let first: UInt64
  let second: UInt64
  let third: UInt64
  let fourth: UInt64
  let count: Int

  /// The phrase of `text`; what is behind its thirty-second byte is left out.
  init(_ text: String) {
    var words: [UInt64] = [0, 0, 0, 0]
    var count = 0
    for byte in text.utf8.prefix(Self.capacity) {
      words[count / 8] |= UInt64(byte) << UInt64(count % 8 * 8)
      count += 1
    }
    (first, second, third, fourth) = (words[0], words[1], words[2], words[3])
    self.count = count
  }
}

extension LineBuffer {
  /// Appends a phrase.
  @inline(__always)
  mutating func append(_ phrase: Phrase) {
    append(
      words: phrase.first, phrase.second, phrase.third, phrase.fourth, count: phrase.count)
  }
}
