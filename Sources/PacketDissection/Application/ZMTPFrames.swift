/// One frame of ZMTP/1.0 (RFC 13/ZMTP of ZeroMQ): a length of one byte, or 0xff and eight bytes, then flags and a body.
public struct ZMTPFrame: Hashable, Sendable {
  /// The offset of the frame.
  public let offset: Int
  /// Bytes of the length: 1 or 9.
  public let lengthByteCount: Int
  /// Bytes of flags and body; nil if the long length is cut.
  public let length: UInt64?
  /// The flags, bit 0 if more frames follow; nil if they are cut or the length is 0.
  public let flags: UInt8?
  /// Bytes of flags and body that were captured.
  public let capturedLength: Int

  /// The frame at `offset`, which must be inside `bytes`.
  init(_ bytes: Span<UInt8>, at offset: Int) {
    self.offset = offset
    let isLong = bytes[offset] == 0xff
    lengthByteCount = isLong ? 9 : 1
    let content = offset + lengthByteCount
    length =
      isLong
      ? bytes.has(8, at: offset + 1) ? bytes.uint64(at: offset + 1) : nil : UInt64(bytes[offset])
    flags = length != 0 && bytes.has(1, at: content) ? bytes[content] : nil
    capturedLength = max(bytes.count - content, 0)
  }

  /// The offset of the next frame; nil if this one is cut.
  var end: Int? {
    guard let length, length <= UInt64(capturedLength), length == 0 || flags != nil else {
      return nil
    }
    return offset + lengthByteCount + Int(length)
  }
}

/// The ZMTP/1.0 frames in a TCP segment or a datagram, one after the other.
public struct ZMTPFrames: ~Escapable {
  /// The captured bytes.
  public let bytes: Span<UInt8>
  private var next: Int?

  /// The frames of `bytes` from `start` on.
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, from start: Int = 0) {
    self.bytes = bytes
    next = start
  }

  /// The next frame; nil after the last byte, or after a frame that is cut.
  @_lifetime(self: copy self)
  public mutating func nextFrame() -> ZMTPFrame? {
    guard let offset = next, offset < bytes.count else { return nil }
    let frame = ZMTPFrame(bytes, at: offset)
    next = frame.end
    return frame
  }

  /// Whether a frame is the last because it is cut.
  public func isCut(_ frame: ZMTPFrame) -> Bool { frame.end == nil }
}

/// A datagram of ZeroMQ over PGM (zmq_pgm(7)): the offset of its first message, then messages.
public struct ZMTPDatagram: ~Escapable {
  /// The captured bytes.
  public let bytes: Span<UInt8>
  /// Bytes of the datagram as its header states them.
  public let length: Int

  /// A view of the datagram that these bytes are.
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, length: Int) {
    self.bytes = bytes.extracting(first: min(max(length, 0), bytes.count))
    self.length = length
  }

  /// Bytes before the first message; 0xffff if none begins here; nil if cut.
  public var messageOffset: UInt16? { bytes.count >= 2 ? bytes.uint16(at: 0) : nil }
}
