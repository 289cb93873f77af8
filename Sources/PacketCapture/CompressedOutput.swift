import CaptureFormats
import SystemServices

/// A descriptor that bytes are written to with compression.
final class CompressedOutput {
  private let descriptor: OutputDescriptor
  private var compressor: Compressor

  /// Compressed bytes that were written.
  private(set) var byteCount = 0

  /// An output in a format.
  ///
  /// - Throws: if there is no memory for it.
  init(_ descriptor: OutputDescriptor, _ format: CompressionFormat) throws(CaptureError) {
    guard let compressor = Compressor(format) else {
      throw CaptureError(.system, subject: descriptor.name, reason: "out of memory")
    }
    self.descriptor = descriptor
    self.compressor = compressor
  }

  /// Compresses bytes, and writes the output.
  ///
  /// - Returns: the error, if they could not be written.
  func write(_ bytes: Span<UInt8>, _ step: Compressor.Step) -> CaptureError? {
    do throws(CaptureError) {
      let descriptor = descriptor
      var written = 0
      defer { byteCount += written }
      let isDone = try compressor.encode(bytes, step) { (piece) throws(CaptureError) in
        try descriptor.write(piece)
        written += piece.count
      }
      return isDone
        ? nil : CaptureError(.system, subject: descriptor.name, reason: "out of memory")
    } catch {
      return error
    }
  }
}
