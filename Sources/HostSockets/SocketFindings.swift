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
    var counters = Counters()
    /// All packets that were captured before this time were processed, in nanoseconds since the epoch.
    var processedTime = Int64.min
  }

  /// What was not done.
  struct Counters {
    /// Packets that the kernel dropped, because the thread was behind.
    var droppedPackets = 0
    /// Questions to the kernel that were left out to bound the load.
    var skippedQueries = 0
    /// Questions about processes that were not asked.
    var droppedQuestions = 0
    /// Reports of the kernel that came too fast.
    var lostEvents = 0
    /// Whether the process that finds owners has ended.
    var hasLostSearch = false
    /// Whether all questions were answered.
    var isSettled = true
    /// How often the thread went round.
    var rounds: UInt64 = 0
  }

  let state = Mutex(State())
  let users = UserNames()

  /// What is known of one side of a connection.
  ///
  /// - Parameters:
  ///   - tuple: the flow, as the side's host has it.
  ///   - start: when its first packet was captured.
  ///   - end: when its last packet was captured.
  ///   - isOver: whether it has ended, so that what is known of earlier connections of the flow is given up.
  /// - Returns: nil if no socket is surely its, or nothing is known of that.
  func socket(
    _ tuple: FlowTuple, from start: Timestamp, to end: Timestamp, isOver: Bool
  ) -> HostSocket? {
    let found = state.withLock { state -> (entry: SocketHistory.Entry, listener: Listener?)? in
      let entry =
        isOver
        ? state.history.take(tuple, from: start.rawValue, to: end.rawValue)
        : state.history.entry(of: tuple, from: start.rawValue, to: end.rawValue)
      return entry.map { ($0, $0.listener.flatMap { state.listeners[$0] }) }
    }
    guard let (entry, listener) = found else { return nil }
    let owner = owner(entry, listener)
    if owner == nil && entry.samples.isEmpty { return nil }
    return HostSocket(owner: owner, samples: entry.samples)
  }

  /// What is known of the process that sends or receives a packet.
  ///
  /// - Parameters:
  ///   - tuple: the flow, as the process's host has it.
  ///   - time: when the packet was captured, in nanoseconds since the epoch.
  ///   - sequence: its sequence number if it is a SYN.
  /// - Returns: nil if it is not known; and whether it may be soon.
  func owner(
    _ tuple: FlowTuple, at time: Int64, beginningAt sequence: UInt32?
  ) -> (owner: SocketOwner?, isPending: Bool) {
    let found = state.withLock {
      state -> (entry: SocketHistory.Entry?, listener: Listener?, isPending: Bool) in
      guard state.processedTime > time else { return (nil, nil, true) }
      let entry = state.history.entry(of: tuple, at: time, beginningAt: sequence)
      let isPending = entry.map { $0.isAsked && !$0.isAnswered && $0.owner == nil } ?? false
      return (entry, entry?.listener.flatMap { state.listeners[$0] }, isPending)
    }
    guard let entry = found.entry else { return (nil, found.isPending) }
    let owner = owner(entry, found.listener)
    return (owner, found.isPending && owner?.process == nil)
  }

  private func owner(_ entry: SocketHistory.Entry, _ listener: Listener?) -> SocketOwner? {
    if entry.owner == nil, let listener, let answer = listener.owner {
      return owner(.listener, answer, listener.user)
    }
    guard entry.owner != nil || entry.user != nil else { return nil }
    return owner(.socket, entry.owner, entry.user)
  }

  private func owner(
    _ evidence: SocketOwner.Evidence, _ answer: OwnerAnswer?, _ user: UInt32?
  ) -> SocketOwner {
    var owner = SocketOwner(evidence)
    if let answer {
      (owner.process, owner.name, owner.group) = (answer.process, answer.name, answer.group)
    }
    owner.user = user.map { users.name(of: $0) }
    return owner
  }
}
