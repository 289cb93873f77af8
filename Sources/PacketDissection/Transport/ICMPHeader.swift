public import InternetTypes

/// The first eight bytes of an ICMP message (RFC 792).
///
///     +---------------+---------------+-------------------------------+
///     |     Type      |     Code      |           Checksum            |
///     +---------------+---------------+-------------------------------+
///     |              What the type makes of these bytes               |
///     +---------------------------------------------------------------+
public struct ICMPHeader: Hashable, Sendable {
  /// Size of the part that all messages have, in bytes.
  public static let byteCount = 8

  /// The type of the message.
  public let type: ICMPType

  /// The code, whose meaning depends on the type.
  public let code: UInt8

  /// The checksum as sent; 0 if it was cut.
  public let checksum: UInt16

  /// Bytes 4 to 7; 0 if they were cut.
  public let rest: UInt32

  /// How many of the eight bytes were captured; 2 at least.
  public let capturedByteCount: UInt8

  /// The identifier of a query and its answer.
  public var identifier: UInt16 { UInt16(truncatingIfNeeded: rest >> 16) }

  /// The sequence number of a query and its answer.
  public var sequence: UInt16 { UInt16(truncatingIfNeeded: rest) }

  /// The next hop's MTU in "fragmentation needed" (RFC 1191); 0 from routers that do not state it.
  public var nextHopMTU: UInt16 { UInt16(truncatingIfNeeded: rest) }

  /// The router that a redirect names.
  public var gateway: IPv4Address { IPv4Address(rawValue: rest) }

  /// The offset of the byte that a parameter problem is about.
  public var pointer: UInt8 { UInt8(truncatingIfNeeded: rest >> 24) }

  /// Length of the quoted packet in 32-bit words where extensions follow it (RFC 4884); 0 if it is not stated.
  public var quotationWordCount: UInt8 { UInt8(truncatingIfNeeded: rest >> 16) }

  /// Decodes up to eight bytes of `message`.
  ///
  /// - Throws: `DecodeError.truncated` when not even type and code were captured.
  public init(decoding message: Span<UInt8>) throws(DecodeError) {
    try message.require(2, for: .icmp)
    type = ICMPType(rawValue: message[0])
    code = message[1]
    checksum = message.count >= 4 ? message.uint16(at: 2) : 0
    rest = message.count >= 8 ? message.uint32(at: 4) : 0
    capturedByteCount = UInt8(min(message.count, Self.byteCount))
  }
}

/// The type of an ICMP message (IANA, "ICMP Type Numbers").
public struct ICMPType: RawRepresentable, Hashable, Sendable {
  /// The number as sent.
  public let rawValue: UInt8

  /// The type of this number; the wire can carry any.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The answer to `echoRequest`.
  public static let echoReply = ICMPType(rawValue: 0)
  /// A packet could not be delivered; the code states the reason.
  public static let destinationUnreachable = ICMPType(rawValue: 3)
  /// A packet was discarded for congestion; deprecated by RFC 6633.
  public static let sourceQuench = ICMPType(rawValue: 4)
  /// Another router is nearer.
  public static let redirect = ICMPType(rawValue: 5)
  /// Requests an echo (ping).
  public static let echoRequest = ICMPType(rawValue: 8)
  /// A router advertises its addresses (RFC 1256).
  public static let routerAdvertisement = ICMPType(rawValue: 9)
  /// Requests router advertisements (RFC 1256).
  public static let routerSolicitation = ICMPType(rawValue: 10)
  /// A packet or a fragment lived too long.
  public static let timeExceeded = ICMPType(rawValue: 11)
  /// A header field is wrong.
  public static let parameterProblem = ICMPType(rawValue: 12)
  /// Requests a timestamp.
  public static let timestampRequest = ICMPType(rawValue: 13)
  /// The answer to `timestampRequest`.
  public static let timestampReply = ICMPType(rawValue: 14)
  /// Requests the network number; deprecated by RFC 6918.
  public static let informationRequest = ICMPType(rawValue: 15)
  /// The answer to `informationRequest`.
  public static let informationReply = ICMPType(rawValue: 16)
  /// Requests the subnet mask (RFC 950).
  public static let addressMaskRequest = ICMPType(rawValue: 17)
  /// The answer to `addressMaskRequest` (RFC 950).
  public static let addressMaskReply = ICMPType(rawValue: 18)

  /// Whether the message is an error that quotes the packet it is about.
  public var quotesPacket: Bool {
    switch self {
    case .destinationUnreachable, .sourceQuench, .redirect, .timeExceeded, .parameterProblem: true
    default: false
    }
  }

  /// Whether extensions may follow the quoted packet (RFC 4884, section 4).
  public var mayHaveExtensions: Bool {
    switch self {
    case .destinationUnreachable, .timeExceeded, .parameterProblem: true
    default: false
    }
  }
}

extension Packet {
  /// Decodes the ICMP message at `transportOffset`.
  mutating func decodeICMP(_ frame: Span<UInt8>) throws(DecodeError) {
    let message = frame.extracting(transportOffset..<end)
    let header = try ICMPHeader(decoding: message)
    transport = .icmp(header)
    payloadLength = max(transportLength - ICMPHeader.byteCount, 0)
    payload = min(transportOffset + ICMPHeader.byteCount, end)..<end
    guard transportLength >= ICMPHeader.byteCount else {
      throw .short(.icmp, length: transportLength)
    }
    try message.require(ICMPHeader.byteCount, for: .icmp)
  }

  /// The header of the IPv4 packet that an ICMP error quotes; nil if it was cut, or nothing is quoted.
  public func quotedHeader(in frame: Span<UInt8>) -> IPv4Header? {
    guard case .icmp(let header) = transport, header.type.quotesPacket else { return nil }
    return try? IPv4Header(decoding: frame.extracting(payload))
  }

  /// The captured bytes of the IPv4 packet that an ICMP error quotes, as far as its total length goes, and that
  /// length; nil if the length was cut, or nothing is quoted.
  public func quotation(in frame: Span<UInt8>) -> (range: Range<Int>, totalLength: Int)? {
    guard case .icmp(let header) = transport, header.type.quotesPacket, payload.count >= 4
    else { return nil }
    let totalLength = Int(frame.uint16(at: payload.lowerBound + 2))
    let upperBound = min(payload.upperBound, payload.lowerBound + totalLength)
    return (payload.lowerBound..<upperBound, totalLength)
  }

  /// The destination port of the segment or datagram that an ICMP error quotes; nil if it was cut.
  public func quotedDestinationPort(in frame: Span<UInt8>) -> UInt16? {
    guard let quoted = quotedHeader(in: frame) else { return nil }
    let at = payload.lowerBound + Int(quoted.headerByteCount) + 2
    return at + 2 <= payload.upperBound ? frame.uint16(at: at) : nil
  }
}
