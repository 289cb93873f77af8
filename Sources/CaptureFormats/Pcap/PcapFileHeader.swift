import InternetTypes

/// The file header of a pcap file, 24 bytes (draft-ietf-opsawg-pcap, section 4).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |                          Magic Number                         |
///     |          Major Version        |         Minor Version         |
///     |                           Reserved1                           |
///     |                           Reserved2                           |
///     |                            SnapLen                            |
///     | FCS |f|0 0 0 0 0 0 0 0 0 0|         LinkType                  |
struct PcapFileHeader: Hashable {
  static let byteCount = 24

  /// The layout of the record headers that follow.
  enum RecordLayout: Hashable {
    /// 16 bytes: seconds, fraction, captured length, original length.
    case standard
    /// The same with the two lengths exchanged, as versions before 2.3 and some writers of 2.3 have them.
    case exchangedLengths
    /// 24 bytes: eight more of Alexey Kuznetsov's modified format (interface index, protocol, packet type).
    case modified
  }

  var order: ByteOrder
  var layout: RecordLayout
  var major: UInt16
  var minor: UInt16
  /// Whether fractions count nanoseconds rather than microseconds.
  var hasNanoseconds: Bool
  /// The snapshot length as the file states it; it may be damaged.
  var snapshotLength: UInt32
  /// The `LINKTYPE_` number.
  var linkTypeNumber: UInt16
  /// How many bytes of frame check sequence follow each frame, if the file states it.
  var checkSequenceLength: Int?

  /// The length of a record header in bytes.
  var recordHeaderByteCount: Int { layout == .modified ? 24 : 16 }

  /// The byte order of a pcap file that begins with these four bytes; nil if they are no pcap magic number.
  static func order(of bytes: Span<UInt8>) -> ByteOrder? {
    guard bytes.count >= 4 else { return nil }
    for order in [ByteOrder.littleEndian, .bigEndian] {
      switch bytes.uint32(at: 0, order) {
      case Magic.microseconds, Magic.nanoseconds, Magic.modified: return order
      default: break
      }
    }
    return nil
  }

  /// Reads a complete header.
  ///
  /// - Throws: if it is no pcap header, or its version is undocumented.
  init(_ bytes: Span<UInt8>) throws(FormatError) {
    guard let order = Self.order(of: bytes) else {
      throw FormatError(.malformed, "unknown file format")
    }
    self.order = order
    let magic = bytes.uint32(at: 0, order)
    hasNanoseconds = magic == Magic.nanoseconds
    major = bytes.uint16(at: 4, order)
    minor = bytes.uint16(at: 6, order)
    snapshotLength = bytes.uint32(at: 16, order)
    let linkField = bytes.uint32(at: 20, order)
    linkTypeNumber = UInt16(truncatingIfNeeded: linkField)
    checkSequenceLength =
      linkField & 1 << 26 != 0 ? Int(linkField >> 28) : nil
    // Version 543.0 is DG/UX's tcpdump, whose records are those of 2.2 (libpcap's sf-pcap.c knows it).
    if major < 2 {
      throw FormatError(.unsupported, "archaic pcap savefile format")
    }
    guard major == 2 && minor <= 4 || major == 543 && minor == 0 else {
      throw FormatError(.unsupported, "unsupported pcap savefile version \(major).\(minor)")
    }
    layout =
      magic == Magic.modified
      ? .modified : major == 543 || minor < 3 ? .exchangedLengths : .standard
  }

  private enum Magic {
    static let microseconds: UInt32 = 0xa1b2_c3d4
    static let nanoseconds: UInt32 = 0xa1b2_3c4d
    static let modified: UInt32 = 0xa1b2_cd34
  }
}
