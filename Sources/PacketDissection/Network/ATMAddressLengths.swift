/// The lengths that an ARP packet over ATM states for each of its addresses (RFC 2225, section 8).
///
///     +-------------------------------+-------------------------------+
///     |     Hardware Type (19)        |         Protocol Type         |
///     +---------------+---------------+-------------------------------+
///     | Sender number | ~ subaddress  |           Operation           |
///     +---------------+---------------+---------------+---------------+
///     |Sender protocol| Target number | ~ subaddress  |Target protocol|
///     +---------------+---------------+---------------+---------------+
///
/// The top two bits of a number's or subaddress's length are its type.
public struct ATMAddressLengths: Hashable, Sendable {
  /// Size of the fields before the addresses, in bytes.
  public static let headerByteCount = 12

  /// Bytes of the sender's ATM number.
  public let senderNumber: Int

  /// Bytes of the sender's ATM subaddress.
  public let senderSubaddress: Int

  /// Bytes of the sender's protocol address.
  public let senderProtocol: Int

  /// Bytes of the target's ATM number.
  public let targetNumber: Int

  /// Bytes of the target's ATM subaddress.
  public let targetSubaddress: Int

  /// Bytes of the target's protocol address.
  public let targetProtocol: Int

  /// Size of the packet with all its addresses, in bytes; they follow in the order of the properties.
  public var byteCount: Int {
    Self.headerByteCount + senderNumber + senderSubaddress + senderProtocol + targetNumber
      + targetSubaddress + targetProtocol
  }

  /// Decodes the first twelve bytes of an ARP packet over ATM.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  public init(decoding packet: Span<UInt8>) throws(DecodeError) {
    try packet.require(Self.headerByteCount, for: .arp)
    senderNumber = Int(packet[4] & 0x3f)
    senderSubaddress = Int(packet[5] & 0x3f)
    senderProtocol = Int(packet[8])
    targetNumber = Int(packet[9] & 0x3f)
    targetSubaddress = Int(packet[10] & 0x3f)
    targetProtocol = Int(packet[11])
  }
}
