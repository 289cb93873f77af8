import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// The summary of a connection that ends.
extension ConnectionTracker {
  /// The summary of a connection.
  func summary(
    of connection: borrowing Connection, _ ending: ConnectionSummary.Ending
  ) -> ConnectionSummary {
    let isTCP = connection.key.protocol == .tcp
    let flags = connection.flags
    let toServer =
      flags.contains([.hasSYNTime, .hasSYNAckTime]) && !flags.contains(.isRequestAmbiguous)
      ? connection.synAckTime.elapsed(since: connection.synTime) : nil
    let toClient =
      flags.contains([.hasSYNAckTime, .hasAckTime]) && !flags.contains(.isAnswerAmbiguous)
      ? connection.ackTime.elapsed(since: connection.synAckTime) : nil
    var summary = ConnectionSummary(
      index: connection.index, protocol: connection.key.protocol,
      hasPorts: connection.key.protocol.hasPorts,
      client: connection.endpoint(.client), server: connection.endpoint(.server),
      vlan: connection.key.vlan, tunnel: connection.key.tunnel, start: connection.start,
      end: connection.last,
      isHandshakeSeen: connection.client.flags.contains(.hasSentSYN),
      handshakeToServer: toServer, handshakeToClient: toClient,
      firstResponse: firstResponse(connection),
      connState: isTCP ? connection.zeek.state(connection) : connection.datagramState,
      history: connection.history, clientState: connection.client.state,
      serverState: connection.server.state,
      closedBy: isTCP ? connection.closedBy : nil,
      failure: failure(connection, ending),
      icmpTypeAndCode: !flags.isDisjoint(with: [.hasICMPError, .hasICMPType])
        ? ICMPTypeAndCode(type: connection.icmpType, code: connection.icmpCode) : nil,
      ending: ending, clientToServer: DirectionSummary(), serverToClient: DirectionSummary())
    summary.lastPacket = connection.lastPacket
    if connection.key.envelopeHash != 0,
      let contents = envelopes.contents(of: connection.key.envelopeHash)
    {
      summary.outerVLANs = contents.vlans
      summary.tunnels = contents.tunnels
    }
    if isTCP, flags.contains([.beganWithSYN, .hasAckTime, .hasSYNTime]) {
      summary.connectTime = connection.ackTime.elapsed(since: connection.start)
    }
    // Filled in place, because a direction is large, and a flood has millions of connections.
    fill(&summary.clientToServer, connection, .client)
    fill(&summary.serverToClient, connection, .server)
    if isTCP { fillResponses(&summary, connection) }
    return summary
  }

  /// From the first data of the client to the first of the server.
  private func firstResponse(_ connection: borrowing Connection) -> Int64? {
    guard let client = connection.client.stream.ifAny,
      let server = connection.server.stream.ifAny
    else { return nil }
    let request = classifier.streams[client].data.firstData
    guard request.rawValue != 0 else { return nil }
    return classifier.streams[server].data.firstData.elapsed(since: request)
  }

  /// Fills in how long the server took to answer.
  private func fillResponses(
    _ summary: inout ConnectionSummary, _ connection: borrowing Connection
  ) {
    summary.awaitsResponse = connection.endpoints[0].flags.contains(.awaitsResponse)
    guard let server = connection.server.stream.ifAny else { return }
    let count = classifier.streams[server].data.responseCount
    guard count > 0 else { return }
    summary.responses = ResponseTimes(
      count: UInt64(count), sum: classifier.streams[server].responseSum,
      maximum: classifier.streams[server].responseMaximum)
  }

  /// Why a connection failed, as far as the capture shows.
  private func failure(
    _ connection: borrowing Connection, _ ending: ConnectionSummary.Ending
  ) -> ConnectionSummary.Failure? {
    guard connection.key.protocol == .tcp else {
      // A flow with an answer did not fail.
      return connection.server.packets == 0 ? connection.failure : nil
    }
    if isBlackHole(connection, .client) || isBlackHole(connection, .server) { return .blackHole }
    if let failure = connection.failure {
      // A reset after both sides have closed answers a late segment.
      let isClosed =
        connection.client.flags.contains(.hasFINEnd)
        && connection.server.flags.contains(.hasFINEnd)
      return failure == .reset && isClosed ? nil : failure
    }
    if connection.client.state == .synSent, connection.server.packets == 0,
      connection.client.synCount > 1 || ending == .idle
    {
      return .timeout
    }
    return nil
  }

