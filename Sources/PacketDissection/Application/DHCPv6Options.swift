/// Options of a DHCPv6 message, one after the other (RFC 8415, section 21.1).
///
///     | option code (2) | option length (2) | data ...
public struct DHCPv6Options: Sendable {
  /// The options of a message, or inside another option.
  private var offset: Int
  private let end: Int

  /// The options between two offsets.
  public init(in range: Range<Int>) {
    offset = range.lowerBound
    end = range.upperBound
  }

  /// Whether all options were read.
  public var isAtEnd: Bool { offset >= end }

  /// The next option and the range of its data; nil if it exceeds the enclosing bytes or the capture.
  public mutating func next(in bytes: Span<UInt8>) -> (code: UInt16, data: Range<Int>)? {
    guard offset + 4 <= end, bytes.has(4, at: offset) else { return nil }
    let length = Int(bytes.uint16(at: offset + 2))
    let data = offset + 4
    guard data + length <= end, bytes.has(length, at: data) else { return nil }
    let code = bytes.uint16(at: offset)
    offset = data + length
    return (code, data..<offset)
  }
}

/// The fixed part of a DHCPv6 message (RFC 8415, sections 8 and 9).
public struct DHCPv6Header: Hashable, Sendable {
  /// The kind of the message.
  public let type: UInt8
  /// The transaction ID, 24 bits, the same in request and reply; meaningless in a relay's message.
  public let transaction: UInt32

  /// Whether it is from a relay to a server or back, with addresses in place of the transaction.
  public var isRelay: Bool { type == 12 || type == 13 }

  /// Bytes before the options.
  public var byteCount: Int { isRelay ? 34 : 4 }

  /// Reads the first four bytes of a message; nil if they are cut.
  public init?(reading bytes: Span<UInt8>, at offset: Int, end: Int) {
    guard offset + 4 <= end, bytes.has(4, at: offset) else { return nil }
    type = bytes[offset]
    transaction = bytes.uint24(at: offset + 1)
  }
}
