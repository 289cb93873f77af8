/// A section header block of pcapng, which states the section's byte order (draft-ietf-opsawg-pcapng, section 4.1).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |                   Block Type = 0x0A0D0D0A                     |
///     |                      Block Total Length                       |
///     |                      Byte-Order Magic                         |
///     |          Major Version        |         Minor Version         |
///     |                          Section Length (64 bits)             |
///     |                                                               |
///     |                      Options (variable)                       |
///     |                      Block Total Length                       |
struct SectionHeader: Hashable {
  /// The length of a section header without options, in bytes.
  static let minimumByteCount = 28

  /// How many bytes determine the byte order.
  static let orderByteCount = 12

  let order: ByteOrder

  /// Whether a section header begins here.
  static func isPresent(in bytes: Span<UInt8>) -> Bool {
    bytes.count >= orderByteCount && order(of: bytes) != nil
      && bytes.uint32(at: 0, .littleEndian) == BlockType.sectionHeader.rawValue
  }

  /// The byte order that the byte-order magic of a section header states; nil if it is invalid.
  static func order(of bytes: Span<UInt8>) -> ByteOrder? {
    switch bytes.uint32(at: 8, .littleEndian) {
    case 0x1a2b_3c4d: .littleEndian
    case 0x4d3c_2b1a: .bigEndian
    default: nil
    }
  }

  /// Reads a section header from its complete block.
  ///
  /// - Throws: if the byte order or the version is unknown.
  init(_ block: Span<UInt8>) throws(FormatError) {
    guard let order = Self.order(of: block) else {
      throw FormatError(.malformed, "a section header has no byte-order magic")
    }
    let (major, minor) = (block.uint16(at: 12, order), block.uint16(at: 14, order))
    // Some writers state 1.2 for the current version (section 4.1).
    guard major == 1, minor == 0 || minor == 2 else {
      throw FormatError(.unsupported, "unsupported pcapng savefile version \(major).\(minor)")
    }
    self.order = order
  }
}
