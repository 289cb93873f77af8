import InternetTypes
import PacketDissection

/// An SCTP association: the states of both endpoints (RFC 9260, section 4) and what they sent.
///
/// What an endpoint sends changes its state at once; so does the chunk that an endpoint waits for. A SHUTDOWN waits until the
/// receiver's own chunks show whether it came before the receiver closed by itself. SHUTDOWN-PENDING does not show on the
/// wire: an endpoint is ESTABLISHED until its SHUTDOWN. A packet with another verification tag than the association's moves
/// nothing.
struct SCTPAssociation {
  /// Where its connection is in the table.
  let connection: UInt32
  /// VLAN and tunnel it is in.
  let domain: UInt32
  let tunnelHash: UInt32
  let clientPort: UInt16
  let serverPort: UInt16

  /// The client and the server, at the positions that `Side.at` tells.
  var endpoints = InlineArray<2, SCTPEndpoint>(repeating: SCTPEndpoint())
  var isCollision = false
  var restarts: UInt32 = 0
  var abortCause: UInt16?
  var isAborted = false
  /// Whether it has ended on the wire.
  var isOver = false
  var closedBy: ConnectionSummary.ClosedBy?
  var failure: ConnectionSummary.Failure?
  /// The client's latest INIT before the INIT ACK, that, and the COOKIE ECHO that answers it.
  var initTime: PacketTime?
  var initAckTime: PacketTime?
  var cookieTime: PacketTime?
  /// Whether a COOKIE ECHO was captured.
  var hasCookie = false
  /// Whether the server said that the cookie had become stale (section 5.2.6).
  var isCookieStale = false

  init(connection: UInt32, key: FlowKey, isClientFirst: Bool) {
    self.connection = connection
    domain = key.addresslessDomain
    tunnelHash = key.tunnelHash
    clientPort = key.endpoint(isFirst: isClientFirst).port
    serverPort = key.endpoint(isFirst: !isClientFirst).port
  }

  /// The port of a side.
  func port(_ side: Side) -> UInt16 { side == .client ? clientPort : serverPort }

  /// Whether an INIT of a side begins another association on the same addresses and ports.
  func isSucceeded(by tag: UInt32, from side: Side) -> Bool {
    let sender = endpoints[side.index]
    guard sender.summary.tag != tag else { return false }
    return isOver || sender.state == .cookieWait && endpoints[side.peer.index].packets == 0
  }

  /// Changes a side's state.
  mutating func move(
    _ side: Side, to state: EndpointState, _ context: PacketContext, by cause: PacketMoment? = nil,
    _ findings: inout Findings
  ) {
    let from = endpoints[side.index].state
    guard from != state else { return }
    endpoints[side.index].state = state
    context.report(side, from: from, to: state, by: cause ?? context.moment, &findings)
  }

  // MARK: Packets

  /// Takes a packet of the association.
  mutating func take(
    _ packet: Packet, _ frame: Span<UInt8>, _ glance: SCTPGlance, _ context: PacketContext,
    budget: inout Int, _ findings: inout Findings
  ) {
    let side = context.sender
    endpoints[side.index].packets &+= 1
    guard hasRightTag(glance, from: side) else {
      endpoints[side.index].summary.wrongTags &+= 1
      context.report(.wrongTag, reason: "verification-tag", &findings)
      return
    }
    var flags = PacketFlags()
    var chunks = SCTPChunkIterator(packet)
    while let chunk = chunks.next(in: frame) {
      // An INIT is alone in its packet (section 4.3): it needs no tag, and what came with it would need none, too.
      if chunk.type == .initiation {
        guard glance.first == .initiation else { continue }
        takeControl(chunk, frame, glance, context, budget: &budget, &findings)
        break
      }
      switch chunk.type {
      case .data, .interleavedData:
        takeData(chunk, packet, frame, glance, &flags, context, budget: &budget, &findings)
      case .selectiveAcknowledgment:
        takeAcknowledgment(chunk, frame, glance, context, &findings)
      default:
        takeControl(chunk, frame, glance, context, budget: &budget, &findings)
      }
    }
    if flags.hasRetransmission { endpoints[side.index].summary.retransmittedPackets &+= 1 }
    if flags.isOutOfOrder { endpoints[side.index].summary.outOfOrderPackets &+= 1 }
  }

  /// What the chunks of one packet are together.
  struct PacketFlags {
    var hasRetransmission = false
    var isOutOfOrder = false
  }

  /// Whether a packet carries the tag that its receiver chose (section 8.5), or the one that section 8.5.1 excepts.
  private mutating func hasRightTag(_ glance: SCTPGlance, from side: Side) -> Bool {
    let tag = glance.tag
    // Only an INIT has none, and it is alone in its packet.
    if glance.first == .initiation { return tag == 0 }
    guard tag != 0 else { return false }
    if glance.isReflected {
      // T: the sender knows no tag of the receiver and returns its own.
      return endpoints[side.index].summary.tag.map { $0 == tag } ?? true
    }
    let receiver = side.peer.index
    if endpoints[receiver].accepts(tag) { return true }
    return endpoints[receiver].learn(tag)
  }

  // MARK: Data

