import CaptureFormats
import InternetTypes
import PacketCapture
import SystemServices
import TrackingPipeline

/// The savefile for the packets of selected connections, as they were captured.
///
/// A pcapng file keeps the blocks of its input. The connection of a fragment is known only with the last fragment of
/// its datagram, so that its block is stored until then.
struct SelectedPackets: ~Copyable {
  private var writer: RotatingWriter

  /// The blocks of fragments whose datagrams are incomplete, by packet number and source.
  private var stored: [Key: StoredBlock] = [:]
  private var storedByteCount = 0

  /// Blocks beyond this many bytes are not stored: their packets are written without comments and other options.
  private static let storedLimit = 16 << 20

  private struct Key: Hashable {
    var number: Int
    var tag: UInt64
  }

  private struct StoredBlock {
    var bytes: [UInt8]
    var order: ByteOrder
  }

  init(_ writer: consuming RotatingWriter) { self.writer = writer }

  /// A number that stands for a packet's source and interface while the packet is with the tracker.
  static func tag(source: Int, interface: UInt32) -> UInt64 {
    UInt64(source) << 32 | UInt64(interface)
  }

  /// Writes a packet with its block, if it has one.
  ///
  /// - Throws: if it cannot be written.
  mutating func write(
    _ header: FrameHeader, _ frame: Span<UInt8>, block: Span<UInt8>, order: ByteOrder?
  ) throws(CaptureError) {
    let captured = CapturedPacket(
      recordedTime: RecordedTime(header.timestamp), number: header.number,
      capturedLength: frame.count, originalLength: header.wireLength, linkType: header.linkType,
      interface: UInt32(truncatingIfNeeded: header.tag))
    _ = try writer.append(
      captured, frame, block: block, order: order, source: Int(header.tag >> 32))
  }

  /// Writes a fragment that was stored until its datagram was complete.
  ///
  /// - Throws: if it cannot be written.
  mutating func write(_ header: FrameHeader, _ frame: Span<UInt8>) throws(CaptureError) {
    let key = Key(number: header.number, tag: header.tag)
    guard let block = stored.removeValue(forKey: key) else {
      return try write(header, frame, block: Span(), order: nil)
    }
    storedByteCount -= block.bytes.count
    try write(header, frame, block: block.bytes.span, order: block.order)
  }

  /// Stores the block of a fragment.
  mutating func store(_ header: FrameHeader, block: Span<UInt8>, order: ByteOrder?) {
    guard let order, !block.isEmpty else { return }
    // Incomplete datagrams are rare: those whose time is over are removed with all others.
    if storedByteCount + block.count > Self.storedLimit { removeStored() }
    guard block.count <= Self.storedLimit else { return }
    let bytes = block.indices.map { block[$0] }
    let key = Key(number: header.number, tag: header.tag)
    stored[key] = StoredBlock(bytes: bytes, order: order)
    storedByteCount += bytes.count
  }

  private mutating func removeStored() {
    stored = [:]
    storedByteCount = 0
  }

  /// Receives the descriptions in a source.
  ///
  /// - Throws: if they cannot be written.
  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) {
    var walker = BlockWalker()
    while let block = walker.next(in: descriptions.blocks.span) {
      // The blocks of an earlier section number its interfaces.
      if block.type == .sectionHeader { removeStored() }
    }
    try writer.take(descriptions, of: source)
  }

  /// Writes out what was appended.
  ///
  /// - Throws: if it cannot be written.
  mutating func flush() throws(CaptureError) { try writer.flush() }

  /// Completes the savefile.
  ///
  /// - Throws: if it cannot be written.
  consuming func close() throws(CaptureError) { try writer.close() }
}
