/// The state of a socket, as the kernel numbers them (include/net/tcp_states.h).
public enum SocketState: UInt8, Sendable, CaseIterable {
  case established = 1
  case synSent, synReceived, finWait1, finWait2, timeWait, closed, closeWait, lastAck, listen
  case closing, newSynReceived

  /// States as a mask.
  public struct Set: Sendable {
    /// Bit n is the state n.
    public let rawValue: UInt32

    /// A mask of these states.
    public init(_ states: [SocketState]) {
      rawValue = states.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
    }

    /// The sockets that belong to a connection and have an owner.
    public static var connected: Set {
      Set([
        .established, .synSent, .synReceived, .finWait1, .finWait2, .closeWait, .lastAck, .closing,
      ])
    }

    /// Listening sockets.
    public static var listening: Set { Set([.listen]) }

    /// Sockets in any state.
    public static var any: Set { Set(SocketState.allCases) }
  }

  /// The name of RFC 9293.
  public var name: StaticString {
    switch self {
    case .established: "ESTABLISHED"
    case .synSent: "SYN-SENT"
    case .synReceived, .newSynReceived: "SYN-RECEIVED"
    case .finWait1: "FIN-WAIT-1"
    case .finWait2: "FIN-WAIT-2"
    case .timeWait: "TIME-WAIT"
    case .closed: "CLOSED"
    case .closeWait: "CLOSE-WAIT"
    case .lastAck: "LAST-ACK"
    case .listen: "LISTEN"
    case .closing: "CLOSING"
    }
  }
}
