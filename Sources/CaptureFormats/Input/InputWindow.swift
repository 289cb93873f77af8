/// The part of the input that is in memory: bytes that were read and not used yet.
///
/// The window moves forward; it grows only as bytes arrive, so that a length that lies claims no memory.
@usableFromInline
struct InputWindow {
  private let source: any ByteSource

  /// The bytes in memory, of which those from `start` to `end` were read and not used.
  @usableFromInline
  private(set) var buffer: [UInt8]
  var start = 0
  private(set) var end = 0

  /// Bytes of input before `buffer[0]`.
  private var discarded: UInt64 = 0

  /// Bytes that fit at first: as many as a system call should read at a time.
  static let initialCapacity = 262_144 + 65_536

  init(_ source: any ByteSource) {
    self.source = source
    buffer = [UInt8](repeating: 0, count: Self.initialCapacity)
  }

  /// Bytes that were read and not used.
  var available: Int { end - start }

  /// Where the unused bytes lie in the buffer.
  var range: Range<Int> { start..<end }

  /// Offset in the input of the first byte that was not used.
  var inputOffset: UInt64 { discarded + UInt64(start) }

  /// Reads more bytes behind those that are there; moves these to the front first.
  mutating func fill() -> ReadResult {
    if start > 0 {
      let count = available
      // Rarely more than part of a record.
      for index in 0..<count { buffer[index] = buffer[start &+ index] }
      discarded += UInt64(start)
      (start, end) = (0, count)
    }
    if end == buffer.count {
      // A record that fills the window: twice the room.
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
    let result = source.read(into: &buffer, from: end)
    if case .bytes(let count) = result { end += count }
    return result
  }

  /// Exchanges two bytes of the buffer.
  mutating func swapBytes(_ one: Int, _ other: Int) { buffer.swapAt(one, other) }
}
