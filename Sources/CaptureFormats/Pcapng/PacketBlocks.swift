import InternetTypes

/// The three blocks that hold a packet (draft-ietf-opsawg-pcapng, sections 4.3 and 4.4, appendix A).
///
/// The enhanced packet block; the obsolete one has a 16-bit interface number followed by a drop count:
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |                    Block Type = 0x00000006                    |
///     |                      Block Total Length                       |
///     |                         Interface ID                          |
///     |                        Timestamp (High)                       |
///     |                        Timestamp (Low)                        |
///     |                    Captured Packet Length                     |
///     |                    Original Packet Length                     |
///     |                    Packet Data (padded)                       |
///     |                      Options (variable)                       |
///     |                      Block Total Length                       |
///
/// The simple packet block has the original length and the data only.
extension PcapngSection {
  /// Reads a complete packet block; the record's offset counts from the block's first byte.
  ///
  /// - Throws: if the interface was not described or the packet is longer than its block.
  @inline(__always)
  mutating func packet(_ block: Span<UInt8>, type: UInt32) throws(FormatError) -> PacketRecord {
    if type == BlockType.simplePacket.rawValue { return try simplePacket(block) }
    let interface =
      type == BlockType.enhancedPacket.rawValue
      ? Int(block.uint32(at: 8, order)) : Int(block.uint16(at: 8, order))
    guard interface < interfaces.count else { throw undescribed(interface) }
    let ticks =
      UInt64(block.uint32(at: 12, order)) << 32 | UInt64(block.uint32(at: 16, order))
    let captured = Int(block.uint32(at: 20, order))
    let space = block.count &- 32
    guard captured <= space else {
      throw FormatError(
        .malformed, "a packet of \(captured) bytes in a block that has room for \(space)")
    }
    let described = interfaces[interface]
    lastTime = described.resolution.timestamp(ticks: ticks, offset: described.offset)
    return PacketRecord(
      timestamp: lastTime, number: 0, offset: 28, capturedLength: captured,
      originalLength: Int(block.uint32(at: 24, order)), linkType: described.linkType,
      blockHeaderByteCount: 28, interface: described.index,
      optionByteCount: max(0, space &- (captured &+ 3) & ~3))
  }

  /// Reads a simple packet block, which belongs to the section's first interface and has no timestamp.
  ///
  /// The packet gets the time of the packet before it, so that a capture stays in order of time.
  private func simplePacket(_ block: Span<UInt8>) throws(FormatError) -> PacketRecord {
    guard let described = interfaces.first else { throw undescribed(0) }
    let original = Int(block.uint32(at: 8, order))
    let limit = described.snapshotLength == 0 ? original : described.snapshotLength
    let captured = min(original, limit, block.count - 16)
    return PacketRecord(
      timestamp: lastTime, number: 0, offset: 12, capturedLength: captured,
      originalLength: original, linkType: described.linkType, blockHeaderByteCount: 12,
      interface: described.index, optionByteCount: 0)
  }

  private func undescribed(_ interface: Int) -> FormatError {
    FormatError(
      .malformed, "a packet of interface \(interface), which no block describes")
  }
}
