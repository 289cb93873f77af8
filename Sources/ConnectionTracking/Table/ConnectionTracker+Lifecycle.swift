import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// How connections are opened, updated and ended.
extension ConnectionTracker {
  /// Whether a packet opens a new connection on the addresses and ports of an existing one.
  ///
  /// It only reads, and is `mutating` because a borrowed tracker is copied for the call (1,840 bytes a packet).
  mutating func startsNewConnection(_ flow: FlowPacket, after position: Handle<Connection>) -> Bool
  {
    let list = table.connections[position].list
    if flow.time.nanoseconds(since: table.connections[position].last)
      > configuration.timeout(of: list)
    {
      // A late segment without SYN does not open an ended connection again.
      return list != .ended || flow.flags?.contains(.syn) ?? true
    }
    guard let flags = flow.flags, flags.contains(.syn) else { return false }
    let side = table.connections[position].side(of: flow)
    let sender = table.connections[position].endpoints[side.index]
    // The connection's own SYN, retransmitted or delivered late; without it the first number seen may be the one after
    // it.
    if sender.flags.contains(.hasSequence), flow.segment.sequence == sender.base { return false }
    if sender.flags.contains(.hasSequence), !sender.flags.contains(.hasSentSYN),
      flow.segment.sequence == sender.base &- 1
    {
      return false
    }
    if sender.flags.contains(.hasInvalidChecksum),
      doubtedSegments.hasSYN(
        flow.segment.sequence, of: table.connections[position].index, from: side)
    {
      return false
    }
    if isOver(position) { return true }
    if flags.contains(.ack) {
      // The SYN was not captured.
      return sender.state == .unknown && sender.packets > 0
        || table.connections[position].endpoints[side.peer.index].packets == 0
          && table.connections[position].isForeign(flow.segment, side)
    }
    switch sender.state {
    case .synSent: return table.connections[position].endpoints[side.peer.index].packets == 0
    case .unknown: return sender.packets > 0
    default: return false
    }
  }

  /// Whether the connection at a position has ended, so that its addresses and ports are free for another.
  private mutating func isOver(_ position: Handle<Connection>) -> Bool {
    let client = table.connections[position].endpoints[0].state
    if client == .closed || client == .timeWait { return true }
    let server = table.connections[position].endpoints[1].state
    if server == .closed && table.connections[position].endpoints[1].packets > 0 { return true }
    if server == .timeWait { return true }
    if table.connections[position].endpoints[0].flags.contains(.hasFINEnd),
      table.connections[position].endpoints[1].flags.contains(.hasFINEnd)
    {
      return true
    }
    guard table.connections[position].key.protocol == .tcp else { return false }
    return stateMachine.hasReset(&table.connections[position])
  }

  /// Opens a connection with its first packet.
  ///
  /// Evicts others if the table is full.
  mutating func open(_ flow: FlowPacket, hash: UInt32, isReuse: Bool) -> Handle<Connection>? {
    while table.count >= connectionRoom { evict() }
    var connection = Connection(
      key: flow.key, isClientFirst: flow.isSourceFirst != flow.isFromServer, hash: hash,
      index: nextIndex, time: flow.time)
    nextIndex &+= 1
    if isReuse { connection.flags.insert(.isReuse) }
    if let flags = flow.flags, flags.contains(.syn), !flags.contains(.ack) {
      connection.flags.insert(.beganWithSYN)
    }
    if let icmp = flow.icmp {
      connection.flags.insert(.hasICMPType)
      (connection.icmpType, connection.icmpCode) = (icmp.type, icmp.code)
    }
    if flow.flags != nil && flow.isFromServer { connection.history.append(.flipped, of: .client) }
    if let flags = flow.flags {
      connection.list = flags.contains(.syn) ? .halfOpen : .open
    } else {
      connection.list = .datagram
    }
    connection.queued = max(flow.time, now)
    // An empty list gets the time-out of its first member.
    let list = Int(connection.list.rawValue)
    due[list] = min(
      due[list], connection.queued.rawValue &+ configuration.timeout(of: connection.list))
    let sequence = connection.index
    guard let position = table.insert(connection) else { return nil }
    if configuration.isShard {
      let index = ShardIndex(position, sequence: sequence).rawValue
      table.connections[position].index = index
      findings.begun.append(index)
    }
    statistics.connections &+= 1
    statistics.peak = max(statistics.peak, table.count)
    return position
  }

