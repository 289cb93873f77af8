public import CongestionInference
public import ConnectionTracking
import InternetTypes

/// Findings as comments on packets: one short line each, for the option `opt_comment` of pcapng.
///
/// Wireshark shows them, and finds them by `frame.comment contains "tcpinspect"`.
public enum FindingComment {
  /// The prefix of every comment.
  public static let prefix = "tcpinspect: "

  /// An event: `tcpinspect: fast_retransmission of #39, 287us after it, evidence sack`.
  public static func text(_ event: SegmentEvent) -> String {
    let detail = event.detail
    var text = prefix + event.kind.name.description
    if let original = detail.original { text += " of #\(original)" }
    if let lag = detail.lagNanoseconds {
      let span = Quantity.duration(lag)
      text += detail.original == nil ? ", lag \(span)" : ", \(span) after it"
    }
    if let missing = detail.missingBytes { text += ", \(Quantity.bytes(missing)) missing" }
    if let count = detail.duplicateAcks {
      text += ", \(count.counted("duplicate acknowledgment")) in a row"
    }
    if let window = detail.window { text += ", window \(window)" }
    if let flight = detail.flight { text += ", \(Quantity.bytes(flight)) in flight" }
    if let reason = detail.reason { text += ", evidence \(reason.recordName)" }
    return text
  }

  /// A state transition: `tcpinspect: client SYN-SENT > ESTABLISHED`.
  public static func text(_ transition: StateTransition) -> String {
    prefix + "\(transition.side.name) \(transition.from.name) > \(transition.to.name)"
  }

  /// A connection, for its first packet: `tcpinspect: connection 3, tcp 10.0.0.1:40000 > 10.0.0.2:80, SF, 1.5s, ...`.
  public static func text(_ connection: borrowing ConnectionSummary) -> String {
    let kind = connection.isQUIC ? "quic" : connection.protocol.shortName
    let (sent, received) = (connection.clientToServer, connection.serverToClient)
    var text = prefix + "connection \(connection.index), \(kind) "
    let endpoints = TableStyle().text.endpoints(connection)
    text += "\(endpoints.client) > \(endpoints.server)"
    text += ", \(connection.connState.name)"
    text += ", \(Quantity.duration(connection.end.nanoseconds(since: connection.start)))"
    text += ", \(Quantity.bytes(sent.payloadBytes)) sent"
    text += ", \(Quantity.bytes(received.payloadBytes)) received"
    if let failure = connection.failure { text += ", failure \(failure.name)" }
    if let side = connection.closedBy { text += ", closed by \(side.name)" }
    let retransmitted = sent.retransmittedPackets + received.retransmittedPackets
    if retransmitted > 0 { text += ", \(retransmitted.counted("retransmitted packet"))" }
    return text
  }

  /// A verdict on congestion control, for the connection's first packet.
  public static func text(_ verdict: CongestionVerdict) -> String {
    var text = prefix + "\(verdict.sender.name) sends with \(verdict.algorithm.rawValue)"
    text += ", confidence \(Int(verdict.confidence * 100)) %"
    if verdict.reductionCount > 0 {
      text += ", \(verdict.reductionCount.counted("reduction")) of the window"
    }
    return text
  }
}
