public import InternetTypes

// Initializers of findings for code outside of the tracker: tests, stores, schemas.

extension ConnectionSummary {
  /// A connection or flow of which no packet is known.
  public init(
    index: UInt64, protocol: IPProtocol, client: Endpoint, server: Endpoint, start: Timestamp
  ) {
    self.init(
      index: index, protocol: `protocol`, hasPorts: true, client: client, server: server,
      start: start, end: start, isHandshakeSeen: false, connState: .oth, history: History(),
      clientState: .unknown, serverState: .unknown, ending: .endOfInput,
      clientToServer: DirectionSummary(), serverToClient: DirectionSummary())
  }
}

extension StateTransition {
  /// A change of the state of one endpoint of a connection.
  public init(
    at time: Timestamp, packet: UInt64, connection: UInt64, of side: Side, endpoint: Endpoint,
    peer: Endpoint, from: EndpointState, to: EndpointState
  ) {
    self.init(
      time: time, packet: packet, connection: connection, side: side, endpoint: endpoint,
      peer: peer, from: from, to: to)
  }
}

extension SegmentEvent {
  /// A finding about a packet that `sender` sent.
  public init(
    _ kind: Kind, at time: Timestamp, packet: UInt64, connection: UInt64, sender: Side,
    sequence: UInt32, length: UInt32, detail: Detail = Detail()
  ) {
    self.init(
      time: time, packet: packet, connection: connection, sender: sender, kind: kind,
      sequence: sequence, length: length, detail: detail)
  }
}
