/// A source of a savefile's bytes: a file, a pipe, a decompressor, an array.
///
/// One call reads hundreds of kilobytes, so that dynamic dispatch costs nothing per packet.
public protocol ByteSource: AnyObject {
  /// Reads bytes into `buffer` from the element at `offset` on, at most to its end.
  func read(into buffer: inout [UInt8], from offset: Int) -> ReadResult

  /// Exchanges `buffer` for one that the source has filled, instead of copying its bytes.
  ///
  /// - Parameters:
  ///   - buffer: bytes that were read before; unchanged if none are read.
  ///   - kept: those of them that the new buffer has before the further bytes.
  /// - Returns: the result, and the range of these and the further bytes; nil if bytes must be read by copying.
  func exchange(
    _ buffer: inout [UInt8], keeping kept: Range<Int>
  ) -> (result: ReadResult, range: Range<Int>)?
}

extension ByteSource {
  /// No source has buffers to exchange, unless it says so.
  public func exchange(
    _ buffer: inout [UInt8], keeping kept: Range<Int>
  ) -> (result: ReadResult, range: Range<Int>)? { nil }
}

/// The result of a read.
public enum ReadResult: Hashable, Sendable {
  /// That many bytes were read, at least one.
  case bytes(Int)
  /// The input has no more bytes now; a growing file may have some later.
  case end
  /// No bytes have arrived; the next read waits for a while.
  case quiet
  /// A signal requested the end.
  case interrupted
  /// The input cannot be read further, with the decompressor's or the system's error.
  case failed(FormatError)
}

/// Bytes in memory, for tests and for headers that were read ahead.
public final class ByteArraySource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0
  private let pieceByteCount: Int

  /// A source of these bytes, at most `pieceByteCount` of them a read.
  public init(_ bytes: [UInt8], pieceByteCount: Int = .max) {
    self.bytes = bytes
    self.pieceByteCount = max(1, pieceByteCount)
  }

  /// Copies bytes into `buffer` from the element at `offset` on.
  public func read(into buffer: inout [UInt8], from offset: Int) -> ReadResult {
    let count = min(buffer.count - offset, bytes.count - position, pieceByteCount)
    if count == 0 { return .end }
    for index in 0..<count { buffer[offset + index] = bytes[position + index] }
    position += count
    return .bytes(count)
  }
}
