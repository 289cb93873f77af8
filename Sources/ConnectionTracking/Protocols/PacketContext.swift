import BasicContainers
import InternetTypes

/// The connection, sender and time of one packet of SCTP or DCCP, and how findings about it are reported.
struct PacketContext {
  /// The connection's index.
  let connection: UInt64
  let client: Endpoint
  let server: Endpoint
  /// The side that sent the packet.
  let sender: Side
  let moment: PacketMoment

  var time: Timestamp { moment.time }

  /// Reports a change of a side's state.
  func report(
    _ side: Side, from: EndpointState, to: EndpointState, by cause: PacketMoment,
    _ findings: inout Findings
  ) {
    guard findings.wantsTransitions else { return }
    let (own, peer) = side == .client ? (client, server) : (server, client)
    findings.transitions.append(
      StateTransition(
        time: cause.time, packet: cause.packet, connection: connection, side: side,
        endpoint: own, peer: peer, from: from, to: to))
  }

  /// Reports an event of the packet.
  func report(
    _ kind: SegmentEvent.Kind, sequence: UInt32 = 0, length: UInt32 = 0,
    detail: SegmentEvent.Detail = SegmentEvent.Detail(), _ findings: inout Findings
  ) {
    guard findings.wantsEvents else { return }
    findings.events.append(
      SegmentEvent(
        time: moment.time, packet: moment.packet, connection: connection, sender: sender,
        kind: kind, sequence: sequence, length: length, detail: detail))
  }

  /// Reports an event of the packet with a reason and no numbers.
  func report(
    _ kind: SegmentEvent.Kind, sequence: UInt32 = 0, reason: SegmentEvent.Reason,
    _ findings: inout Findings
  ) {
    var detail = SegmentEvent.Detail()
    detail.reason = reason
    report(kind, sequence: sequence, detail: detail, &findings)
  }
}
