import InternetTypes

/// The SecTAG of a MACsec frame, after its EtherType (IEEE 802.1AE, clause 9).
///
///     +-----------------------+-------+---------------+
///     | V ES SC SCB E C (6)   | AN (2)| Short length  |
///     +-----------------------+-------+---------------+
///     |               Packet number (4 bytes)         |
///     +-----------------------------------------------+
///     |  Secure channel identifier (8 bytes, if SC)   |
///     +-----------------------------------------------+
public struct MACSecurityTag: Hashable, Sendable {
  /// Size of the integrity check value at the frame's end, in bytes.
  public static let integrityCheckByteCount = 16

  /// Version, flags and association number as sent.
  public let control: UInt8

  /// Bytes of user data if they are fewer than 48; 0 if they reach to the integrity check value.
  public let shortLength: UInt8

  /// The number that protects from replay.
  public let packetNumber: UInt32

  /// The sender's address and port; nil if they are implicit.
  public let secureChannel: UInt64?

  /// The association number, 0 to 3.
  public var association: UInt8 { control & 3 }

  /// Whether the user data is encrypted or changed, so that it cannot be read.
  public var isConfidential: Bool { control & 0x0c != 0 }

  /// Whether version and length are possible.
  public var isValid: Bool { control & 0x80 == 0 && shortLength < 64 }

  /// Size of the tag in bytes, 6 or 14.
  public var byteCount: Int { secureChannel == nil ? 6 : 14 }

  /// Decodes the tag at the first byte of `bytes`.
  ///
  /// - Throws: `DecodeError.truncated` when it was not captured whole.
  public init(decoding bytes: Span<UInt8>) throws(DecodeError) {
    try bytes.require(6, for: .macSecurity)
    control = bytes[0]
    shortLength = bytes[1]
    packetNumber = bytes.uint32(at: 2)
    if control & 0x20 != 0 {
      try bytes.require(14, for: .macSecurity)
      secureChannel = bytes.uint64(at: 6)
    } else {
      secureChannel = nil
    }
  }
}

extension Packet {
  /// Decodes the MACsec tag at `networkOffset` and returns the EtherType after it; nil for an encrypted frame.
  mutating func decodeMACSecurity(_ frame: Span<UInt8>) throws(DecodeError) -> EtherType? {
    let start = networkOffset
    // An invalid tag has nothing to show.
    networkOffset = end
    let tag = try MACSecurityTag(decoding: frame.extracting(start..<end))
    guard tag.isValid else {
      throw .invalid(.macSecurity, field: .version, value: Int(tag.control))
    }
    macSecurity = tag
    networkLength -= tag.byteCount
    let available = end - start - tag.byteCount
    if tag.isConfidential {
      networkOffset = start + tag.byteCount
      return nil
    }
    let check = MACSecurityTag.integrityCheckByteCount
    let needed = Int(tag.shortLength) + check
    guard available >= needed else {
      throw .truncated(.macSecurity, needed: needed, available: available)
    }
    networkOffset = start + tag.byteCount
    networkLength -= check
    end -= check
    try frame.extracting(networkOffset..<end).require(2, for: .ethernet)
    guard tag.shortLength != 1 else {
      throw .invalid(.macSecurity, field: .length, value: 1)
    }
    if tag.shortLength > 0 {
      networkLength = min(networkLength, Int(tag.shortLength))
      end = min(end, networkOffset + Int(tag.shortLength))
    }
    let type = EtherType(rawValue: frame.uint16(at: networkOffset))
    networkOffset += 2
    networkLength -= 2
    return type
  }
}
