import BasicContainers
import InternetTypes
import PacketDissection

/// What is said of a connection when it ends.
extension ConnectionTracker {
  /// The summary of a connection; `mutating` lest the tracker be copied, which is a KB, to be read.
  mutating func summary(
    of connection: Connection, _ ending: ConnectionSummary.Ending
  ) -> ConnectionSummary {
    let isTCP = connection.key.protocol == .tcp
    let marks = connection.marks
    let toServer =
      marks.contains([.hasSYNTime, .hasSYNAckTime])
      ? Self.duration(from: connection.synTime, to: connection.synAckTime) : nil
    let toClient =
      marks.contains([.hasSYNAckTime, .hasAckTime])
      ? Self.duration(from: connection.synAckTime, to: connection.ackTime) : nil
    var summary = ConnectionSummary(
      index: connection.index, protocol: connection.key.protocol,
      hasPorts: connection.key.protocol.hasPorts,
      client: connection.endpoint(.client), server: connection.endpoint(.server),
      vlan: connection.key.vlan, tunnel: connection.key.tunnel, start: connection.start,
      end: connection.last,
      isHandshakeSeen: connection.client.marks.contains(.hasSentSYN),
      handshakeToServer: toServer, handshakeToClient: toClient,
      firstResponse: firstResponse(connection),
      connState: isTCP ? connection.zeek.state(connection) : connection.datagramState,
      history: connection.history, clientState: connection.client.state,
      serverState: connection.server.state,
      closedBy: isTCP ? connection.closedBy : nil,
      failure: failure(connection, ending),
      icmpTypeAndCode: !marks.isDisjoint(with: [.hasICMPError, .hasICMPType])
        ? (connection.icmpType, connection.icmpCode) : nil,
      ending: ending, clientToServer: DirectionSummary(), serverToClient: DirectionSummary())
    // Filled in place: a direction is large, and in a flood there are millions.
    fill(&summary.clientToServer, connection, .client)
    fill(&summary.serverToClient, connection, .server)
    return summary
  }

  /// Nanoseconds between two packets; nil where the capture's clock went back.
  private static func duration(from start: PacketTime, to end: PacketTime) -> Int64? {
    let time = end.nanoseconds(since: start)
    return time >= 0 ? time : nil
  }

  /// From the first data of the client to the first of the server.
  private mutating func firstResponse(_ connection: Connection) -> Int64? {
    guard connection.client.detail != 0, connection.server.detail != 0 else { return nil }
    let asked = classifier.streams[connection.client.detail &- 1].book.firstData
    let answered = classifier.streams[connection.server.detail &- 1].book.firstData
    let time = answered.nanoseconds(since: asked)
    return asked.rawValue != 0 && time >= 0 ? time : nil
  }

  /// Why a connection failed, as far as the capture shows.
  private mutating func failure(
    _ connection: Connection, _ ending: ConnectionSummary.Ending
  ) -> ConnectionSummary.Failure? {
    guard connection.key.protocol == .tcp else {
      // What was answered did not fail.
      return connection.server.packets == 0 ? connection.failure : nil
    }
    if isBlackHole(connection, .client) || isBlackHole(connection, .server) { return .blackHole }
    if let failure = connection.failure { return failure }
    if connection.client.state == .synSent, connection.server.packets == 0,
      connection.client.synCount > 1 || ending == .idle
    {
      return .timeout
    }
    return nil
  }

  /// Whether full-sized segments of a side never arrived while small ones did: a path whose MTU nobody tells of.
  ///
  /// The peer must have shown that it lives while the same segment was sent again and again, or a router must have
  /// said that packets are too large; where all is silent the path may as well be gone.
  private mutating func isBlackHole(_ connection: Connection, _ side: Side) -> Bool {
    let sender = connection.ends[side.at]
    let receiver = connection.ends[side.peer.at]
    guard sender.detail != 0, sender.marks.contains(.isStuck), sender.acknowledged > 0,
      !receiver.marks.contains(.isWindowZero)
    else { return false }
    let at = sender.detail &- 1
    let size = classifier.streams[at].book.stuckSize
    // Options take up to 40 bytes of a full segment.
    let full = UInt32(receiver.maximumSegmentSize == 0 ? 536 : receiver.maximumSegmentSize)
    guard size > classifier.streams[at].feedback.acknowledgedSizeMaximum, size &+ 40 >= full
    else { return false }
    for index in 0..<classifier.streams[at].ranges.count {
      let range = classifier.streams[at].ranges[index]
      if range.end &- range.start >= Int64(size) { return false }
    }
    let count = classifier.streams[at].book.stuckCount
    return count >= 3 && sender.marks.contains(.isAnsweredWhileStuck)
      || count >= 2 && connection.isTooLarge
  }