  /// Applies a packet to the connection at a position.
  ///
  /// It is `inout` because it is large.
  mutating func apply(_ flow: inout FlowPacket, at position: Handle<Connection>) {
    let side = table.connections[position].side(of: flow)
    if flow.checksum == .invalid,
      table.connections[position].endpoints[side.index].flags.contains(.isChecksumBelieved)
    {
      flow.checksum = .unverifiable
    }
    if table.connections[position].endpoints[side.index].packets == 0 {
      table.connections[position].endpoints[side.index].timeToLive = flow.segment.timeToLive
    }
    table.connections[position].count(flow, side.index)
    let isInvalid = flow.checksum == .invalid
    var isCopy = false
    if !isInvalid {
      isCopy = classifier.isCopy(
        &table.connections[position], flow.segment, side, isTCP: flow.flags != nil)
    }
    if isCopy {
      classifier.countCopy(&table.connections[position], flow.payloadBytes, side)
      classifier.report(
        .duplicatePacket, &table.connections[position], flow.segment, side, &findings)
    }
    if flow.flags != nil {
      stateMachine.loadPending(&table.connections[position])
      applyDoubted(before: flow.segment, from: side, at: position)
      if isInvalid {
        doubtedSegments.add(flow.segment, of: table.connections[position].index, from: side)
        statistics.doubtedOmitted = doubtedSegments.omittedCount
        if table.connections[position].checksumInvalid[side.index] == 1 {
          table.connections[position].history.append(.badChecksum, of: side)
        }
        classifier.report(
          .checksumInvalid, &table.connections[position], flow.segment, side, &findings)
      } else if !isCopy {
        applySegment(flow.segment, side, at: position)
      }
      stateMachine.storePending(
        &table.connections[position], at: flow.time, packet: flow.number)
      table.connections[position].updateSteadiness()
    } else if !isInvalid && !isCopy {
      table.connections[position].noteDatagram(side)
      if findings.wantsVerdicts, flow.key.protocol == .udp {
        congestion.observeDatagram(
          &table.connections[position], from: side, size: UInt64(flow.payloadBytes), at: flow.time)
      }
    }
    table.connections[position].noteLast(flow.time, packet: flow.number)
  }

  /// Applies a TCP segment to the connection at a position.
  mutating func applySegment(
    _ segment: Segment, _ side: Side, at position: Handle<Connection>
  ) {
    Self.noteFlags(&table.connections[position], segment, side)
    ZeekVerdict.observe(&table.connections[position], segment, from: side)
    let place = classifier.classify(
      &table.connections[position], segment, from: side, &findings)
    guard let place else { return }
    if findings.wantsWindows || findings.wantsVerdicts {
      congestion.observe(
        &table.connections[position], segment, from: side, at: place, &findings)
    }
    dropInjectedReset(segment, side, place, at: position)
    stateMachine.apply(
      &table.connections[position], segment, from: side, at: place, &findings)
    if table.connections[position].flags.contains(.isReuse) {
      table.connections[position].flags.remove(.isReuse)
      classifier.report(
        .portReuse, &table.connections[position], segment, side, &findings)
    }
    moveToList(position)
  }

