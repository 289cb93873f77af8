public import ConnectionTracking
import InternetTypes
import PacketDissection
public import TextOutput

/// A page about one connection with everything that is known of it.
public struct ConnectionPage {
  private let text: TableText
  private let communityID = CommunityID()

  /// A page in this style.
  public init(style: TableStyle) { text = style.text }

  /// Appends the page of a connection, with its changes of state and the counts of its events.
  public func append(
    _ connection: ConnectionSummary, transitions: [StateTransition], events: EventCounts,
    to line: inout TextBuffer
  ) {
    appendHeading(connection, to: &line)
    if connection.protocol == .tcp { appendHandshake(connection, to: &line) }
    if let quic = connection.quic {
      appendQUIC(quic, continuing: connection.continued, to: &line)
    }
    if let tftp = connection.tftp { appendTFTP(tftp, to: &line) }
    if let sctp = connection.sctp {
      appendHandshake(connection, to: &line)
      appendSCTP(sctp, to: &line)
    }
    if let dccp = connection.dccp {
      appendHandshake(connection, to: &line)
      appendDCCP(dccp, to: &line)
    }
    appendDirections(connection, to: &line)
    appendEvents(events, to: &line)
    appendStates(transitions, isTCP: connection.protocol == .tcp, to: &line)
  }

  private func appendHeading(_ connection: ConnectionSummary, to line: inout TextBuffer) {
    let (transport, hasPort) = (connection.protocol, connection.hasPorts)
    let client = text.endpoint(connection.client, transport, hasPort: hasPort)
    let server = text.endpoint(connection.server, transport, hasPort: hasPort)
    let name = connection.quic == nil ? transport.name : "quic"
    line.append("Connection \(connection.index): \(name), \(client) → \(server)")
    let vlans = connection.vlans.reversed().map { "\($0)" }.joined(separator: " in ")
    if !vlans.isEmpty { line.append(", VLAN \(vlans)") }
    if let tunnel = connection.tunnel { line.append(", in \(tunnel.name)") }
    line.append(connection.isHandshakeSeen ? "\n" : " (client side guessed)\n")
    let duration = Quantity.duration(connection.end.nanoseconds(since: connection.start))
    line.append("  from \(text.dateAndTime(connection.start, decimals: 6)), \(duration) long")
    line.append("; conn_state \(connection.connState.name), history ")
    for index in 0..<Int(connection.history.count) { line.append(byte: connection.history[index]) }
    line.append("\n")
    if connection.hasState {
      line.append("  client \(connection.clientState.name), server \(connection.serverState.name)")
      if let side = connection.closedBy { line.append("; closed by \(side.name)") }
      line.append("\n")
    }
    if let failure = connection.failure {
      var reason = failure.name.description
      if let icmp = connection.icmpTypeAndCode {
        reason += " (ICMP type \(icmp.type), code \(icmp.code))"
      }
      line.append("  " + text.colored("failed: " + reason, .failure) + "\n")
    }
    line.append("  community ID ")
    communityID.append(connection, into: &line)
    line.append("\n")
    appendApplication(connection, to: &line)
    appendHost(connection, to: &line)
  }

  private func appendHandshake(_ connection: ConnectionSummary, to line: inout TextBuffer) {
    line.append("\nTimes\n")
    let (first, second) =
      switch connection.protocol {
      case .sctp: ("INIT to INIT ACK", "INIT ACK to cookie")
      case .dccp: ("Request to Response", "Response to answer")
      default: ("SYN to SYN-ACK", "SYN-ACK to ACK")
      }
    let width = connection.protocol == .tcp ? 15 : 19
    var rows = [
      (first, connection.handshakeToServer, "capture point to server and back"),
      (second, connection.handshakeToClient, "capture point to client and back"),
    ]
    if let connect = connection.connectTime {
      rows.append(("connect", connect, "first SYN to ACK, lost SYNs included"))
    }
    rows.append(("first response", connection.firstResponse, "request to response"))
    if let responses = connection.responses, responses.count > 1 {
      rows.append(("mean response", responses.mean, "of \(responses.count)"))
      rows.append(("max response", responses.maximum, "of these"))
    }
    for (name, time, meaning) in rows {
      let shown = TableText.right(Quantity.duration(time), 6)
      line.append("  \(TableText.left(name, width)) \(shown)  \(meaning)\n")
    }
  }

  private func appendDirections(_ connection: ConnectionSummary, to line: inout TextBuffer) {
    let isTCP = connection.protocol == .tcp
    row("", "client", "server", to: &line)
    let client = Self.rows(connection.clientToServer, isTCP: isTCP)
    let server = Self.rows(connection.serverToClient, isTCP: isTCP)
    for (left, right) in zip(client, server) { row(left.name, left.value, right.value, to: &line) }
  }

