package import CaptureFormats
import SystemServices

/// A file that is opened for each read as the source of a savefile's bytes.
package final class ReopenedSource: ByteSource {
  private var file: ReopenedFile
  private let byteCount: Int

  /// The file at a path, of which a read takes at most `byteCount` bytes.
  package init(path: String, byteCount: Int) {
    file = ReopenedFile(path: path)
    self.byteCount = byteCount
  }

  package func read(into buffer: inout [UInt8], from offset: Int) -> ReadResult {
    if Interruption.isRequested { return .interrupted }
    return switch file.read(into: &buffer, from: offset, atMost: byteCount) {
    case .bytes(let count): .bytes(count)
    case .end: .end
    case .quiet: .quiet
    case .interrupted: .interrupted
    case .failed(let errorNumber): .failed(FormatError(.system(errorNumber)))
    }
  }
}
