public import BasicContainers
public import InternetTypes

/// A packet that a reassembler gives out: a datagram that was put together, or a fragment as it was captured.
///
/// A datagram is an IP packet without extension header or offset that would say that it came in fragments. It begins
/// with its IP header, or, so that its VLAN is not lost, with an Ethernet header of no addresses that has the tag.
public struct AssembledPacket: ~Copyable, Sendable {
  /// Its bytes.
  public internal(set) var bytes = UniqueArray<UInt8>()
  /// Its length on the wire; more than there are bytes where the capture cut a fragment.
  public internal(set) var wireLength = 0
  /// What it begins with.
  public internal(set) var linkType = LinkType.raw
  /// When it was captured: of a datagram the fragment that completed it.
  public internal(set) var timestamp = Timestamp(seconds: 0, nanoseconds: 0)
  /// Its position in the input, likewise.
  public internal(set) var number = 0
}