  private func row(
    _ name: String, _ client: String, _ server: String, to line: inout TextBuffer
  ) {
    let title = TableText.left(name.isEmpty ? "Sent by" : "  " + name, 28)
    if name.isEmpty { line.append("\n") }
    line.append("\(title) \(TableText.right(client, 20)) \(TableText.right(server, 20))\n")
  }

  /// The rows of the table of directions.
  private static func rows(
    _ direction: DirectionSummary, isTCP: Bool
  ) -> [(name: String, value: String)] {
    let always = [
      ("packets", "\(direction.packets)"), ("IP bytes", "\(direction.ipBytes)"),
      ("payload bytes", "\(direction.payloadBytes)"),
      ("copies of packets", "\(direction.duplicatePackets)"),
      ("checksums wrong", "\(direction.checksumInvalid)"),
      ("TTL", known(direction.timeToLive)),
    ]
    guard isTCP else { return always }
    return always + segmentRows(direction) + optionRows(direction) + windowRows(direction)
  }

  private static func segmentRows(_ direction: DirectionSummary) -> [(String, String)] {
    [
      ("distinct bytes", "\(direction.uniquePayloadBytes)"),
      ("bytes not captured", "\(direction.missedBytes)"),
      ("packets retransmitted", "\(direction.retransmittedPackets)"),
      ("bytes retransmitted", "\(direction.retransmittedBytes)"),
      ("packets out of order", "\(direction.outOfOrderPackets)"),
      ("duplicate ACKs", "\(direction.duplicateAcks)"),
      (
        "SYN / FIN / RST", "\(direction.synCount) / \(direction.finCount) / \(direction.rstCount)"
      ),
    ]
  }

  private static func optionRows(_ direction: DirectionSummary) -> [(String, String)] {
    let scale = direction.windowScale.map { $0.bits.map { "\($0)" } ?? "not used" } ?? "-"
    return [
      ("MSS option", known(direction.maximumSegmentSize)), ("window scale", scale),
      ("SACK permitted", known(direction.isSACKPermitted)),
      ("timestamps", known(direction.hasTimestamps)), ("ECN", known(direction.isECNNegotiated)),
    ]
  }

  private static func windowRows(_ direction: DirectionSummary) -> [(String, String)] {
    let roundTrips = [
      direction.roundTripMinimum, direction.roundTripMean, direction.roundTripMaximum,
    ].map { Quantity.duration($0) }.joined(separator: " / ")
    return [
      ("largest segment", known(direction.segmentSizeMaximum)),
      ("initial window, segments", known(direction.initialWindowSegments)),
      ("window offered, smallest", known(direction.windowMinimum)),
      ("window offered, largest", known(direction.windowMaximum)),
      ("zero windows", "\(direction.zeroWindows)"),
      ("most bytes in flight", known(direction.flightMaximum)),
      ("RTT min / mean / max", roundTrips), ("RTT samples", "\(direction.roundTripSamples)"),
      ("throughput", direction.throughput.map { Quantity.rate($0) } ?? "-"),
    ]
  }

  /// A number that may be unknown.
  private static func known(_ value: (some BinaryInteger)?) -> String {
    value.map { "\($0)" } ?? "-"
  }

  /// A yes or no that may be unknown.
  private static func known(_ value: Bool?) -> String {
    value.map { $0 ? "yes" : "no" } ?? "-"
  }

  private func appendEvents(_ events: EventCounts, to line: inout TextBuffer) {
    let kinds = SegmentEvent.Kind.allCases.filter {
      events[$0, .client] | events[$0, .server] != 0
    }
    if kinds.isEmpty { return }
    line.append("\nEvents\n")
    for kind in kinds {
      row(
        kind.name.description, "\(events[kind, .client])", "\(events[kind, .server])", to: &line)
    }
  }

  private func appendStates(
    _ transitions: [StateTransition], isTCP: Bool, to line: inout TextBuffer
  ) {
    if transitions.isEmpty { return }
    line.append("\nStates\n")
    for transition in transitions {
      let time = text.timeOfDay(transition.time, decimals: 6)
      let packet = TableText.right("#\(transition.packet)", 9)
      let side = TableText.left(transition.side.name, 6)
      let from = TableText.left(transition.from.name.description, isTCP ? 12 : 17)
      line.append("  \(time) \(packet)  \(side)  \(from) → \(transition.to.name)\n")
    }
  }
}
