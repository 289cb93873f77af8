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
  ///
  /// The last word may be short; the ones before it are whole. Not inlined: a record has nearly a hundred of them.
  @inline(never)
  mutating func append(_ phrase: Phrase) {
    if phrase.count <= 8 {
      append(word: phrase.first, count: phrase.count)
      return
    }
    append(word: phrase.first, count: 8)
    if phrase.count <= 16 {
      append(word: phrase.second, count: phrase.count &- 8)
      return
    }
    append(word: phrase.second, count: 8)
    if phrase.count <= 24 {
      append(word: phrase.third, count: phrase.count &- 16)
      return
    }
    append(word: phrase.third, count: 8)
    append(word: phrase.fourth, count: phrase.count &- 24)
  }
}
