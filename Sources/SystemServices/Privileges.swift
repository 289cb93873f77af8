internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A user in the system's database.
@safe
public struct SystemUser: Sendable {
  /// The user as the shim represents it.
  let entry: csystem_user

  /// The user ID.
  public var number: UInt32 { entry.user_id }

  /// The ID of the user's first group.
  public var group: UInt32 { entry.group_id }

  /// The login name.
  public let name: String

  /// Looks a user up; nil if it does not exist.
  ///
  /// - Parameters:
  ///   - text: the name, or the number in decimal digits.
  ///   - isNumber: whether the text is the number.
  public init?(_ text: String, isNumber: Bool = false) {
    var found = csystem_user()
    // The shim reads the text and fills the structure during the call.
    guard unsafe csystem_find_user(text, isNumber, &found) else { return nil }
    entry = found
    // The shim terminates the name inside the array.
    name = unsafe withUnsafeBytes(of: found.name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

/// The privileges of root, which a capture needs only to open its interface.
public enum Privileges {
  /// Whether the process runs as root.
  public static var isRoot: Bool { geteuid() == 0 }

  /// The user that root becomes by default: the one that sudo(8) names, else `nobody`.
  ///
  /// - Throws: if the system has no such user.
  public static func defaultUser(
    environment: (String) -> String?
  ) throws(IOError) -> SystemUser {
    if let name = environment("SUDO_USER"), let user = SystemUser(name), user.number != 0 {
      return user
    }
    if let number = environment("SUDO_UID"), let user = SystemUser(number, isNumber: true),
      user.number != 0
    {
      return user
    }
    if let user = SystemUser("nobody") { return user }
    throw IOError(
      .notFound, subject: "nobody", reason: "there is no such user",
      advice: "-Z names the user that the capture goes on as")
  }

  /// Becomes that user, with all of its groups, irrevocably.
  ///
  /// - Throws: if the system refuses, or if root's privileges could be regained.
  public static func drop(to user: SystemUser) throws(IOError) {
    var entry = user.entry
    // The shim reads the structure during the call.
    let errorNumber = unsafe csystem_drop_privileges(&entry)
    if errorNumber != 0 {
      throw IOError(
        errorNumber: errorNumber, subject: "cannot go on as \(user.name)",
        advice: "-Z root keeps root's rights")
    }
  }

  /// Checks that a user can create the files of a rotation in the directory of the first one.
  ///
  /// - Parameters:
  ///   - path: the first file.
  ///   - user: the user that creates the following files.
  /// - Throws: the system's refusal, with advice.
  public static func checkRotation(at path: String, as user: SystemUser) throws(IOError) {
    var entry = user.entry
    let slash = path.lastIndex(of: "/")
    let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    // The shim reads its arguments during the calls.
    var errorNumber = unsafe csystem_access_as(&entry, directory, true)
    var subject = directory
    if errorNumber == 0, SystemFiles.exists(path) {
      errorNumber = unsafe csystem_access_as(&entry, path, false)
      subject = path
    }
    if errorNumber == 0 { return }
    throw IOError(
      errorNumber: errorNumber, subject: subject,
      advice: "-C and -G write further files as the user \(user.name): "
        + "permit that user to write there, or name another one with -Z")
  }
}