  private mutating func takeData(
    _ chunk: SCTPChunk, _ packet: Packet, _ frame: Span<UInt8>, _ glance: SCTPGlance,
    _ flags: inout PacketFlags, _ context: PacketContext, budget: inout Int,
    _ findings: inout Findings
  ) {
    guard let data = SCTPData(chunk, in: frame), data.payloadLength >= 0 else { return }
    let side = context.sender
    if !glance.hasCookieEcho { settleOpen(side, context, &findings) }
    // What a chunk states beyond the packet's end is not there.
    let left = max(
      packet.payloadLength &- (data.payload.lowerBound &- packet.payload.lowerBound), 0)
    let size = min(data.payloadLength, left)
    var detail = SegmentEvent.Detail()
    let verdict = endpoints[side.index].takeData(
      data, size: size, isInterleaved: chunk.type == .interleavedData, at: context.moment,
      &detail, budget: &budget)
    let length = UInt32(clamping: size)
    switch verdict {
    case .new: break
    case .behindGap:
      context.report(
        .lostSegment, sequence: data.sequence, length: length, detail: detail, &findings)
    case .outOfOrder:
      flags.isOutOfOrder = true
      context.report(
        .outOfOrder, sequence: data.sequence, length: length, detail: detail, &findings)
    case .sentAgain(let kind):
      flags.hasRetransmission = true
      context.report(kind, sequence: data.sequence, length: length, detail: detail, &findings)
    }
  }

  private mutating func takeAcknowledgment(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ glance: SCTPGlance, _ context: PacketContext,
    _ findings: inout Findings
  ) {
    guard let sack = SCTPSelectiveAcknowledgment(chunk, in: frame) else { return }
    let (side, peer) = (context.sender, context.sender.peer)
    // In SHUTDOWN-SENT acknowledgments come with the SHUTDOWN (section 9.2).
    if !glance.hasShutdown { settleOpen(side, context, &findings) }
    let window = sack.receiverWindow
    endpoints[side.index].summary.acknowledgments &+= 1
    if sack.gapCount > 0 { endpoints[side.index].summary.gapReports &+= 1 }
    endpoints[side.index].summary.duplicates &+= UInt64(sack.duplicateCount)
    let former = endpoints[side.index].summary
    endpoints[side.index].summary.windowMinimum = min(former.windowMinimum ?? window, window)
    endpoints[side.index].summary.windowMaximum = max(former.windowMaximum ?? window, window)
    let answer = endpoints[peer.index].takeAcknowledgment(sack, in: frame, at: context.time)
    if answer.isNewZeroWindow { endpoints[side.index].summary.zeroWindows &+= 1 }
    guard findings.wantsEvents else { return }
    var detail = SegmentEvent.Detail()
    detail.acknowledgment = sack.cumulative
    if answer.isNewZeroWindow {
      detail.window = 0
      context.report(.zeroWindow, sequence: sack.cumulative, detail: detail, &findings)
    }
    detail.window = window
    if sack.gapCount > 0, !answer.isProgress {
      detail.reason = "gap-blocks"
      context.report(.duplicateAck, sequence: sack.cumulative, detail: detail, &findings)
    }
    if let (number, packet) = answer.needless {
      detail.reason = "duplicate-tsn"
      detail.original = packet == 0 ? nil : packet
      context.report(.spuriousEvidence, sequence: number, detail: detail, &findings)
    }
  }

  /// What a packet other than those of handshake and end shows: its sender's association is open.
  mutating func settleOpen(
    _ side: Side, _ context: PacketContext, _ findings: inout Findings
  ) {
    switch endpoints[side.index].state {
    case .unknown, .cookieEchoed: move(side, to: .established, context, &findings)
    // Its COOKIE ACK was not captured.
    case .closed where hasCookie && !isOver: move(side, to: .established, context, &findings)
    default: break
    }
  }
}

extension FlowKey {
  /// VLAN and tunnel of the domain: what stays the same when an association uses addresses of either IP version.
  var addresslessDomain: UInt32 { domain & ~(1 << 8) }
}

/// What the chunks of a packet are, before it is known which association it belongs to.
struct SCTPGlance {
  let tag: UInt32
  var first: SCTPChunkType?
  /// The tag that an INIT or INIT ACK offers.
  var offeredTag: UInt32?
  /// T is set in its ABORT or SHUTDOWN COMPLETE.
  var isReflected = false
  var hasCookieEcho = false
  var hasShutdown = false

  /// Looks at the chunks of a packet; nil where it is no SCTP, or holds none.
  init?(_ packet: Packet, _ frame: Span<UInt8>) {
    guard case .sctp(let header) = packet.transport, !packet.isFragment else { return nil }
    tag = header.verificationTag
    var chunks = SCTPChunkIterator(packet)
    while let chunk = chunks.next(in: frame) {
      if first == nil {
        first = chunk.type
        offeredTag = SCTPInitiation(chunk, in: frame)?.tag
      }
      switch chunk.type {
      case .abort, .shutdownComplete: isReflected = isReflected || chunk.hasReflectedTag
      case .cookieEcho: hasCookieEcho = true
      case .shutdown: hasShutdown = true
      default: break
      }
    }
    if first == nil { return nil }
  }

  /// Whether its sender was asked: nil where only ports can tell.
  var isFromServer: Bool? {
    switch first {
    case .initiation, .cookieEcho: false
    case .initiationAcknowledgment, .cookieAcknowledgment: true
    default: nil
    }
  }
}
