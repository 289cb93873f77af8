import BasicContainers
import InternetTypes

/// A packet that can be named later: when it was captured, and its position in the input.
struct PacketMoment {
  var time: PacketTime
  var packet: UInt64
}

/// Where a packet of an association stands, and how what it shows is written down.
struct PacketContext {
  /// The connection's index.
  let connection: UInt64
  let client: Endpoint
  let server: Endpoint
  /// Who sent the packet.
  let sender: Side
  let moment: PacketMoment

  var time: PacketTime { moment.time }

  /// Writes down that the state of a side changed.
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

  /// Writes down what the packet shows.
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

  /// The same with a reason alone.
  func report(
    _ kind: SegmentEvent.Kind, sequence: UInt32 = 0, reason: StaticString,
    _ findings: inout Findings
  ) {
    var detail = SegmentEvent.Detail()
    detail.reason = reason
    report(kind, sequence: sequence, detail: detail, &findings)
  }
}
