/// A packet of RTP (RFC 3550, section 5.1), or of its version 1, read field by field.
///
///     +-----------------+---------------+---------------+---------------+----------+
///     |  V, P, X, CC    |  M, type      |  Sequence (2) | Timestamp (4) | SSRC (4) |
///     +-----------------+---------------+---------------+---------------+----------+
public struct RealTimePacket: ~Escapable {
  /// The packet's bytes.
  public let fields: Fields

  /// A view of the packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The first word, with version, flags, type and sequence number.
  private var word: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 0) } }

  /// Whether the version is 1, which had options instead of an extension.
  public var isFirstVersion: Bool { get throws(EarlyEnd) { try word >> 30 == 1 } }

  /// Whether options follow the header; in version 1 only.
  public var hasOptions: Bool {
    get throws(EarlyEnd) {
      let word = try word
      return word >> 30 == 1 && word & 0x80_0000 != 0
    }
  }

  /// Whether an extension follows the header; not in version 1.
  public var hasExtension: Bool {
    get throws(EarlyEnd) {
      let word = try word
      return word >> 30 != 1 && word & 0x1000_0000 != 0
    }
  }

  /// The marker bit.
  public var isMarked: Bool {
    get throws(EarlyEnd) {
      let word = try word
      return word & (word >> 30 == 1 ? 0x40_0000 : 0x80_0000) != 0
    }
  }

  /// The payload type.
  public var payloadType: UInt8 {
    get throws(EarlyEnd) {
      let word = try word
      return UInt8(word >> 16 & (word >> 30 == 1 ? 0x3f : 0x7f))
    }
  }

  /// The sequence number.
  public var sequence: UInt16 {
    get throws(EarlyEnd) { UInt16(truncatingIfNeeded: try word) }
  }

  /// When the first byte of the payload was sampled, in units of the payload type.
  public var timestamp: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 4) } }

  /// The synchronization source.
  public var source: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }
}

/// A packet of RTCP (RFC 3550, section 6), of which several follow each other in a datagram.
///
///     +---------------+-----------+--------------------------+------------+
///     |  V, P, count  |  Type     |  Length in words - 1 (2) |  SSRC (4)  |
///     +---------------+-----------+--------------------------+------------+
public struct RealTimeControlPacket: ~Escapable {
  /// Size of the header with the source in bytes.
  public static let headerByteCount = 8

  /// Size of the sender's information behind the header of a sender report.
  public static let senderByteCount = 20

  /// Size of a report about one source.
  public static let reportByteCount = 24

  /// The bytes from this packet on.
  public let fields: Fields

  /// A view of the packet that these bytes begin with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// How many reports it has.
  public var count: Int { get throws(EarlyEnd) { Int(try fields.byte(at: 0) & 0x1f) } }

  /// The type: 200 sender report, 201 receiver report, 202 description, 203 goodbye.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// Its length in bytes.
  public var length: Int { get throws(EarlyEnd) { (Int(try fields.uint16(at: 2)) + 1) * 4 } }

  /// The source that sends it.
  public var source: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 4) } }
}
