import TextOutput

// Texts that can have anything in them: the escapes of JSON (RFC 8259, section 7) and of CSV (RFC 4180, section 2).

extension RecordWriter {
  /// Appends a text in quotes, with escapes where they are needed.
  mutating func appendQuoted(_ value: String) {
    text.append(byte: UInt8(ascii: "\""))
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""):
        text.append(byte: isJSON ? UInt8(ascii: "\\") : byte)
        text.append(byte: byte)
      case UInt8(ascii: "\\") where isJSON:
        text.append(byte: byte)
        text.append(byte: byte)
      case ..<0x20 where isJSON:
        text.append("\\u00")
        text.append(hex: UInt32(byte), digits: 2)
      default: text.append(byte: byte)
      }
    }
    text.append(byte: UInt8(ascii: "\""))
  }

  /// Appends a text of CSV, in quotes only where a comma, a quote or a line end is in it.
  mutating func appendQuotedWhereNeeded(_ value: String) {
    let needsQuotes = value.utf8.contains {
      $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",")
    }
    if needsQuotes { appendQuoted(value) } else { text.append(value) }
  }
}
