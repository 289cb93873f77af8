import BasicContainers
import InternetTypes
import PacketDissection

/// How connections begin, go on and end.
extension ConnectionTracker {
  /// Whether a packet begins a new connection on the addresses and ports of one that is there.
  func begins(_ flow: FlowPacket, after position: UInt32) -> Bool {
    let list = table.connections[position].list
    if flow.time.nanoseconds(since: table.connections[position].last)
      > configuration.timeout(of: list)
    {
      // What is over is not begun again by a late segment.
      return list != .ended || flow.flags?.contains(.syn) ?? true
    }
    guard let flags = flow.flags, flags.contains(.syn) else { return false }
    let connection = table.connections[position]
    let side: Side = flow.isSourceFirst == connection.isClientFirst ? .client : .server
    let sender = connection.ends[side.at]
    if sender.marks.contains(.hasSentSYN), flow.segment.sequence == sender.base { return false }
    if isOver(connection) { return true }
    guard !flags.contains(.ack) else { return false }
    switch sender.state {
    case .synSent: return connection.ends[side.peer.at].packets == 0
    case .unknown: return sender.packets > 0
    default: return false
    }
  }

  /// Whether nothing of the connection lives, so that its addresses and ports are free for another.
  private func isOver(_ connection: Connection) -> Bool {
    if connection.client.state == .closed || connection.client.state == .timeWait { return true }
    if connection.server.state == .closed && connection.server.packets > 0 { return true }
    if connection.server.state == .timeWait { return true }
    if connection.client.marks.contains(.hasFINEnd), connection.server.marks.contains(.hasFINEnd) {
      return true
    }
    return connection.key.protocol == .tcp && replay.hasReset(connection)
  }

  /// Begins a connection with its first packet; makes room where there is none.
  mutating func begin(_ flow: FlowPacket, hash: UInt32, isReuse: Bool) -> UInt32? {
    while table.count >= max(configuration.connectionLimit, 1) { evict() }
    var connection = Connection(
      key: flow.key, isClientFirst: flow.isSourceFirst != flow.isFromServer, hash: hash,
      index: nextIndex, time: flow.time)
    nextIndex &+= 1
    if isReuse { connection.marks.insert(.isReuse) }
    if let icmp = flow.icmp {
      connection.marks.insert(.hasICMPType)
      (connection.icmpType, connection.icmpCode) = (icmp.type, icmp.code)
    }
    if flow.flags != nil && flow.isFromServer { connection.history.append(.flipped, of: .client) }
    if let flags = flow.flags {
      connection.list = flags.contains(.syn) ? .halfOpen : .open
    } else {
      connection.list = .datagram
    }
    // A list that was empty is looked at when its first member can be due.
    let list = Int(connection.list.rawValue)
    due[list] = min(
      due[list], flow.time.rawValue &+ configuration.timeout(of: connection.list))
    connection.queued = flow.time
    guard let position = table.insert(connection) else { return nil }
    if configuration.isShard {
      let index = ShardIndex(position, sequence: connection.index).rawValue
      table.connections[position].index = index
      replay.findings.begun.append(index)
    }
    statistics.connections &+= 1
    statistics.peak = max(statistics.peak, table.count)
    return position
  }

  /// Takes a packet of the connection at a position.
  mutating func take(_ index: Int, at position: UInt32) {
    let side = table.connections[position].side(of: waiting[index].flow)
    if waiting[index].flow.checksum == .invalid,
      table.connections[position].ends[side.at].marks.contains(.isChecksumBelieved)
    {
      waiting[index].flow.checksum = .unverifiable
    }
    Self.count(waiting[index].flow, &table.connections[position], side)
    let isInvalid = waiting[index].flow.checksum == .invalid
    if waiting[index].flow.flags != nil {
      replay.load(&table.connections[position])
      if isInvalid {
        if table.connections[position].checksumInvalid[side.at] == 1 {
          table.connections[position].history.append(.badChecksum, of: side)
        }
        classifier.report(
          .checksumInvalid, &table.connections[position], waiting[index].flow.segment, side,
          &replay.findings)
      } else {
        follow(waiting[index].flow.segment, side, at: position)
      }
      replay.keep(
        &table.connections[position], at: waiting[index].flow.time,
        packet: waiting[index].flow.number)
      table.connections[position].noteSteadiness()
    } else if !isInvalid {
      table.connections[position].noteDatagram(side)
      if replay.findings.wantsVerdicts, waiting[index].flow.key.protocol == .udp {
        congestion.observeDatagram(
          &table.connections[position], from: side, size: UInt64(waiting[index].flow.payloadBytes),
          at: waiting[index].flow.time)
      }
    }
    table.connections[position].last = max(
      table.connections[position].last, waiting[index].flow.time)
    table.connections[position].lastPacket = waiting[index].flow.number
  }

