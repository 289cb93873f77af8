import InternetTypes
import PacketDissection

/// The chunks that open and close an association.
extension SCTPAssociation {
  /// Takes a chunk that is neither data nor an acknowledgment.
  mutating func takeControl(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ glance: SCTPGlance, _ context: PacketContext,
    budget: inout Int, _ findings: inout Findings
  ) {
    let side = context.sender
    switch chunk.type {
    case .initiation:
      takeInitiation(chunk, frame, context, budget: &budget, &findings)
    case .initiationAcknowledgment:
      takeAnswer(chunk, frame, context, budget: &budget, &findings)
    case .cookieEcho: takeCookie(glance, context, budget: &budget, &findings)
    case .cookieAcknowledgment: takeCookieAcknowledgment(context, &findings)
    case .shutdown: takeShutdown(chunk, frame, context, &findings)
    case .shutdownAcknowledgment: takeShutdownAcknowledgment(context, &findings)
    case .shutdownComplete: close(context, &findings)
    case .abort: takeAbort(chunk, frame, context, &findings)
    case .error:
      endpoints[side.index].summary.errors &+= 1
      var causes = SCTPParameterIterator(chunk)
      if let cause = causes.next(in: frame), cause.rawType == 3 { isCookieStale = true }
    case .heartbeat:
      endpoints[side.index].summary.heartbeats &+= 1
      settleOpen(side, context, &findings)
      context.report(.keepAlive, reason: "heartbeat", &findings)
    case .heartbeatAcknowledgment:
      endpoints[side.index].summary.heartbeatAcknowledgments &+= 1
      settleOpen(side, context, &findings)
      context.report(.keepAliveAck, reason: "heartbeat", &findings)
    case .forwardTSN, .interleavedForwardTSN:
      endpoints[side.index].summary.skips &+= 1
      if let number = chunk.sequence(in: frame) { endpoints[side.index].stream.skip(to: number) }
    case .addressConfiguration: takeAddresses(chunk, frame, side)
    default: break
    }
  }

  // MARK: The beginning

  private mutating func takeInitiation(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ context: PacketContext, budget: inout Int,
    _ findings: inout Findings
  ) {
    guard let initiation = SCTPInitiation(chunk, in: frame) else { return }
    let (side, peer) = (context.sender, context.sender.peer)
    let offer = SCTPEndpoint.Offer(initiation, at: context.moment)
    endpoints[side.index].summary.initiations &+= 1
    takeAddresses(chunk, frame, side)
    switch endpoints[side.index].state {
    case .unknown where !isOver && endpoints[peer.index].state != .established,
      .closed where !isOver:
      // A server that has answered sends an INIT of its own: both ask at once (section 5.2.1).
      let isAsked =
        endpoints[peer.index].state == .cookieWait || endpoints[peer.index].state == .cookieEchoed
      if isAsked { isCollision = true }
      if side == .client || initTime == nil { initTime = context.time }
      endpoints[side.index].state = .closed
      move(side, to: .cookieWait, context, &findings)
      endpoints[side.index].adopt(offer, budget: &budget)
    case .cookieWait where endpoints[side.index].summary.tag == offer.tag,
      .cookieEchoed where endpoints[side.index].summary.tag == offer.tag && !isCookieStale:
      if side == .client, initAckTime == nil { initTime = context.time }
      context.report(
        .timeoutRetransmission, sequence: offer.sequence, reason: "T1-init", &findings)
    case .cookieEchoed where isCookieStale, .cookieWait:
      isCookieStale = false
      move(side, to: .cookieWait, context, &findings)
      endpoints[side.index].adopt(offer, budget: &budget)
    default:
      // Whether the endpoint begins anew shows when it returns a cookie: anybody can send an INIT.
      if !isOver { endpoints[side.index].restart = offer }
    }
  }

  private mutating func takeAnswer(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ context: PacketContext, budget: inout Int,
    _ findings: inout Findings
  ) {
    guard let initiation = SCTPInitiation(chunk, in: frame), !isOver else { return }
    let (side, peer) = (context.sender, context.sender.peer)
    let offer = SCTPEndpoint.Offer(initiation, at: context.moment)
    endpoints[side.index].add(offer)
    takeAddresses(chunk, frame, side)
    if endpoints[peer.index].restart != nil { return }
    // A server keeps no state for an INIT: it is CLOSED until the cookie comes back.
    if endpoints[side.index].state == .unknown { endpoints[side.index].state = .closed }
    if endpoints[peer.index].state == .unknown { move(peer, to: .cookieWait, context, &findings) }
    guard endpoints[peer.index].state == .cookieWait else { return }
    if peer == .client || initAckTime == nil { initAckTime = context.time }
    endpoints[side.index].adopt(offer, budget: &budget)
  }