  /// What one side sent.
  private mutating func fill(
    _ direction: inout DirectionSummary, _ connection: Connection, _ side: Side
  ) {
    guard connection.ends[side.at].packets > 0 else { return }
    let endpoint = connection.ends[side.at]
    direction.packets = endpoint.packets
    direction.ipBytes = endpoint.ipBytes
    direction.payloadBytes = endpoint.payloadBytes
    direction.checksumInvalid = UInt64(connection.checksumInvalid[side.at])
    direction.checksumUnverifiable = UInt64(endpoint.checksumUnverifiable)
    direction.timeToLive = endpoint.timeToLive
    guard connection.key.protocol == .tcp else {
      direction.uniquePayloadBytes = endpoint.payloadBytes
      return
    }
    let marks = endpoint.marks
    let hasSYN = marks.contains(.hasSentSYN)
    direction.duplicateAcks = UInt64(endpoint.duplicateAcks)
    direction.zeroWindows = UInt64(endpoint.zeroWindows)
    direction.maximumSegmentSize =
      endpoint.maximumSegmentSize == 0 ? nil : endpoint.maximumSegmentSize
    direction.windowScale = endpoint.windowScale == -2 ? nil : endpoint.windowScale
    direction.windowMinimum = endpoint.windowMinimum.map { UInt64($0) }
    direction.windowMaximum = UInt64(endpoint.windowMaximum)
    direction.isECNNegotiated =
      hasSYN && connection.ends[side.peer.at].marks.contains(.hasSentSYN)
      ? marks.contains(.offersECN) && connection.ends[side.peer.at].marks.contains(.offersECN) : nil
    direction.isSACKPermitted = hasSYN ? marks.contains(.isSACKPermitted) : nil
    direction.hasTimestamps = marks.contains(.hasSequence) ? marks.contains(.hasTimestamps) : nil
    direction.synCount = UInt64(endpoint.synCount)
    direction.finCount = UInt64(endpoint.finCount)
    direction.rstCount = UInt64(endpoint.rstCount)
    if endpoint.detail != 0 { addStream(&direction, endpoint) }
  }

  /// What is known of the data.
  private mutating func addStream(_ direction: inout DirectionSummary, _ endpoint: TCPEndpoint) {
    let at = endpoint.detail &- 1
    direction.uniquePayloadBytes = classifier.streams[at].book.uniqueBytes
    direction.missedBytes = classifier.streams[at].missedBytes(before: endpoint)
    direction.retransmittedPackets = UInt64(classifier.streams[at].book.retransmittedPackets)
    direction.retransmittedBytes = classifier.streams[at].book.retransmittedBytes
    direction.outOfOrderPackets = UInt64(classifier.streams[at].book.outOfOrderPackets)
    direction.segmentSizeMaximum = classifier.streams[at].book.segmentSizeMaximum
    direction.flightMaximum = classifier.streams[at].book.flightMaximum
    direction.initialWindowSegments = UInt64(classifier.streams[at].book.initialWindowSegments)
    let samples = UInt64(classifier.streams[at].feedback.roundTripCount)
    if samples > 0 {
      direction.roundTripSamples = samples
      direction.roundTripMinimum = classifier.streams[at].feedback.roundTripMinimum
      direction.roundTripMaximum = classifier.streams[at].roundTripMaximum
      direction.roundTripMean =
        classifier.streams[at].feedback.roundTripSum / Int64(clamping: samples)
    }
    let time = classifier.streams[at].book.lastData.nanoseconds(
      since: classifier.streams[at].book.firstData)
    if time > 0 {
      direction.throughput = Double(direction.uniquePayloadBytes) * 8e9 / Double(time)
    }
  }
}

extension StreamDetail {
  /// Bytes that the peer acknowledged and that were not captured.
  func missedBytes(before endpoint: TCPEndpoint) -> UInt64 {
    var missed = book.abandonedBytes
    for index in 0..<gaps.count {
      let end = min(gaps[index].end, endpoint.acknowledged)
      missed &+= UInt64(max(end &- gaps[index].start, 0))
    }
    // What was acknowledged beyond everything captured, a FIN apart.
    let beyond = endpoint.acknowledged &- endpoint.sendNext
    if beyond > 0 && !endpoint.marks.contains(.finIsInferred) { missed &+= UInt64(beyond) }
    return missed
  }
}

extension Connection {
  /// Whether a router said that packets are too large (RFC 1191; RFC 4443, section 3.2).
  var isTooLarge: Bool {
    guard marks.contains(.hasICMPError) else { return false }
    return icmpType == 3 && icmpCode == 4 || icmpType == 2 && key.isVersion6
  }

  /// Notes a packet of a protocol without connections.
  mutating func noteDatagram(_ side: Side) {
    if ends[side.at].packets == 1 { history.append(.data, of: side) }
  }

  /// Zeek's verdict on a flow: who sent.
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
