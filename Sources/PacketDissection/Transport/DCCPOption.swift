/// A DCCP option (RFC 4340, section 5.8).
public struct DCCPOption: Hashable, Sendable {
  /// The option's number; from 128 on the congestion control's own.
  public let type: UInt8

  /// The captured bytes after type and length; empty if there are none.
  public let value: Range<Int>

  /// Whether type and length are one byte, the type alone.
  public var isSingleByte: Bool { type < 32 }

  /// Whether the number is the congestion control's own (RFC 4340, section 10.3).
  public var isCongestionControl: Bool { type >= 128 }
}

/// Walks the options of a DCCP packet.
///
/// It ends before an option whose length is impossible or reaches over the options' end.
public struct DCCPOptionIterator: Sendable {
  private var offset: Int
  private let end: Int

  /// The options of a packet; none if its transport is not DCCP.
  public init(_ packet: Packet) {
    let range = packet.dccpOptions
    (offset, end) = (range.lowerBound, range.upperBound)
  }

  /// The next option.
  ///
  /// - Parameter frame: The bytes that the packet was decoded from.
  /// - Returns: The option, or nil at the end of them.
  public mutating func next(in frame: Span<UInt8>) -> DCCPOption? {
    let end = min(self.end, frame.count)
    guard offset < end else { return nil }
    let type = frame[offset]
    guard type >= 32 else {
      offset += 1
      return DCCPOption(type: type, value: offset..<offset)
    }
    guard offset + 1 < end else { return nil }
    let length = Int(frame[offset + 1])
    guard length >= 2, offset + length <= end else { return nil }
    let start = offset
    offset += length
    return DCCPOption(type: type, value: (start + 2)..<offset)
  }
}
