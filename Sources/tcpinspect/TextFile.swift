import FoundationEssentials
import PacketCapture

/// Small text files that options name.
enum TextFile {
  /// Whether two paths name one regular file.
  static func isSame(_ first: String, _ second: String) -> Bool {
    guard first != "-", second != "-" else { return false }
    let files = [first, second].map { try? FileManager.default.attributesOfItem(atPath: $0) }
    guard let one = files[0], let other = files[1],
      one[.type] as? FileAttributeType == .typeRegular
    else { return false }
    // The numbers' types differ between systems; as text they compare.
    return [FileAttributeKey.systemFileNumber, .systemNumber].allSatisfy { key in
      one[key] != nil && one[key].map { "\($0)" } == other[key].map { "\($0)" }
    }
  }

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
