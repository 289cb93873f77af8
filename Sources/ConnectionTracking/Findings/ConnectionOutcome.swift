import InternetTypes
import PacketDissection

/// The outcome of a connection or flow.
public enum ConnectionOutcome: UInt8, Hashable, Sendable, CaseIterable {
  /// Both sides closed it; for a protocol without connections, both sides sent packets.
  case ok
  /// It was open at the end of the capture, or when it timed out.
  case open
  /// The first packets of the client were not answered, and it is not known whether the client gave up.
  case unanswered
  /// The server answered, and the handshake was not completed.
  case noHandshake
  /// As `ConnectionSummary.Failure`.
  case refused, icmpUnreachable, reset, timeout, blackHole

  /// The name in records.
  public var name: StaticString {
    switch self {
    case .ok: "ok"
    case .open: "open"
    case .unanswered: "unanswered"
    case .noHandshake: "no-handshake"
    case .refused: "refused"
    case .icmpUnreachable: "icmp-unreachable"
    case .reset: "reset"
    case .timeout: "timeout"
    case .blackHole: "black-hole"
    }
  }

  /// Whether the connection failed; that of an unanswered one is not known.
  public var isFailure: Bool {
    switch self {
    case .ok, .open, .unanswered: false
    case .noHandshake, .refused, .icmpUnreachable, .reset, .timeout, .blackHole: true
    }
  }
}

extension ConnectionSummary {
  /// The outcome of the connection.
  public var outcome: ConnectionOutcome {
    switch failure {
    case .timeout: return .timeout
    case .refused: return .refused
    case .icmpUnreachable: return .icmpUnreachable
    case .reset: return .reset
    case .blackHole: return .blackHole
    case nil: break
    }
    switch `protocol` {
    case .tcp, .sctp, .dccp: return stateOutcome
    case .icmp, .icmpv6:
      // Of ICMP messages, only an echo request expects an answer.
      let isRequest = icmpTypeAndCode.map { $0.type == 8 || $0.type == 128 } ?? false
      return isRequest && serverToClient.packets == 0 ? .unanswered : .ok
    default: return serverToClient.packets == 0 ? .unanswered : .ok
    }
  }

  /// The outcome that the states of both sides show.
  private var stateOutcome: ConnectionOutcome {
    let isClosed = closedBy != nil && (clientState.isClosed || serverState.isClosed)
    if isClosed || clientToServer.finCount > 0 && serverToClient.finCount > 0 { return .ok }
    guard isHandshakeSeen else { return .open }
    if serverToClient.packets == 0 && clientState.isOpening { return .unanswered }
    return clientState.isOpening || serverState.isOpening ? .noHandshake : .open
  }
}

extension EndpointState {
  /// Whether the endpoint has ended the connection.
  fileprivate var isClosed: Bool { self == .closed || self == .timeWait || self == .dccpTimeWait }

  /// Whether the endpoint waits for the rest of the handshake.
  fileprivate var isOpening: Bool {
    switch self {
    case .synSent, .synReceived, .cookieWait, .cookieEchoed, .request, .respond, .partOpen: true
    default: false
    }
  }
}

/// The kind of explicit congestion notification in use.
public enum ECNMode: UInt8, Hashable, Sendable, CaseIterable {
  /// RFC 3168: an endpoint echoes marks until the sender has reduced its window.
  case classic
  /// RFC 9768: an endpoint counts marks.
  case accurate

  /// The name in records.
  public var name: StaticString { self == .classic ? "classic" : "accecn" }
}
