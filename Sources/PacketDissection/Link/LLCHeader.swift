import InternetTypes

/// An IEEE 802.2 LLC header.
///
///     +---------+---------+-------------------------+
///     |  DSAP   |  SSAP   | Control (1 or 2 bytes)  |
///     +---------+---------+-------------------------+
public struct LLCHeader: Hashable, Sendable {
  /// The frame format, by the low bits of the control field.
  public enum Format: Hashable, Sendable {
    case information
    case supervisory
    case unnumbered
  }

  /// The service access point of SNAP.
  public static let subnetworkAccess: UInt8 = 0xaa

  /// The service access point of IPv4 (RFC 948).
  public static let internetProtocol: UInt8 = 0x06

  /// The control field of unnumbered information.
  public static let unnumberedInformation: UInt16 = 0x03

  /// DSAP with the individual/group bit.
  public let destination: UInt8

  /// SSAP with the command/response bit.
  public let source: UInt8

  /// The control field: one byte in unnumbered frames, else two, least significant first on the wire.
  public let control: UInt16

  /// DSAP without its lowest bit.
  public var destinationAccessPoint: UInt8 { destination & ~1 }

  /// SSAP without its lowest bit.
  public var sourceAccessPoint: UInt8 { source & ~1 }

  /// Whether the DSAP addresses a group.
  public var isGroup: Bool { destination & 1 != 0 }

  /// Whether the frame is a response instead of a command.
  public var isResponse: Bool { source & 1 != 0 }

  /// The format of the control field.
  public var format: Format {
    if control & 3 == 3 { return .unnumbered }
    return control & 1 == 0 ? .information : .supervisory
  }

  /// The poll bit of a command, or the final bit of a response.
  public var isPollOrFinal: Bool { control & (format == .unnumbered ? 0x10 : 0x100) != 0 }

  /// N(S), the sequence number of an information frame.
  public var sendSequence: UInt16 { control >> 1 & 0x7f }

  /// N(R), the next sequence number that is expected; not in unnumbered frames.
  public var receiveSequence: UInt16 { control >> 9 & 0x7f }

  /// Which supervisory function a supervisory frame has, 0 to 3.
  public var supervisoryFunction: UInt16 { control >> 2 & 3 }

  /// The command or response of an unnumbered frame, without the poll bit.
  public var unnumberedFunction: UInt16 { control & 0xef }

  /// Size of the header in bytes, 3 or 4.
  public var byteCount: Int { format == .unnumbered ? 3 : 4 }

  /// Whether these bytes are no LLC header but the first ones of an IPX packet, as Novell's 802.3 frames have it.
  public var isNovellRaw: Bool { destination == 0xff && source == 0xff }

  /// Whether a SNAP header follows.
  public var announcesSubnetworkAccess: Bool {
    sourceAccessPoint == Self.subnetworkAccess && destinationAccessPoint == Self.subnetworkAccess
      && control == Self.unnumberedInformation
  }

  /// Whether an IPv4 packet follows (RFC 948).
  public var announcesInternetProtocol: Bool {
    sourceAccessPoint == Self.internetProtocol && destinationAccessPoint == Self.internetProtocol
      && control == Self.unnumberedInformation
  }

  /// Decodes the first three or four bytes of `bytes`.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  public init(decoding bytes: Span<UInt8>) throws(DecodeError) {
    try bytes.require(3, for: .llc)
    destination = bytes[0]
    source = bytes[1]
    if bytes[2] & 3 == 3 {
      control = UInt16(bytes[2])
    } else {
      try bytes.require(4, for: .llc)
      control = UInt16(bytes[2]) | UInt16(bytes[3]) << 8
    }
  }
}

extension Packet {
  /// Decodes a frame whose type field is a length (IEEE 802.3), at the first byte after that field.
  mutating func decodeLengthField(
    _ frame: Span<UInt8>, length: Int
  ) throws(DecodeError) {
    if length < networkLength {
      networkLength = length
      end = min(end, networkOffset + length)
    }
    lengthField = networkLength
    try decodeLogicalLink(frame)
  }

  /// Decodes the LLC header at `networkOffset` and its payload.
  mutating func decodeLogicalLink(_ frame: Span<UInt8>) throws(DecodeError) {
    let bytes = frame.extracting(networkOffset..<end)
    logicalLinkOffset = networkOffset
    let header: LLCHeader
    do throws(DecodeError) {
      header = try LLCHeader(decoding: bytes)
    } catch {
      networkOffset = end
      throw error
    }
    logicalLink = header
    if header.isNovellRaw { return }
    networkOffset += header.byteCount
    networkLength -= header.byteCount
    if header.announcesSubnetworkAccess {
      try decodeSubnetworkAccess(frame)
    } else if header.announcesInternetProtocol {
      etherType = .ipv4
      try decodeNetworkLayer(frame)
    }
  }
}
