public import InternetTypes

/// A packet's place in the reader's buffer, and what its savefile states about it.
///
/// A record is valid until its reader reads the next batch. Lengths are stored in 32 bits, as savefiles state them: a batch of
/// small records stays in the L1 cache.
public struct PacketRecord: Hashable, Sendable {
  /// When the packet was captured; the fraction may be a second or more if the savefile states it.
  public var timestamp: RecordedTime

  /// The packet's position in the input, from 1: Wireshark's frame number, which counts custom and journal blocks.
  public var number: Int

  /// The offset of the packet's first byte in the reader's buffer.
  @usableFromInline
  var offset: Int

  @usableFromInline
  let storedCapturedLength: UInt32
  @usableFromInline
  let storedOriginalLength: UInt32
  @usableFromInline
  let storedInterface: UInt32
  @usableFromInline
  let storedOptionByteCount: UInt32

  /// The link-layer header that the frame begins with.
  public let linkType: LinkType

  /// Bytes of a pcapng block before the packet's first byte; 0 in pcap files.
  @usableFromInline
  let blockHeaderByteCount: UInt8

  /// A record; each length and index must fit into 32 bits.
  @inline(__always)
  init(
    timestamp: RecordedTime, number: Int, offset: Int, capturedLength: Int, originalLength: Int,
    linkType: LinkType, blockHeaderByteCount: UInt8 = 0, interface: Int, optionByteCount: Int = 0
  ) {
    self.timestamp = timestamp
    self.number = number
    self.offset = offset
    storedCapturedLength = UInt32(truncatingIfNeeded: capturedLength)
    storedOriginalLength = UInt32(truncatingIfNeeded: originalLength)
    storedInterface = UInt32(truncatingIfNeeded: interface)
    storedOptionByteCount = UInt32(truncatingIfNeeded: optionByteCount)
    self.linkType = linkType
    self.blockHeaderByteCount = blockHeaderByteCount
  }

  /// How many bytes of the packet were captured.
  @inlinable
  public var capturedLength: Int { Int(storedCapturedLength) }

  /// The length of the packet on the wire in bytes, as the savefile states it.
  @inlinable
  public var originalLength: Int { Int(storedOriginalLength) }

  /// The index of the interface in ``CaptureReader/interfaces``.
  @inlinable
  public var interface: Int { Int(storedInterface) }

  /// How many bytes of pcapng options follow the packet, without padding; 0 in pcap files.
  @usableFromInline
  var optionByteCount: Int { Int(storedOptionByteCount) }

  /// The offset of the options in the reader's buffer: pcapng pads a packet to 32 bits.
  @usableFromInline
  var optionOffset: Int { offset + (capturedLength + 3) & ~3 }

  /// A placeholder for no packet.
  static let none = PacketRecord(
    timestamp: RecordedTime(seconds: 0, nanoseconds: 0), number: 0, offset: 0, capturedLength: 0,
    originalLength: 0, linkType: .ethernet, interface: 0)
}
