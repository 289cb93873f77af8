/// Recognizes a compressed input by its first bytes.
public enum InputRecognition {
  /// More than a magic number, so that a short file needs one read.
  private static let firstReadByteCount = 4096

  /// The savefile's bytes: those of the input, decompressed if it is compressed.
  ///
  /// - Parameters:
  ///   - source: the input at its first byte.
  ///   - readsAhead: whether a thread reads the input ahead also if it is not compressed; such an input must not pause.
  /// - Returns: a source of the savefile's bytes, and its compression; nil if it has none.
  /// - Throws: if the input cannot be read or a decoder has no memory.
  public static func unpacked(
    _ source: sending any ByteSource, readsAhead: Bool = false
  ) throws(FormatError) -> (source: any ByteSource, format: CompressionFormat?) {
    let start = try firstBytes(of: source)
    guard let format = CompressionFormat(start.span) else {
      if readsAhead { return (ReadAheadSource(PrefixedSource(start, source)), nil) }
      return (PrefixedSource(start, source), nil)
    }
    let unpacked = try ReadAheadSource(PrefixedSource(start, source), format: format)
    // A download of a packed file may have been packed on its way; a file may also unpack to itself without end.
    let second = try firstBytes(of: unpacked)
    guard let inner = CompressionFormat(second.span) else {
      return (PrefixedSource(second, unpacked), format)
    }
    return (try ReadAheadSource(PrefixedSource(second, unpacked), format: inner), format)
  }

  /// Reads enough bytes to recognise a packing, fewer only at the end of the input.
  private static func firstBytes(of source: any ByteSource) throws(FormatError) -> [UInt8] {
    var start = [UInt8](repeating: 0, count: firstReadByteCount)
    var count = 0
    reading: while count < CompressionFormat.recognizedByteCount {
      switch source.read(into: &start, from: count) {
      case .bytes(let more): count += more
      case .quiet: continue
      case .interrupted: throw FormatError(.interrupted)
      case .failed(let error): throw error
      case .end: break reading
      }
    }
    start.removeSubrange(count...)
    return start
  }
}

/// A source that returns bytes read ahead, then the rest of the original source.
final class PrefixedSource: ByteSource {
  private var start: [UInt8]
  private let source: any ByteSource

  init(_ start: [UInt8], _ source: sending any ByteSource) {
    self.start = start
    self.source = source
  }

  func read(into buffer: inout [UInt8], from offset: Int) -> ReadResult {
    if start.isEmpty { return source.read(into: &buffer, from: offset) }
    let count = min(start.count, buffer.count - offset)
    buffer.replaceSubrange(offset..<(offset + count), with: start[..<count])
    start.removeSubrange(..<count)
    return .bytes(count)
  }

  func exchange(
    _ buffer: inout [UInt8], keeping kept: Range<Int>
  ) -> (result: ReadResult, range: Range<Int>)? {
    start.isEmpty ? source.exchange(&buffer, keeping: kept) : nil
  }
}
