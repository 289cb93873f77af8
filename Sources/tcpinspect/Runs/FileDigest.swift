import Crypto
import PacketCapture
import SystemServices

/// The size and the SHA-256 digest of a regular file, by which a capture is known again.
struct FileDigest {
  /// Its size in bytes.
  let byteCount: Int
  /// Its digest in hexadecimal.
  let text: String

  /// The digest of a file; nil if it is no regular file.
  ///
  /// - Throws: if it cannot be read, or a signal ends the run.
  init?(path: String) throws(CaptureError) {
    let input = try InputDescriptor(path: path)
    guard input.isRegular else { return nil }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      switch input.read(into: &buffer, from: 0) {
      case .bytes(let count): hash.update(data: buffer[..<count])
      case .end:
        byteCount = input.bytesRead
        text = hash.finalize()
          .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return
      case .quiet: continue
      case .interrupted: throw CaptureError(.interrupted, subject: path, reason: "interrupted")
      case .failed(let number): throw CaptureError(errorNumber: number, subject: path)
      }
    }
  }
}
