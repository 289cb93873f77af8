import InternetTypes

/// The part of the input that is in memory: bytes that were read and not consumed yet.
///
/// It grows only as bytes arrive, so that a record with a false length allocates no memory.
@usableFromInline
struct InputWindow {
  private let source: any ByteSource

  /// The bytes in memory; those from `start` to `end` were read and not consumed.
  @usableFromInline
  private(set) var buffer: [UInt8]
  var start = 0
  private(set) var end = 0

  /// How many bytes of input came before `buffer[0]`, modulo 2^64: an exchanged buffer begins with bytes that are none.
  private var discarded: UInt64 = 0

  /// The capacity in bytes for a short input: memory that is not needed costs a page fault each 4 KiB.
  static let initialCapacity = 32_768

  /// The capacity for a longer input: one read of 256 KiB and the remainder of a record before it.
  static let fullCapacity = 262_144 + 65_536

  init(_ source: any ByteSource) {
    self.source = source
    buffer = [UInt8](repeating: 0, count: Self.initialCapacity)
  }

  /// How many bytes were read and not consumed.
  var available: Int { end - start }

  /// The range of the unconsumed bytes in the buffer.
  var range: Range<Int> { start..<end }

  /// The offset in the input of the first unconsumed byte.
  var inputOffset: UInt64 { discarded &+ UInt64(start) }

  /// Reads more bytes after the unconsumed ones, which are moved to the front first.
  mutating func fill() -> ReadResult {
    if let (result, range) = source.exchange(&buffer, keeping: start..<end) {
      discarded = inputOffset &- UInt64(range.lowerBound)
      (start, end) = (range.lowerBound, range.upperBound)
      return result
    }
    let isFull = end == buffer.count
    if start > 0 {
      let count = available
      // The unconsumed rest is rarely more than part of a record.
      for index in 0..<count { buffer[index] = buffer[start &+ index] }
      discarded &+= UInt64(start)
      (start, end) = (0, count)
    }
    if isFull, buffer.count < Self.fullCapacity {
      buffer.append(contentsOf: repeatElement(0, count: Self.fullCapacity - buffer.count))
    }
    if end == buffer.count {
      // A record does not fit: double the capacity.
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
    let result = source.read(into: &buffer, from: end)
    if case .bytes(let count) = result { end += count }
    return result
  }

  /// Converts the fields of a packet that its capturing host had in the other byte order.
  mutating func swapHostOrderFields(_ packet: Range<Int>, _ linkType: LinkType) {
    var span = buffer.mutableSpan
    HostOrderFields.swap(&span, packet, linkType, from: .other)
  }
}
