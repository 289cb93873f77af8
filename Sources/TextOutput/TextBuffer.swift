import BasicContainers

/// A growable buffer of bytes that output text is appended to.
///
/// The owner appends lines, writes out the bytes that ``withBytes(_:)`` lends, and empties the buffer with ``removeAll()``,
/// which keeps the storage: in steady state nothing is allocated.
public struct TextBuffer: ~Copyable, Sendable {
  /// The size of the staging area in bytes.
  @usableFromInline static var stageSize: Int { 1024 }

  /// The staging area of the text appended last.
  ///
  /// Its size is a constant, so that one comparison bounds a store of 8 or 32 bytes.
  @usableFromInline var stage = InlineArray<1024, UInt8>(repeating: 0)
  /// How many bytes of the staging area are in use.
  @usableFromInline var staged = 0

  /// The text before the staging area.
  private var storage: UniqueArray<UInt8>
  /// How many bytes `storage` has.
  @usableFromInline var stored = 0

  /// The number of bytes of text in the buffer.
  @inlinable public var count: Int { stored &+ staged }

  /// Creates an empty buffer that holds `capacity` bytes before it grows.
  public init(capacity: Int = 1 << 17) {
    storage = UniqueArray(minimumCapacity: max(capacity, 64))
  }

  /// Calls `body` with the bytes of the text.
  ///
  /// - Throws: the error of `body`.
  public mutating func withBytes<R, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    unload()
    return try body(storage.span)
  }

  /// Calls `body` with the bytes of the text and removes them, if there are at least `minimum` and at least one.
  ///
  /// - Throws: the error of `body`; the text is removed then, too.
  public mutating func take<E: Error>(
    atLeast minimum: Int = 1, _ body: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    guard count >= max(minimum, 1) else { return }
    defer { removeAll() }
    try withBytes(body)
  }

  /// Removes the text and keeps the storage.
  public mutating func removeAll() {
    storage.removeAll(keepingCapacity: true)
    stored = 0
    staged = 0
  }

  /// Removes the text after the first `count` bytes; a count above the buffer's changes nothing.
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

  /// Moves the text of the staging area to the storage.
  @inline(never)
  @usableFromInline mutating func unload() {
    Self.copy(&stage, count: staged, to: &storage)
    stored = storage.count
    staged = 0
  }

  /// Copies the first `count` bytes of the staging area.
  ///
  /// The parameter is `inout` because the compiler would copy all of a borrowed one.
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
  /// All short text is appended by this function: it stores eight bytes whatever the count, without a branch.
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
  /// For constant texts: it stores 32 bytes whatever the count, which takes less time than a branch on the count.
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

  /// Stores the bytes of `words` in the staging area.
  ///
  /// The caller has checked that they fit, so that the compiler removes the bounds check.
  @inlinable @inline(__always)
  mutating func store<Words: BitwiseCopyable>(_ words: Words, at: Int) {
    var stage = stage.mutableSpan
    var bytes = MutableRawSpan(_elements: &stage)
    bytes.storeBytes(of: words, toByteOffset: at, as: Words.self)
  }

  /// Appends a text.
  @inline(never)
  public mutating func append(_ text: String) { append(bytes: text.utf8Span.span) }

  /// Appends bytes unchanged.
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
      // Loads the last eight bytes and shifts out those that are already appended.
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

  /// Appends 64 bytes or more directly to the storage.
  private mutating func append(long bytes: Span<UInt8>) {
    unload()
    storage.append(copying: bytes)
    stored = storage.count
  }

  /// The eight bytes from `offset` on, the first one in the lowest byte of the result.
  @inline(__always)
  static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
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
