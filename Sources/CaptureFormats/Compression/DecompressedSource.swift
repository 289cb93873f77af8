import Dispatch
import Synchronization

/// The decompressed bytes of a compressed input; a thread of its own decompresses ahead of the reader.
///
/// At most ``pieceCount`` pieces of 256 KiB are decompressed ahead, so that memory stays constant however small the
/// compressed input is.
final class DecompressedSource: ByteSource {
  private let exchange: Exchange

  /// The piece that is being read, and how many of its bytes were read.
  private var piece = Piece()
  private var position = 0

  /// How many pieces are decompressed ahead.
  static let pieceCount = 4
  private static let pieceByteCount = 262_144

  /// Decompressed bytes, or the result of a read that got none.
  struct Piece: Sendable {
    var bytes: [UInt8] = []
    var count = 0
    var result = ReadResult.quiet
  }

  /// Starts to decompress a source.
  ///
  /// - Throws: if there is no memory for a decoder.
  init(_ source: sending any ByteSource, format: CompressionFormat) throws(FormatError) {
    guard let stream = PackedStream(source, format: format) else {
      throw FormatError(.system(12))
    }
    let exchange = Exchange(stream)
    self.exchange = exchange
    // Foundation's `Thread` would load its localization tables at each start.
    DispatchQueue(label: "decompression").async { exchange.decode() }
  }

  deinit { exchange.stop() }

  func read(into buffer: inout [UInt8], from offset: Int) -> ReadResult {
    if position == piece.count {
      if case .end = piece.result { return .end }
      if case .failed = piece.result { return piece.result }
      exchange.take(&piece)
      position = 0
    }
    guard case .bytes = piece.result else { return piece.result }
    let count = min(buffer.count - offset, piece.count - position)
    buffer.replaceSubrange(
      offset..<(offset + count), with: piece.bytes[position..<(position + count)])
    position += count
    return .bytes(count)
  }

  /// Passes pieces from the decoding thread to the reading thread, and their memory back.
  private final class Exchange: Sendable {
    private struct Pieces: Sendable {
      var filled: [Piece] = []
      var spare: [[UInt8]] = []
      var isStopped = false
    }

    private let stream: Mutex<PackedStream>
    private let pieces = Mutex(Pieces())
    private let filled = DispatchSemaphore(value: 0)
    private let free = DispatchSemaphore(value: 0)

    init(_ stream: consuming sending PackedStream) {
      self.stream = Mutex(stream)
      // Dispatch stops the process if a semaphore ends below the value that it began with, as one does whose reader
      // leaves early.
      for _ in 0..<DecompressedSource.pieceCount { free.signal() }
    }

    /// Fills pieces until the input ends; runs on the decoding thread.
    func decode() {
      var isAtEnd = false
      while !isAtEnd {
        free.wait()
        var (bytes, isStopped) = pieces.withLock { pieces in
          (pieces.spare.popLast() ?? [], pieces.isStopped)
        }
        if isStopped { return }
        if bytes.isEmpty {
          bytes = [UInt8](repeating: 0, count: DecompressedSource.pieceByteCount)
        }
        var count = 0
        let result = stream.withLock { $0.fill(&bytes, count: &count) }
        switch result {
        case .bytes, .quiet: break
        case .end, .failed, .interrupted: isAtEnd = true
        }
        let piece = Piece(bytes: bytes, count: count, result: result)
        pieces.withLock { $0.filled.append(piece) }
        filled.signal()
      }
    }

    /// Waits for the next piece, and returns the memory of the last one.
    func take(_ piece: inout Piece) {
      filled.wait()
      let used = piece.bytes
      piece = pieces.withLock { pieces in
        if !used.isEmpty { pieces.spare.append(used) }
        return pieces.filled.removeFirst()
      }
      free.signal()
    }

    /// Stops the decoding thread at its next piece.
    func stop() {
      pieces.withLock { $0.isStopped = true }
      free.signal()
    }
  }
}
