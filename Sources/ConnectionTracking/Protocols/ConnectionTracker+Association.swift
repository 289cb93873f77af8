import BasicContainers
import InternetTypes
import PacketDissection

/// Protocols with connections of their own, SCTP and DCCP: each packet is taken at once, so that what it shows can name its
/// connection.
extension ConnectionTracker {
  /// Takes a packet of SCTP or DCCP.
  mutating func processAssociationPacket(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32
  ) {
    processWaiting()
    let time = configuration.isShard ? clock : flow.time
    if time > now { advance(to: time) }
    if flow.key.protocol == .sctp {
      processSCTP(packet, frame, flow, hash: hash)
    } else {
      processDCCP(packet, frame, flow, hash: hash)
    }
    if configuration.isShard { findings.mark(order) }
  }

  /// The connection that a packet belongs to, begun with it where there is none, or where it begins another.
  mutating func openOrContinue(
    _ position: UInt32?, _ flow: FlowPacket, hash: UInt32, isSuccessor: inout Bool,
    isFromServer: Bool?
  ) -> UInt32? {
    if let found = position {
      isSuccessor = isSuccessor || startsNewConnection(flow, after: found)
      guard isSuccessor else { return found }
      end(found, .closed)
    }
    guard let at = open(flow, hash: hash, isReuse: false) else { return nil }
    if let isFromServer { table.connections[at].isClientFirst = flow.isSourceFirst != isFromServer }
    return at
  }

  /// Takes a packet as one of its connection, and no other with it.
  mutating func applyAlone(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32
  ) {
    append(waiting: flow, hash: hash, clock: now)
    processWaiting()
    guard flow.checksum == .invalid else { return }
    var key = flow.key
    guard let position = table.position(of: &key, hash: hash) else { return }
    context(of: flow, at: position).report(
      .checksumInvalid, length: flow.payloadBytes, &findings)
  }

  /// Where a packet of the connection at a position stands.
  func context(of flow: FlowPacket, at position: UInt32) -> PacketContext {
    PacketContext(
      connection: table.connections[position].index,
      client: table.connections[position].endpoint(.client),
      server: table.connections[position].endpoint(.server),
      sender: table.connections[position].side(of: flow),
      moment: PacketMoment(time: flow.time, packet: flow.number))
  }

  /// Where the last packet of the connection at a position stands.
  func endContext(of position: UInt32) -> PacketContext {
    PacketContext(
      connection: table.connections[position].index,
      client: table.connections[position].endpoint(.client),
      server: table.connections[position].endpoint(.server), sender: .client,
      moment: PacketMoment(
        time: table.connections[position].last, packet: table.connections[position].lastPacket))
  }

  /// Moves a connection to another list.
  mutating func moveToList(_ position: UInt32, to list: ExpiryList) {
    guard table.connections[position].list != list else { return }
    table.move(position, to: list, at: now)
    due[Int(list.rawValue)] = min(
      due[Int(list.rawValue)], now.rawValue &+ configuration.timeout(of: list))
  }
}
