import PacketDissection
import TextOutput

/// Dumps of a packet's bytes below its line, as `-x`, `-X` and `-A` show them.
extension TextBuffer {
  /// Appends `bytes` in hexadecimal, sixteen per line, each line after a newline, a tab and `indentation` blanks.
  mutating func append(hexDump bytes: Span<UInt8>, indentation: Int = 0) {
    var offset = 0
    while offset < bytes.count {
      beginRow(indentation)
      appendRow(of: bytes, at: offset)
      offset &+= 16
    }
  }

  /// Appends `bytes` in hexadecimal, sixteen per line, each line after `indent`.
  mutating func append(hexDump bytes: Span<UInt8>, indent: String) {
    var offset = 0
    while offset < bytes.count {
      append(indent)
      appendRow(of: bytes, at: offset)
      offset &+= 16
    }
  }

  /// Appends `bytes` in hexadecimal and ASCII, sixteen per line, each line after a newline, a tab and `indentation`
  /// blanks.
  mutating func append(hexAndASCIIDump bytes: Span<UInt8>, indentation: Int = 0) {
    var offset = 0
    while offset < bytes.count {
      beginRow(indentation)
      let width = appendRow(of: bytes, at: offset)
      // Eight groups of five columns, then two blanks.
      append(blanks: 42 - width)
      let end = min(offset + 16, bytes.count)
      if end - offset == 16 {
        append(word: Self.graphic(bytes, at: offset), count: 8)
        append(word: Self.graphic(bytes, at: offset &+ 8), count: 8)
      } else {
        for index in offset..<end {
          append(byte: Self.isGraphic(bytes[index]) ? bytes[index] : 0x2e)
        }
      }
      offset &+= 16
    }
  }

  /// Appends a newline and `bytes` as text, what is not printable as dots.
  mutating func append(asciiDump bytes: Span<UInt8>) {
    append(byte: UInt8(ascii: "\n"))
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\r") {
        // A carriage return that ends a line is left out, any other is a dot.
        if index + 2 < bytes.count && bytes[index + 1] != UInt8(ascii: "\n") {
          append(byte: UInt8(ascii: "."))
        }
      } else if Self.isGraphic(byte) || byte == 0x09 || byte == 0x0a || byte == 0x20 {
        append(byte: byte)
      } else {
        append(byte: UInt8(ascii: "."))
      }
    }
  }

  @inline(__always)
  private mutating func beginRow(_ indentation: Int) {
    // "\n\t", first in the lowest byte.
    append(word: 0x090a, count: 2)
    append(blanks: indentation)
  }

  /// Appends the offset and up to sixteen bytes, and returns how many columns the bytes took.
  @discardableResult
  private mutating func appendRow(of bytes: Span<UInt8>, at offset: Int) -> Int {
    // "0x"
    append(word: 0x7830, count: 2)
    append(hex: UInt32(truncatingIfNeeded: offset), digits: 4)
    // ": "
    append(word: 0x203a, count: 2)
    let row = bytes.extracting(offset..<min(offset + 16, bytes.count))
    if row.count == 16 {
      for quarter in 0..<4 { appendTwoPairs(row.uint32(at: quarter &* 4)) }
      return 40
    }
    var columns = 0
    for index in row.indices {
      if index & 1 == 0 {
        append(byte: 0x20)
        columns += 1
      }
      append(hex: UInt32(row[index]), digits: 2)
      columns += 2
    }
    return columns
  }

  /// Appends four bytes as two groups, each after a blank.
  @inline(__always)
  private mutating func appendTwoPairs(_ bytes: UInt32) {
    let digits = Self.eightHexDigits(bytes)
    append(word: digits << 8 | 0x20, count: 5)
    append(word: digits >> 24 & ~0xff | 0x20, count: 5)
  }

  /// Whether a byte shows as itself in an ASCII dump.
  @inline(__always)
  static func isGraphic(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7f }

  /// Eight bytes with dots for what is not printable, first in the lowest.
  @inline(__always)
  private static func graphic(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    let word = bytes.extracting(offset..<(offset + 8)).uint64(at: 0).byteSwapped
    // The highest bit of each byte: from 0x21 on, below 0x7f, and ASCII at all; no carry leaves its byte.
    let isAboveBlank = (word | 0x8080_8080_8080_8080) &- 0x2121_2121_2121_2121
    let isDelete = (word & 0x7f7f_7f7f_7f7f_7f7f) &+ 0x0101_0101_0101_0101
    let isShown = isAboveBlank & ~isDelete & ~word & 0x8080_8080_8080_8080
    let mask = (isShown >> 7) &* 0xff
    return word & mask | 0x2e2e_2e2e_2e2e_2e2e & ~mask
  }
}
