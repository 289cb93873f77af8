/// Text of packets in visible form, as `cat -v` shows it.
extension TextBuffer {
  /// Appends a byte in visible form: `^A` for a control character, `M-` before a byte above ASCII.
  public mutating func append(visible byte: UInt8) {
    // "M-" and "^", first in the lowest byte; one store whatever the form.
    var text: UInt64 = byte < 0x80 ? 0 : 0x2d4d
    var count = byte < 0x80 ? 0 : 2
    var low = byte & 0x7f
    if low < 0x20 || low == 0x7f {
      text |= 0x5e &<< UInt64(count &* 8)
      count &+= 1
      low ^= 0x40
    }
    append(word: text | UInt64(low) &<< UInt64(count &* 8), count: count &+ 1)
  }

  /// Appends bytes in visible form, as `append(visible:)` of one byte does.
  public mutating func append(visible bytes: Span<UInt8>) {
    var offset = 0
    while offset &+ 8 <= bytes.count {
      let word = Self.word(bytes, at: offset)
      let shown = Self.shownByteCount(word)
      append(word: word, count: shown)
      offset &+= shown
      guard shown < 8 else { continue }
      append(visible: bytes[offset])
      offset &+= 1
    }
    while offset < bytes.count {
      append(visible: bytes[offset])
      offset &+= 1
    }
  }

  /// How many of eight bytes, from the lowest on, show as themselves.
  @inline(__always)
  private static func shownByteCount(_ word: UInt64) -> Int {
    // The highest bit of each byte: from 0x20 on, 0x7f, above ASCII; no carry leaves its byte.
    let isAboveControl = (word | 0x8080_8080_8080_8080) &- 0x2020_2020_2020_2020
    let isDelete = (word & 0x7f7f_7f7f_7f7f_7f7f) &+ 0x0101_0101_0101_0101
    let isEscaped = (~isAboveControl | isDelete | word) & 0x8080_8080_8080_8080
    return isEscaped == 0 ? 8 : isEscaped.trailingZeroBitCount / 8
  }
}
