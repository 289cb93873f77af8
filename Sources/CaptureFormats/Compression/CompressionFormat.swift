import CCompression

/// A compression format of savefiles, recognized by its first bytes; a new one is a case and a codec in `CCompression`.
public enum CompressionFormat: String, CaseIterable, Hashable, Sendable {
  case gzip
  case zstd
  case lz4
  case xz

  /// How many bytes distinguish all formats.
  static let recognizedByteCount = 6

  /// The format whose magic number these bytes begin with; nil if they match none.
  init?(_ start: Span<UInt8>) {
    if let format = Self.allCases.first(where: { start.starts(with: $0.magic) }) {
      self = format
    } else if start.count >= 4, start[0] & 0xf0 == 0x50,
      start.extracting(1...).starts(with: [0x2a, 0x4d, 0x18])
    {
      // A skippable frame (RFC 8878, section 3.1.2), with which files of pzstd begin.
      self = .zstd
    } else {
      return nil
    }
  }

  /// The magic number: the bytes with which every file of the format begins.
  ///
  /// gzip: RFC 1952, section 2.3.1; zstd: RFC 8878, section 3.1.1; the others by their format descriptions.
  private var magic: [UInt8] {
    switch self {
    case .gzip: [0x1f, 0x8b, 0x08]
    case .zstd: [0x28, 0xb5, 0x2f, 0xfd]
    case .lz4: [0x04, 0x22, 0x4d, 0x18]
    case .xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
    }
  }

  /// The shim's number of the format.
  var number: Int32 {
    switch self {
    case .gzip: Int32(CCOMPRESSION_GZIP)
    case .zstd: Int32(CCOMPRESSION_ZSTD)
    case .lz4: Int32(CCOMPRESSION_LZ4)
    case .xz: Int32(CCOMPRESSION_XZ)
    }
  }

  /// The file name extension of the format.
  public var fileNameEnding: String {
    switch self {
    case .gzip: ".gz"
    case .zstd: ".zst"
    case .lz4: ".lz4"
    case .xz: ".xz"
    }
  }
}
