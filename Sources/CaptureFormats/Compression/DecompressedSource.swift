import Dispatch
import Synchronization

/// A packed input as its decoded bytes, decoded ahead on a thread of its own.
///
/// At most ``pieceCount`` pieces of 256 KiB are decoded ahead, whatever the input decodes to: a gigabyte of zeros in a
/// megabyte is read in the same memory as any other file.
final class DecompressedSource: ByteSource {
  private let exchange: Exchange

  /// The piece that is being handed out, and how much of it was.
  private var piece = Piece()
  private var position = 0

  /// Pieces decoded ahead.
  static let pieceCount = 4
  private static let pieceByteCount = 262_144

  /// Decoded bytes, or what a read came to.
  struct Piece: Sendable {
    var bytes: [UInt8] = []
    var count = 0
    var result = ReadResult.quiet
  }

  /// Starts to decode a source.
  ///
  /// - Throws: when there is no memory for a decoder.
  init(_ source: sending any ByteSource, format: CompressionFormat) throws(FormatError) {
    guard let stream = PackedStream(source, format: format) else {
      throw FormatError(.system(12))
    }
    let exchange = Exchange(stream)
    self.exchange = exchange
    // Foundation's own threads would map its tables of languages at each start.
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

  /// Hands pieces from the decoding thread to the reading one and back.
  private final class Exchange: Sendable {
    private struct Pieces: Sendable {
      var filled: [Piece] = []
      var spare: [[UInt8]] = []
      var isStopped = false
    }

    private let stream: Mutex<PackedStream>
    private let pieces = Mutex(Pieces())
    private let filled = DispatchSemaphore(value: 0)
    private let free = DispatchSemaphore(value: DecompressedSource.pieceCount)

    init(_ stream: consuming sending PackedStream) { self.stream = Mutex(stream) }

    /// The decoding thread: fills pieces until the input ends.
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

    /// Waits for the next piece, and gives back the last one's memory.
    func take(_ piece: inout Piece) {
      filled.wait()
      let used = piece.bytes
      piece = pieces.withLock { pieces in
        if !used.isEmpty { pieces.spare.append(used) }
        return pieces.filled.removeFirst()
      }
      free.signal()
    }

    /// Ends the decoding thread at its next piece.
    func stop() {
      pieces.withLock { $0.isStopped = true }
      free.signal()
    }
  }
}
