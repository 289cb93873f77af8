import InternetTypes
import SocketDiagnosis
import Synchronization

/// What the thread that watches sockets has found, shared with the thread that writes records.
final class SocketFindings: Sendable {
  /// The socket that listens on a port, with its process.
  struct Listener {
    var user: UInt32?
    var owner: OwnerAnswer?
    /// When the process was asked for, in ticks of the watcher; nil if it was not.
    var asked: Int64?
  }

  struct State {
    var history = SocketHistory()
    /// Listening sockets by inode.
    var listeners: [UInt64: Listener] = [:]
    /// The names of users.
    var users: [UInt32: String] = [:]
    var counters = Counters()
  }

  /// What was not done.
  struct Counters {
    /// Packets that the kernel dropped, because the thread was behind.
    var droppedPackets = 0
    /// Questions to the kernel that were left out to bound the load.
    var skippedQueries = 0
    /// Questions about processes that were not asked.
    var droppedQuestions = 0
    /// Whether the process that finds owners has ended.
    var hasLostSearch = false
    /// Whether all questions were answered.
    var isSettled = true
    /// How often the thread went round.
    var rounds: UInt64 = 0
  }

  let state = Mutex(State())

  /// What is known of one side of a connection.
  func socket(
    _ tuple: FlowTuple, from start: Timestamp, to end: Timestamp
  ) -> HostSocket? {
    state.withLock { state in
      guard
        let entry = state.history.take(tuple, from: start.rawValue, to: end.rawValue)
      else { return nil }
      let owner = Self.owner(entry, &state)
      if owner == nil && entry.samples.isEmpty { return nil }
      return HostSocket(owner: owner, samples: entry.samples)
    }
  }

  private static func owner(
    _ entry: SocketHistory.Entry, _ state: inout State
  ) -> SocketOwner? {
    if entry.owner == nil, let inode = entry.listener, let listener = state.listeners[inode],
      let answer = listener.owner
    {
      var owner = SocketOwner(.listener)
      fill(&owner, answer)
      owner.user = listener.user.map { name($0, &state) }
      return owner
    }
    guard entry.owner != nil || entry.user != nil else { return nil }
    var owner = SocketOwner(.socket)
    if let answer = entry.owner { fill(&owner, answer) }
    owner.user = entry.user.map { name($0, &state) }
    return owner
  }

  private static func fill(_ owner: inout SocketOwner, _ answer: OwnerAnswer) {
    (owner.process, owner.name, owner.group) = (answer.process, answer.name, answer.group)
  }

  private static func name(_ user: UInt32, _ state: inout State) -> String {
    if let known = state.users[user] { return known }
    let name = HostUser.name(user)
    // Users are few; a machine with more of them asks again.
    if state.users.count < 4096 { state.users[user] = name }
    return name
  }
}
