import PacketCapture
import SystemServices

/// The lines of a bucket's records or beginnings, which are in order.
struct RecordLines: ~Copyable {
  private let path: String
  private var file: ReopenedFile
  private var buffer: [UInt8]
  private var start = 0
  private var end = 0
  private var isOver = false
  /// The range of the current line in the buffer, without its end; empty after the last one.
  private(set) var line = 0..<0

  /// The lines of a file from an offset on, where a line begins.
  init(path: String, from offset: Int64 = 0, byteCount: Int) {
    self.path = path
    file = ReopenedFile(path: path, offset: offset)
    buffer = [UInt8](repeating: 0, count: byteCount)
  }

  /// Advances to the next line; false after the last one.
  ///
  /// - Throws: if the file cannot be read, or ends inside a line.
  mutating func advance() throws(CaptureError) -> Bool {
    var searched = start
    while true {
      if let newline = buffer.span.firstNewline(in: searched..<end) {
        line = start..<newline
        start = newline + 1
        return true
      }
      searched = end
      if isOver {
        guard start == end else {
          throw CaptureError(.truncated, subject: path, reason: "ends inside a line")
        }
        line = 0..<0
        return false
      }
      let moved = start
      try fill()
      searched -= moved - start
    }
  }

  private mutating func fill() throws(CaptureError) {
    if start > 0 {
      for index in 0..<(end - start) { buffer[index] = buffer[start &+ index] }
      (start, end) = (0, end - start)
    }
    if end == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
    switch file.read(into: &buffer, from: end, atMost: .max) {
    case .bytes(let count): end += count
    case .end: isOver = true
    case .failed(let number): throw CaptureError(errorNumber: number, subject: path)
    case .quiet, .interrupted:
      throw CaptureError(.interrupted, subject: path, reason: "interrupted")
    }
  }

  /// The current line.
  func withLine<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(buffer.span.extracting(line))
  }

  /// The number that hexadecimal digits of the current line state.
  ///
  /// - Throws: if there are other characters.
  func number(at offset: Int, digits: Int) throws(CaptureError) -> UInt64 {
    var value: UInt64 = 0
    guard offset + digits <= line.count else { throw malformed }
    for index in 0..<digits {
      let byte = buffer[line.lowerBound + offset + index]
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt64(byte - 0x30)
      case 0x61...0x66: value = value << 4 | UInt64(byte - 0x57)
      default: throw malformed
      }
    }
    return value
  }

  private var malformed: CaptureError {
    CaptureError(.malformed, subject: path, reason: "has a line that track does not write")
  }

  /// The decimal digits of the current line from an offset on: their end, and the number.
  ///
  /// - Throws: if there are none.
  func decimal(at offset: Int) throws(CaptureError) -> (end: Int, value: UInt64) {
    var (at, value) = (offset, UInt64(0))
    while at < line.count, case 0x30...0x39 = buffer[line.lowerBound + at] {
      value = value &* 10 &+ UInt64(buffer[line.lowerBound + at] - 0x30)
      at += 1
    }
    if at == offset { throw malformed }
    return (at, value)
  }

  /// Whether the current line has a decimal digit at an offset.
  func isDigit(at offset: Int) -> Bool {
    guard offset < line.count, case 0x30...0x39 = buffer[line.lowerBound + offset] else {
      return false
    }
    return true
  }

  /// The offset in the current line after the first occurrence of a text, from an offset on; nil if there is none.
  func end(of text: [UInt8], from offset: Int) -> Int? {
    var at = offset
    while at + text.count <= line.count {
      var matched = 0
      while matched < text.count,
        buffer[line.lowerBound + at + matched] == text[matched]
      {
        matched += 1
      }
      if matched == text.count { return at + text.count }
      at += 1
    }
    return nil
  }
}

extension Span<UInt8> {
  /// The position of the first newline in a range; nil if there is none.
  fileprivate func firstNewline(in range: Range<Int>) -> Int? {
    for index in range where self[index] == UInt8(ascii: "\n") { return index }
    return nil
  }
}
