import FoundationEssentials
import PacketCapture

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
      let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last == "" { lines.removeLast() }
      return lines
    } catch {
      let isMissing = (error as? CocoaError)?.code == .fileReadNoSuchFile
      throw CaptureError(
        isMissing ? .notFound : .system, subject: path,
        reason: isMissing ? "No such file or directory" : "cannot be read")
    }
  }
}
