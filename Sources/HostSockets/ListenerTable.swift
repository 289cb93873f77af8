import InternetTypes
import SocketDiagnosis

/// The sockets that listen on the ports of this host, for some milliseconds each.
struct ListenerTable {
  /// A listening socket.
  struct Listener {
    let inode: UInt64
    let user: UInt32?
  }

  /// How long an answer is used, in nanoseconds: a port may get another listener.
  private static let answerTime: Int64 = 5_000_000
  /// How long the process of a listener is used until it is searched for again, in nanoseconds.
  static let ownerTime: Int64 = 5_000_000_000
  /// The most listeners that are known at a time.
  static let limit = 4096

  /// What the kernel answered, and when.
  struct Answer {
    let time: Int64
    /// The socket; nil without one.
    let listener: Listener?
  }

  private var answers: [Endpoint: Answer] = [:]

  /// The answer about the listener of a flow if it was asked for just now.
  func known(_ tuple: FlowTuple, at time: Int64) -> Answer? {
    guard let answer = answers[tuple.local], time - answer.time < Self.answerTime else {
      return nil
    }
    return answer
  }

  /// Asks the kernel for the socket that listens for a flow; nil without one, or if several share the port.
  mutating func find(
    _ tuple: FlowTuple, interface: UInt32, at time: Int64, asking kernel: inout DiagnosisSocket
  ) -> Listener? {
    // No connection has a remote port of 0, so that the listener is found.
    var question = tuple
    question.remote.port = 0
    var listener: Listener?
    if let socket = kernel.socket(of: question, interface: interface, []),
      socket.state == .listen, socket.receives(tuple), let inode = socket.inode,
      isAlone(socket, tuple, &kernel)
    {
      listener = Listener(inode: inode, user: socket.user)
    }
    if answers.count >= Self.limit { answers.removeAll() }
    answers[tuple.local] = Answer(time: time, listener: listener)
    return listener
  }

  /// Whether no other socket listens on the same address and port (SO_REUSEPORT): the kernel chooses one for each
  /// connection.
  private func isAlone(
    _ socket: SocketDescription, _ tuple: FlowTuple, _ kernel: inout DiagnosisSocket
  ) -> Bool {
    var isAlone = true
    for isVersion6 in [false, true] {
      kernel.forEachSocket(
        { SocketQuery.all(.tcp, isVersion6: isVersion6, states: .listening, sequence: $0) },
        { other in
          if other.local == socket.local, other.cookie != socket.cookie,
            other.isVersion6 == socket.isVersion6
          {
            isAlone = false
          }
        })
    }
    return isAlone
  }
}
