/// The byte order of a pcap file, or of a section of a pcapng file.
public enum ByteOrder: Hashable, Sendable {
  case littleEndian
  case bigEndian

  /// This machine's byte order.
  public static var host: ByteOrder { 1.littleEndian == 1 ? .littleEndian : .bigEndian }

  /// The byte order that is not this machine's.
  public static var other: ByteOrder { host == .littleEndian ? .bigEndian : .littleEndian }
}

// Integers in a given byte order. Callers check lengths first, so that no savefile makes a `Span` trap.
extension Span<UInt8> {
  /// The 16-bit integer whose first byte is at `offset`.
  @inline(__always)
  func uint16(at offset: Int, _ order: ByteOrder) -> UInt16 {
    let value = UInt16(self[offset]) | UInt16(self[offset &+ 1]) << 8
    return order == .littleEndian ? value : value.byteSwapped
  }

  /// The 32-bit integer whose first byte is at `offset`.
  @inline(__always)
  func uint32(at offset: Int, _ order: ByteOrder) -> UInt32 {
    let value =
      UInt32(self[offset]) | UInt32(self[offset &+ 1]) << 8 | UInt32(self[offset &+ 2]) << 16
      | UInt32(self[offset &+ 3]) << 24
    return order == .littleEndian ? value : value.byteSwapped
  }

  /// The 64-bit integer whose first byte is at `offset`.
  @inline(__always)
  func uint64(at offset: Int, _ order: ByteOrder) -> UInt64 {
    let (first, second) = (
      UInt64(uint32(at: offset, order)), UInt64(uint32(at: offset &+ 4, order))
    )
    return order == .littleEndian ? second << 32 | first : first << 32 | second
  }

  /// Whether the bytes begin with `prefix`.
  func starts(with prefix: [UInt8]) -> Bool {
    guard count >= prefix.count else { return false }
    for index in 0..<prefix.count where self[index] != prefix[index] { return false }
    return true
  }
}
