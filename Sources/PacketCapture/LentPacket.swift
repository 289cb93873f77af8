import InternetTypes

/// A packet in its source's buffer, valid until the source reads more; seven words, as the shim writes them.
@unsafe
@usableFromInline
struct LentPacket {
  @usableFromInline
  var header: CapturedPacket

  /// The first of `header.capturedLength` bytes.
  @usableFromInline
  var start: UnsafePointer<UInt8>?

  @inlinable
  var bytes: UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: start, count: header.capturedLength)
  }
}
