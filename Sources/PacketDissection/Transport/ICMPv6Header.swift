/// The fixed part of an ICMPv6 message (RFC 4443, section 2.1).
///
///     +---------------+---------------+-------------------------------+
///     |     Type      |     Code      |           Checksum            |
///     +---------------+---------------+-------------------------------+
///     |                         Message Body                          |
public struct ICMPv6Header: Hashable, Sendable {
  /// Size of the fixed part, in bytes.
  public static let byteCount = 4

  /// The type of the message.
  public let type: MessageType

  /// A subtype; its meaning depends on the type.
  public let code: UInt8

  /// The checksum as sent.
  public let checksum: UInt16

  /// Decodes the first four bytes of `message`.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  @inlinable
  public init(decoding message: Span<UInt8>) throws(DecodeError) {
    try message.require(Self.byteCount, for: .icmpv6)
    type = MessageType(rawValue: message[0])
    code = message[1]
    checksum = message.uint16(at: 2)
  }

  /// An ICMPv6 message type (IANA, "ICMPv6 "type" Numbers").
  public struct MessageType: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// The type of this number; the wire can carry any.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// RFC 4443, section 3.1.
    public static let destinationUnreachable = MessageType(rawValue: 1)
    /// RFC 4443, section 3.2.
    public static let packetTooBig = MessageType(rawValue: 2)
    /// RFC 4443, section 3.3.
    public static let timeExceeded = MessageType(rawValue: 3)
    /// RFC 4443, section 3.4.
    public static let parameterProblem = MessageType(rawValue: 4)
    /// RFC 4443, section 4.1.
    public static let echoRequest = MessageType(rawValue: 128)
    /// RFC 4443, section 4.2.
    public static let echoReply = MessageType(rawValue: 129)
    /// RFC 2710; version 2 (RFC 3810) if it is longer than 24 bytes.
    public static let multicastListenerQuery = MessageType(rawValue: 130)
    /// RFC 2710.
    public static let multicastListenerReport = MessageType(rawValue: 131)
    /// RFC 2710.
    public static let multicastListenerDone = MessageType(rawValue: 132)
    /// RFC 4861, section 4.1.
    public static let routerSolicitation = MessageType(rawValue: 133)
    /// RFC 4861, section 4.2.
    public static let routerAdvertisement = MessageType(rawValue: 134)
    /// RFC 4861, section 4.3.
    public static let neighborSolicitation = MessageType(rawValue: 135)
    /// RFC 4861, section 4.4.
    public static let neighborAdvertisement = MessageType(rawValue: 136)
    /// RFC 4861, section 4.5.
    public static let redirect = MessageType(rawValue: 137)
    /// RFC 2894.
    public static let routerRenumbering = MessageType(rawValue: 138)
    /// RFC 4620.
    public static let nodeInformationQuery = MessageType(rawValue: 139)
    /// RFC 4620.
    public static let nodeInformationReply = MessageType(rawValue: 140)
    /// RFC 3122.
    public static let inverseNeighborSolicitation = MessageType(rawValue: 141)
    /// RFC 3122.
    public static let inverseNeighborAdvertisement = MessageType(rawValue: 142)
    /// RFC 3810.
    public static let multicastListenerReportV2 = MessageType(rawValue: 143)
    /// RFC 6275, section 6.5.
    public static let homeAgentDiscoveryRequest = MessageType(rawValue: 144)
    /// RFC 6275, section 6.6.
    public static let homeAgentDiscoveryReply = MessageType(rawValue: 145)
    /// RFC 6275, section 6.7.
    public static let mobilePrefixSolicitation = MessageType(rawValue: 146)
    /// RFC 6275, section 6.8.
    public static let mobilePrefixAdvertisement = MessageType(rawValue: 147)
    /// RFC 6550.
    public static let lowPowerRouting = MessageType(rawValue: 155)
    /// A multicast trace answer, never standardised.
    public static let multicastTraceResponse = MessageType(rawValue: 200)
    /// A multicast trace, never standardised.
    public static let multicastTrace = MessageType(rawValue: 201)

    /// Whether the message reports an error and quotes the packet that caused it.
    public var isError: Bool { rawValue < 128 }
  }
}

extension Packet {
  /// Decodes the ICMPv6 message at `transportOffset`; the payload is the message body.
  mutating func decodeICMPv6(_ frame: Span<UInt8>) throws(DecodeError) {
    guard transportLength >= ICMPv6Header.byteCount else {
      throw .short(.icmpv6, length: transportLength)
    }
    let message = frame.extracting(min(transportOffset, end)..<end)
    transport = .icmpv6(try ICMPv6Header(decoding: message))
    payload = (transportOffset + ICMPv6Header.byteCount)..<end
    payloadLength = transportLength - ICMPv6Header.byteCount
  }
}
