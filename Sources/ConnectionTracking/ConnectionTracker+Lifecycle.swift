import BasicContainers
import InternetTypes
import PacketDissection

/// How connections begin, go on and end.
extension ConnectionTracker {
  /// Whether a packet begins a new connection on the addresses and ports of one that is there.
  func begins(_ flow: FlowPacket, after position: UInt32) -> Bool {
    let connection = table.connections[position]
    if flow.time.nanoseconds(since: connection.last) > configuration.timeout(of: connection.list) {
      // What is over is not begun again by a late segment.
      return connection.list != .ended || flow.header?.flags.contains(.syn) ?? true
    }
    guard let header = flow.header, header.flags.contains(.syn) else { return false }
    let side: Side = flow.isSourceFirst == connection.isClientFirst ? .client : .server
    let sender = connection[side]
    if sender.marks.contains(.hasSentSYN), header.sequence.rawValue == sender.base { return false }
    if isOver(connection) { return true }
    guard !header.flags.contains(.ack) else { return false }
    switch sender.state {
    case .synSent: return connection[side.peer].packets == 0
    case .unknown: return sender.packets > 0
    default: return false
    }
  }

  /// Whether nothing of the connection lives, so that its addresses and ports are free for another.
  private func isOver(_ connection: Connection) -> Bool {
    if connection.client.state == .closed || connection.client.state == .timeWait { return true }
    if connection.server.state == .closed && connection.server.packets > 0 { return true }
    if connection.server.state == .timeWait { return true }
    if connection.client.finEnd > 0 && connection.server.finEnd > 0 { return true }
    guard connection.closing != 0 else { return false }
    let detail = replay.closings[connection.closing &- 1]
    return detail.resetToClient.isSet || detail.resetToServer.isSet
  }

  /// Begins a connection with its first packet; makes room where there is none.
  mutating func begin(_ flow: FlowPacket, hash: UInt32, isReuse: Bool) -> UInt32 {
    while table.count >= max(configuration.connectionLimit, 1) { evict() }
    var connection = Connection(
      key: flow.key, isClientFirst: flow.isSourceFirst != flow.isFromServer, hash: hash,
      index: nextIndex, time: flow.time)
    nextIndex &+= 1
    if isReuse { connection.marks.insert(.isReuse) }
    if let header = flow.header {
      connection.list = header.flags.contains(.syn) ? .halfOpen : .open
    } else {
      connection.list = .datagram
    }
    // A list that was empty is looked at when its first member can be due.
    let list = Int(connection.list.rawValue)
    due[list] = min(
      due[list], flow.time.rawValue &+ configuration.timeout(of: connection.list))
    connection.queued = flow.time
    let position = table.insert(connection)
    statistics.connections &+= 1
    statistics.peak = max(statistics.peak, table.count)
    return position
  }

  /// Takes a packet of the connection at a position.
  mutating func take(
    _ flow: FlowPacket, _ packet: Packet, _ frame: Span<UInt8>, at position: UInt32
  ) {
    let side: Side =
      flow.isSourceFirst == table.connections[position].isClientFirst ? .client : .server
    Self.count(flow, &table.connections[position], side)
    let isInvalid =
      !configuration.ignoresChecksums
      && Self.isChecksumInvalid(packet, frame, &table.connections[position], side)
    if let header = flow.header {
      let segment = Segment(
        header, of: packet, frame: frame, time: flow.time, number: flow.number)
      if isInvalid {
        if table.connections[position][side].checksumInvalid == 1 {
          table.connections[position].history.append(.badChecksum, of: side)
        }
        classifier.report(
          .checksumInvalid, table.connections[position], segment, side, &replay.findings)
      } else {
        follow(segment, side, at: position)
      }
    } else if !isInvalid {
      table.connections[position].noteDatagram(flow, side)
    }
    table.connections[position].last = max(table.connections[position].last, flow.time)
    table.connections[position].lastPacket = flow.number
  }

  /// Counts a packet of either protocol.
  private static func count(_ flow: FlowPacket, _ connection: inout Connection, _ side: Side) {
    if connection[side].packets == 0 { connection[side].timeToLive = flow.timeToLive }
    connection[side].packets &+= 1
    connection[side].ipBytes &+= flow.ipBytes
    connection[side].payloadBytes &+= flow.payloadBytes
  }

  /// Verifies a packet's checksum and counts what came out; true where it is wrong and no network card's business.
  private static func isChecksumInvalid(
    _ packet: Packet, _ frame: Span<UInt8>, _ connection: inout Connection, _ side: Side
  ) -> Bool {
    switch packet.transportChecksum(in: frame) {
    case .valid, .absent: return false
    case .unverifiable:
      connection[side].checksumUnverifiable &+= 1
      return false
    case .invalid: break
    }
    switch packet.transportChecksumDiagnosis(in: frame) {
    case .valid, .absent: return false
    case .unverifiable, .partialPseudoHeader, .zero:
      connection[side].checksumUnverifiable &+= 1
      return false
    case .wrong, .addressTranslation:
      connection[side].checksumInvalid &+= 1
      return true
    }
  }

  /// Takes a TCP segment.
  private mutating func follow(_ segment: Segment, _ side: Side, at position: UInt32) {
    Self.noteFlags(&table.connections[position], segment, side)
    ZeekVerdict.observe(&table.connections[position], segment, from: side)
    let place = classifier.take(
      &table.connections[position], segment, from: side, &replay.findings)
    guard let place else { return }
    replay.follow(&table.connections[position], segment, from: side, at: place)
    if table.connections[position].marks.contains(.isReuse) {
      table.connections[position].marks.remove(.isReuse)
      classifier.report(
        .portReuse, table.connections[position], segment, side, &replay.findings)
    }
    relist(position)
  }

