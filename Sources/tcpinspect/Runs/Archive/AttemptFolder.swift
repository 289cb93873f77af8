import FoundationEssentials
import PacketCapture
import SystemServices

/// A folder that is filled under another name, and gets its own when it is complete.
///
/// So a folder of that name is always whole, and of two processes that write the same one, one succeeds.
struct AttemptFolder {
  /// Its name once it is complete.
  let path: String
  /// Where it is filled.
  let attempt: String

  /// Creates the folder to fill.
  ///
  /// - Throws: if the folder exists, or cannot be created.
  init(_ path: String) throws(CaptureError) {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.path = trimmed
    attempt = trimmed + ".attempt-\(ProcessInfo.processInfo.processIdentifier)"
    guard !SystemFiles.exists(trimmed) else { throw Self.exists(trimmed) }
    do {
      try FileManager.default.createDirectory(
        atPath: attempt, withIntermediateDirectories: true)
    } catch {
      throw CaptureError(
        .system, subject: attempt, reason: "the folder cannot be created",
        advice: "check the permissions and the space")
    }
  }

  private static func exists(_ path: String) -> CaptureError {
    CaptureError(
      .malformed, subject: path, reason: "exists; refusing to write into it",
      advice: "remove it, or name another folder")
  }

  /// Gives the folder its name.
  ///
  /// - Throws: if another process was faster.
  func complete() throws(CaptureError) {
    do {
      try FileManager.default.moveItem(atPath: attempt, toPath: path)
    } catch {
      discard()
      throw Self.exists(path)
    }
  }

  /// Removes what was written.
  func discard() { try? FileManager.default.removeItem(atPath: attempt) }
}
