/// Values of RESP, the protocol of Redis, one after the other, those inside arrays included.
///
///     +TEXT, -ERROR, :NUMBER     a line
///     $LENGTH CRLF BYTES CRLF    a string; length -1 is null
///     *COUNT CRLF VALUE ...      an array; count -1 is null
///     anything else              a command on a line of its own
///
/// Arrays are counted, not entered, so that nesting takes neither stack nor memory.
public struct RESPValues: Sendable {
  /// The result of reading the next element.
  public enum Value: Hashable, Sendable {
    case text(Range<Int>)
    case null, empty
    /// A length that cannot be: negative, above 2^31 - 1, no number.
    case negativeLength, hugeLength, invalidLength
    /// The message or the capture ends in the value.
    case cut
  }

  private var offset: Int
  private let end: Int
  /// How many values of arrays are pending.
  private var pending: Int64 = 0
  /// Whether the line end after a returned string is pending.
  private var isInString = false

  /// The values in `length` bytes at `start`.
  public init(start: Int, length: Int) {
    offset = start
    end = start + max(length, 0)
  }

  /// The next value; nil at the end, and after `cut`.
  ///
  /// - Throws: `EarlyEnd` if the capture ends in a line; the end of a cut string is returned as `cut`.
  public mutating func next(in bytes: Span<UInt8>) throws(EarlyEnd) -> Value? {
    if isInString {
      isInString = false
      guard let stop = lineEnd(bytes) else { return try stopped(bytes) }
      offset = stop + 2
    }
    while offset < end || pending > 0 {
      guard let kind = byte(bytes) else { return try stopped(bytes) }
      if pending > 0 { pending -= 1 }
      switch kind {
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ":"):
        offset += 1
        guard let stop = lineEnd(bytes) else { return try stopped(bytes) }
        defer { offset = stop + 2 }
        return .text(offset..<stop)
      case UInt8(ascii: "$"): return try string(bytes)
      case UInt8(ascii: "*"):
        switch try number(bytes) {
        case .count(0): return .empty
        case .count(let count): pending += Int64(count)
        case .value(let value): return value
        }
      default: return try command(bytes)
      }
    }
    return nil
  }

  /// A decoded length: a count, or the value that it makes.
  private enum Length {
    case count(Int)
    case value(Value)
  }

  private mutating func stopped() -> Value {
    offset = end
    pending = 0
    return .cut
  }

  /// Ends at a cut: throws if the capture ends, returns `cut` if the message ends.
  private mutating func stopped(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Value {
    if bytes.count < end { throw EarlyEnd(name: "resp") }
    return stopped()
  }

  /// The byte at the offset, if it belongs to the message and was captured.
  private func byte(_ bytes: Span<UInt8>) -> UInt8? {
    offset < min(end, bytes.count) ? bytes[offset] : nil
  }

  /// The offset of the next carriage return with a line feed.
  private func lineEnd(_ bytes: Span<UInt8>) -> Int? {
    let stop = min(end, bytes.count) - 1
    var index = offset
    while index < stop {
      if bytes[index] == 0x0d && bytes[index + 1] == 0x0a { return index }
      index += 1
    }
    return nil
  }

  private mutating func string(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Value {
    switch try number(bytes) {
    case .value(let value): return value
    case .count(0):
      isInString = true
      return .empty
    case .count(let count):
      guard count <= min(end, bytes.count) - offset else { return stopped() }
      defer { offset += count }
      isInString = true
      return .text(offset..<(offset + count))
    }
  }

  /// The number between the byte at the offset and the line's end; the first character that is no digit ends it.
  private mutating func number(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Length {
    offset += 1
    guard var character = byte(bytes) else { return .value(try stopped(bytes)) }
    let isNegative = character == UInt8(ascii: "-")
    var value: Int64 = 0
    var digits = 0
    var isHuge = false
    if isNegative {
      offset += 1
      guard let next = byte(bytes) else { return .value(try stopped(bytes)) }
      character = next
    }
    while character >= 0x30 && character <= 0x39 {
      value = value * 10 + Int64(character - 0x30)
      digits += 1
      if value > Int64(Int32.max) {
        isHuge = true
        value = 0
      }
      offset += 1
      guard let next = byte(bytes) else { return .value(try stopped(bytes)) }
      character = next
    }
    offset += 1
    guard digits > 0, character == 0x0d else { return .value(.invalidLength) }
    guard let last = byte(bytes) else { return .value(try stopped(bytes)) }
    offset += 1
    if last != 0x0a { return .value(.invalidLength) }
    if isNegative { return .value(value == 1 && !isHuge ? .null : .negativeLength) }
    if isHuge { return .value(.hugeLength) }
    return .count(Int(value))
  }

  /// A command on a line; empty lines before it are left out.
  private mutating func command(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Value {
    let isEnd = { (byte: UInt8) in byte == 0x0d || byte == 0x0a }
    while let byte = byte(bytes), isEnd(byte) { offset += 1 }
    let start = offset
    while let byte = byte(bytes), !isEnd(byte) { offset += 1 }
    let stop = offset
    guard byte(bytes) != nil else { return try stopped(bytes) }
    while let byte = byte(bytes), isEnd(byte) { offset += 1 }
    return .text(start..<stop)
  }
}