  /// Drops a side's reset if that side continues to send: another host sent the reset.
  private mutating func dropInjectedReset(
    _ segment: Segment, _ side: Side, _ place: Placement, at position: Handle<Connection>
  ) {
    let reset = stateMachine.pending[.reset, side.peer]
    guard reset.isSet, table.connections[position].endpoints[side.index].state == .closed,
      classifier.reportInjectedBefore(
        &table.connections[position], segment, side, place, reset: reset, &findings)
    else { return }
    table.connections[position].endpoints[side.index].flags.insert(.isResetInjected)
    table.connections[position].closedBy = nil
  }

  /// Counts SYN, FIN and RST, and notes the times of the handshake.
  private static func noteFlags(_ connection: inout Connection, _ segment: Segment, _ side: Side) {
    if segment.hasRST, connection.endpoints[side.index].rstCount < .max {
      connection.endpoints[side.index].rstCount += 1
    }
    if segment.hasFIN, connection.endpoints[side.index].finCount < .max {
      connection.endpoints[side.index].finCount += 1
    }
    if segment.hasSYN {
      if connection.endpoints[side.index].synCount < .max {
        connection.endpoints[side.index].synCount += 1
      }
    }
    connection.noteHandshake(segment, side)
  }

  /// Moves a connection to the expiry list for its state.
  private mutating func moveToList(_ position: Handle<Connection>) {
    // At the end of the input the lists are no longer maintained.
    guard !table.isDraining else { return }
    let list = table.connections[position].list
    guard let other = table.connections[position].listForState(), other != list else { return }
    table.connections[position].flags.remove(.isPromoted)
    table.move(position, to: other, at: now)
    due[Int(other.rawValue)] = min(
      due[Int(other.rawValue)], now.rawValue &+ configuration.timeout(of: other))
  }

  /// Applies an ICMP error: the failure of a UDP flow, or of a TCP connection in SYN-SENT (RFC 5927, section 4.2).
  mutating func applyICMPError(_ error: QuotedFlow, _ flow: FlowPacket) {
    var key = error.key
    let hash = table.hash(&key)
    guard let position = table.position(of: &key, hash: hash) else { return }
    table.connections[position].flags.insert(.hasICMPError)
    table.connections[position].icmpType = error.type
    table.connections[position].icmpCode = error.code
    guard error.isUnreachable else { return }
    guard table.connections[position].key.protocol == .tcp else {
      table.connections[position].failure = .icmpUnreachable
      return
    }
    guard table.connections[position].client.state == .synSent else { return }
    table.connections[position].failure = .icmpUnreachable
    stateMachine.move(
      &table.connections[position], .client, to: .closed,
      by: PacketMoment(time: flow.time, packet: flow.number), &findings)
  }

  // MARK: The end

  /// Ends a connection: reports its summary, and releases its memory.
  mutating func end(_ position: Handle<Connection>, _ ending: ConnectionSummary.Ending) {
    if table.connections[position].flags.contains(.hasHeldRequest) { releaseHeld(at: position) }
    if table.connections[position].key.protocol == .tcp {
      stateMachine.finish(&table.connections[position], now: now, &findings)
      congestion.end(&table.connections[position], &findings)
      statistics.modelsRefused = congestion.refusedCount
    } else {
      congestion.endDatagrams(&table.connections[position], &findings)
    }
    // Other protocols release their state here, and may exchange client and server, in verdicts too.
    let isTCP = table.connections[position].key.protocol == .tcp
    if findings.wantsEnded || !isTCP || protocols.applications.count > 0 {
      var summary = summary(of: table.connections[position], ending)
      if isTCP {
        TCPApplicationTracker.finish(position, into: &summary, in: &self)
      } else {
        finishProtocols(&summary, at: position)
      }
      if findings.wantsEnded { findings.ended.append(consume summary) }
    }
    if isTCP { stateMachine.release(&table.connections[position]) }
    for index in 0..<2 {
      let stream = table.connections[position].endpoints[index].stream
      if let stream = stream.ifAny { classifier.release(stream) }
    }
    table.remove(position)
  }
}
