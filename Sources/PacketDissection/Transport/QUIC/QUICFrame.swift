/// A frame of an Initial or Handshake packet, after decryption (RFC 9000, section 19); others are not read.
public enum QUICFrame: Hashable, Sendable {
  case padding
  case ping
  /// The largest packet number acknowledged, and whether counts of ECN marks follow.
  case acknowledgment(largest: UInt64, hasMarks: Bool)
  /// Bytes of the handshake, from this offset of the stream on; the range is that of the data in the packet.
  case crypto(offset: UInt64, data: Range<Int>)
  /// CONNECTION_CLOSE of the transport, with its error code (RFC 9000, section 20.1).
  case connectionClose(code: UInt64)
  /// A frame that these packets cannot have, or that is cut: the rest cannot be read.
  case unreadable(type: UInt64)
}

/// Walks the frames of a decrypted packet.
public struct QUICFrames: Sendable {
  private var offset = 0

  /// A walk from the first frame on.
  public init() {}

  /// The next frame of the decrypted payload, which must be the same in each call; nil after the last one.
  public mutating func next(in payload: Span<UInt8>) -> QUICFrame? {
    guard offset < payload.count else { return nil }
    guard let type = integer(in: payload) else { return unreadable(0, payload) }
    switch type {
    case 0x00:
      while offset < payload.count, payload[offset] == 0 { offset &+= 1 }
      return .padding
    case 0x01: return .ping
    case 0x02, 0x03: return acknowledgment(type, payload)
    case 0x06:
      guard let start = integer(in: payload), let length = integer(in: payload),
        length <= UInt64(payload.count &- offset)
      else { return unreadable(type, payload) }
      let data = offset..<(offset &+ Int(clamping: length))
      offset = data.upperBound
      return .crypto(offset: start, data: data)
    case 0x1c:
      guard let code = integer(in: payload), integer(in: payload) != nil,
        let length = integer(in: payload), length <= UInt64(payload.count &- offset)
      else { return unreadable(type, payload) }
      offset &+= Int(clamping: length)
      return .connectionClose(code: code)
    default: return unreadable(type, payload)
    }
  }

  private mutating func acknowledgment(_ type: UInt64, _ payload: Span<UInt8>) -> QUICFrame {
    guard let largest = integer(in: payload), integer(in: payload) != nil,
      let ranges = integer(in: payload), integer(in: payload) != nil
    else { return unreadable(type, payload) }
    let hasMarks = type == 0x03
    // Two numbers a range, three counts: each takes a byte at least, so that a false count ends with the payload.
    var count: UInt64 = hasMarks ? 3 : 0
    guard ranges <= UInt64(payload.count) else { return unreadable(type, payload) }
    count &+= 2 &* ranges
    while count > 0 {
      guard integer(in: payload) != nil else { return unreadable(type, payload) }
      count &-= 1
    }
    return .acknowledgment(largest: largest, hasMarks: hasMarks)
  }

  private mutating func unreadable(_ type: UInt64, _ payload: Span<UInt8>) -> QUICFrame {
    offset = payload.count
    return .unreadable(type: type)
  }

  /// The integer at `offset`, which moves after it.
  private mutating func integer(in payload: Span<UInt8>) -> UInt64? {
    guard let integer = VariableLengthInteger(decoding: payload, at: offset) else { return nil }
    offset &+= integer.byteCount
    return integer.value
  }
}
