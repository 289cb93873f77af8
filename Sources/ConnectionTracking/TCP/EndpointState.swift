/// The state of one endpoint of a connection of any transport protocol that has states, as far as the capture shows it.
///
/// Names that protocols share are one case: CLOSED and UNKNOWN are the same of TCP, SCTP and DCCP.
public enum EndpointState: UInt8, Hashable, Sendable, CaseIterable {
  // TCP (RFC 9293, section 3.3.2).

  /// The endpoint's beginning was not captured, and nothing has settled yet where it is.
  case unknown
  /// No connection: never one, or no more.
  case closed
  /// TCP: waits for a connection request; inferred for a server that answers one.
  case listen
  /// TCP: has sent a connection request.
  case synSent
  /// TCP: has received and sent a connection request.
  case synReceived
  /// TCP and SCTP: data can be sent both ways.
  case established
  /// TCP: has sent a FIN.
  case finWait1
  /// TCP: its FIN is acknowledged.
  case finWait2
  /// TCP: has received a FIN.
  case closeWait
  /// TCP: both have sent a FIN. DCCP: has sent a Close and waits for the Reset.
  case closing
  /// TCP: has received a FIN, then sent its own.
  case lastAck
  /// TCP: waits until no old segment can be in the network any more.
  case timeWait

  // SCTP (RFC 9260, section 4).

  /// Has sent an INIT and waits for the INIT ACK.
  case cookieWait
  /// Has sent a COOKIE ECHO and waits for the COOKIE ACK.
  case cookieEchoed
  /// Has received a SHUTDOWN; data of its own may be outstanding.
  case shutdownReceived
  /// Has sent a SHUTDOWN and waits for the SHUTDOWN ACK.
  case shutdownSent
  /// Has sent a SHUTDOWN ACK and waits for the SHUTDOWN COMPLETE.
  case shutdownAckSent

  // DCCP (RFC 4340, section 4.3).

  /// The client has sent a Request.
  case request
  /// The server has answered it with a Response.
  case respond
  /// The client has the Response; the server may not know yet.
  case partOpen
  /// Data can be sent both ways.
  case open
  /// The server has asked the client to close.
  case closeRequested
  /// DCCP's own spelling: has the Reset and waits until no old packet can be in the network any more.
  case timewait

  /// Whether a TCP endpoint in it sends no more.
  var isEnd: Bool { self == .closed || self == .timeWait }

  /// The name as the protocol's RFC writes it, `UNKNOWN` for the one that it does not have.
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
    case .cookieWait: "COOKIE-WAIT"
    case .cookieEchoed: "COOKIE-ECHOED"
    case .shutdownReceived: "SHUTDOWN-RECEIVED"
    case .shutdownSent: "SHUTDOWN-SENT"
    case .shutdownAckSent: "SHUTDOWN-ACK-SENT"
    case .request: "REQUEST"
    case .respond: "RESPOND"
    case .partOpen: "PARTOPEN"
    case .open: "OPEN"
    case .closeRequested: "CLOSEREQ"
    case .timewait: "TIMEWAIT"
    }
  }
}
