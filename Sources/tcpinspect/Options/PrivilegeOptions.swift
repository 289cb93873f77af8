import ArgumentParser
import FoundationEssentials
import PacketCapture
import SystemServices

/// Options of the user that the command becomes after its input is opened.
struct PrivilegeOptions: ParsableArguments {
  @Option(
    name: [.customShort("Z"), .customLong("relinquish-privileges")], parsing: .unconditional,
    help: ArgumentHelp(
      "Become this user once the input is open; root stays root.", valueName: "user"))
  var user: String?

  /// The user that the command becomes; nil if it stays the same.
  ///
  /// - Throws: if there is no such user, or the privilege to become one is missing.
  func successor(isLive: Bool) throws(CaptureError) -> SystemUser? {
    guard let user else {
      // Reading an open file needs no privileges, and users do not expect them to be dropped.
      guard isLive, Privileges.isRoot else { return nil }
      return try Privileges.defaultUser { ProcessInfo.processInfo.environment[$0] }
    }
    guard let found = SystemUser(user) else {
      throw CaptureError(.notFound, subject: "-Z \(user)", reason: "there is no such user")
    }
    if found.number == 0 && Privileges.isRoot { return nil }
    if !Privileges.isRoot {
      throw CaptureError(
        .permission, subject: "-Z \(user)", reason: "only root can become another user")
    }
    return found
  }

  /// Becomes that user.
  ///
  /// - Throws: if that is not possible.
  func drop(isLive: Bool) throws(CaptureError) {
    if let successor = try successor(isLive: isLive) { try Privileges.drop(to: successor) }
  }
}
