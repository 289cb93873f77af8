import TextOutput

// Texts with any characters: the escapes of JSON (RFC 8259, section 7) and of CSV (RFC 4180, section 2).

extension RecordWriter {
  /// Appends a text in quotes, with the escapes that it needs.
  mutating func appendQuoted(_ value: String) {
    text.append(byte: UInt8(ascii: "\""))
    let bytes = value.utf8Span.span
    var start = 0
    for at in bytes.indices where needsEscape(bytes[at]) {
      text.append(bytes: bytes.extracting(start..<at))
      appendEscape(bytes[at])
      start = at &+ 1
    }
    text.append(bytes: bytes.extracting(start...))
    text.append(byte: UInt8(ascii: "\""))
  }

  @inline(__always)
  private func needsEscape(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || isJSON && (byte == UInt8(ascii: "\\") || byte < 0x20)
  }

  private mutating func appendEscape(_ byte: UInt8) {
    if byte < 0x20 {
      text.append("\\u00")
      text.append(hex: UInt32(byte), digits: 2)
    } else {
      // CSV doubles a quote.
      text.append(byte: isJSON ? UInt8(ascii: "\\") : byte)
      text.append(byte: byte)
    }
  }

  /// Appends a text of CSV, in quotes only if it contains a comma, a quote or a line end.
  mutating func appendQuotedWhereNeeded(_ value: String) {
    let needsQuotes = value.utf8.contains {
      $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",")
    }
    if needsQuotes { appendQuoted(value) } else { text.append(value) }
  }
}
