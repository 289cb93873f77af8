public import InternetTypes

/// An ARP header (RFC 826); RARP (RFC 903) and InARP (RFC 2390) share it.
///
///     +-------------------------------+-------------------------------+
///     |         Hardware Type         |         Protocol Type         |
///     +---------------+---------------+-------------------------------+
///     |HardwareLength |ProtocolLength |           Operation           |
///     +---------------+---------------+-------------------------------+
///     | Sender hardware, sender protocol, target hardware, target     |
///     | protocol address, as long as the two lengths say ...          |
///
/// Over ATM (RFC 2225) every address has a length of its own; such a packet has the first four fields in common.
public struct ARPHeader: Hashable, Sendable {
  /// Size of the fields before the addresses, in bytes; 12 over ATM.
  public static let minimumByteCount = 8

  /// The hardware type whose packets have the format of RFC 2225.
  public static let asynchronousTransferMode: UInt16 = 19

  /// The hardware type; 1 is Ethernet.
  public let hardwareType: UInt16

  /// The protocol address type, an EtherType; IPv4 nearly always.
  public let protocolType: EtherType

  /// Size of a hardware address in bytes.
  public let hardwareLength: UInt8

  /// Size of a protocol address in bytes.
  public let protocolLength: UInt8

  /// 1 request, 2 reply, 3 and 4 the same reversed, 8 and 9 inverse, 10 NAK.
  public let operation: UInt16

  /// Size of the packet with all four addresses, in bytes.
  public var byteCount: Int { targetProtocol.upperBound }

  /// Where the sender's hardware address is, counted from the header's first byte.
  public var senderHardware: Range<Int> { 8..<(8 + Int(hardwareLength)) }

  /// Where the sender's protocol address is, counted from the header's first byte.
  public var senderProtocol: Range<Int> {
    let start = senderHardware.upperBound
    return start..<(start + Int(protocolLength))
  }

  /// Where the target's hardware address is, counted from the header's first byte.
  public var targetHardware: Range<Int> {
    let start = senderProtocol.upperBound
    return start..<(start + Int(hardwareLength))
  }

  /// Where the target's protocol address is, counted from the header's first byte.
  public var targetProtocol: Range<Int> {
    let start = targetHardware.upperBound
    return start..<(start + Int(protocolLength))
  }

  /// Decodes the first eight bytes of `packet`.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  public init(decoding packet: Span<UInt8>) throws(DecodeError) {
    try packet.require(Self.minimumByteCount, for: .arp)
    hardwareType = packet.uint16(at: 0)
    protocolType = EtherType(rawValue: packet.uint16(at: 2))
    hardwareLength = packet[4]
    protocolLength = packet[5]
    operation = packet.uint16(at: 6)
  }
}

extension Packet {
  /// Decodes the ARP packet at `networkOffset`; `network` is set only if all of its addresses were captured.
  mutating func decodeARP(_ frame: Span<UInt8>) throws(DecodeError) {
    let packet = frame.extracting(networkOffset..<end)
    let header = try ARPHeader(decoding: packet)
    if header.hardwareType == ARPHeader.asynchronousTransferMode {
      try packet.require(ATMAddressLengths(decoding: packet).byteCount, for: .arp)
    } else {
      try packet.require(header.byteCount, for: .arp)
    }
    network = .arp(header)
  }
}