  /// Whether a side's full-sized segments never arrive while small ones do: a path MTU black hole (RFC 2923, section
  /// 2.1).
  ///
  /// The peer must be alive while the same segment is retransmitted, or a router must have reported that packets are
  /// too large. If nothing comes back, the path may be down instead.
  private func isBlackHole(_ connection: borrowing Connection, _ side: Side) -> Bool {
    let sender = connection.endpoints[side.index]
    let receiver = connection.endpoints[side.peer.index]
    guard let stream = sender.stream.ifAny, sender.flags.contains(.hasUnackedRetransmission),
      sender.acknowledged > 0,
      !receiver.flags.contains(.isWindowZero)
    else { return false }
    let size = classifier.streams[stream].data.headRetransmissionSize
    // Options take up to 40 bytes of a full segment.
    let full = UInt32(receiver.maximumSegmentSize == 0 ? 536 : receiver.maximumSegmentSize)
    guard size > classifier.streams[stream].feedback.acknowledgedSizeMaximum, size &+ 40 >= full
    else { return false }
    for index in 0..<classifier.streams[stream].ranges.count {
      let range = classifier.streams[stream].ranges[index]
      if range.end &- range.start >= Int64(size) { return false }
    }
    let count = classifier.streams[stream].data.headRetransmissions
    return count >= 3 && sender.flags.contains(.isPeerAliveSinceRetransmission)
      || count >= 2 && connection.isTooLarge
  }

  /// Fills in the direction of one side.
  private func fill(
    _ direction: inout DirectionSummary, _ connection: borrowing Connection, _ side: Side
  ) {
    guard connection.endpoints[side.index].packets > 0 else { return }
    let endpoint = connection.endpoints[side.index]
    direction.packets = endpoint.packets
    direction.ipBytes = endpoint.ipBytes
    direction.payloadBytes = endpoint.payloadBytes
    direction.checksumInvalid = UInt64(connection.checksumInvalid[side.index])
    direction.checksumUnverifiable = UInt64(endpoint.checksumUnverifiable)
    direction.timeToLive = endpoint.timeToLive
    direction.duplicatePackets = UInt64(endpoint.duplicatePackets)
    guard connection.key.protocol == .tcp else {
      direction.duplicatePayloadBytes = UInt64(max(endpoint.sendNext, 0))
      direction.uniquePayloadBytes =
        endpoint.payloadBytes &- min(direction.duplicatePayloadBytes, endpoint.payloadBytes)
      return
    }
    let flags = endpoint.flags
    let hasSYN = flags.contains(.hasSentSYN)
    direction.duplicateAcks = UInt64(endpoint.duplicateAcks)
    direction.zeroWindows = UInt64(endpoint.zeroWindows)
    direction.maximumSegmentSize =
      endpoint.maximumSegmentSize == 0 ? nil : endpoint.maximumSegmentSize
    direction.windowScale = endpoint.windowScale.scaling
    direction.windowMinimum = endpoint.windowMinimum.map { UInt64($0) }
    direction.windowMaximum = UInt64(endpoint.windowMaximum)
    direction.isECNNegotiated =
      hasSYN && connection.endpoints[side.peer.index].flags.contains(.hasSentSYN)
      ? flags.contains(.offersECN)
        && connection.endpoints[side.peer.index].flags.contains(.offersECN) : nil
    if direction.isECNNegotiated == true {
      direction.ecnMode = connection.flags.contains(.usesAccurateECN) ? .accurate : .classic
    }
    direction.isSACKPermitted = hasSYN ? flags.contains(.isSACKPermitted) : nil
    direction.hasTimestamps = flags.contains(.hasSequence) ? flags.contains(.hasTimestamps) : nil
    direction.outstandingBytes = UInt64(endpoint.flight)
    direction.synCount = UInt64(endpoint.synCount)
    direction.finCount = UInt64(endpoint.finCount)
    direction.rstCount = UInt64(endpoint.rstCount)
    if let stream = endpoint.stream.ifAny { fill(&direction, endpoint, stream) }
    direction.retransmittedPackets &+= UInt64(flags.retransmissionCount)
  }

