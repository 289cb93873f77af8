/// One option of a pcapng block (draft-ietf-opsawg-pcapng, section 3.5).
public struct BlockOption: Hashable, Sendable {
  /// What the option is; the meaning of most codes depends on the block's type.
  public let code: UInt16

  /// Where the value lies in the bytes that were walked, padding left out.
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

/// Walks the options of a block.
///
/// They end with `opt_endofopt`, with the bytes, or where one states more bytes than there are.
public struct BlockOptionIterator: Hashable, Sendable {
  private var offset: Int
  private let end: Int
  private let order: ByteOrder

  /// Walks the options in `range` of the bytes that are then given to `next(in:)`.
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
  /// The text at `range`: UTF-8, what is none replaced; up to the first NUL, which some writers add.
  func text(at range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    for index in range where index < count {
      if self[index] == 0 { break }
      bytes.append(self[index])
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
