public import BasicContainers
public import InternetTypes

/// A packet that a reassembler delivers: a reassembled datagram, or a fragment as it was captured.
///
/// A datagram is an IP packet without a fragment header or offset. It begins with its IP header, or, to keep its VLAN, with
/// an Ethernet header with zero addresses and the tag.
public struct AssembledPacket: ~Copyable, Sendable {
  /// Its bytes.
  public internal(set) var bytes = UniqueArray<UInt8>()
  /// Its length on the wire; larger than the number of bytes if a fragment was truncated by the capture.
  public internal(set) var wireLength = 0
  /// The header that it begins with.
  public internal(set) var linkType = LinkType.raw
  /// When it was captured; for a datagram, when the fragment that completed it was.
  public internal(set) var timestamp = Timestamp(seconds: 0, nanoseconds: 0)
  /// Its position in the input; for a datagram, that of the fragment that completed it.
  public internal(set) var number = 0
  /// The caller's number for its source; see ``FragmentReassembler/tag``.
  public internal(set) var tag: UInt64 = 0
}
