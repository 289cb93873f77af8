/// A text in a packet that a zero byte ends.
public struct ZeroTerminatedText: Hashable, Sendable {
  /// Its bytes without the zero, as far as they were captured.
  public let range: Range<Int>

  /// The offset where the field after it begins; nil if no zero ends it.
  public let end: Int?

  /// The text at `offset`, which has to end before `limit`.
  public init(_ bytes: Span<UInt8>, at offset: Int, before limit: Int) {
    var at = offset
    let stop = min(limit, bytes.count)
    while at < stop && bytes[at] != 0 { at += 1 }
    range = offset..<max(at, offset)
    end = at < stop ? at + 1 : nil
  }
}
