/// One option of a pcapng block (draft-ietf-opsawg-pcapng, section 3.5).
public struct BlockOption: Hashable, Sendable {
  /// The option's code; the meaning of most codes depends on the block's type.
  public let code: UInt16

  /// The range of the value in the bytes that were read, without padding.
  public let value: Range<Int>

  /// An option, or another field of a block that is read like one.
  public init(code: UInt16, value: Range<Int>) {
    self.code = code
    self.value = value
  }

  /// Ends the list.
  static let endOfOptions: UInt16 = 0
  /// A comment in UTF-8 on whatever the block holds; it may repeat.
  public static let comment: UInt16 = 1
}

/// An iterator over the options of a block.
///
/// It ends at `opt_endofopt`, at the end of the bytes, or at an option that states more bytes than there are.
public struct BlockOptionIterator: Hashable, Sendable {
  private var offset: Int
  private let end: Int
  private let order: ByteOrder

  /// An iterator over the options in `range` of the bytes that are passed to `next(in:)`.
  public init(range: Range<Int>, order: ByteOrder) {
    offset = range.lowerBound
    end = range.upperBound
    self.order = order
  }

  /// The next option; nil after the last one.
  public mutating func next(in bytes: Span<UInt8>) -> BlockOption? {
    let limit = min(end, bytes.count)
    guard offset >= 0, offset + 4 <= limit else { return nil }
    let code = bytes.uint16(at: offset, order)
    let length = Int(bytes.uint16(at: offset + 2, order))
    let start = offset + 4
    guard code != BlockOption.endOfOptions, start + length <= limit else {
      offset = limit
      return nil
    }
    offset = start + (length + 3) & ~3
    return BlockOption(code: code, value: start..<(start + length))
  }
}

extension Span<UInt8> {
  /// The UTF-8 text at `range`, up to the first NUL, which some writers add; invalid UTF-8 is replaced.
  func text(at range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    for index in range where index < count {
      if self[index] == 0 { break }
      bytes.append(self[index])
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
