/// Reorders the bytes of CRYPTO frames (RFC 9000, section 19.6), which may arrive late, twice, or in pieces.
///
/// At most 16 KiB are stored, and 64 pieces after gaps: a hello has some hundred bytes, with post-quantum keys two thousand.
/// Further frames are dropped and counted.
public struct CryptoStream: Sendable {
  /// The most bytes of the stream that are stored.
  public static var byteLimit: Int { 16_384 }
  /// The most pieces after a gap that are stored.
  public static var pieceLimit: Int { 64 }

  /// The bytes of the stream up to the first gap.
  public private(set) var bytes: [UInt8] = []
  /// Frames dropped because of a limit.
  public private(set) var droppedCount = 0
  private var pieces: [(offset: Int, bytes: [UInt8])] = []

  /// An empty stream.
  public init() {}

  /// Adds the data of a frame.
  public mutating func take(_ data: Span<UInt8>, at offset: UInt64) {
    guard data.count > 0 else { return }
    let room = Self.byteLimit - min(data.count, Self.byteLimit)
    guard let start = Int(exactly: offset), start <= room else {
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

  /// Appends the new part of data that begins within the stream.
  private mutating func append(_ data: Span<UInt8>, at start: Int) {
    let known = bytes.count - start
    guard known < data.count else { return }
    for index in known..<data.count where bytes.count < Self.byteLimit {
      bytes.append(data[index])
    }
  }

  /// Appends the pieces that are contiguous now.
  private mutating func takePieces() {
    while let index = pieces.firstIndex(where: { $0.offset <= bytes.count }) {
      let piece = pieces.remove(at: index)
      append(piece.bytes.span, at: piece.offset)
    }
  }
}
