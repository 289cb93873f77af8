public import InternetTypes

/// The tag control information of a VLAN tag (IEEE 802.1Q).
///
///     +-----+-+-----------------------+
///     | PCP |D|    VLAN identifier    |
///     +-----+-+-----------------------+
public struct VLANTag: RawRepresentable, Hashable, Sendable {
  /// The 16 bits as sent.
  public let rawValue: UInt16

  /// The tag with this control information.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// VLAN identifier, 0 to 4095; 0 is a priority tag without a VLAN.
  public var identifier: UInt16 { rawValue & 0x0fff }

  /// Priority code point, 0 to 7.
  public var priority: UInt16 { rawValue >> 13 }

  /// Drop eligible indicator, once the canonical format indicator.
  public var isDropEligible: Bool { rawValue & 0x1000 != 0 }
}

/// The VLAN tags of a frame, by offset and number.
public struct VLANTags: Hashable, Sendable {
  /// The EtherType of the outermost tag.
  public let outermostType: EtherType

  /// Offset of the outermost tag's control information in the frame.
  public let offset: Int

  /// How many tags there are; 0 in an untagged frame.
  public let count: Int

  /// The EtherType of tag `index`, and the tag.
  ///
  /// - Precondition: `index` is below `count`, and `frame` is the frame that the tags were decoded from.
  public func tag(_ index: Int, in frame: Span<UInt8>) -> (type: EtherType, tag: VLANTag) {
    let at = offset + 4 * index
    let type = index == 0 ? outermostType : EtherType(rawValue: frame.uint16(at: at - 2))
    return (type, VLANTag(rawValue: frame.uint16(at: at)))
  }
}

extension Packet {
  /// Decodes all VLAN tags before the network layer and returns the innermost EtherType or length.
  ///
  /// With `stacked` the EtherTypes of stacked tags count as tags, too, beside that of IEEE 802.1Q.
  mutating func decodeTags(
    _ frame: Span<UInt8>, outermost: EtherType, stacked: Bool = true
  ) throws(DecodeError) -> EtherType {
    var type = outermost
    let offset = networkOffset
    while stacked ? type.isVLANTag : type == .vlan {
      let available = min(end - networkOffset, networkLength)
      guard available >= 4 else {
        networkOffset += max(available, 0)
        throw .truncated(.vlan, needed: 4, available: available)
      }
      type = EtherType(rawValue: frame.uint16(at: networkOffset + 2))
      networkOffset += 4
      networkLength -= 4
      tags = VLANTags(outermostType: outermost, offset: offset, count: tags.count + 1)
    }
    return type
  }
}
