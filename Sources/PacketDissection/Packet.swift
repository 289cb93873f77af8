public import InternetTypes

/// One captured frame, decoded: the layers that were understood, where their bytes lie, and why decoding stopped.
///
/// A packet is a value separate from the bytes it was decoded from; every offset and range counts from the first byte
/// of the frame and lies inside the captured bytes. A packet that was cut anywhere is normal: the layers before the cut
/// are present, and `stop` describes the one that is not.
///
/// Parts of variable length (IP and TCP options, IPv6 extension headers, quoted and encapsulated packets) stay in
/// the bytes; iterators of this module read them.
public struct Packet: Sendable {
  /// Bytes of the frame as it was on the wire; at least `capturedLength`.
  public let wireLength: Int

  /// Bytes of the frame that were captured.
  public let capturedLength: Int

  /// The link-layer header, without VLAN tags and LLC.
  public internal(set) var link = LinkLayer.none

  /// The MACsec tag right after an Ethernet header.
  public internal(set) var macSecurity: MACSecurityTag?

  /// The VLAN tags between the link-layer header and the network layer.
  public internal(set) var tags = VLANTags(
    outermostType: .vlan, offset: 0, count: 0)

  /// Bytes after the length field of an IEEE 802.3 frame as it states them, at most what the frame has on the wire;
  /// nil if an EtherType is in its place.
  public internal(set) var lengthField: Int?

  /// First byte of the LLC header, decoded or cut; nil in a frame that has none.
  public internal(set) var logicalLinkOffset: Int?

  /// The LLC header of an IEEE 802.3 frame.
  public internal(set) var logicalLink: LLCHeader?

  /// The SNAP header after the LLC header.
  public internal(set) var subnetworkAccess: SNAPHeader?

  /// The EtherType of the network layer, if the link layer has EtherTypes.
  public internal(set) var etherType: EtherType?

  /// First byte after the link layer; what `-x` and `-X` leave out.
  public internal(set) var networkOffset = 0

  /// Bytes on the wire from `networkOffset` on, as far as the link layer says that they are payload.
  public internal(set) var networkLength = 0

  /// The network header that was decoded.
  public internal(set) var network = NetworkLayer.none

  /// The IP protocol of the transport layer, after all extension headers; nil unless `network` is IP.
  public internal(set) var transportProtocol: IPProtocol?

  /// First byte of the transport header.
  public internal(set) var transportOffset = 0

  /// Bytes of transport header and payload as the IP header states them, however few were captured.
  public internal(set) var transportLength = 0

  /// End of the captured bytes that belong to the datagram; padding after it is left out.
  public internal(set) var end = 0

  /// Whether the datagram is a fragment, the first or a later one.
  public internal(set) var isFragment = false

  /// Whether the IP header states no length because segmentation offload comes after the capture, so that
  /// `transportLength` was taken from the frame.
  public internal(set) var isLengthFromCapture = false

  /// The transport header that was decoded.
  public internal(set) var transport = TransportLayer.none

  /// The captured bytes after the transport header.
  public internal(set) var payload = 0..<0

  /// Bytes of payload as the headers state them, however few were captured.
  public internal(set) var payloadLength = 0

  /// Why decoding stopped before the innermost layer this module knows; nil if it did not.
  public internal(set) var stop: DecodeError?

  /// Decodes a frame as it came from a capture.
  ///
  /// - Parameters:
  ///   - frame: The captured bytes.
  ///   - wireLength: The frame's length on the wire; a number below the captured length is replaced by that.
  ///   - linkType: the link type of the frame.
  public init(decoding frame: Span<UInt8>, wireLength: Int, linkType: LinkType) {
    self.capturedLength = frame.count
    self.wireLength = max(wireLength, frame.count)
    end = frame.count
    networkLength = self.wireLength
    do throws(DecodeError) {
      try decodeLinkLayer(frame, linkType)
    } catch {
      stop = error
    }
  }

