import BasicContainers

/// Output text under construction, as bytes.
///
/// The buffer is filled line by line, lent to whoever writes it out, and emptied; its storage is kept, so that in
/// steady state nothing is allocated. It grows when one packet's text needs more (a hex dump of a jumbo frame).
public struct LineBuffer: ~Copyable {
  /// Size of the stage in bytes.
  @usableFromInline static var stageSize: Int { 1024 }

  /// Where text is put together, eight bytes a store: its size is a constant, which leaves one comparison of the checks.
  @usableFromInline var stage = InlineArray<1024, UInt8>(repeating: 0)
  @usableFromInline var staged = 0

  /// The text before what is staged.
  private var storage: UniqueArray<UInt8>
  @usableFromInline var stored = 0

  /// Bytes of text in the buffer.
  @inlinable public var count: Int { stored &+ staged }

  /// An empty buffer that holds `capacity` bytes before it grows.
  public init(capacity: Int = 1 << 17) {
    storage = UniqueArray(minimumCapacity: max(capacity, 64))
  }

  /// The text, lent.
  ///
  /// - Throws: what `body` throws.
  public mutating func withBytes<R, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    unload()
    return try body(storage.span)
  }

  /// Forgets the text and keeps the storage.
  public mutating func removeAll() {
    storage.removeAll(keepingCapacity: true)
    stored = 0
    staged = 0
  }

  /// Forgets the text after the first `count` bytes; a larger count changes nothing.
  public mutating func truncate(to count: Int) {
    guard count < self.count else { return }
    if count < stored {
      storage.removeLast(stored &- max(count, 0))
      stored = storage.count
      staged = 0
    } else {
      staged = count &- stored
    }
  }

  /// Moves the staged text to the storage.
  @inline(never)
  @usableFromInline mutating func unload() {
    Self.copy(&stage, count: staged, to: &storage)
    stored = storage.count
    staged = 0
  }

  /// Copies the first `count` staged bytes; the stage is `inout` because borrowed it would be copied whole first.
  private static func copy(
    _ stage: inout InlineArray<1024, UInt8>, count: Int, to storage: inout UniqueArray<UInt8>
  ) {
    storage.append(copying: stage.span.extracting(first: count))
  }

  /// Appends one byte.
  @inlinable @inline(__always)
  public mutating func append(byte: UInt8) { append(word: UInt64(byte), count: 1) }

  /// Appends the lowest `count` bytes of `word`, lowest first; at most 8.
  ///
  /// This is what all text goes through: eight bytes are stored at once, whatever the count.
  @inlinable @inline(__always)
  public mutating func append(word: UInt64, count: Int) {
    var at = UInt(bitPattern: staged)
    if at > UInt(bitPattern: Self.stageSize &- 8) {
      unload()
      at = 0
    }
    store(word.littleEndian, at: Int(bitPattern: at))
    staged = Int(bitPattern: at) &+ count
  }

  /// Appends the lowest `count` bytes of four words, lowest first; at most 32.
  ///
  /// For constant texts: all four are stored, whatever the count, which takes less time than to ask how many are needed.
  @inlinable @inline(__always)
  public mutating func append(
    words first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64, count: Int
  ) {
    var at = UInt(bitPattern: staged)
    if at > UInt(bitPattern: Self.stageSize &- 32) {
      unload()
      at = 0
    }
    let words = SIMD4(
      first.littleEndian, second.littleEndian, third.littleEndian, fourth.littleEndian)
    store(words, at: Int(bitPattern: at))
    staged = Int(bitPattern: at) &+ count
  }

  /// Stores the bytes of numbers on the stage: one instruction, as the check above tells the optimiser that they fit.
  @inlinable @inline(__always)
  mutating func store<Words: BitwiseCopyable>(_ words: Words, at: Int) {
    var stage = stage.mutableSpan
    var bytes = MutableRawSpan(_elements: &stage)
    bytes.storeBytes(of: words, toByteOffset: at, as: Words.self)
  }

  /// Appends a word of the hot path.
  @inline(__always)
  mutating func append(_ word: Word) {
    append(word: word.low, count: min(word.count, 8))
    if word.count > 8 { append(word: word.high, count: word.count &- 8) }
  }

  /// Appends a text.
  @inline(never)
  public mutating func append(_ text: String) { append(bytes: text.utf8Span.span) }

  /// Appends bytes as they are.
  public mutating func append(bytes: Span<UInt8>) {
    guard bytes.count < 64 else {
      append(long: bytes)
      return
    }
    var offset = 0
    while offset &+ 8 <= bytes.count {
      append(word: Self.word(bytes, at: offset), count: 8)
      offset &+= 8
    }
    if offset > 0 && offset < bytes.count {
      // The last eight bytes again, without those that are there.
      let rest = bytes.count &- offset
      let word = Self.word(bytes, at: bytes.count &- 8) &>> UInt64((8 &- rest) &* 8)
      append(word: word, count: rest)
      return
    }
    while offset < bytes.count {
      append(byte: bytes[offset])
      offset &+= 1
    }
  }

  /// Appends bytes past the stage, which many are not worth.
  private mutating func append(long bytes: Span<UInt8>) {
    unload()
    storage.append(copying: bytes)
    stored = storage.count
  }

  /// Eight bytes from `offset` on, the first in the lowest.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    let eight = bytes.extracting(offset..<(offset + 8))
    var word: UInt64 = 0
    for index in 0..<8 { word |= UInt64(eight[index]) &<< UInt64(index &* 8) }
    return word
  }

  /// Appends `count` blanks.
  public mutating func append(blanks count: Int) {
    var left = count
    while left > 0 {
      append(word: 0x2020_2020_2020_2020, count: min(left, 8))
      left -= 8
    }
  }
}
