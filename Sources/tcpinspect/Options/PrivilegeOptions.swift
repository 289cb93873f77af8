import ArgumentParser
import FoundationEssentials
import PacketCapture
import SystemServices

/// Whose rights the command has when its input is open.
struct PrivilegeOptions: ParsableArguments {
  @Option(
    name: [.customShort("Z"), .customLong("relinquish-privileges")], parsing: .unconditional,
    help: ArgumentHelp(
      "Become this user once the input is open; root stays root.", valueName: "user"))
  var user: String?

  /// Whom the command becomes when its input is open; nil when it stays who it is.
  ///
  /// - Throws: when there is no such user, or the right to become one is missing.
  func successor(isLive: Bool) throws(CaptureError) -> SystemUser? {
    guard let user else {
      // Reading a file needs no other rights than opening it did; nobody would expect them to go.
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
}
