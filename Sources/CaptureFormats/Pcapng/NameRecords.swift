public import InternetTypes

/// Walks the names of addresses in a name resolution block (draft-ietf-opsawg-pcapng, section 4.5).
///
/// A record has a type and a length of 16 bits each, then an address and names, each ended by a NUL.
public struct NameRecordIterator: Hashable, Sendable {
  private var offset = 8
  private let order: ByteOrder

  /// Walks the names of a complete block.
  public init(order: ByteOrder) { self.order = order }

  /// The next address with its first name; nil after the last one.
  public mutating func next(in block: Span<UInt8>) -> (address: IPAddress, name: String)? {
    let end = block.count - 4
    while offset + 4 <= end {
      let type = block.uint16(at: offset, order)
      let length = Int(block.uint16(at: offset + 2, order))
      let start = offset + 4
      guard type != 0, start + length <= end else { break }
      offset = start + (length + 3) & ~3
      let (size, names) = type == 1 ? (4, start + 4) : (16, start + 16)
      guard type == 1 || type == 2, length > size else { continue }
      let address: IPAddress =
        type == 1
        ? .v4(IPv4Address(rawValue: block.uint32(at: start, .bigEndian)))
        : .v6(
          IPv6Address(
            rawValue: UInt128(block.uint64(at: start, .bigEndian)) << 64
              | UInt128(block.uint64(at: start + 8, .bigEndian))))
      let name = block.text(at: names..<(start + length))
      if !name.isEmpty { return (address, name) }
    }
    offset = block.count
    return nil
  }
}
