/// The state of one endpoint of a TCP, SCTP or DCCP connection, as far as the capture shows it.
///
/// States that the protocols share are one case: `unknown`, `closed`, and `established` of TCP and SCTP.
public enum EndpointState: UInt8, Hashable, Sendable, CaseIterable {
  // TCP (RFC 9293, section 3.3.2).

  /// The start of the connection was not captured, and nothing has shown the state since.
  case unknown
  /// No connection, or none any more.
  case closed
  /// TCP: waits for a connection request. Inferred for a server that answers one.
  case listen
  /// TCP: has sent a SYN.
  case synSent
  /// TCP: has received and sent a SYN.
  case synReceived
  /// TCP and SCTP: open.
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
  /// TCP: waits until old segments have left the network.
  case timeWait

  // SCTP (RFC 9260, section 4).

  /// Has sent an INIT and waits for the INIT ACK.
  case cookieWait
  /// Has sent a COOKIE ECHO and waits for the COOKIE ACK.
  case cookieEchoed
  /// Has received a SHUTDOWN; its own data may be outstanding.
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
  /// The client has received the Response; the server may not know.
  case partOpen
  /// DCCP: open.
  case open
  /// The server has asked the client to close.
  case closeRequested
  /// DCCP's TIMEWAIT: has received the Reset, and waits until old packets have left the network.
  case dccpTimeWait

  /// Whether a TCP endpoint in this state sends no more.
  var isEnd: Bool { self == .closed || self == .timeWait }

  /// The name as in the protocol's RFC; `UNKNOWN` is our own.
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
    case .dccpTimeWait: "TIMEWAIT"
    }
  }
}
