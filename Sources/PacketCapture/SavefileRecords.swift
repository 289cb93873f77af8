import CaptureFormats

/// Counts complete records in bytes of which only a part was written.
enum SavefileRecords {
  /// Bytes of a pcap record before the packet.
  static let headerByteCount = 16

  /// How many of the first `written` bytes are complete pcap records, and how many records follow them.
  static func wholeRecords(
    of bytes: Span<UInt8>, within written: Int
  ) -> (byteCount: Int, missing: Int) {
    var (offset, whole, missing) = (0, 0, 0)
    while offset + headerByteCount <= bytes.count {
      var captured: UInt32 = 0
      for index in 8..<12 {
        #if _endian(little)
          captured |= UInt32(bytes[offset + index]) << (8 * UInt32(index - 8))
        #else
          captured = captured << 8 | UInt32(bytes[offset + index])
        #endif
      }
      offset += headerByteCount + Int(captured)
      if offset <= written { whole = offset } else { missing += 1 }
    }
    return (whole, missing)
  }

  /// How many of the first `written` bytes are complete pcapng blocks, and how many packets follow them.
  static func wholeBlocks(
    of bytes: Span<UInt8>, within written: Int
  ) -> (byteCount: Int, missing: Int) {
    var (whole, missing) = (0, 0)
    var walker = BlockWalker()
    while let block = walker.next(in: bytes) {
      if block.range.upperBound <= written {
        whole = block.range.upperBound
      } else if block.type.isPacket {
        missing += 1
      }
    }
    return (whole, missing)
  }
}
