extension TextBuffer {
  /// Appends a byte in visible form, as `cat -v` shows it: `^A` for a control character, `M-` before a byte above ASCII.
  public mutating func append(visible byte: UInt8) {
    var byte = byte
    if byte >= 0x80 {
      append("M-")
      byte &= 0x7f
    }
    if byte < 0x20 || byte == 0x7f {
      append("^")
      byte ^= 0x40
    }
    append(byte: byte)
  }
}
