import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// A protocol with connections of its own: SCTP and DCCP.
protocol AssociationTracker: ProtocolTracker {
  /// Counts a packet, and applies it to its connection.
  static func process(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker)
}

extension AssociationTracker {
  static func observe(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Bool {
    tracker.prepareAssociationPacket(flow)
    process(packet, frame, flow, hash: hash, in: &tracker)
    tracker.finishAssociationPacket()
    return true
  }
}

/// Packets of SCTP and DCCP, which have connections of their own.
///
/// Each packet is counted at once, not in a group with others, so that its events can name its connection.
extension ConnectionTracker {
  /// Counts the packets before it, and moves the clock to it.
  mutating func prepareAssociationPacket(_ flow: FlowPacket) {
    processWaiting()
    advance(to: configuration.isShard ? clock : flow.time, order: order)
  }

  /// Marks the packet's findings as complete.
  mutating func finishAssociationPacket() {
    if configuration.isShard { findings.mark(order) }
  }

  /// The connection that a packet belongs to; opens one if there is none.
  ///
  /// - Parameters:
  ///   - position: the connection of the packet's key.
  ///   - flow: the packet.
  ///   - hash: the hash of its key.
  ///   - isSuccessor: whether the packet begins another connection on the same addresses and ports; set if the tracker
  ///     finds so.
  ///   - isFromServer: whether its sender is the server; nil if only the ports can show it.
  /// - Returns: the connection's position; nil if the table is full.
  mutating func openOrContinue(
    _ position: Handle<Connection>?, _ flow: FlowPacket, hash: UInt32,
    isSuccessor: inout Bool, isFromServer: Bool?
  ) -> Handle<Connection>? {
    if let found = position {
      isSuccessor = isSuccessor || startsNewConnection(flow, after: found)
      guard isSuccessor else { return found }
      end(found, .closed)
    }
    guard let opened = open(flow, hash: hash, isReuse: false) else { return nil }
    if let isFromServer {
      table.connections[opened].isClientFirst = flow.isSourceFirst != isFromServer
    }
    return opened
  }

  /// Counts a packet by itself; reports a wrong checksum.
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

  /// The context of a packet of the connection at a position.
  func context(of flow: FlowPacket, at position: Handle<Connection>) -> PacketContext {
    PacketContext(
      connection: table.connections[position].index,
      client: table.connections[position].endpoint(.client),
      server: table.connections[position].endpoint(.server),
      sender: table.connections[position].side(of: flow),
      moment: PacketMoment(time: flow.time, packet: flow.number))
  }

  /// The context of the last packet of the connection at a position.
  func endContext(of position: Handle<Connection>) -> PacketContext {
    PacketContext(
      connection: table.connections[position].index,
      client: table.connections[position].endpoint(.client),
      server: table.connections[position].endpoint(.server), sender: .client,
      moment: PacketMoment(
        time: table.connections[position].last, packet: table.connections[position].lastPacket))
  }

  /// Moves a connection to another list.
  mutating func moveToList(_ position: Handle<Connection>, to list: ExpiryList) {
    guard table.connections[position].list != list else { return }
    table.move(position, to: list, at: now)
    due[Int(list.rawValue)] = min(
      due[Int(list.rawValue)], now.rawValue &+ configuration.timeout(of: list))
  }
}

/// The part of a summary that an SCTP association and a DCCP connection have in common.
struct AssociationOutcome {
  var clientState: EndpointState
  var serverState: EndpointState
  var closedBy: ConnectionSummary.ClosedBy?
  var failure: ConnectionSummary.Failure?
  /// How many times the client requested the connection.
  var requestCount: UInt64
  /// Whether the client still waits for a first packet of the server.
  var isUnanswered: Bool
  /// The three packets of the handshake: request, response, and the client's answer to that.
  var request: Timestamp?
  var response: Timestamp?
  var answer: Timestamp?
  var firstClientData: Timestamp?
  var firstServerData: Timestamp?
}

extension ConnectionSummary {
  /// Adds the outcome of an association.
  mutating func apply(_ outcome: AssociationOutcome) {
    clientState = outcome.clientState
    serverState = outcome.serverState
    closedBy = outcome.closedBy
    isHandshakeSeen = outcome.requestCount > 0
    handshakeToServer = outcome.response.elapsed(since: outcome.request)
    handshakeToClient = outcome.answer.elapsed(since: outcome.response)
    firstResponse = outcome.firstServerData.elapsed(since: outcome.firstClientData)
    if let failure = outcome.failure {
      self.failure = failure
    } else if failure == nil, outcome.isUnanswered, outcome.requestCount > 1 || ending == .idle {
      failure = .timeout
    }
  }
}
