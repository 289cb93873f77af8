import CSocketEvents
import InternetTypes
import SocketDiagnosis
import SystemServices

/// What a program in the kernel reports of sockets of TCP as it happens.
///
/// A door: calls of C.
@safe
struct SocketEvents: ~Copyable {
  /// A report.
  struct Event {
    enum Kind {
      /// A process connects; the socket has no port yet.
      case connecting
      /// The socket has its port, and an answer or none.
      case connected
      /// A process closes the connection, or its direction.
      case closing
    }

    let kind: Kind
    /// The socket.
    let cookie: UInt64
    /// When, in nanoseconds since the epoch.
    let time: Int64
    /// The flow of the socket.
    let tuple: FlowTuple
    /// The process; nil if it may be any.
    let owner: OwnerAnswer?
    /// The process's user.
    let user: UInt32?
  }

  /// The most reports that are taken at once.
  private static let capacity = 512

  private let events: OpaquePointer
  private var taken = [csocket_event](repeating: csocket_event(), count: capacity)

  /// Loads the program, which needs privileges.
  ///
  /// - Throws: what the system does not permit or have.
  init() throws(IOError) {
    var errorNumber: Int32 = 0
    // The shim writes the number during the call.
    guard let opened = unsafe csocket_events_open(&errorNumber) else {
      throw IOError(errorNumber: errorNumber, subject: "eBPF, by libbpf.so.1")
    }
    unsafe events = opened
  }

  deinit { unsafe csocket_events_close(events) }

  /// Reports that were lost so far.
  var lostCount: Int { unsafe Int(csocket_events_lost(events)) }

  /// Passes the reports that are there to `body`, at most some hundreds.
  mutating func take(_ body: (Event) -> Void) {
    // The shim writes at most that many, as many as the array has.
    let count = unsafe Int(csocket_events_take(events, &taken, Int32(Self.capacity)))
    for index in 0..<count {
      if let event = Self.event(taken[index]) { body(event) }
    }
  }

  private static func event(_ taken: csocket_event) -> Event? {
    let kind: Event.Kind
    switch Int(taken.kind) {
    case Int(CSOCKET_CONNECTING): kind = .connecting
    case Int(CSOCKET_CONNECTED): kind = .connected
    case Int(CSOCKET_CLOSING): kind = .closing
    default: return nil
    }
    // The arrays have 16 bytes each, and the spans live as long as the closures run.
    let (local, remote) = unsafe (
      withUnsafeBytes(of: taken.local) { unsafe address(Span(_unsafeBytes: $0), taken) },
      withUnsafeBytes(of: taken.remote) { unsafe address(Span(_unsafeBytes: $0), taken) }
    )
    let name = unsafe withUnsafeBytes(of: taken.name) { bytes in
      unsafe Array(bytes.prefix { $0 != 0 })
    }
    let hasOwner = kind != .connected && taken.process > 0
    return Event(
      kind: kind, cookie: taken.cookie, time: taken.time,
      tuple: FlowTuple(
        .tcp, local: Endpoint(address: local, port: taken.local_port),
        remote: Endpoint(address: remote, port: taken.remote_port)),
      owner: hasOwner
        ? OwnerAnswer(
          process: Int32(clamping: taken.process), name: SystemText.text(name),
          group: ControlGroup()) : nil,
      user: hasOwner && taken.user != .max ? taken.user : nil)
  }

  private static func address(_ bytes: Span<UInt8>, _ taken: csocket_event) -> IPAddress {
    bytes.address(at: 0, isVersion6: taken.is_version6)
  }
}
