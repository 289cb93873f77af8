import CHostSockets
import DequeModule
import SocketDiagnosis
import SystemServices

/// Asks a process of its own, which keeps the privilege that it needs, for the owners of sockets.
///
/// A door: calls of C.
struct OwnerSearch: ~Copyable {
  /// What a question is about.
  enum Subject {
    /// The socket of a flow, by its cookie.
    case socket(FlowTuple, cookie: UInt64)
    /// A listening socket, by its inode.
    case listener(UInt64)
  }

  /// The most questions that wait until the process takes them.
  private static let queueLimit = 4096

  private let descriptor: Int32
  private var queue = Deque<(subject: Subject, inode: UInt64)>()
  private var pending: [UInt64: Subject] = [:]
  private var lastToken: UInt64 = 0
  private var answer = chost_answer()

  /// Questions that were not asked, because too many waited, or not answered, because the process had ended.
  private(set) var droppedCount = 0
  /// Whether the process has ended, so that nothing is found any more.
  private(set) var hasEnded = false

  /// Starts the process.
  ///
  /// - Parameter user: the user that it becomes, apart from the privilege; nil to stay the same.
  /// - Throws: the system's refusal.
  init(as user: SystemUser?) throws(IOError) {
    var errorNumber: Int32 = 0
    // The shim writes the number during the call.
    descriptor = unsafe chost_start_owners(
      user?.number ?? 0, user?.group ?? 0, &errorNumber)
    if descriptor < 0 {
      throw IOError(errorNumber: errorNumber, subject: "the process that finds owners of sockets")
    }
  }

  deinit { chost_close(descriptor) }

  /// The descriptor to wait for; -1 if the process has ended.
  var waitingDescriptor: Int32 { hasEnded ? -1 : descriptor }

  /// Whether all questions were answered.
  var isIdle: Bool { queue.isEmpty && pending.isEmpty }

  /// Asks which process has the socket with an inode.
  mutating func ask(_ subject: Subject, inode: UInt64) {
    guard !hasEnded, queue.count < Self.queueLimit else {
      droppedCount += 1
      return
    }
    queue.append((subject, inode))
    askNext()
  }

  /// Sends waiting questions, as many as the process takes.
  private mutating func askNext() {
    while pending.count < Int(CHOST_QUESTIONS), let next = queue.popFirst() {
      lastToken += 1
      var question = chost_question(token: lastToken, inode: next.inode)
      // The shim reads the question during the call.
      guard unsafe chost_ask(descriptor, &question) == 0 else {
        queue.prepend(next)
        return
      }
      pending[lastToken] = next.subject
    }
  }

  /// Passes the answers that have come to `body`.
  mutating func forEachAnswer(_ body: (Subject, OwnerAnswer?) -> Void) {
    // The shim writes the answer during the call.
    var outcome = unsafe chost_take_answer(descriptor, &answer)
    while outcome > 0 {
      if let subject = pending.removeValue(forKey: answer.token) {
        body(subject, Self.owner(answer))
      }
      outcome = unsafe chost_take_answer(descriptor, &answer)
    }
    if outcome < 0 { end() } else { askNext() }
  }

  /// Gives up all questions.
  private mutating func end() {
    hasEnded = true
    droppedCount += pending.count + queue.count
    pending = [:]
    queue = []
  }

  private static func owner(_ answer: chost_answer) -> OwnerAnswer? {
    guard answer.pid > 0 else { return nil }
    // The texts lie in the arrays, whose sizes bound the counts.
    let name = unsafe withUnsafeBytes(of: answer.name) { bytes in
      unsafe Array(bytes.prefix(Int(answer.name_size)).prefix { $0 != 10 && $0 != 0 })
    }
    let group = unsafe withUnsafeBytes(of: answer.group) { bytes in
      unsafe Array(bytes.prefix(Int(answer.group_size)))
    }
    return OwnerAnswer(
      process: answer.pid, name: SystemText.text(name),
      group: ControlGroup(lines: String(decoding: group, as: UTF8.self)))
  }
}
