public import InternetTypes

/// A message of wb, the distributed whiteboard of the MBone, read field by field.
///
///     +------------+---------------+-------------+----------+----------+
///     | Source (4) | Timestamp (4) | Version (2) | Type (1) | Flags (1)|
///     +------------+---------------+-------------+----------+----------+
public struct WhiteboardMessage: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 12

  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The kind of message: 0 drawing, 1 announcement, 2 and 3 repair, 4 end, 5 and 7 pages.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 10) } }

  /// The flags, 0 as a rule.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 11) } }

  /// What follows the header.
  public var body: Fields {
    @_lifetime(copy self) get { fields.dropping(Self.headerByteCount) }
  }
}

/// A page of the whiteboard: its initiator and its number there.
public struct WhiteboardPage: Hashable, Sendable {
  /// Size on the wire in bytes.
  public static let byteCount = 8

  /// The site that made the page.
  public let initiator: IPv4Address
  /// The number of the page.
  public let number: UInt32

  /// The page at `offset`.
  public init(_ fields: borrowing Fields, at offset: Int) throws(EarlyEnd) {
    initiator = try fields.ipv4Address(at: offset)
    number = try fields.uint32(at: offset + 4)
  }
}

/// A drawing operation: a timestamp, the length of its body, flags, and its kind.
public struct WhiteboardOperation: Hashable, Sendable {
  /// Size of the header in bytes.
  public static let headerByteCount = 8

  /// When it was drawn; of a skip or hole, the last operation that is left out.
  public let timestamp: UInt32
  /// The kind, 2 to 15.
  public let kind: UInt8
  /// Bytes up to the next operation: header and body, rounded up to a multiple of four.
  public let byteCount: Int

  /// The operation at `offset`.
  ///
  /// - Throws: An end of the line if its header was not captured.
  public init(_ fields: borrowing Fields, at offset: Int) throws(EarlyEnd) {
    try fields.check(Self.headerByteCount, at: offset)
    timestamp = try fields.uint32(at: offset)
    let length = Int(try fields.uint16(at: offset + 4))
    kind = try fields.byte(at: offset + 7)
    byteCount = (length + Self.headerByteCount + 3) & ~3
  }
}
