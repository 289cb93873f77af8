import InternetTypes
import PacketDissection

/// A DCCP connection: the states of both endpoints (RFC 4340, sections 4.3 and 8) and what they sent.
///
/// What an endpoint sends changes its state at once; so does the packet that it waits for. A Response waits until the client
/// shows that it has it. A packet with a number out of the sequence window moves nothing.
struct DCCPConnection {
  /// The client and the server, at the positions that `Side.at` tells.
  var endpoints = InlineArray<2, DCCPEndpoint>(repeating: DCCPEndpoint())
  var serviceCode: UInt32?
  var resetCode: UInt8?
  /// Whether it has ended on the wire.
  var isOver = false
  var closedBy: ConnectionSummary.ClosedBy?
  var failure: ConnectionSummary.Failure?
  /// The latest Request before the Response, that, and what the client answers.
  var requestTime: PacketTime?
  var responseTime: PacketTime?
  var answerTime: PacketTime?
  /// The Response that the client is not yet known to have.
  private var pendingResponse: PacketMoment?

  init() {}

  /// Whether a Request of a side begins another connection on the same addresses and ports.
  func isSucceeded(by number: UInt64, from side: Side) -> Bool {
    guard isOver, let first = endpoints[side.index].summary.initialSequence else { return isOver }
    // A Request that is sent again has a number of its own.
    let distance = DCCPEndpoint.distance(from: first, to: number)
    return distance < 0 || distance > 100
  }

  private mutating func move(
    _ side: Side, to state: EndpointState, _ context: PacketContext, by cause: PacketMoment? = nil,
    _ findings: inout Findings
  ) {
    var from = endpoints[side.index].state
    guard from != state else { return }
    if from == .unknown && state == .respond { from = .listen }
    if from == .unknown && state == .request { from = .closed }
    endpoints[side.index].state = state
    context.report(side, from: from, to: state, by: cause ?? context.moment, &findings)
  }

  // MARK: Packets

  /// Takes a packet of the connection.
  mutating func take(
    _ packet: Packet, _ header: DCCPHeader, _ frame: Span<UInt8>, _ context: PacketContext,
    _ findings: inout Findings
  ) {
    let side = context.sender
    endpoints[side.index].packets &+= 1
    let number = endpoints[side.index].extended(header.sequence, isShort: !header.isExtended)
    // A Sync is there to bring both ends together again.
    let isFree = header.type == .sync || header.type == .syncAcknowledgment
    let place = endpoints[side.index].take(number, isFree: isFree, at: context.time)
    guard report(place, packet, number, context, &findings) else { return }
    count(packet, header, side, context.time)
    takeOptions(packet, header, frame, side)
    if let service = packet.dccpService(in: frame), serviceCode == nil { serviceCode = service }
    if !isOver { follow(packet, header, frame, context, &findings) }
  }

  /// Writes down what a sequence number shows; false where the packet is not to be followed.
  private func report(
    _ place: DCCPEndpoint.Place, _ packet: Packet, _ number: UInt64, _ context: PacketContext,
    _ findings: inout Findings
  ) -> Bool {
    let sequence = UInt32(truncatingIfNeeded: number)
    let length = UInt32(clamping: packet.payloadLength)
    switch place {
    case .next: return true
    case .behindGap:
      context.report(.lostSegment, sequence: sequence, length: length, &findings)
      return true
    case .outOfOrder:
      context.report(.outOfOrder, sequence: sequence, length: length, &findings)
      return true
    case .duplicate:
      context.report(.duplicatePacket, sequence: sequence, length: length, &findings)
      return false
    case .invalid: return false
    }
  }

  private mutating func count(
    _ packet: Packet, _ header: DCCPHeader, _ side: Side, _ time: PacketTime
  ) {
    if header.type == .data || header.type == .dataAcknowledgment {
      endpoints[side.index].summary.dataPackets &+= 1
      endpoints[side.index].summary.dataBytes &+= UInt64(clamping: packet.payloadLength)
      if endpoints[side.index].summary.firstData == nil {
        endpoints[side.index].summary.firstData = time
      }
      endpoints[side.index].summary.lastData = time
    }
    if header.type.hasAcknowledgment { endpoints[side.index].summary.acknowledgments &+= 1 }
    if header.checksumCoverage != 0 {
      endpoints[side.index].summary.partialChecksums &+= 1
      let bytes = (header.checksumCoverage &- 1) &* 4
      endpoints[side.index].summary.leastCoverage = min(
        endpoints[side.index].summary.leastCoverage ?? bytes, bytes)
    }
  }

  /// Takes Ack Vectors and what both ends agree on.
  private mutating func takeOptions(
    _ packet: Packet, _ header: DCCPHeader, _ frame: Span<UInt8>, _ side: Side
  ) {
    let peer = side.peer
    var acknowledged: UInt64?
    if let number = packet.dccpAcknowledgment(in: frame) {
      let extended = endpoints[peer.index].extended(number, isShort: !header.isExtended)
      acknowledged = extended
    }
    var options = DCCPOptionIterator(packet)
    var hasVector = false
    while let option = options.next(in: frame) {
      guard !option.value.isEmpty else { continue }
      switch option.type {
      case 38, 39:
        // A second vector would go on where the first ended; one is the rule.
        guard let acknowledged, !hasVector else { continue }
        hasVector = true
        endpoints[peer.index].takeVector(frame.extracting(option.value), from: acknowledged)
      case 32...35: takeFeature(option, frame, side)
      default: break
      }
    }
  }

