import CPcap

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A user in the system's database.
@safe
public struct SystemUser {
  /// The shim's form of it.
  let entry: cpcap_user

  /// The number that the kernel knows it by.
  public var number: UInt32 { entry.user_id }

  /// The name it logs in with.
  public let name: String

  /// Looks a user up; nil when there is none.
  ///
  /// - Parameters:
  ///   - text: the name, or the number in decimal digits.
  ///   - isNumber: whether it is the number.
  public init?(_ text: String, isNumber: Bool = false) {
    var found = cpcap_user()
    // The shim reads the text and fills the structure during the call.
    guard unsafe cpcap_find_user(text, isNumber, &found) else { return nil }
    entry = found
    // The shim terminates the name inside the array.
    name = unsafe withUnsafeBytes(of: found.name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

/// The rights of root, which a capture needs only to open its interface.
public enum Privileges {
  /// Whether the process has root's rights now.
  public static var isRoot: Bool { geteuid() == 0 }

  /// Whom root should become where nobody says: the user that sudo(8) names, else `nobody`.
  ///
  /// - Throws: when the system has no such user.
  public static func defaultUser(
    environment: (String) -> String?
  ) throws(CaptureError) -> SystemUser {
    if let name = environment("SUDO_USER"), let user = SystemUser(name), user.number != 0 {
      return user
    }
    if let number = environment("SUDO_UID"), let user = SystemUser(number, isNumber: true),
      user.number != 0
    {
      return user
    }
    if let user = SystemUser("nobody") { return user }
    throw CaptureError(
      .notFound, subject: "nobody", reason: "there is no such user",
      advice: "-Z names the user that the capture goes on as")
  }

  /// Becomes that user, with all of its groups and without a way back.
  ///
  /// - Throws: when the system refuses, or when root's rights could be taken again.
  public static func drop(to user: SystemUser) throws(CaptureError) {
    var entry = user.entry
    // The shim reads the structure during the call.
    let errorNumber = unsafe cpcap_drop_privileges(&entry)
    if errorNumber != 0 {
      throw CaptureError(
        errorNumber: errorNumber, subject: "cannot go on as \(user.name)",
        advice: "-Z root keeps root's rights")
    }
  }

  /// Checks that a user can create the files of a rotation where the first one is.
  ///
  /// - Parameters:
  ///   - path: the first file.
  ///   - user: who creates the files that follow.
  /// - Throws: the system's refusal, with advice.
  public static func checkRotation(at path: String, as user: SystemUser) throws(CaptureError) {
    var entry = user.entry
    let slash = path.lastIndex(of: "/")
    let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    // The shim reads its arguments during the calls.
    var errorNumber = unsafe cpcap_access_as(&entry, directory, true)
    var subject = directory
    if errorNumber == 0, unsafe cpcap_file_exists(path) {
      errorNumber = unsafe cpcap_access_as(&entry, path, false)
      subject = path
    }
    if errorNumber == 0 { return }
    throw CaptureError(
      errorNumber: errorNumber, subject: subject,
      advice: "the capture goes on as \(user.name), who could not write the next file: "
        + "let \(user.name) write there, or name another user with -Z")
  }
}
