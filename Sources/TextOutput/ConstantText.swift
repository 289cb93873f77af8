/// A constant text of at most 32 bytes that is appended by one store.
///
/// Creating one takes time: create constants once, beside the printer or encoder that appends them.
public struct ConstantText: Sendable {
  /// The number of bytes that fit.
  public static var capacity: Int { 32 }

  @usableFromInline let first: UInt64
  @usableFromInline let second: UInt64
  @usableFromInline let third: UInt64
  @usableFromInline let fourth: UInt64
  /// The number of bytes of the text.
  public let count: Int

  /// The constant with this text; bytes after the thirty-second are left out.
  public init(_ text: String) {
    var words = InlineArray<4, UInt64>(repeating: 0)
    var count = 0
    for byte in text.utf8.prefix(Self.capacity) {
      words[count / 8] |= UInt64(byte) << UInt64(count % 8 * 8)
      count += 1
    }
    (first, second, third, fourth) = (words[0], words[1], words[2], words[3])
    self.count = count
  }
}

extension TextBuffer {
  /// Appends a constant text.
  @inlinable @inline(__always)
  public mutating func append(_ text: ConstantText) {
    append(words: text.first, text.second, text.third, text.fourth, count: text.count)
  }

  /// Appends a constant text followed by an unsigned number.
  @inlinable @inline(__always)
  public mutating func append(_ text: ConstantText, decimal value: UInt32) {
    append(text)
    append(decimal: value)
  }

  /// Appends an unsigned number followed by a constant text.
  @inlinable @inline(__always)
  public mutating func append(decimal value: UInt32, _ text: ConstantText) {
    append(decimal: value)
    append(text)
  }
}
