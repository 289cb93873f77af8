package import CongestionInference
package import ConnectionTracking
package import InternetTypes
package import PacketDissection

/// Everything that the pictures of one connection need, taken packet by packet and finding by finding.
///
/// It is bounded: curves have at most ``TimeGrid/columnCount`` columns of four points, events and packets are stored up
/// to a limit. That is at most 6 MB, however long the connection is.
package struct ConnectionRecording: Sendable {
  /// The connection, from the first reading of the capture.
  package let connection: ConnectionSummary
  /// The time that the pictures show.
  let span: ClosedRange<Int64>
  private(set) var client: DirectionRecording
  private(set) var server: DirectionRecording
  private(set) var marks = EventMarks()
  private(set) var transitions: [StateTransition] = []
  private(set) var ladder = LadderRecording()

  private static var transitionLimit: Int { 200 }

  /// A recording of a connection, between two times.
  package init(_ connection: ConnectionSummary, from start: Timestamp?, to end: Timestamp?) {
    self.connection = connection
    let first = max(connection.start, start ?? connection.start).rawValue
    let last = min(connection.end, end ?? connection.end).rawValue
    span = first...max(last, first)
    let grid = TimeGrid(origin: first, span: span.upperBound &- first)
    client = DirectionRecording(grid)
    server = DirectionRecording(grid)
  }

  /// What an endpoint sent.
  func direction(_ side: Side) -> DirectionRecording { side == .client ? client : server }

  /// Whether the IP packet at a level, 0 for the outermost, is between the connection's endpoints.
  package func holds(_ packet: Packet, _ frame: Span<UInt8>, level: Int) -> Bool {
    var (layer, above): (Packet?, Int) = (packet, 0)
    for _ in 0...Packet.nestingLimit {
      guard let current = layer else { return false }
      if current.sourceAddress != nil {
        if above == level { return sender(current) != nil }
        above += 1
      }
      layer = current.inner(in: frame)?.packet
    }
    return false
  }

  /// Takes a captured packet of the connection.
  package mutating func take(
    _ packet: Packet, _ frame: Span<UInt8>, wireLength: Int, linkType: LinkType, time: Timestamp,
    number: UInt64
  ) {
    guard let (own, sender) = layer(packet, frame) else { return }
    let segment = RecordedSegment(
      own, frame: frame, time: time, number: number, client: connection.client)
    guard connection.protocol == .tcp, let segment else {
      if connection.protocol != .tcp { take(payload: own.payloadLength, from: sender, at: time) }
      return
    }
    take(segment, frame, wireLength: wireLength, linkType)
  }

  /// The layer of a packet that is between the connection's endpoints, and who sent it.
  private func layer(_ packet: Packet, _ frame: Span<UInt8>) -> (packet: Packet, sender: Side)? {
    var layer: Packet? = packet
    for _ in 0...Packet.nestingLimit {
      guard let current = layer else { return nil }
      if let sender = sender(current) { return (current, sender) }
      layer = current.inner(in: frame)?.packet
    }
    return nil
  }

  /// The sender of a packet between the connection's endpoints.
  private func sender(_ packet: Packet) -> Side? {
    guard let source = packet.sourceAddress, let destination = packet.destinationAddress else {
      return nil
    }
    var ports: (source: UInt16, destination: UInt16)?
    switch packet.transport {
    case .tcp(let header): ports = (header.sourcePort, header.destinationPort)
    case .udp(let header): ports = (header.sourcePort, header.destinationPort)
    default: break
    }
    guard let ports, connection.hasPorts else {
      // Protocols without ports, and headers that were cut.
      if connection.hasPorts { return nil }
      if source == connection.client.address { return .client }
      return source == connection.server.address ? .server : nil
    }
    let (from, to) = (
      Endpoint(address: source, port: ports.source),
      Endpoint(address: destination, port: ports.destination)
    )
    if from == connection.client && to == connection.server { return .client }
    return from == connection.server && to == connection.client ? .server : nil
  }

  /// Takes a segment of the connection, with its frame.
  mutating func take(
    _ segment: RecordedSegment, _ frame: Span<UInt8>, wireLength: Int, _ linkType: LinkType
  ) {
    guard span.contains(segment.time.rawValue) else { return }
    if segment.sender == .client {
      client.take(sent: segment)
      server.take(received: segment, scale: Self.scale(connection.clientToServer))
    } else {
      server.take(sent: segment)
      client.take(received: segment, scale: Self.scale(connection.serverToClient))
    }
    ladder.take(segment, frame, wireLength: wireLength, linkType)
  }

  /// Takes a packet of another protocol, with so many bytes of payload.
  package mutating func take(payload: Int, from sender: Side, at time: Timestamp) {
    guard span.contains(time.rawValue) else { return }
    if sender == .client {
      client.take(payload: payload, at: time.rawValue)
    } else {
      server.take(payload: payload, at: time.rawValue)
    }
  }

  /// Bits by which an endpoint's windows are shifted; nil if that is not known.
  private static func scale(_ direction: DirectionSummary) -> Int? {
    direction.windowScale.map { $0.bits ?? 0 }
  }

  /// Takes the windows of one of its data senders.
  package mutating func take(_ window: WindowRecord) {
    guard span.contains(window.time.rawValue) else { return }
    if window.sender == .client { client.take(window) } else { server.take(window) }
  }

  /// Takes an event about one of its packets.
  package mutating func take(_ event: SegmentEvent) {
    guard span.contains(event.time.rawValue) else { return }
    let isAcknowledgment = event.kind.isAboutAcknowledgment
    let side = isAcknowledgment ? event.sender.peer : event.sender
    var mark = EventMarks.Mark(
      kind: event.kind, packet: event.packet, time: event.time.rawValue, side: side)
    var plane = (side == .client ? client : server).plane
    if !isAcknowledgment {
      let low = plane.place(event.sequence)
      (mark.low, mark.high) = (low, low &+ Int64(event.length))
    } else {
      let number = event.detail.acknowledgment.map { plane.place($0) }
      mark.low = number ?? (side == .client ? client : server).latestAcknowledgment
    }
    marks.add(mark)
    ladder.noteEvent()
  }

  /// The changes of an endpoint's state in order of time.
  func transitions(of side: Side) -> [StateTransition] {
    // Several changes at one packet stay in their order.
    transitions.filter { $0.side == side }.enumerated()
      .sorted {
        ($0.element.time, $0.element.packet, $0.offset)
          < ($1.element.time, $1.element.packet, $1.offset)
      }.map(\.element)
  }

  /// Takes a change of the state of one of its endpoints.
  package mutating func take(_ transition: StateTransition) {
    if transitions.count < Self.transitionLimit { transitions.append(transition) }
  }
}
