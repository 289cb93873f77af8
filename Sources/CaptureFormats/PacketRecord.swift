public import InternetTypes

/// Where one packet lies in a reader's buffer, and what its savefile states about it.
///
/// A record is valid until its reader is asked for more.
public struct PacketRecord: Hashable, Sendable {
  /// When the packet was captured; the fraction may be a second or more where the savefile says so.
  public var timestamp: RecordedTime

  /// The packet's position in the input, from 1: Wireshark's frame number, which counts custom and journal blocks.
  public var number: Int

  /// Offset of the packet's first byte in the reader's buffer.
  @usableFromInline
  var offset: Int

  /// Captured bytes of the packet.
  public var capturedLength: Int

  /// Bytes of the packet on the wire, as the savefile states them.
  public var originalLength: Int

  /// What the frame begins with.
  public var linkType: LinkType

  /// Bytes of a pcapng block before the packet's first byte; 0 in pcap files.
  @usableFromInline
  var blockHeaderByteCount: UInt8 = 0

  /// Index of the interface in ``CaptureReader/interfaces``.
  public var interface: Int

  /// Bytes of pcapng options behind the packet, padding left out; 0 in pcap files.
  @usableFromInline
  var optionByteCount: Int

  /// Offset of the options in the reader's buffer: pcapng pads a packet to 32 bits.
  @usableFromInline
  var optionOffset: Int { offset + (capturedLength + 3) & ~3 }

  /// No packet.
  static let none = PacketRecord(
    timestamp: RecordedTime(seconds: 0, nanoseconds: 0), number: 0, offset: 0, capturedLength: 0,
    originalLength: 0, linkType: .ethernet, interface: 0, optionByteCount: 0)
}
