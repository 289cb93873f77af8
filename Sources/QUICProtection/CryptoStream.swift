/// The bytes of CRYPTO frames in order (RFC 9000, section 19.6): they may come late, twice, or in pieces.
///
/// At most 16 KiB are kept, and 64 pieces that wait for others: a hello has some hundred bytes, with post-quantum keys
/// two thousand. What is beyond is dropped and counted.
public struct CryptoStream: Sendable {
  /// Bytes of the stream that are kept.
  public static var byteLimit: Int { 16_384 }
  /// Pieces ahead of a gap that are kept.
  public static var pieceLimit: Int { 64 }

  /// The stream from its beginning, up to the first gap.
  public private(set) var bytes: [UInt8] = []
  /// Frames that were dropped because a limit was reached.
  public private(set) var droppedCount = 0
  private var pieces: [(offset: Int, bytes: [UInt8])] = []

  /// An empty stream.
  public init() {}

  /// Takes the data of a frame.
  public mutating func take(_ data: Span<UInt8>, at offset: UInt64) {
    guard data.count > 0 else { return }
    guard let start = Int(exactly: offset), start <= Self.byteLimit - min(data.count, Self.byteLimit)
    else {
      droppedCount += 1
      return
    }
    if start <= bytes.count {
      append(data, at: start)
      takePieces()
      return
    }
    guard pieces.count < Self.pieceLimit else {
      droppedCount += 1
      return
    }
    var piece: [UInt8] = []
    for index in data.indices { piece.append(data[index]) }
    pieces.append((start, piece))
  }

  /// Appends what is new of data that begins within the stream.
  private mutating func append(_ data: Span<UInt8>, at start: Int) {
    let known = bytes.count - start
    guard known < data.count else { return }
    for index in known..<data.count where bytes.count < Self.byteLimit {
      bytes.append(data[index])
    }
  }

  /// Appends the pieces that have become contiguous.
  private mutating func takePieces() {
    while let index = pieces.firstIndex(where: { $0.offset <= bytes.count }) {
      let piece = pieces.remove(at: index)
      append(piece.bytes.span, at: piece.offset)
    }
  }
}