  /// Takes a feature's Change or Confirm (section 6): L is of the sender's own feature, R of its peer's.
  private mutating func takeFeature(_ option: DCCPOption, _ frame: Span<UInt8>, _ side: Side) {
    let isConfirm = option.type == 33 || option.type == 35
    let owner = option.type <= 33 ? side : side.peer
    guard option.value.count >= 2 else { return }
    let start = option.value.lowerBound
    switch frame[start] {
    case 1 where isConfirm: endpoints[owner.index].summary.congestionControl = frame[start &+ 1]
    case 3:
      var window: UInt64 = 0
      for index in (start &+ 1)..<min(option.value.upperBound, start &+ 7) {
        window = window << 8 | UInt64(frame[index])
      }
      // The larger one of those that are under discussion, for both directions: nothing is refused in error.
      let bounded = Int64(min(window, 1 << 46))
      for at in 0..<2 { endpoints[at].window = max(endpoints[at].window, bounded) }
    default: break
    }
  }

  // MARK: States

  private mutating func follow(
    _ packet: Packet, _ header: DCCPHeader, _ frame: Span<UInt8>, _ context: PacketContext,
    _ findings: inout Findings
  ) {
    let (side, peer) = (context.sender, context.sender.peer)
    switch header.type {
    case .request:
      endpoints[side.index].summary.requests &+= 1
      if responseTime == nil { requestTime = context.time }
      if endpoints[side.index].state == .request {
        context.report(
          .timeoutRetransmission, sequence: UInt32(truncatingIfNeeded: header.sequence),
          reason: "request", &findings)
      }
      if endpoints[side.index].state == .unknown { move(side, to: .request, context, &findings) }
    case .response:
      if endpoints[side.index].state == .unknown { move(side, to: .respond, context, &findings) }
      if endpoints[peer.index].state == .unknown { endpoints[peer.index].state = .request }
      if answerTime == nil { responseTime = context.time }
      pendingResponse = context.moment
    case .data, .acknowledgment, .dataAcknowledgment:
      settle(side, context, &findings)
      arrive(side, context, &findings)
    case .sync, .syncAcknowledgment:
      endpoints[side.index].summary.synchronizations &+= 1
      settle(side, context, &findings)
    case .closeRequest:
      settle(side, context, &findings)
      arrive(side, context, &findings)
      close(side)
      move(side, to: .closeRequested, context, &findings)
    case .close:
      settle(side, context, &findings)
      arrive(side, context, &findings)
      close(side)
      move(side, to: .closing, context, &findings)
    case .reset: reset(packet, frame, context, &findings)
    default: break
    }
    if let number = packet.dccpAcknowledgment(in: frame) {
      let extended = endpoints[peer.index].extended(number, isShort: !header.isExtended)
      endpoints[peer.index].takeAcknowledgment(of: extended, at: context.time)
    }
  }

  /// What a packet shows of its own sender: that it has a connection, and the Response.
  private mutating func settle(
    _ side: Side, _ context: PacketContext, _ findings: inout Findings
  ) {
    settleResponse(side, context, &findings)
    if endpoints[side.index].state == .unknown { move(side, to: .open, context, &findings) }
  }

  /// The Response counts as arrived.
  mutating func settleResponse(
    _ side: Side, _ context: PacketContext, _ findings: inout Findings
  ) {
    guard endpoints[side.index].state == .request, let response = pendingResponse else { return }
    pendingResponse = nil
    answerTime = context.time
    move(side, to: .partOpen, context, by: response, &findings)
  }

  /// What a packet does that its receiver waits for: anything but Request, Response, Sync and Reset.
  private mutating func arrive(
    _ side: Side, _ context: PacketContext, _ findings: inout Findings
  ) {
    switch endpoints[side.peer.index].state {
    case .partOpen, .respond: move(side.peer, to: .open, context, &findings)
    default: break
    }
    // A server that has not been told opens with what it sends: the client's answer was not captured.
    if endpoints[side.index].state == .respond { move(side, to: .open, context, &findings) }
  }

  /// Notes who closed; whoever answers a CloseReq with Close did not.
  private mutating func close(_ side: Side) {
    switch (closedBy, endpoints[side.peer.index].state) {
    case (nil, _): closedBy = side == .client ? .client : .server
    case (_, .closing) where endpoints[side.index].state != .closing: closedBy = .both
    default: break
    }
  }

  private mutating func reset(
    _ packet: Packet, _ frame: Span<UInt8>, _ context: PacketContext, _ findings: inout Findings
  ) {
    let (side, peer) = (context.sender, context.sender.peer)
    resetCode = packet.dccpResetCode(in: frame)
    isOver = true
    switch (endpoints[peer.index].state, resetCode) {
    case (.request, _), (_, 7): failure = .refused
    // Closed: an answer to Close.
    case (_, 1): break
    default: failure = .reset
    }
    if closedBy == nil, failure != .refused { closedBy = side == .client ? .client : .server }
    move(side, to: .closed, context, &findings)
    if endpoints[peer.index].state != .closed { move(peer, to: .timewait, context, &findings) }
  }
}
