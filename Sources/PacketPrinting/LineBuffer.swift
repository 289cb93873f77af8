import BasicContainers

/// Output text under construction, as bytes.
///
/// The buffer is filled line by line, lent to whoever writes it out, and emptied; its storage is kept, so that in
/// steady state nothing is allocated. It grows when one packet's text needs more (a hex dump of a jumbo frame).
public struct LineBuffer: ~Copyable {
  /// Always full, so that every position can be stored to; what is text ends at `count`.
  private var storage: RigidArray<UInt8>

  /// Bytes of text in the buffer.
  public private(set) var count = 0

  /// An empty buffer that holds `capacity` bytes before it grows.
  public init(capacity: Int = 1 << 16) {
    storage = RigidArray(repeating: 0, count: max(capacity, 64))
  }

  /// The text, lent.
  public func withBytes<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try body(storage.span.extracting(first: count))
  }

  /// Forgets the text and keeps the storage.
  public mutating func removeAll() { count = 0 }

  /// Forgets the text after the first `count` bytes; a larger count changes nothing.
  mutating func truncate(to count: Int) { self.count = min(self.count, max(count, 0)) }

  /// Makes room for `extra` more bytes at least.
  @inline(never)
  private mutating func grow(by extra: Int) {
    let used = count
    var larger = RigidArray<UInt8>(repeating: 0, count: storage.count * 2 + extra)
    for index in 0..<used { larger[index] = storage[index] }
    storage = larger
  }

  /// Appends one byte.
  @inline(__always)
  public mutating func append(byte: UInt8) {
    let at = count
    if at >= storage.count { grow(by: 1) }
    storage[at] = byte
    count = at &+ 1
  }

  /// Appends the lowest `count` bytes of `word`, lowest first; at most 8.
  ///
  /// Eight bytes are stored at once, whatever the count.
  @inline(__always)
  mutating func append(word: UInt64, count used: Int) {
    let at = count
    if at > storage.count &- 8 { grow(by: 8) }
    var all = storage.mutableSpan
    var eight = all._mutatingExtracting(at..<(at + 8))
    precondition(eight.count == 8)
    Self.store(word, to: &eight, at: 0)
    count = at &+ used
  }

  /// Appends the lowest `count` bytes of `word`, lowest first; at most 16.
  ///
  /// This is what most text goes through: sixteen bytes are stored at once, whatever the count.
  @inline(__always)
  mutating func append(word: UInt128, count used: Int) {
    let at = count
    if at > storage.count &- 16 { grow(by: 16) }
    var all = storage.mutableSpan
    var sixteen = all._mutatingExtracting(at..<(at + 16))
    precondition(sixteen.count == 16)
    Self.store(UInt64(truncatingIfNeeded: word), to: &sixteen, at: 0)
    Self.store(UInt64(truncatingIfNeeded: word >> 64), to: &sixteen, at: 8)
    count = at &+ used
  }

  /// Stores eight bytes, lowest first; the optimiser makes one store of them.
  @inline(__always)
  private static func store(_ word: UInt64, to room: inout MutableSpan<UInt8>, at offset: Int) {
    room[offset] = UInt8(truncatingIfNeeded: word)
    room[offset &+ 1] = UInt8(truncatingIfNeeded: word >> 8)
    room[offset &+ 2] = UInt8(truncatingIfNeeded: word >> 16)
    room[offset &+ 3] = UInt8(truncatingIfNeeded: word >> 24)
    room[offset &+ 4] = UInt8(truncatingIfNeeded: word >> 32)
    room[offset &+ 5] = UInt8(truncatingIfNeeded: word >> 40)
    room[offset &+ 6] = UInt8(truncatingIfNeeded: word >> 48)
    room[offset &+ 7] = UInt8(truncatingIfNeeded: word >> 56)
  }

  /// Appends a word of the hot path.
  @inline(__always)
  mutating func append(_ word: Word) { append(word: word.bytes, count: word.count) }

  /// Appends a word of at most six bytes and an unsigned number behind it, as one.
  @inline(__always)
  mutating func append(_ word: Word, decimal value: UInt32) {
    let (digits, count) = Self.decimalDigits(value)
    append(word: word.bytes | digits &<< UInt128(word.count &* 8), count: word.count &+ count)
  }

  /// Appends an unsigned number and a word of at most six bytes behind it, as one.
  @inline(__always)
  mutating func append(decimal value: UInt32, _ word: Word) {
    let (digits, count) = Self.decimalDigits(value)
    append(word: digits | word.bytes &<< UInt128(count &* 8), count: count &+ word.count)
  }

  /// Appends a text.
  @inline(never)
  public mutating func append(_ text: String) { append(bytes: text.utf8Span.span) }

  /// Appends bytes as they are.
  mutating func append(bytes: Span<UInt8>) {
    let at = count
    let size = bytes.count
    if at > storage.count &- size { grow(by: size) }
    var all = storage.mutableSpan
    var room = all._mutatingExtracting(at..<(at + size))
    for index in 0..<size { room[index] = bytes[index] }
    count = at &+ size
  }

  /// Appends `count` blanks.
  mutating func append(blanks count: Int) {
    for _ in 0..<max(count, 0) { append(byte: UInt8(ascii: " ")) }
  }
}
