/// Swaps a pcapng block from one byte order to the other; its length does not change.
///
/// Blocks of one file may be written to a section of another byte order if several files are joined. Parts that the
/// block's type does not define, such as a custom block's data, are not changed.
struct BlockSwap {
  /// The block's bytes, swapped.
  private(set) var bytes: [UInt8]

  /// The original byte order of the block.
  private let order: ByteOrder

  /// Swaps a complete block.
  init(_ block: Span<UInt8>, from order: ByteOrder) {
    bytes = (0..<block.count).map { block[$0] }
    self.order = order
    let type = block.uint32(at: 0, order)
    let captured = block.count >= 32 ? Int(block.uint32(at: 20, order)) : 0
    swap(32, at: 0)
    swap(32, at: 4)
    swap(32, at: block.count - 4)
    let end = block.count - 4
    switch BlockType(rawValue: type) {
    case .interfaceDescription where end >= 16:
      swap([16, 16, 32], at: 8)
      swapOptions(16..<end, widths: Self.interfaceOptions, block)
    case .enhancedPacket where end >= 28 && captured <= end - 28:
      swap([32, 32, 32, 32, 32], at: 8)
      swapOptions((28 + (captured + 3) & ~3)..<end, widths: Self.packetOptions, block)
    case .obsoletePacket where end >= 28 && captured <= end - 28:
      swap([16, 16, 32, 32, 32, 32], at: 8)
      swapOptions((28 + (captured + 3) & ~3)..<end, widths: Self.packetOptions, block)
    case .simplePacket where end >= 12: swap(32, at: 8)
    case .interfaceStatistics where end >= 20:
      swap([32, 32, 32], at: 8)
      swapOptions(20..<end, widths: Self.statisticsOptions, block)
    case .nameResolution: swapNames(8..<end, block)
    case .decryptionSecrets where end >= 16:
      let count = Int(block.uint32(at: 12, order))
      swap([32, 32], at: 8)
      if count <= end - 16 {
        swapOptions((16 + (count + 3) & ~3)..<end, widths: [:], block)
      }
    case .custom where end >= 12, .privateCustom where end >= 12: swap(32, at: 8)
    case .processInformation where end >= 12:
      swap(32, at: 8)
      swapOptions(12..<end, widths: [:], block)
    default: break
    }
  }

  /// The widths in bits of the numbers of an option's value; options that are not listed hold bytes or text.
  private static let interfaceOptions: [UInt16: [Int]] = [
    8: [64], 10: [32], 14: [64], 16: [64], 17: [64],
  ]
  private static let packetOptions: [UInt16: [Int]] = [
    2: [32], 4: [64], 5: [64], 6: [32], 8: [32, 32],
  ]
  private static let statisticsOptions: [UInt16: [Int]] = [
    2: [32, 32], 3: [32, 32], 4: [64], 5: [64], 6: [64], 7: [64], 8: [64],
  ]

  /// Codes of custom options, whose value begins with the organization's number (section 3.5.1).
  private static let customOptions: Set<UInt16> = [2988, 2989, 19_372, 19_373]

  private mutating func swapOptions(
    _ range: Range<Int>, widths: [UInt16: [Int]], _ block: Span<UInt8>
  ) {
    guard range.lowerBound < range.upperBound else { return }
    var options = BlockOptionIterator(range: range, order: order)
    while let option = options.next(in: block) {
      let start = option.value.lowerBound
      swap([16, 16], at: start - 4)
      let numbers = Self.customOptions.contains(option.code) ? [32] : widths[option.code] ?? []
      if numbers.reduce(0, +) / 8 <= option.value.count { swap(numbers, at: start) }
    }
  }

  /// Swaps the records of a name resolution block, each with a type and a length, and the options after them.
  private mutating func swapNames(_ range: Range<Int>, _ block: Span<UInt8>) {
    var offset = range.lowerBound
    while offset + 4 <= range.upperBound {
      let (type, count) = (
        block.uint16(at: offset, order), Int(block.uint16(at: offset + 2, order))
      )
      swap([16, 16], at: offset)
      offset += 4 + (count + 3) & ~3
      if type == 0 { break }
    }
    swapOptions(min(offset, range.upperBound)..<range.upperBound, widths: [:], block)
  }

  /// Swaps consecutive numbers of these widths in bits.
  private mutating func swap(_ widths: [Int], at offset: Int) {
    var offset = offset
    for width in widths {
      swap(width, at: offset)
      offset += width / 8
    }
  }

  private mutating func swap(_ width: Int, at offset: Int) {
    bytes[offset..<(offset + width / 8)].reverse()
  }
}
