import Dispatch
import Synchronization

/// The bytes of an input that a thread of its own reads, and decompresses if they are compressed, ahead of the reader.
///
/// At most ``pieceCount`` pieces of 256 KiB are read ahead, so that memory stays constant however small a compressed
/// input is.
final class ReadAheadSource: ByteSource {
  private let pipeline: Pipeline

  /// The piece that is being read, and the position of its next byte.
  private var piece = Piece()
  private var position = 0

  /// How many pieces are read ahead.
  static let pieceCount = 4

  /// Free bytes at the front of a piece, for the rest of the piece before: most records are shorter.
  static let headroom = InputWindow.fullCapacity - 262_144

  /// Bytes that were read, or the result of a read that got none.
  struct Piece: Sendable {
    /// ``InputWindow/fullCapacity`` bytes; those from ``headroom`` to `end` were read.
    var bytes: [UInt8] = []
    var end = 0
    var result = ReadResult.quiet
  }

  /// Starts to decompress a source.
  ///
  /// - Throws: if there is no memory for a decoder.
  convenience init(
    _ source: sending any ByteSource, format: CompressionFormat
  ) throws(FormatError) {
    guard let stream = PackedStream(source, format: format) else { throw FormatError(.system(12)) }
    self.init(.packed(stream))
  }

  /// Starts to read a source that never pauses, such as a regular file.
  convenience init(_ source: sending any ByteSource) { self.init(.plain(source)) }

  private init(_ input: consuming sending Input) {
    let pipeline = Pipeline(input)
    self.pipeline = pipeline
    // Foundation's `Thread` would load its localization tables at each start.
    DispatchQueue(label: "read ahead").async { pipeline.run() }
  }

  deinit { pipeline.stop() }

  func read(into buffer: inout [UInt8], from offset: Int) -> ReadResult {
    if position == piece.end, !advance() { return piece.result }
    guard case .bytes = piece.result else { return piece.result }
    let count = min(buffer.count - offset, piece.end - position)
    buffer.replaceSubrange(
      offset..<(offset + count), with: piece.bytes[position..<(position + count)])
    position += count
    return .bytes(count)
  }

  func exchange(
    _ buffer: inout [UInt8], keeping kept: Range<Int>
  ) -> (result: ReadResult, range: Range<Int>)? {
    guard position == piece.end, kept.count <= Self.headroom else { return nil }
    guard advance(), case .bytes = piece.result else { return (piece.result, kept) }
    let start = Self.headroom - kept.count
    for index in 0..<kept.count { piece.bytes[start &+ index] = buffer[kept.lowerBound &+ index] }
    swap(&buffer, &piece.bytes)
    position = piece.end
    return (.bytes(piece.end - Self.headroom), start..<piece.end)
  }

  /// Waits for the next piece; false if the input has ended.
  private func advance() -> Bool {
    switch piece.result {
    case .end, .failed: return false
    case .bytes, .quiet, .interrupted: break
    }
    pipeline.take(&piece)
    position = piece.end
    if case .bytes = piece.result { position = Self.headroom }
    return true
  }

  /// What fills the pieces.
  private enum Input: ~Copyable {
    case packed(PackedStream)
    case plain(any ByteSource)

    /// Fills the bytes from `start` on; returns how many were read, or why none were.
    mutating func fill(_ bytes: inout [UInt8], from start: Int) -> ReadResult {
      switch consume self {
      case .plain(let source):
        let result = source.read(into: &bytes, from: start)
        self = .plain(source)
        return result
      case .packed(var stream):
        let result = stream.fill(&bytes, from: start)
        self = .packed(stream)
        return result
      }
    }
  }

  /// Passes pieces from the thread to the reader, and their memory back.
  private final class Pipeline: Sendable {
    private struct Pieces: Sendable {
      var filled: [Piece] = []
      var spare: [[UInt8]] = []
      var isStopped = false
    }

    private let input: Mutex<Input>
    private let pieces = Mutex(Pieces())
    private let filled = DispatchSemaphore(value: 0)
    private let free = DispatchSemaphore(value: 0)

    init(_ input: consuming sending Input) {
      self.input = Mutex(input)
      // Dispatch stops the process if a semaphore ends below the value that it began with, as one does whose reader
      // leaves early.
      for _ in 0..<ReadAheadSource.pieceCount { free.signal() }
    }

    /// Fills pieces until the input ends; runs on the thread.
    func run() {
      var isAtEnd = false
      while !isAtEnd {
        free.wait()
        var piece = Piece()
        let isStopped = pieces.withLock { pieces in
          piece.bytes = pieces.spare.popLast() ?? []
          return pieces.isStopped
        }
        if isStopped { return }
        if piece.bytes.count != InputWindow.fullCapacity {
          piece.bytes = [UInt8](repeating: 0, count: InputWindow.fullCapacity)
        }
        piece.result = input.withLock {
          $0.fill(&piece.bytes, from: ReadAheadSource.headroom)
        }
        switch piece.result {
        case .bytes(let count): piece.end = ReadAheadSource.headroom + count
        case .quiet: break
        case .end, .failed, .interrupted: isAtEnd = true
        }
        // Exchanged, not copied: the reader writes into the bytes, of which there must be no other owner.
        pieces.withLock { pieces in
          pieces.filled.append(Piece())
          swap(&pieces.filled[pieces.filled.count - 1], &piece)
        }
        filled.signal()
      }
    }

    /// Waits for the next piece, and gives back the memory of the last one.
    func take(_ piece: inout Piece) {
      filled.wait()
      pieces.withLock { pieces in
        var used = Piece()
        swap(&used, &piece)
        swap(&pieces.filled[0], &piece)
        pieces.filled.removeFirst()
        if !used.bytes.isEmpty { pieces.spare.append(used.bytes) }
      }
      free.signal()
    }

    /// Stops the thread at its next piece.
    func stop() {
      pieces.withLock { $0.isStopped = true }
      free.signal()
    }
  }
}