  /// Counts a packet of either protocol.
  private static func count(_ flow: FlowPacket, _ connection: inout Connection, _ side: Side) {
    if connection.ends[side.at].packets == 0 {
      connection.ends[side.at].timeToLive = flow.segment.timeToLive
    }
    connection.ends[side.at].packets &+= 1
    connection.ends[side.at].ipBytes &+= UInt64(flow.ipBytes)
    connection.ends[side.at].payloadBytes &+= UInt64(flow.payloadBytes)
    switch flow.checksum {
    case .fine: break
    case .unverifiable: connection.ends[side.at].checksumUnverifiable &+= 1
    case .invalid: connection.checksumInvalid[side.at] &+= 1
    }
  }

  /// Takes a TCP segment.
  private mutating func follow(_ segment: Segment, _ side: Side, at position: UInt32) {
    Self.noteFlags(&table.connections[position], segment, side)
    ZeekVerdict.observe(&table.connections[position], segment, from: side)
    let place = classifier.take(
      &table.connections[position], segment, from: side, &replay.findings)
    guard let place else { return }
    if replay.findings.wantsWindows || replay.findings.wantsVerdicts {
      congestion.observe(
        &table.connections[position], segment, from: side, at: place, &replay.findings)
    }
    replay.follow(&table.connections[position], segment, from: side, at: place)
    if table.connections[position].marks.contains(.isReuse) {
      table.connections[position].marks.remove(.isReuse)
      classifier.report(
        .portReuse, &table.connections[position], segment, side, &replay.findings)
    }
    relist(position)
  }

  /// Counts flags and notes the times of the handshake.
  private static func noteFlags(_ connection: inout Connection, _ segment: Segment, _ side: Side) {
    if segment.hasRST, connection.ends[side.at].rstCount < .max {
      connection.ends[side.at].rstCount += 1
    }
    if segment.hasFIN, connection.ends[side.at].finCount < .max {
      connection.ends[side.at].finCount += 1
    }
    if segment.hasSYN {
      if connection.ends[side.at].synCount < .max { connection.ends[side.at].synCount += 1 }
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
    let list = table.connections[position].list
    guard let other = Self.list(of: &table.connections[position]), other != list else { return }
    table.connections[position].marks.remove(.isPromoted)
    table.move(position, to: other, at: now)
    due[Int(other.rawValue)] = min(
      due[Int(other.rawValue)], now.rawValue &+ configuration.timeout(of: other))
  }

  /// The list to which a connection has come; nil where it stays.
  private static func list(of connection: inout Connection) -> ExpiryList? {
    if connection.ends[0].state.isEnd || connection.ends[1].state.isEnd {
      let hasEnded =
        connection.failure != nil || connection.ends[0].marks.contains(.hasFINEnd)
        || connection.ends[1].marks.contains(.hasFINEnd)
      if hasEnded { return .ended }
    }
    if connection.list == .ended { return nil }
    return connection.marks.contains(.isPromoted) || connection.ends[0].detail != 0 ? .open : nil
  }

  /// An ICMP error: tells a TCP connection that is being opened, or a UDP flow, why it fails.
  mutating func takeError(_ error: QuotedFlow, _ flow: FlowPacket) {
    var key = error.key
    let hash = table.hash(&key)
    guard let position = table.position(of: &key, hash: hash) else { return }
    table.connections[position].marks.insert(.hasICMPError)
    table.connections[position].icmpType = error.type
    table.connections[position].icmpCode = error.code
    guard error.isUnreachable else { return }
    guard table.connections[position].key.protocol == .tcp else {
      table.connections[position].failure = .icmpUnreachable
      return
    }
    guard table.connections[position].client.state == .synSent else { return }
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
      congestion.end(&table.connections[position], &replay.findings)
      statistics.modelsRefused = congestion.refusedCount
    } else {
      congestion.endDatagrams(&table.connections[position], &replay.findings)
    }
    // What the books of other protocols hold goes with it, and may tell which side asked, which verdicts say too.
    let isTCP = table.connections[position].key.protocol == .tcp
    if replay.findings.wantsEnded || !isTCP {
      var summary = summary(of: table.connections[position], ending)
      if !isTCP { addDetail(&summary, position) }
      if replay.findings.wantsEnded { replay.findings.ended.append(summary) }
    }
    if isTCP { replay.release(&table.connections[position]) }
    for at in 0..<2 {
      let detail = table.connections[position].ends[at].detail
      if detail != 0 { classifier.release(detail) }
    }
    table.remove(position)
  }
}
