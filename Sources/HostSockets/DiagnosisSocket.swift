import CHostSockets
import SocketDiagnosis
import SystemServices

/// A socket for requests of sock_diag(7), which needs no privileges.
///
/// A door: calls of C.
struct DiagnosisSocket: ~Copyable {
  let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var sequence: UInt32 = 0

  /// How long an answer may take, in milliseconds; the kernel answers at once.
  private static let patience: Int32 = 100

  /// Opens a socket for requests, or one that receives the sockets that are destroyed.
  ///
  /// - Throws: the system's refusal.
  init(receivingDestroyed: Bool = false) throws(IOError) {
    var errorNumber: Int32 = 0
    // The shims write the number during the calls.
    descriptor =
      receivingDestroyed
      ? unsafe chost_open_destroyed(&errorNumber) : unsafe chost_open_diagnosis(&errorNumber)
    if descriptor < 0 {
      throw IOError(errorNumber: errorNumber, subject: "netlink sock_diag")
    }
  }

  deinit { chost_close(descriptor) }

  /// The socket that receives the packets of a flow; nil without one.
  mutating func socket(
    of tuple: FlowTuple, interface: UInt32, _ extensions: SocketQuery.Extensions
  ) -> SocketDescription? {
    sequence &+= 1
    send(
      SocketQuery.exact(tuple, interface: interface, extensions: extensions, sequence: sequence))
    var found: SocketDescription?
    let expected = sequence
    var isDone = false
    while !isDone,
      receive(
        waiting: Self.patience,
        { message, bytes in
          guard message.sequence == expected else { return }
          isDone = true
          if message.kind == .socket {
            found = SocketDescription(bytes.extracting(message.content))
          }
        })
    {}
    return found
  }

  /// Passes all sockets that a request lists to `body`.
  mutating func forEachSocket(
    _ request: (UInt32) -> [UInt8], _ body: (SocketDescription) -> Void
  ) {
    sequence &+= 1
    send(request(sequence))
    let expected = sequence
    var isDone = false
    while !isDone,
      receive(
        waiting: Self.patience,
        { message, bytes in
          guard message.sequence == expected else { return }
          switch message.kind {
          case .socket:
            if let socket = SocketDescription(bytes.extracting(message.content)) { body(socket) }
          case .done, .error: isDone = true
          case .other: break
          }
        })
    {}
  }

  /// Passes the sockets whose destruction was reported since the last call to `body`, at most those of some datagrams.
  mutating func forEachDestroyed(_ body: (SocketDescription) -> Void) {
    for _ in 0..<64 {
      let isReceived = receive(waiting: 0) { message, bytes in
        guard message.kind == .socket else { return }
        if let socket = SocketDescription(bytes.extracting(message.content)) { body(socket) }
      }
      if !isReceived { return }
    }
  }

  private func send(_ bytes: [UInt8]) {
    // The shim reads the bytes during the call; without an answer nothing is found.
    _ = unsafe chost_send(descriptor, bytes, bytes.count)
  }

  /// Receives one datagram and passes its messages to `body`; false if there is none.
  private mutating func receive(
    waiting milliseconds: Int32, _ body: (NetlinkMessage, Span<UInt8>) -> Void
  ) -> Bool {
    var errorNumber: Int32 = 0
    let capacity = buffer.count
    // The shim writes at most that many bytes during the call.
    let count = unsafe chost_receive(
      descriptor, &buffer, capacity, milliseconds, &errorNumber)
    // ENOBUFS: messages were lost, and others follow.
    if count < 0 { return errorNumber == 105 }
    guard count > 0 else { return false }
    let bytes = buffer.span.extracting(first: Int(count))
    var iterator = NetlinkMessage.Iterator()
    while let message = iterator.next(in: bytes) { body(message, bytes) }
    return true
  }
}
