import CCompression

/// An encoder of one of the system's compression libraries: the door to C.
@safe
public struct Compressor: ~Copyable {
  /// The shim's encoder, valid until `deinit`.
  private let encoder: OpaquePointer

  /// What was encoded and not written; every step has room for ``stepByteCount`` bytes.
  private var output: [UInt8]

  private static let stepByteCount = Int(CCOMPRESSION_ROOM)

  /// What a call is to achieve.
  public enum Step: Hashable, Sendable {
    /// Takes bytes; they come out when enough are there.
    case more
    /// All bytes taken so far come out, so that a reader gets them.
    case flush
    /// The stream ends; nothing may follow.
    case finish
  }

  /// An encoder for a format; nil without memory.
  public init?(_ format: CompressionFormat) {
    // The encoder is new and has no other owner.
    guard let encoder = unsafe ccompression_open_encoder(format.number) else { return nil }
    unsafe self.encoder = encoder
    output = [UInt8](repeating: 0, count: Self.stepByteCount)
  }

  deinit {
    // The encoder is ours alone.
    unsafe ccompression_close_encoder(encoder)
  }

  /// Encodes bytes.
  ///
  /// - Parameters:
  ///   - bytes: What to encode.
  ///   - step: What is to come out.
  ///   - write: Receives what comes out, piece by piece.
  /// - Returns: false when the library failed, as without memory.
  /// - Throws: what `write` throws.
  public mutating func encode<Failure: Error>(
    _ bytes: Span<UInt8>, _ step: Step, to write: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    let number =
      switch step {
      case .more: CCOMPRESSION_CONTINUE
      case .flush: CCOMPRESSION_FLUSH
      case .finish: CCOMPRESSION_FINISH
      }
    var offset = 0
    while true {
      let rest = bytes.extracting(offset...)
      var (used, produced) = (0, 0)
      let status = unsafe rest.withUnsafeBufferPointer { source in
        unsafe output.withUnsafeMutableBufferPointer { target in
          // Both buffers are valid for the call; `output` is never empty.
          guard let room = target.baseAddress else { return Int32(CCOMPRESSION_NO_MEMORY) }
          return unsafe ccompression_encode(
            encoder, Int32(number), source.baseAddress, source.count, &used, room, target.count,
            &produced)
        }
      }
      offset += used
      if produced > 0 { try write(output.span.extracting(0..<produced)) }
      if Int(status) < 0 { return false }
      if Int(status) == Int(CCOMPRESSION_MEMBER_END) { return true }
      // Where a flush finds nothing to put out, a library may report no end.
      if used == 0 && produced == 0 { return step != .finish && offset == bytes.count }
    }
  }
}
