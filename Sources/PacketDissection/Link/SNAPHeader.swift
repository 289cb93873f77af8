import InternetTypes

/// A SNAP header (IEEE 802), which names the protocol that an LLC header only points to.
///
///     +-------------------------------+---------------------+
///     |  Organization code (3 bytes)  | Protocol identifier |
///     +-------------------------------+---------------------+
public struct SNAPHeader: Hashable, Sendable {
  /// Header size in bytes.
  public static let byteCount = 5

  /// The organization (OUI) that assigns the protocol identifier; 0 for EtherTypes.
  public let organization: UInt32

  /// The protocol, as the organization numbers it.
  public let protocolIdentifier: UInt16

  /// Whether the protocol identifier is an EtherType: of no organization, of Cisco's bridges, or Apple's.
  public var hasEtherType: Bool {
    switch organization {
    case 0, 0x00_00f8: true
    case 0x08_0007: protocolIdentifier == 0x809b
    default: false
    }
  }

  /// Decodes the first five bytes of `bytes`.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  public init(decoding bytes: Span<UInt8>) throws(DecodeError) {
    try bytes.require(Self.byteCount, for: .snap)
    organization = bytes.uint24(at: 0)
    protocolIdentifier = bytes.uint16(at: 3)
  }
}

extension Packet {
  /// Decodes the SNAP header at `networkOffset` and its payload.
  mutating func decodeSubnetworkAccess(_ frame: Span<UInt8>) throws(DecodeError) {
    let bytes = frame.extracting(networkOffset..<end)
    // A cut header still counts as link layer, up to the end of the frame.
    networkOffset = min(networkOffset + SNAPHeader.byteCount, capturedLength)
    networkLength = max(networkLength - SNAPHeader.byteCount, 0)
    let header = try SNAPHeader(decoding: bytes)
    subnetworkAccess = header
    if header.hasEtherType {
      etherType = EtherType(rawValue: header.protocolIdentifier)
      try decodeNetworkLayer(frame)
    }
  }
}
