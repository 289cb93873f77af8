public import InternetTypes

/// A VRRP message of version 2 (RFC 3768) or 3 (RFC 5798), read field by field.
///
///     +-------+-------+---------------+---------------+---------------+
///     |Version| Type  | Virtual Rtr ID|   Priority    | Addr. Count   |
///     +-------+-------+---------------+---------------+---------------+
///     | Auth. Type and Advert. Int.   |           Checksum            |
///     +-------------------------------+-------------------------------+
///     | IP addresses ...                                              |
public struct VRRPMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the VRRP message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 2 or 3.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 4 } }

  /// The message type; 1 is an advertisement, the only one.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) & 0xf } }

  /// The virtual router.
  public var router: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The sender's priority; 0 if it stops.
  public var priority: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// Addresses of the virtual router.
  public var addressCount: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// How a message of version 2 is authenticated.
  public var authenticationType: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }

  /// Time between advertisements of version 2, in seconds.
  public var interval: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 5) } }

  /// Time between advertisements of version 3, in hundredths of a second.
  public var maximumInterval: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 4) & 0xfff } }

  /// The checksum as sent.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }

  /// IPv4 address number `index`.
  public func ipv4Address(_ index: Int) throws(EarlyEnd) -> IPv4Address {
    try fields.ipv4Address(at: 8 + index * 4)
  }

  /// IPv6 address number `index`.
  public func ipv6Address(_ index: Int) throws(EarlyEnd) -> IPv6Address {
    try fields.ipv6Address(at: 8 + index * 16)
  }

  /// The password of a message of version 2: eight bytes, filled up with zeros, after `addressCount` addresses.
  @_lifetime(copy self)
  public func password(behind addressCount: Int) throws(EarlyEnd) -> Fields {
    fields.part(at: 8 + addressCount * 4, length: 8)
  }

  /// Whether the checksum is right, which covers the addresses of the IP packet in version 3; nil if part of the
  /// message was not captured.
  public func isChecksumRight(in packet: Packet) throws(EarlyEnd) -> Bool? {
    guard fields.has(fields.length) else { return nil }
    var sum = InternetChecksum()
    if try version == 3 {
      switch packet.network {
      case .ipv4(let header):
        sum.add(header.source.rawValue)
        sum.add(header.destination.rawValue)
      case .ipv6(let header):
        sum.add(header.source.rawValue)
        sum.add(header.destination.rawValue)
      default: break
      }
      sum.add(UInt32(fields.length) &+ UInt32(IPProtocol.vrrp.rawValue))
    }
    sum.add(fields.bytes.extracting(first: fields.length))
    return sum.folded == 0xffff
  }
}
