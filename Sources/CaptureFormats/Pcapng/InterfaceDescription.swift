import InternetTypes

/// Reads interface description blocks (draft-ietf-opsawg-pcapng, section 4.2).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |                    Block Type = 0x00000001                    |
///     |                      Block Total Length                       |
///     |           LinkType            |           Reserved            |
///     |                            SnapLen                            |
///     |                      Options (variable)                       |
///     |                      Block Total Length                       |
enum InterfaceDescription {
  /// The length of the block without options, in bytes.
  static let minimumByteCount = 20

  /// Texts are cut after this many bytes: a file may describe many interfaces.
  private static let maximumTextByteCount = 256

  /// The interface that a complete block of at least `minimumByteCount` bytes describes.
  static func interface(_ block: Span<UInt8>, order: ByteOrder) -> CaptureInterface {
    var interface = CaptureInterface(
      linkType: LinkType(savefileNumber: block.uint16(at: 8, order)),
      snapshotLength: Int(block.uint32(at: 12, order)), resolution: .microseconds)
    interface.isByteSwapped = order != .host
    var options = BlockOptionIterator(range: 16..<(block.count - 4), order: order)
    func text(_ value: Range<Int>) -> String { block.text(at: value.prefix(maximumTextByteCount)) }
    while let option = options.next(in: block) {
      let value = option.value
      switch option.code {
      case Code.name: interface.name = text(value)
      case Code.description: interface.description = text(value)
      case Code.resolution where value.count >= 1:
        interface.resolution = TimestampResolution(rawValue: block[value.lowerBound])
      case Code.filter where value.count >= 1 && block[value.lowerBound] == 0:
        // The first byte is the kind of filter: 0 an expression, 1 a BPF program.
        interface.filter = text((value.lowerBound + 1)..<value.upperBound)
      case Code.operatingSystem: interface.operatingSystem = text(value)
      case Code.checkSequenceLength where value.count >= 1:
        interface.checkSequenceLength = Int(block[value.lowerBound])
      case Code.timestampOffset where value.count >= 8:
        interface.timestampOffset = Int64(
          bitPattern: block.uint64(at: value.lowerBound, order))
      case Code.hardware: interface.hardware = text(value)
      default: break
      }
    }
    return interface
  }

  private enum Code {
    static let name: UInt16 = 2
    static let description: UInt16 = 3
    static let resolution: UInt16 = 9
    static let filter: UInt16 = 11
    static let operatingSystem: UInt16 = 12
    static let checkSequenceLength: UInt16 = 13
    static let timestampOffset: UInt16 = 14
    static let hardware: UInt16 = 15
  }
}