  private mutating func takeCookie(
    _ glance: SCTPGlance, _ context: PacketContext, budget: inout Int, _ findings: inout Findings
  ) {
    let (side, peer) = (context.sender, context.sender.peer)
    let answered = endpoints[peer.index].offer(glance.tag)
    if let restart = endpoints[side.index].restart, let answered,
      answered.moment.time >= restart.moment.time
    {
      // Section 5.2.4.1: the peer stays ESTABLISHED, and all numbers begin again.
      restarts &+= 1
      endpoints[side.index].restart = nil
      move(side, to: .cookieWait, context, by: restart.moment, &findings)
      move(side, to: .cookieEchoed, context, &findings)
      endpoints[side.index].adopt(restart, budget: &budget)
      endpoints[peer.index].adopt(answered, budget: &budget)
      return
    }
    switch endpoints[side.index].state {
    case .unknown, .cookieWait, .closed:
      guard !isOver else { return }
      if side == .client, cookieTime == nil { cookieTime = context.time }
      hasCookie = true
      if endpoints[peer.index].state == .unknown { endpoints[peer.index].state = .closed }
      move(side, to: .cookieEchoed, context, &findings)
    case .cookieEchoed:
      context.report(.timeoutRetransmission, reason: "T1-cookie", &findings)
    default: return
    }
    if let answered { endpoints[peer.index].adopt(answered, budget: &budget) }
  }

  private mutating func takeCookieAcknowledgment(
    _ context: PacketContext, _ findings: inout Findings
  ) {
    guard !isOver else { return }
    let (side, peer) = (context.sender, context.sender.peer)
    endpoints[side.index].removeOffers()
    endpoints[peer.index].removeOffers()
    switch endpoints[side.index].state {
    case .unknown, .closed, .cookieWait, .cookieEchoed:
      move(side, to: .established, context, &findings)
    default: break
    }
    switch endpoints[peer.index].state {
    case .unknown, .cookieEchoed: move(peer, to: .established, context, &findings)
    default: break
    }
  }

  // MARK: The end

  private mutating func takeShutdown(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ context: PacketContext,
    _ findings: inout Findings
  ) {
    guard !isOver else { return }
    let (side, peer) = (context.sender, context.sender.peer)
    if let number = chunk.sequence(in: frame) {
      endpoints[peer.index].takeAcknowledgment(of: number, at: context.time)
    }
    switch endpoints[side.index].state {
    case .unknown, .cookieEchoed, .established, .closed:
      // Both closed before they had the other's SHUTDOWN.
      if closedBy == nil {
        closedBy = side == .client ? .client : .server
      } else {
        closedBy = .both
      }
      move(side, to: .shutdownSent, context, &findings)
    case .shutdownSent:
      context.report(.timeoutRetransmission, reason: "T2-shutdown", &findings)
    default: break
    }
    endpoints[peer.index].pendingShutdown = context.moment
  }

  /// The SHUTDOWN that was sent to a side counts as arrived.
  mutating func settleShutdown(
    of side: Side, _ context: PacketContext, _ findings: inout Findings
  ) {
    guard let shutdown = endpoints[side.index].pendingShutdown else { return }
    endpoints[side.index].pendingShutdown = nil
    switch endpoints[side.index].state {
    case .unknown, .established, .cookieEchoed:
      move(side, to: .shutdownReceived, context, by: shutdown, &findings)
    default: break
    }
  }

  private mutating func takeShutdownAcknowledgment(
    _ context: PacketContext, _ findings: inout Findings
  ) {
    guard !isOver else { return }
    let side = context.sender
    settleShutdown(of: side, context, &findings)
    // It answers a SHUTDOWN, captured or not.
    if closedBy == nil { closedBy = side == .client ? .server : .client }
    if endpoints[side.index].state == .shutdownAckSent {
      context.report(.timeoutRetransmission, reason: "T2-shutdown", &findings)
    }
    move(side, to: .shutdownAckSent, context, &findings)
  }

  private mutating func takeAbort(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ context: PacketContext, _ findings: inout Findings
  ) {
    guard !isOver else { return }
    let (side, peer) = (context.sender, context.sender.peer)
    isAborted = true
    var causes = SCTPParameterIterator(chunk)
    abortCause = causes.next(in: frame)?.rawType
    switch endpoints[peer.index].state {
    case .cookieWait, .cookieEchoed: failure = .refused
    default:
      failure = .reset
      if closedBy == nil { closedBy = side == .client ? .client : .server }
    }
    close(context, &findings)
  }

  /// Neither endpoint has the association any more.
  private mutating func close(_ context: PacketContext, _ findings: inout Findings) {
    guard !isOver else { return }
    let side = context.sender
    isOver = true
    settleShutdown(of: side, context, &findings)
    settleShutdown(of: side.peer, context, &findings)
    move(side, to: .closed, context, &findings)
    move(side.peer, to: .closed, context, &findings)
  }

  // MARK: Addresses

  /// Notes the addresses that a chunk's parameters list or add; those that it deletes stay in the record.
  private mutating func takeAddresses(_ chunk: SCTPChunk, _ frame: Span<UInt8>, _ side: Side) {
    var parameters = SCTPParameterIterator(chunk)
    while let parameter = parameters.next(in: frame) {
      if let address = parameter.address(in: frame) {
        add(address, of: side)
      } else if parameter.type == .addAddress, parameter.value.count > 4 {
        var inner = SCTPParameterIterator(
          (parameter.value.lowerBound &+ 4)..<parameter.value.upperBound)
        if let address = inner.next(in: frame)?.address(in: frame) { add(address, of: side) }
      }
    }
  }

  /// Notes an address, unless it is the wildcard that stands for the packet's source.
  private mutating func add(_ address: IPAddress, of side: Side) {
    switch address {
    case .v4(let address) where address.rawValue == 0: break
    case .v6(let address) where address.rawValue == 0: break
    default: endpoints[side.index].summary.add(address)
    }
  }
}
