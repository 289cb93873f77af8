/// Decompresses an input piece by piece: any number of members or frames, one after another.
struct PackedStream: ~Copyable {
  private let source: any ByteSource
  private let format: CompressionFormat
  private var decompressor: Decompressor

  /// Compressed bytes that were read; those in `range` were not decoded yet.
  private var input: [UInt8]
  private var range = 0..<0

  /// How many compressed bytes came before `input`.
  private var discarded: UInt64 = 0

  /// Whether the input is between two members, where it may end.
  private var isBetweenMembers = true

  /// Whether the decoder may have more output of the input that it took: the output was full.
  private var mayHoldOutput = false

  /// The result that ended the stream; every further read returns it again.
  private var end: ReadResult?

  /// A stream of a source's bytes; nil if there is no memory.
  init?(_ source: any ByteSource, format: CompressionFormat) {
    guard let decompressor = Decompressor(format) else { return nil }
    self.source = source
    self.format = format
    self.decompressor = decompressor
    input = [UInt8](repeating: 0, count: 131_072)
  }

  /// Decodes into `output` until it is full, the input pauses or ends.
  ///
  /// - Parameters:
  ///   - output: the buffer for decoded bytes.
  ///   - start: the index of the first of them.
  /// - Returns: `.bytes` with their count, or the reason why there are none.
  mutating func fill(_ output: inout [UInt8], from start: Int) -> ReadResult {
    var count = start
    while count < output.count, end == nil {
      if range.isEmpty, !mayHoldOutput, let pause = refill() {
        if pause != .quiet { end = pause }
        return count > start ? .bytes(count - start) : pause
      }
      if isBetweenMembers {
        mayHoldOutput = false
        passOverPadding()
        if range.isEmpty { continue }
        isBetweenMembers = false
      }
      let outcome = decompressor.decode(input, &range, into: &output, count: &count)
      mayHoldOutput = count == output.count
      switch outcome {
      case .more: break
      case .memberEnd: isBetweenMembers = true
      case .corrupt: end = .failed(error("is corrupt"))
      case .tooLarge: end = .failed(error("needs a window of more than 128 MiB"))
      case .outOfMemory: end = .failed(FormatError(.system(12)))
      }
    }
    return count > start ? .bytes(count - start) : end ?? .end
  }

  /// Reads compressed bytes; returns the reason if there are none.
  private mutating func refill() -> ReadResult? {
    discarded += UInt64(range.upperBound)
    range = 0..<0
    switch source.read(into: &input, from: 0) {
    case .bytes(let count):
      range = 0..<count
      return nil
    case .end:
      return isBetweenMembers
        ? .end
        : .failed(
          FormatError(
            .truncated,
            "truncated dump file; its \(format.rawValue) data ends in the middle, after \(discarded) bytes"
          ))
    case let other: return other
    }
  }

  /// Skips zero bytes between members: xz pads streams with them, tapes pad files.
  private mutating func passOverPadding() {
    while let index = range.first, input[index] == 0 { range.removeFirst() }
  }

  private func error(_ what: String) -> FormatError {
    FormatError(
      .malformed,
      "its \(format.rawValue) data \(what) at byte \(discarded + UInt64(range.lowerBound))")
  }
}
