/// The data sequence signal of multipath TCP (RFC 8684, section 3.3), as far as its bytes go.
public struct MPTCPDataSequence: Hashable, Sendable {
  /// The flags byte: `F`, `m`, `M`, `a` and `A` from 0x10 down.
  public let flags: UInt8

  /// DATA_ACK, of four or eight bytes.
  public private(set) var acknowledgment: UInt64?

  /// Data sequence number of the mapping's first byte, of four or eight bytes.
  public private(set) var sequence: UInt64?

  /// The offset where the mapping begins in the subflow, counted from its first byte.
  public private(set) var subflowSequence: UInt32?

  /// Bytes that the mapping is about; 0 is infinite.
  public private(set) var length: UInt16?

  /// Checksum of the mapping, if both sides required one.
  public private(set) var checksum: UInt16?

  /// Whether the flags announce exactly the fields that are present.
  public private(set) var isComplete = false

  /// DATA_FIN: the data ends here.
  public var isFinal: Bool { flags & 0x10 != 0 }

  /// Whether a mapping is announced.
  public var hasMapping: Bool { flags & 0x04 != 0 }

  /// Whether a DATA_ACK is announced.
  public var hasAcknowledgment: Bool { flags & 0x01 != 0 }

  /// Decodes an option's data of at least two bytes.
  init(decoding data: Span<UInt8>) {
    flags = data[1]
    var offset = 2
    if hasAcknowledgment {
      acknowledgment = Self.number(data, &offset, isLong: flags & 0x02 != 0)
      if acknowledgment == nil { return }
    }
    if hasMapping {
      sequence = Self.number(data, &offset, isLong: flags & 0x08 != 0)
      guard sequence != nil, data.count - offset >= 4 else { return }
      subflowSequence = data.uint32(at: offset)
      guard data.count - offset >= 6 else { return }
      length = data.uint16(at: offset + 4)
      offset += 6
      if data.count - offset >= 2 {
        checksum = data.uint16(at: offset)
        offset += 2
      }
    }
    isComplete = offset == data.count
  }

  /// A number of four or eight bytes at `offset`, which moves after it; nil if the data ends before.
  private static func number(_ data: Span<UInt8>, _ offset: inout Int, isLong: Bool) -> UInt64? {
    let size = isLong ? 8 : 4
    guard data.count - offset >= size else { return nil }
    defer { offset += size }
    return isLong ? data.uint64(at: offset) : UInt64(data.uint32(at: offset))
  }
}
