extension BlockOptionIterator {
  /// Walks the options of a packet's block; nil if it cannot have any: in a simple packet block, and outside of pcapng.
  ///
  /// - Parameters:
  ///   - block: The whole block.
  ///   - order: Its byte order.
  public init?(ofPacket block: Span<UInt8>, order: ByteOrder) {
    guard block.count >= 32 else { return nil }
    let type = BlockType(rawValue: block.uint32(at: 0, order))
    let captured = Int(block.uint32(at: 20, order))
    guard type == .enhancedPacket || type == .obsoletePacket, captured <= block.count - 32 else {
      return nil
    }
    let start = 28 + (captured + 3) & ~3
    self.init(range: start..<max(start, block.count - 4), order: order)
  }
}

extension BlockOption {
  /// A packet's number, by which it is known in another file, too: 64 bits (`epb_packetid`).
  public static let packetNumber: UInt16 = 5

  /// The process and the thread that sent or received a packet: two numbers of 32 bits (`epb_processid_threadid`).
  public static let processAndThread: UInt16 = 8

  /// The value as text.
  ///
  /// - Parameter bytes: The bytes that were walked.
  /// - Returns: the text up to its first NUL; invalid UTF-8 is replaced.
  public func text(in bytes: Span<UInt8>) -> String { bytes.text(at: value) }

  /// The 32-bit number at the start of the value; nil if the value is shorter.
  public func number(in bytes: Span<UInt8>, order: ByteOrder) -> UInt32? {
    value.count >= 4 && value.upperBound <= bytes.count
      ? bytes.uint32(at: value.lowerBound, order) : nil
  }
}

extension BlockOption {
  /// The 64-bit number at the start of the value; nil if the value is shorter.
  public func wideNumber(in bytes: Span<UInt8>, order: ByteOrder) -> UInt64? {
    guard value.count >= 8, value.upperBound <= bytes.count else { return nil }
    let first = UInt64(bytes.uint32(at: value.lowerBound, order))
    let second = UInt64(bytes.uint32(at: value.lowerBound + 4, order))
    return order == .littleEndian ? second << 32 | first : first << 32 | second
  }
}
