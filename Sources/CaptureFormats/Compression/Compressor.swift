import CCompression

/// An encoder of one of the system's compression libraries, called through the C shim.
@safe
public struct Compressor: ~Copyable {
  /// The shim's encoder, valid until `deinit`.
  private let encoder: OpaquePointer

  /// The output buffer; every step has room for ``stepByteCount`` bytes.
  private var output: [UInt8]

  private static let stepByteCount = Int(CCOMPRESSION_ROOM)

  /// The purpose of a call.
  public enum Step: Hashable, Sendable {
    /// Consumes bytes; output follows when a block is full.
    case more
    /// Outputs all bytes consumed so far, so that a reader gets them.
    case flush
    /// Ends the stream; nothing may follow.
    case finish
  }

  /// An encoder for a format; nil if there is no memory.
  public init?(_ format: CompressionFormat) {
    // The encoder is new and has no other owner.
    guard let encoder = unsafe ccompression_open_encoder(format.number) else { return nil }
    unsafe self.encoder = encoder
    output = [UInt8](repeating: 0, count: Self.stepByteCount)
  }

  deinit {
    // The encoder has no other owner.
    unsafe ccompression_close_encoder(encoder)
  }

  /// Encodes bytes.
  ///
  /// - Parameters:
  ///   - bytes: the bytes to encode.
  ///   - step: the purpose of the call.
  ///   - write: receives the output, piece by piece.
  /// - Returns: false if the library failed, for example without memory.
  /// - Throws: the error of `write`.
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
      // A library may report no end if a flush has no output.
      if used == 0 && produced == 0 { return step != .finish && offset == bytes.count }
    }
  }
}
