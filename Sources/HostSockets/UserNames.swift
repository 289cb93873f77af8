import Dispatch
import Synchronization

/// The login names of users.
///
/// None is looked up under a lock: a directory server may take seconds to answer.
final class UserNames: Sendable {
  /// The most names that are kept; users are few, and a machine with more of them asks again.
  private static let limit = 4096

  private let names = Mutex<[UInt32: String]>([:])
  private let queue = DispatchQueue(label: "tcpinspect.users")

  /// Looks a user up on a thread of its own, so that the name is there when a record is written.
  func prepare(_ user: UInt32) { queue.async { [self] in _ = name(of: user) } }

  /// The login name of a user, or its number.
  func name(of user: UInt32) -> String {
    if let known = names.withLock({ $0[user] }) { return known }
    let name = HostUser.name(user)
    names.withLock { if $0.count < Self.limit { $0[user] = name } }
    return name
  }
}
