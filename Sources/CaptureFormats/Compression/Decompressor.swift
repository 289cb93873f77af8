import CCompression

/// A decoder of one of the system's compression libraries, called through the C shim.
@safe
struct Decompressor: ~Copyable {
  /// The shim's decoder, valid until `deinit`.
  private let decoder: OpaquePointer

  /// The result of a decoding step.
  enum Outcome: Hashable {
    /// The input is used up, or the output is full.
    case more
    /// A member or frame is complete; another one may follow.
    case memberEnd
    case corrupt
    /// The stream requires a window of more than 128 MiB.
    case tooLarge
    case outOfMemory
  }

  /// A decoder for a format; nil if there is no memory.
  init?(_ format: CompressionFormat) {
    // The decoder is new and has no other owner.
    guard let decoder = unsafe ccompression_open_decoder(format.number) else { return nil }
    unsafe self.decoder = decoder
  }

  deinit {
    // The decoder has no other owner.
    unsafe ccompression_close_decoder(decoder)
  }

  /// Decodes from `input` into `output` until the input is used up, the output is full, or a member ends.
  ///
  /// - Parameters:
  ///   - input: compressed bytes.
  ///   - range: the part of `input` that was not decoded; its lower bound moves past the bytes that are used.
  ///   - output: the buffer for decoded bytes.
  ///   - count: how many bytes of `output` are filled; grows by the decoded bytes.
  /// - Returns: what ended the step.
  mutating func decode(
    _ input: borrowing [UInt8], _ range: inout Range<Int>, into output: inout [UInt8],
    count: inout Int
  ) -> Outcome {
    var (used, produced) = (0, 0)
    let status = unsafe input.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        // Both ranges lie in their arrays: `Range` and `count` are checked by the slices.
        let source = unsafe UnsafeBufferPointer(rebasing: source[range])
        let target = unsafe UnsafeMutableBufferPointer(rebasing: target[count...])
        guard let room = target.baseAddress else { return Int32(CCOMPRESSION_MORE) }
        return unsafe ccompression_decode(
          decoder, source.baseAddress, source.count, &used, room, target.count, &produced)
      }
    }
    range = (range.lowerBound + used)..<range.upperBound
    count += produced
    switch Int(status) {
    case Int(CCOMPRESSION_MORE): return .more
    case Int(CCOMPRESSION_MEMBER_END): return .memberEnd
    case Int(CCOMPRESSION_TOO_LARGE): return .tooLarge
    case Int(CCOMPRESSION_NO_MEMORY): return .outOfMemory
    default: return .corrupt
    }
  }
}
