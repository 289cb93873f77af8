import InternetTypes

/// A message of OpenBSD's common address redundancy protocol (CARP), which has VRRP's protocol number.
///
///     +---------------+---------------+---------------+---------------+
///     | Version, type |  Virtual host |  Skew         |  Auth. length |
///     +---------------+---------------+---------------+---------------+
///     |  Pad          |  Interval     |  Checksum (2)                 |
///     +---------------+---------------+-------------------------------+
///     |  Counter (8), authentication (20)
public struct CARPMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 2.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 4 } }

  /// The type: 1 advertisement.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) & 0xf } }

  /// The virtual host.
  public var virtualHost: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// How much rarer than the interval, in 256ths of a second, the host advertises itself.
  public var skew: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// The length of counter and authentication in words.
  public var authenticationLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// Seconds between advertisements.
  public var interval: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 5) } }

  /// The checksum as sent.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }

  /// Counts the advertisements.
  public var counter: UInt64 { get throws(EarlyEnd) { try fields.uint64(at: 8) } }

  /// Whether the checksum is right; nil if part of the message was not captured.
  public var isChecksumRight: Bool? {
    guard fields.has(fields.length) else { return nil }
    var sum = InternetChecksum()
    sum.add(fields.bytes.extracting(first: fields.length))
    return sum.folded == 0xffff
  }
}
