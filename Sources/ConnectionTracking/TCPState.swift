/// The state of one endpoint of a TCP connection (RFC 9293, section 3.3.2), as far as the capture shows it.
public enum TCPState: UInt8, Hashable, Sendable, CaseIterable {
  /// The endpoint's beginning was not captured, and nothing has settled yet where it is.
  case unknown
  /// No connection: never one, or no more.
  case closed
  /// Waits for a connection request; inferred for a server that answers one.
  case listen
  /// Has sent a connection request and waits for the answer.
  case synSent
  /// Has received and sent a connection request and waits for the acknowledgment of its own.
  case synReceived
  /// Data can be sent both ways.
  case established
  /// Has sent a FIN and waits for its acknowledgment, or for the peer's.
  case finWait1
  /// Its FIN is acknowledged; waits for the peer's.
  case finWait2
  /// Has received a FIN; its application has not closed yet.
  case closeWait
  /// Both have sent a FIN before they received the other's; waits for the acknowledgment of its own.
  case closing
  /// Has received a FIN, then sent its own, and waits for the acknowledgment.
  case lastAck
  /// Waits until no old segment can be in the network any more.
  case timeWait

  /// Whether an endpoint in it sends no more.
  var isEnd: Bool { self == .closed || self == .timeWait }

  /// The name as RFC 9293 writes it, `UNKNOWN` for the one that it does not have.
  public var name: StaticString {
    switch self {
    case .unknown: "UNKNOWN"
    case .closed: "CLOSED"
    case .listen: "LISTEN"
    case .synSent: "SYN-SENT"
    case .synReceived: "SYN-RECEIVED"
    case .established: "ESTABLISHED"
    case .finWait1: "FIN-WAIT-1"
    case .finWait2: "FIN-WAIT-2"
    case .closeWait: "CLOSE-WAIT"
    case .closing: "CLOSING"
    case .lastAck: "LAST-ACK"
    case .timeWait: "TIME-WAIT"
    }
  }
}
