/// A message of the Berkeley time synchronization protocol (`timed`), field by field.
public struct TimedMessage: Hashable, Sendable {
  /// The protocol as tcpdump names it if a message is cut.
  public static var name: String { "timed" }

  /// The offset where the message begins.
  let offset: Int

  /// The message at `offset`; no field is read yet.
  public init(at offset: Int) { self.offset = offset }

  /// The purpose of the message.
  public func type(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset, in: Self.name)
  }

  /// Up to the version.
  public func version(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + 1, in: Self.name)
  }

  /// Up to the sequence number.
  public func sequence(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: offset + 2, in: Self.name)
  }

  /// How many machines a message of the type LOOP has passed.
  public func hopCount(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + 4, in: Self.name)
  }

  /// Seconds and microseconds of a time or of a correction; nil if they are cut.
  public func time(_ bytes: Span<UInt8>) -> (seconds: Int32, microseconds: Int32)? {
    guard bytes.has(8, at: offset + 4) else { return nil }
    return (
      Int32(bitPattern: bytes.uint32(at: offset + 4)),
      Int32(bitPattern: bytes.uint32(at: offset + 8))
    )
  }

  /// The name of a machine: at most 256 bytes, ended by a zero.
  public func machine(_ bytes: Span<UInt8>) -> ZeroTerminatedText {
    ZeroTerminatedText(bytes, at: offset + 12, before: offset + 12 + 256)
  }
}
