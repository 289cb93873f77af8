/// An iterator over complete pcapng blocks in memory.
public struct BlockWalker: Hashable, Sendable {
  /// The byte order of the next block, unless it is a section header.
  private var order: ByteOrder?

  private var offset = 0

  /// A block, with its range in the bytes.
  public struct Block: Hashable, Sendable {
    /// The type of the block.
    public var type: BlockType
    /// The range of its bytes, with its type and both lengths.
    public var range: Range<Int>
    /// The byte order of its section.
    public var order: ByteOrder
  }

  /// An iterator over blocks in that byte order; nil if the first block shows it.
  public init(order: ByteOrder? = nil) { self.order = order }

  /// The next block; nil at the end, or if no complete block follows.
  public mutating func next(in bytes: Span<UInt8>) -> Block? {
    guard bytes.count - offset >= 12 else { return nil }
    let rest = bytes.extracting(offset...)
    if SectionHeader.isPresent(in: rest) {
      order = SectionHeader.order(of: rest)
    } else if order == nil {
      order = Self.guess(rest)
    }
    guard let order else { return nil }
    let length = Int(rest.uint32(at: 4, order))
    guard length >= 12, length <= rest.count else { return nil }
    defer { offset += length }
    return Block(
      type: BlockType(rawValue: rest.uint32(at: 0, order)), range: offset..<(offset + length),
      order: order)
  }

  /// The byte order in which the two lengths of the first block are equal.
  private static func guess(_ bytes: Span<UInt8>) -> ByteOrder? {
    [ByteOrder.littleEndian, .bigEndian].first { order in
      let length = Int(bytes.uint32(at: 4, order))
      return length >= 12 && length <= bytes.count
        && Int(bytes.uint32(at: length - 4, order)) == length
    }
  }
}

extension BlockType {
  /// Whether a block of this type holds a packet.
  public var isPacket: Bool {
    self == .enhancedPacket || self == .simplePacket || self == .obsoletePacket
  }
}
