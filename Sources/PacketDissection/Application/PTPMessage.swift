/// Fields of a PTP message of version 2 (IEEE 1588-2008, section 13.3), each read when it is wanted, as it may be cut.
///
///     | transport, type | version | length (2) | domain | reserved | flags (2) |
///     |                         correction (8)                               |
///     |           reserved (4)          |        clock identity (8) ...       |
///     |  port (2)  | sequence (2) | control | log interval |   body ...       |
public struct PTPMessage: Hashable, Sendable {
  /// The offset where the message begins.
  public let start: Int
  /// The kind of the message.
  public let type: UInt8
  /// Whether the sender states that hardware of version 1 is compatible.
  public let isCompatible: Bool
  /// The version, 2 in what this type reads.
  public let version: UInt8

  /// Bytes before the body.
  public static var headerByteCount: Int { 34 }

  /// The number in the six highest bytes of the correction field is nanoseconds, the rest a fraction of one.
  public static var correctionOffset: Int { 8 }

  /// Reads the first two bytes of the message at `start`.
  ///
  /// - Throws: `EarlyEnd` if they are cut.
  public init(reading bytes: Span<UInt8>, at start: Int) throws(EarlyEnd) {
    let first = try bytes.uint16(at: start, in: "ptp")
    self.start = start
    type = UInt8(first >> 8 & 0x0f)
    isCompatible = first & 0x1000 != 0
    version = UInt8(truncatingIfNeeded: first)
  }

  /// The number of `count` bytes, at most 8, at an offset from the message's beginning.
  ///
  /// - Throws: `EarlyEnd` if it is cut.
  public func number(_ offset: Int, _ count: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt64 {
    try bytes.require(count, at: start + offset, in: "ptp")
    var value: UInt64 = 0
    for index in (start + offset)..<(start + offset + count) {
      value = value << 8 | UInt64(bytes[index])
    }
    return value
  }
}