  /// Decodes the IP packet at `range` of a frame: encapsulated in another, or quoted in an ICMP error.
  ///
  /// - Parameters:
  ///   - frame: The captured bytes of the whole frame.
  ///   - range: the captured bytes of the IP packet; clamped to the frame.
  ///   - wireLength: Bytes on the wire from the range's first on.
  ///   - etherType: The IP version.
  public init(
    decodingIP frame: Span<UInt8>, in range: Range<Int>, wireLength: Int, etherType: EtherType
  ) {
    let range = range.clamped(to: 0..<frame.count)
    self.capturedLength = frame.count
    self.wireLength = max(wireLength, range.count)
    end = range.upperBound
    networkOffset = range.lowerBound
    networkLength = max(wireLength, 0)
    self.etherType = etherType
    do throws(DecodeError) {
      try decodeNetworkLayer(frame)
    } catch {
      stop = error
    }
  }

  /// Decodes the Ethernet frame at `range` of another one that encapsulates it.
  ///
  /// - Parameters:
  ///   - frame: The captured bytes of the whole frame.
  ///   - range: the captured bytes of the inner frame; clamped to the frame around it.
  ///   - wireLength: Bytes on the wire from the range's first on.
  ///   - switchTagByteCount: Bytes of a switch's own between addresses and type.
  public init(
    decodingEthernet frame: Span<UInt8>, in range: Range<Int>, wireLength: Int,
    switchTagByteCount: Int = 0
  ) {
    self.init(
      decoding: frame, in: range, wireLength: wireLength,
      as: switchTagByteCount == 0
        ? .ethernet : .taggedEthernet(byteCount: max(switchTagByteCount, 0)))
  }

  /// Decodes a frame that begins with an LLC header at `range` of another frame.
  ///
  /// - Parameters:
  ///   - frame: The captured bytes of the whole frame.
  ///   - range: the captured bytes; clamped to the frame.
  ///   - wireLength: Bytes on the wire from the range's first on.
  public init(decodingLogicalLink frame: Span<UInt8>, in range: Range<Int>, wireLength: Int) {
    self.init(decoding: frame, in: range, wireLength: wireLength, as: .logicalLink)
  }

  /// Decodes a frame that begins with a SNAP header at `range` of another frame, without an LLC header.
  ///
  /// - Parameters:
  ///   - frame: The captured bytes of the whole frame.
  ///   - range: the captured bytes; clamped to the frame.
  ///   - wireLength: Bytes on the wire from the range's first on.
  public init(decodingSubnetworkAccess frame: Span<UInt8>, in range: Range<Int>, wireLength: Int) {
    self.init(decoding: frame, in: range, wireLength: wireLength, as: .subnetworkAccess)
  }

  /// Decodes the payload of a tunnel at `range` of a frame.
  init(
    decoding frame: Span<UInt8>, in range: Range<Int>, wireLength: Int, as content: TunnelContent
  ) {
    let range = range.clamped(to: 0..<frame.count)
    self.capturedLength = frame.count
    self.wireLength = max(wireLength, range.count)
    end = range.upperBound
    networkOffset = range.lowerBound
    networkLength = self.wireLength
    do throws(DecodeError) {
      switch content {
      case .ethernet: try decodeEthernet(frame)
      case .taggedEthernet(let count): try decodeEthernet(frame, tagByteCount: count)
      case .logicalLink: try decodeLogicalLink(frame)
      case .subnetworkAccess: try decodeSubnetworkAccess(frame)
      case .etherType(let type):
        etherType = type
        if type.isVLANTag { etherType = try decodeTags(frame, outermost: type) }
        try decodeNetworkLayer(frame)
      }
    } catch {
      stop = error
    }
    // A header that is cut by the length of the packet around it may reach over its end.
    if networkOffset > end {
      networkOffset = end
      networkLength = 0
    }
  }
}
