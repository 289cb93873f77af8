import InternetTypes
import PacketDissection

/// The chunks that open and close an association.
extension SCTPAssociation {
  /// Applies a chunk that is neither data nor an acknowledgment.
  mutating func applyControl(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ preview: SCTPPacketPreview,
    _ context: PacketContext,
    budget: inout Int, _ findings: inout Findings
  ) {
    let side = context.sender
    switch chunk.type {
    case .initiation:
      applyInitiation(chunk, frame, context, budget: &budget, &findings)
    case .initiationAcknowledgment:
      applyInitiationAcknowledgment(chunk, frame, context, budget: &budget, &findings)
    case .cookieEcho: applyCookieEcho(preview, context, budget: &budget, &findings)
    case .cookieAcknowledgment: applyCookieAcknowledgment(context, &findings)
    case .shutdown: applyShutdown(chunk, frame, context, &findings)
    case .shutdownAcknowledgment: applyShutdownAcknowledgment(context, &findings)
    case .shutdownComplete: close(context, &findings)
    case .abort: applyAbort(chunk, frame, context, &findings)
    case .error:
      endpoints[side.index].summary.errors &+= 1
      var causes = SCTPParameterIterator(chunk)
      if let cause = causes.next(in: frame), cause.rawType == 3 { isCookieStale = true }
    case .heartbeat:
      endpoints[side.index].summary.heartbeats &+= 1
      settleOpen(side, context, &findings)
      context.report(.keepAlive, reason: .heartbeat, &findings)
    case .heartbeatAcknowledgment:
      endpoints[side.index].summary.heartbeatAcknowledgments &+= 1
      settleOpen(side, context, &findings)
      context.report(.keepAliveAck, reason: .heartbeat, &findings)
    case .forwardTSN, .interleavedForwardTSN:
      endpoints[side.index].summary.skips &+= 1
      if let number = chunk.sequence(in: frame) { endpoints[side.index].stream.skip(to: number) }
    case .addressConfiguration: noteAddresses(chunk, frame, side)
    default: break
    }
  }

  // MARK: Handshake

  /// Applies an INIT.
  private mutating func applyInitiation(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ context: PacketContext, budget: inout Int,
    _ findings: inout Findings
  ) {
    guard let initiation = SCTPInitiation(chunk, in: frame) else { return }
    let (side, peer) = (context.sender, context.sender.peer)
    let offer = SCTPEndpoint.Offer(initiation, at: context.moment)
    endpoints[side.index].summary.initiations &+= 1
    noteAddresses(chunk, frame, side)
    switch endpoints[side.index].state {
    case .unknown where !isOver && endpoints[peer.index].state != .established,
      .closed where !isOver:
      // The peer has sent an INIT too: an initialization collision (section 5.2.1).
      let isSimultaneous =
        endpoints[peer.index].state == .cookieWait || endpoints[peer.index].state == .cookieEchoed
      if isSimultaneous { isCollision = true }
      if side == .client || initTime == nil { initTime = context.time }
      endpoints[side.index].state = .closed
      move(side, to: .cookieWait, context, &findings)
      endpoints[side.index].adopt(offer, budget: &budget)
    case .cookieWait where endpoints[side.index].summary.tag == offer.tag,
      .cookieEchoed where endpoints[side.index].summary.tag == offer.tag && !isCookieStale:
      if side == .client, initAckTime == nil { initTime = context.time }
      context.report(
        .timeoutRetransmission, sequence: offer.sequence, reason: .initTimer, &findings)
    case .cookieEchoed where isCookieStale, .cookieWait:
      isCookieStale = false
      move(side, to: .cookieWait, context, &findings)
      endpoints[side.index].adopt(offer, budget: &budget)
    default:
      // A restart only if the endpoint returns the cookie (section 5.2.4): any host can send an INIT.
      if !isOver { endpoints[side.index].restart = offer }
    }
  }

