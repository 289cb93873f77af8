public import InternetTypes

/// A packet's place in the reader's buffer, and what its savefile states about it.
///
/// A record is valid until its reader reads the next batch.
public struct PacketRecord: Hashable, Sendable {
  /// When the packet was captured; the fraction may be a second or more if the savefile states it.
  public var timestamp: RecordedTime

  /// The packet's position in the input, from 1: Wireshark's frame number, which counts custom and journal blocks.
  public var number: Int

  /// The offset of the packet's first byte in the reader's buffer.
  @usableFromInline
  var offset: Int

  /// How many bytes of the packet were captured.
  public var capturedLength: Int

  /// The length of the packet on the wire in bytes, as the savefile states it.
  public var originalLength: Int

  /// The link-layer header that the frame begins with.
  public var linkType: LinkType

  /// Bytes of a pcapng block before the packet's first byte; 0 in pcap files.
  @usableFromInline
  var blockHeaderByteCount: UInt8 = 0

  /// The index of the interface in ``CaptureReader/interfaces``.
  public var interface: Int

  /// How many bytes of pcapng options follow the packet, without padding; 0 in pcap files.
  @usableFromInline
  var optionByteCount: Int

  /// The offset of the options in the reader's buffer: pcapng pads a packet to 32 bits.
  @usableFromInline
  var optionOffset: Int { offset + (capturedLength + 3) & ~3 }

  /// A placeholder for no packet.
  static let none = PacketRecord(
    timestamp: RecordedTime(seconds: 0, nanoseconds: 0), number: 0, offset: 0, capturedLength: 0,
    originalLength: 0, linkType: .ethernet, interface: 0, optionByteCount: 0)
}
