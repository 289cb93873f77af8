/// Fields of an NTP or SNTP message (RFC 5905, section 7.3), each read when it is wanted, as the message may be cut.
///
///     |LI | VN  |Mode |    Stratum     |     Poll      |  Precision   |
///     |                         Root Delay                            |
///     |                         Root Dispersion                       |
///     |                          Reference ID                         |
///     |                     Reference Timestamp (64)                  |
///     |                      Origin Timestamp (64)                    |
///     |                      Receive Timestamp (64)                   |
///     |                      Transmit Timestamp (64)                  |
///
/// Of a control message (RFC 9327, section 2) the first byte is the same.
public struct NTPMessage: Hashable, Sendable {
  /// Bytes of a message without extension fields and message authentication code.
  public static var byteCount: Int { 48 }
  /// Bytes of a control message's header.
  public static var controlByteCount: Int { 12 }

  /// The offset where the message begins.
  public let start: Int
  private let first: UInt8

  /// Reads the first byte of the message at `start`.
  ///
  /// - Throws: `EarlyEnd` if that is cut.
  public init(reading bytes: Span<UInt8>, at start: Int) throws(EarlyEnd) {
    first = try bytes.byte(at: start, in: "ntp")
    self.start = start
  }

  /// The two bits of the leap indicator.
  public var leapIndicator: UInt8 { first >> 6 }

  /// The version of the protocol.
  public var version: UInt8 { first >> 3 & 7 }

  /// The association mode: client, server, broadcast and others.
  public var mode: Mode { Mode(rawValue: first & 7) ?? .reserved }

  /// The modes (RFC 5905, section 7.3).
  public enum Mode: UInt8, Hashable, Sendable {
    case unspecified, symmetricActive, symmetricPassive, client, server, broadcast, control,
      reserved
  }

  /// The exponent of the poll interval: seconds are two to the power of it.
  public func poll(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Int8 {
    Int8(bitPattern: try bytes.byte(at: start + 2, in: "ntp"))
  }

  /// The exponent of the clock's precision: seconds are two to the power of it.
  public func precision(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Int8 {
    Int8(bitPattern: try bytes.byte(at: start + 3, in: "ntp"))
  }

  /// The distance from a reference clock.
  public func stratum(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: start + 1, in: "ntp")
  }

  /// A number of 32 bits: seconds as 16.16 fixed point, or the identifier.
  public func word(_ field: Word, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: start + field.rawValue, in: "ntp")
  }

  /// The fields of 32 bits, by their offset.
  public enum Word: Int, Sendable {
    case rootDelay = 4
    case rootDispersion = 8
    case referenceIdentifier = 12
    case keyIdentifier = 48
  }

  /// A timestamp: seconds since 1900 as 32.32 fixed point.
  public func timestamp(_ field: Timestamp, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt64 {
    try bytes.uint64(at: start + field.rawValue, in: "ntp")
  }

  /// The timestamps, by their offset.
  public enum Timestamp: Int, Sendable {
    case reference = 16
    case origin = 24
    case receive = 32
    case transmit = 40
  }
}