  /// Applies an INIT ACK.
  private mutating func applyInitiationAcknowledgment(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ context: PacketContext, budget: inout Int,
    _ findings: inout Findings
  ) {
    guard let initiation = SCTPInitiation(chunk, in: frame), !isOver else { return }
    let (side, peer) = (context.sender, context.sender.peer)
    let offer = SCTPEndpoint.Offer(initiation, at: context.moment)
    endpoints[side.index].add(offer)
    noteAddresses(chunk, frame, side)
    if endpoints[peer.index].restart != nil { return }
    // A server stays CLOSED until it receives the cookie: it keeps no state for an INIT (section 5.1.3).
    if endpoints[side.index].state == .unknown { endpoints[side.index].state = .closed }
    if endpoints[peer.index].state == .unknown { move(peer, to: .cookieWait, context, &findings) }
    guard endpoints[peer.index].state == .cookieWait else { return }
    if peer == .client || initAckTime == nil { initAckTime = context.time }
    endpoints[side.index].adopt(offer, budget: &budget)
  }

  /// Applies a COOKIE ECHO.
  private mutating func applyCookieEcho(
    _ preview: SCTPPacketPreview, _ context: PacketContext, budget: inout Int,
    _ findings: inout Findings
  ) {
    let (side, peer) = (context.sender, context.sender.peer)
    let answered = endpoints[peer.index].offer(preview.tag)
    if let restart = endpoints[side.index].restart, let answered,
      answered.moment.time >= restart.moment.time
    {
      // A restart (section 5.2.4.1): the peer stays ESTABLISHED, and all numbers start again.
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
      context.report(.timeoutRetransmission, reason: .cookieTimer, &findings)
    default: return
    }
    if let answered { endpoints[peer.index].adopt(answered, budget: &budget) }
  }

  /// Applies a COOKIE ACK.
  private mutating func applyCookieAcknowledgment(
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

  // MARK: Shutdown and abort

  /// Applies a SHUTDOWN.
  private mutating func applyShutdown(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ context: PacketContext,
    _ findings: inout Findings
  ) {
    guard !isOver else { return }
    let (side, peer) = (context.sender, context.sender.peer)
    if let number = chunk.sequence(in: frame) {
      endpoints[peer.index].applyAcknowledgment(of: number, at: context.time)
    }
    switch endpoints[side.index].state {
    case .unknown, .cookieEchoed, .established, .closed:
      // If the peer has closed too, neither had received the other's SHUTDOWN.
      if closedBy == nil {
        closedBy = side == .client ? .client : .server
      } else {
        closedBy = .both
      }
      move(side, to: .shutdownSent, context, &findings)
    case .shutdownSent:
      context.report(.timeoutRetransmission, reason: .shutdownTimer, &findings)
    default: break
    }
    endpoints[peer.index].pendingShutdown = context.moment
  }

  /// Delivers the pending SHUTDOWN to a side.
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

  /// Applies a SHUTDOWN ACK.
  private mutating func applyShutdownAcknowledgment(
    _ context: PacketContext, _ findings: inout Findings
  ) {
    guard !isOver else { return }
    let side = context.sender
    settleShutdown(of: side, context, &findings)
    // It answers a SHUTDOWN, even if that was not captured.
    if closedBy == nil { closedBy = side == .client ? .server : .client }
    if endpoints[side.index].state == .shutdownAckSent {
      context.report(.timeoutRetransmission, reason: .shutdownTimer, &findings)
    }
    move(side, to: .shutdownAckSent, context, &findings)
  }

  /// Applies an ABORT.
  private mutating func applyAbort(
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

  /// Closes both endpoints.
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

  /// Notes the addresses that a chunk's parameters list or add.
  ///
  /// Deleted addresses stay in the summary.
  private mutating func noteAddresses(_ chunk: SCTPChunk, _ frame: Span<UInt8>, _ side: Side) {
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

  /// Notes an address, unless it is the wildcard for the packet's source (RFC 5061, section 4.2.1).
  private mutating func add(_ address: IPAddress, of side: Side) {
    switch address {
    case .v4(let address) where address.rawValue == 0: break
    case .v6(let address) where address.rawValue == 0: break
    default: endpoints[side.index].summary.add(address)
    }
  }
}
