import FoundationEssentials
import PacketCapture
import SystemServices

/// Small text files that options name.
enum TextFile {
  /// The lines of a file, or of standard input for `-`.
  ///
  /// - Throws: when it cannot be read.
  static func lines(of path: String) throws(CaptureError) -> [String] {
    if path == "-" {
      var lines: [String] = []
      while let line = readLine() { lines.append(line) }
      return lines
    }
    do {
      let bytes = try Data(contentsOf: URL(filePath: path))
      var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .map { SystemText.text(Array($0)) }
      if lines.last == "" { lines.removeLast() }
      return lines
    } catch {
      var isDirectory = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      switch (error as? CocoaError)?.code {
      case _ where isDirectory:
        throw CaptureError(.system, subject: path, reason: "Is a directory")
      case .fileReadNoPermission?:
        throw CaptureError(.permission, subject: path, reason: "Permission denied")
      case _ where !exists:
        throw CaptureError(.notFound, subject: path, reason: "No such file or directory")
      default:
        throw CaptureError(.system, subject: path, reason: "cannot be read")
      }
    }
  }
}
