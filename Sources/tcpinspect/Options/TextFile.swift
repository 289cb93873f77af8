import PacketCapture
import SystemServices

/// Reads small text files named by options.
enum TextFile {
  /// The maximum size of such a file in bytes.
  private static var limit: Int { 1 << 24 }

  /// The lines of a file, a pipe, or standard input for `-`.
  ///
  /// - Throws: if it cannot be read, or is not text, such as a savefile.
  static func lines(of path: String) throws(CaptureError) -> [String] {
    let bytes = try bytes(of: path)
    guard !bytes.contains(0) else {
      throw CaptureError(
        .malformed, subject: path, reason: "is not a text file", advice: "-r reads a savefile")
    }
    var lines = bytes.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).map { SystemText.text(Array($0)) }
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private static func bytes(of path: String) throws(CaptureError) -> [UInt8] {
    let input = try InputDescriptor(path: path)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var count = 0
    while true {
      switch input.read(into: &buffer, from: count) {
      case .bytes(let more):
        count += more
        if count == buffer.count {
          guard count < limit else {
            throw CaptureError(
              .malformed, subject: path, reason: "longer than \(limit >> 20) MiB of text")
          }
          buffer += [UInt8](repeating: 0, count: count)
        }
      case .end: return Array(buffer.prefix(count))
      case .quiet: continue
      case .interrupted:
        throw CaptureError(.interrupted, subject: path, reason: "interrupted")
      case .failed(let number): throw CaptureError(errorNumber: number, subject: path)
      }
    }
  }
}
