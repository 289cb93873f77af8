internal import CSystem

/// Checks and removes files by path; raises the limit of open descriptors.
public enum SystemFiles {
  /// Whether a file of any kind has that path.
  public static func exists(_ path: String) -> Bool {
    // The shim reads the path during the call.
    unsafe csystem_file_exists(path)
  }

  /// Whether two paths name one regular file; `-` names none.
  public static func isSame(_ path: String, _ other: String) -> Bool {
    if path == "-" || other == "-" { return false }
    // The shim reads both paths during the call.
    return unsafe csystem_is_same_file(path, other)
  }

  /// Removes a file; a file that does not exist is no error.
  public static func remove(_ path: String) {
    // The shim reads the path during the call.
    _ = unsafe csystem_remove_file(path)
  }

  /// Gives a file another path; a file that has that one is replaced in one step.
  ///
  /// - Throws: the system's refusal.
  public static func rename(_ path: String, to other: String) throws(IOError) {
    var errorNumber: Int32 = 0
    // The shim reads both paths and writes the number during the call.
    guard unsafe csystem_rename_file(path, other, &errorNumber) == 0 else {
      throw IOError(errorNumber: errorNumber, subject: other)
    }
  }

  /// Raises the limit of open descriptors, as far as the hard limit allows.
  ///
  /// - Parameter count: how many are needed.
  /// - Returns: how many the process may have open, at most `count`.
  public static func allowOpen(_ count: Int) -> Int {
    Int(csystem_allow_descriptors(Int64(clamping: count)))
  }
}