  /// Counts flags and notes the times of the handshake.
  private static func noteFlags(_ connection: inout Connection, _ segment: Segment, _ side: Side) {
    if segment.hasRST, connection[side].rstCount < .max { connection[side].rstCount += 1 }
    if segment.hasFIN, connection[side].finCount < .max { connection[side].finCount += 1 }
    if segment.hasSYN {
      if connection[side].synCount < .max { connection[side].synCount += 1 }
      if !segment.hasACK {
        if side == .client, !connection.marks.contains(.hasSYNAckTime) {
          connection.synTime = segment.time
          connection.marks.insert(.hasSYNTime)
        }
      } else if side == .server, !connection.marks.contains(.hasAckTime) {
        connection.synAckTime = segment.time
        connection.marks.insert(.hasSYNAckTime)
      }
    } else if side == .client, segment.hasACK, !segment.hasRST,
      connection.marks.contains(.hasSYNAckTime), !connection.marks.contains(.hasAckTime)
    {
      connection.ackTime = segment.time
      connection.marks.insert(.hasAckTime)
    }
  }

  /// Moves a connection to the list where it belongs by its states.
  private mutating func relist(_ position: UInt32) {
    let connection = table.connections[position]
    var list = connection.list
    if connection.isPromoted || list == .halfOpen && connection.client.detail != 0 { list = .open }
    let ends = { (state: TCPState) in state == .closed || state == .timeWait }
    if connection.closing != 0 || connection.failure != nil, isOver(connection),
      ends(connection.client.state) || ends(connection.server.state)
    {
      list = .ended
    }
    guard list != connection.list else { return }
    table.connections[position].isPromoted = false
    table.move(position, to: list, at: now)
    due[Int(list.rawValue)] = min(
      due[Int(list.rawValue)], now.rawValue &+ configuration.timeout(of: list))
  }

  /// An ICMP error: tells a TCP connection that is being opened why it fails.
  mutating func takeError(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket
  ) {
    let type: UInt8
    let code: UInt8
    var isUnreachable = false
    var start = packet.payload.lowerBound
    switch packet.transport {
    case .icmp(let header):
      (type, code) = (header.type.rawValue, header.code)
      // Code 4 asks for smaller packets.
      isUnreachable = header.type == .destinationUnreachable && code != 4
    case .icmpv6(let header):
      (type, code) = (header.type.rawValue, header.code)
      isUnreachable = header.type == .destinationUnreachable
      // Four bytes come before the quoted packet (RFC 4443, section 3).
      start = packet.transportOffset &+ 8
    default: return
    }
    guard start < packet.payload.upperBound else { return }
    let quoted = Packet(
      decodingIP: frame, in: start..<packet.payload.upperBound, wireLength: 65_535,
      etherType: packet.etherType ?? .ipv4)
    guard let quotedFlow = FlowPacket(quoting: quoted, in: frame, by: flow) else { return }
    let hash = table.hash(quotedFlow.key)
    guard let position = table.position(of: quotedFlow.key, hash: hash) else { return }
    table.connections[position].marks.insert(.hasICMPError)
    table.connections[position].icmpType = type
    table.connections[position].icmpCode = code
    guard isUnreachable, table.connections[position].client.state == .synSent else { return }
    table.connections[position].failure = .icmpUnreachable
    replay.move(
      &table.connections[position], .client, to: .closed,
      by: .init(time: flow.time, packet: flow.number))
  }

  // MARK: The end

  /// Ends the members of a list that were idle for too long.
  mutating func expire(_ list: ExpiryList) {
    let timeout = configuration.timeout(of: list)
    while let position = table.first(of: list) {
      let queued = table.connections[position].queued
      guard now.nanoseconds(since: queued) > timeout else {
        due[Int(list.rawValue)] = queued.rawValue &+ timeout
        return
      }
      if now.nanoseconds(since: table.connections[position].last) > timeout {
        end(position, .idle)
      } else {
        table.move(position, to: list, at: now)
      }
    }
    due[Int(list.rawValue)] = .max
  }

  /// Makes room: the oldest attempt, then what is over, then what has been idle for long.
  private mutating func evict() {
    statistics.evicted &+= 1
    if let position = table.first(of: .halfOpen) {
      statistics.evictedHalfOpen &+= 1
      end(position, .evicted)
      return
    }
    for list in [ExpiryList.ended, .datagram, .open] {
      // Whoever was active since it was put into the list gets another round, a few times.
      for _ in 0..<16 {
        guard let position = table.first(of: list) else { break }
        guard table.connections[position].last > table.connections[position].queued else { break }
        table.move(position, to: list, at: now)
      }
      if let position = table.first(of: list) {
        end(position, .evicted)
        return
      }
    }
  }

  /// Ends a connection: its summary goes to the findings, its memory to others.
  mutating func end(_ position: UInt32, _ ending: ConnectionSummary.Ending) {
    if table.connections[position].key.protocol == .tcp {
      replay.finish(&table.connections[position], now: now)
    }
    let summary = summary(of: table.connections[position], ending)
    replay.findings.ended.append(summary)
    let connection = table.connections[position]
    if connection.closing != 0 { replay.closings.release(connection.closing &- 1) }
    for detail in [connection.client.detail, connection.server.detail] where detail != 0 {
      classifier.streams[detail &- 1] = StreamDetail()
      classifier.streams.release(detail &- 1)
    }
    table.remove(position)
  }
}