  /// Fills in what one side's stream shows.
  private func fill(
    _ direction: inout DirectionSummary, _ endpoint: TCPEndpoint, _ stream: Handle<StreamDetail>
  ) {
    direction.uniquePayloadBytes = classifier.streams[stream].data.uniqueBytes
    direction.missedBytes = classifier.streams[stream].missedBytes(before: endpoint)
    direction.retransmittedPackets = UInt64(classifier.streams[stream].data.retransmittedPackets)
    direction.retransmittedBytes = classifier.streams[stream].data.retransmittedBytes
    direction.duplicatePayloadBytes = classifier.streams[stream].data.duplicateBytes
    direction.outOfOrderPackets = UInt64(classifier.streams[stream].data.outOfOrderPackets)
    direction.segmentSizeMaximum = classifier.streams[stream].data.segmentSizeMaximum
    direction.flightMaximum = classifier.streams[stream].data.flightMaximum
    direction.initialWindowSegments = UInt64(classifier.streams[stream].data.initialWindowSegments)
    let samples = UInt64(classifier.streams[stream].feedback.roundTripCount)
    if samples > 0 {
      direction.roundTripSamples = samples
      direction.roundTripMinimum = classifier.streams[stream].feedback.roundTripMinimum
      direction.roundTripMaximum = classifier.streams[stream].roundTripMaximum
      direction.roundTripMean =
        classifier.streams[stream].feedback.roundTripSum / Int64(clamping: samples)
    }
    // A transfer lasts until its last byte has arrived: a burst would otherwise be divided by its own serialization. One
    // segment is none.
    let (first, last) = (
      classifier.streams[stream].data.firstData, classifier.streams[stream].data.lastData
    )
    let end = max(last, classifier.streams[stream].data.acknowledgedAt)
    if direction.uniquePayloadBytes > 0 { direction.lastExchange = end }
    let time = end.nanoseconds(since: first)
    if last > first && time > 0 && direction.uniquePayloadBytes > 0 {
      direction.transferTime = time
      direction.throughput = Double(direction.uniquePayloadBytes) * 8e9 / Double(time)
    }
  }
}

extension StreamDetail {
  /// Bytes that the peer acknowledged and the capture misses.
  func missedBytes(before endpoint: TCPEndpoint) -> UInt64 {
    var missed = data.abandonedBytes
    for index in 0..<gaps.count {
      let end = min(gaps[index].end, endpoint.acknowledged)
      missed &+= UInt64(max(end &- gaps[index].start, 0))
    }
    // Bytes acknowledged beyond SND.NXT, without an inferred FIN.
    let beyond = endpoint.acknowledged &- endpoint.sendNext
    if beyond > 0 && !endpoint.flags.contains(.isFINInferred) { missed &+= UInt64(beyond) }
    return missed
  }
}

extension Connection {
  /// Whether a router reported that packets are too large (RFC 1191; RFC 4443, section 3.2).
  var isTooLarge: Bool {
    guard flags.contains(.hasICMPError) else { return false }
    return icmpType == 3 && icmpCode == 4 || icmpType == 2 && key.isVersion6
  }

  /// Updates the history with a packet of a protocol without connections.
  mutating func noteDatagram(_ side: Side) {
    if endpoints[side.index].packets == 1 { history.append(.data, of: side) }
  }

  /// Zeek's `conn_state` of a flow without connections: which sides sent packets.
  var datagramState: ConnState {
    switch (client.packets > 0, server.packets > 0) {
    case (true, true): .sf
    case (true, false): .s0
    case (false, true): .shr
    case (false, false): .oth
    }
  }
}

extension IPProtocol {
  /// Whether its header begins with two ports.
  var hasPorts: Bool { self == .tcp || self == .udp || self == .sctp || self == .dccp }
}
