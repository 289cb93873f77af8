import InternetTypes
import PacketDissection

/// A DCCP connection: the states of both endpoints (RFC 4340, sections 4.3 and 8) and what they sent.
///
/// A packet changes its sender's state at once, and its receiver's state if the receiver waits for it. A Response is
/// pending until the client shows that it arrived. A packet outside of the sequence window changes no state.
struct DCCPConnection {
  /// The client and the server, by `Side.index`.
  var endpoints = InlineArray<2, DCCPEndpoint>(repeating: DCCPEndpoint())
  var serviceCode: UInt32?
  var resetCode: UInt8?
  /// Whether a Reset ended it.
  var isOver = false
  var closedBy: ConnectionSummary.ClosedBy?
  var failure: ConnectionSummary.Failure?
  /// The times of the last Request before the Response, of the Response, and of the client's answer to it.
  var requestTime: Timestamp?
  var responseTime: Timestamp?
  var answerTime: Timestamp?
  /// A Response that may not have reached the client.
  private var pendingResponse: PacketMoment?

  init() {}

  /// Whether a side's Request begins another connection on the same addresses and ports.
  func isSucceeded(by number: UInt64, from side: Side) -> Bool {
    guard isOver, let first = endpoints[side.index].summary.initialSequence else { return isOver }
    // A retransmitted Request has a new sequence number, near the first one.
    let distance = DCCPEndpoint.distance(from: first, to: number)
    return distance < 0 || distance > 100
  }

  /// Changes a side's state and reports the transition; `cause` is the packet, if not the current one.
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

  /// Applies a packet of the connection.
  mutating func apply(
    _ packet: Packet, _ header: DCCPHeader, _ frame: Span<UInt8>, _ context: PacketContext,
    _ findings: inout Findings
  ) {
    let side = context.sender
    endpoints[side.index].packets &+= 1
    let number = endpoints[side.index].extended(header.sequence, isShort: !header.isExtended)
    // Sync and SyncAck resynchronize the endpoints: they may be outside of the window (section 7.5.4).
    let isFree = header.type == .sync || header.type == .syncAcknowledgment
    let place = endpoints[side.index].apply(number, isFree: isFree, at: context.time)
    guard report(place, packet, number, context, &findings) else { return }
    count(packet, header, side, context.time)
    applyOptions(packet, header, frame, side)
    if let service = packet.dccpService(in: frame), serviceCode == nil { serviceCode = service }
    if !isOver { applyToStates(packet, header, frame, context, &findings) }
  }

  /// Reports gaps, reordering and duplicates by the sequence number; false if the packet must not be applied.
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

  /// Counts a packet.
  private mutating func count(
    _ packet: Packet, _ header: DCCPHeader, _ side: Side, _ time: Timestamp
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

  /// Applies Ack Vectors and feature negotiation.
  private mutating func applyOptions(
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
        // A second vector continues the first (section 11.4). Vectors are short, so only the first is read.
        guard let acknowledged, !hasVector else { continue }
        hasVector = true
        endpoints[peer.index].applyVector(frame.extracting(option.value), from: acknowledged)
      case 32...35: applyFeature(option, frame, side)
      default: break
      }
    }
  }

  /// Applies a Change or Confirm option (section 6): L is about the sender's feature, R about its peer's.
  private mutating func applyFeature(_ option: DCCPOption, _ frame: Span<UInt8>, _ side: Side) {
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
      // The largest window proposed, for both directions, so that no valid packet counts as invalid.
      let bounded = Int64(min(window, 1 << 46))
      for at in 0..<2 { endpoints[at].window = max(endpoints[at].window, bounded) }
    default: break
    }
  }

  // MARK: States

  /// Applies a packet to the states of both endpoints.
  private mutating func applyToStates(
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
          reason: .request, &findings)
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
      endpoints[peer.index].applyAcknowledgment(of: extended, at: context.time)
    }
  }

  /// The packet shows that its sender has the connection, and has received the Response.
  private mutating func settle(
    _ side: Side, _ context: PacketContext, _ findings: inout Findings
  ) {
    settleResponse(side, context, &findings)
    if endpoints[side.index].state == .unknown { move(side, to: .open, context, &findings) }
  }

  /// Delivers the pending Response.
  mutating func settleResponse(
    _ side: Side, _ context: PacketContext, _ findings: inout Findings
  ) {
    guard endpoints[side.index].state == .request, let response = pendingResponse else { return }
    pendingResponse = nil
    answerTime = context.time
    move(side, to: .partOpen, context, by: response, &findings)
  }

  /// Opens the receiver if it waits for a packet other than Request, Response, Sync and Reset.
  private mutating func arrive(
    _ side: Side, _ context: PacketContext, _ findings: inout Findings
  ) {
    switch endpoints[side.peer.index].state {
    case .partOpen, .respond: move(side.peer, to: .open, context, &findings)
    default: break
    }
    // A server that sends data from RESPOND has received the client's answer, which was not captured.
    if endpoints[side.index].state == .respond { move(side, to: .open, context, &findings) }
  }

  /// Notes which side closed.
  ///
  /// A Close in answer to a CloseReq is not counted.
  private mutating func close(_ side: Side) {
    switch (closedBy, endpoints[side.peer.index].state) {
    case (nil, _): closedBy = side == .client ? .client : .server
    case (_, .closing) where endpoints[side.index].state != .closing: closedBy = .both
    default: break
    }
  }

  /// Applies a Reset.
  private mutating func reset(
    _ packet: Packet, _ frame: Span<UInt8>, _ context: PacketContext, _ findings: inout Findings
  ) {
    let (side, peer) = (context.sender, context.sender.peer)
    resetCode = packet.dccpResetCode(in: frame)
    isOver = true
    switch (endpoints[peer.index].state, resetCode) {
    case (.request, _), (_, 7): failure = .refused
    // Reset code 1, "Closed", answers a Close.
    case (_, 1): break
    default: failure = .reset
    }
    if closedBy == nil, failure != .refused { closedBy = side == .client ? .client : .server }
    move(side, to: .closed, context, &findings)
    if endpoints[peer.index].state != .closed { move(peer, to: .dccpTimeWait, context, &findings) }
  }
}
