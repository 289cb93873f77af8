import BoundedCollections
import InternetTypes
import PacketDissection

/// An SCTP association: the states of both endpoints (RFC 9260, section 4) and what they sent.
///
/// A chunk changes its sender's state at once, and its receiver's state if the receiver waits for it. A SHUTDOWN is
/// pending until the receiver's own chunks show whether it arrived before the receiver closed by itself.
/// SHUTDOWN-PENDING does not show on the wire: an endpoint is ESTABLISHED until its SHUTDOWN. A packet with a wrong
/// verification tag changes no state.
struct SCTPAssociation {
  /// The position of its connection in the tracker's table.
  let connection: Handle<Connection>
  /// Its VLAN and tunnel.
  let domain: UInt32
  let envelopeHash: UInt32
  let clientPort: UInt16
  let serverPort: UInt16

  /// The client and the server, by `Side.index`.
  var endpoints = InlineArray<2, SCTPEndpoint>(repeating: SCTPEndpoint())
  var isCollision = false
  var restarts: UInt32 = 0
  var abortCause: UInt16?
  var isAborted = false
  /// Whether it was closed or aborted.
  var isOver = false
  var closedBy: ConnectionSummary.ClosedBy?
  var failure: ConnectionSummary.Failure?
  /// The times of the client's last INIT before the INIT ACK, of the INIT ACK, and of the COOKIE ECHO that answers it.
  var initTime: Timestamp?
  var initAckTime: Timestamp?
  var cookieTime: Timestamp?
  /// Whether a COOKIE ECHO was captured.
  var hasCookie = false
  /// Whether the server reported a stale cookie (section 5.2.6).
  var isCookieStale = false

  init(connection: Handle<Connection>, key: FlowKey, isClientFirst: Bool) {
    self.connection = connection
    domain = key.addresslessDomain
    envelopeHash = key.envelopeHash
    clientPort = key.endpoint(isFirst: isClientFirst).port
    serverPort = key.endpoint(isFirst: !isClientFirst).port
  }

  /// An association at the same position that holds no memory on the heap.
  var blank: SCTPAssociation {
    var blank = self
    blank.endpoints = InlineArray(repeating: SCTPEndpoint())
    return blank
  }

  /// The port of a side.
  func port(_ side: Side) -> UInt16 { side == .client ? clientPort : serverPort }

  /// Whether a side's INIT begins another association on the same addresses and ports.
  func isSucceeded(by tag: UInt32, from side: Side) -> Bool {
    let sender = endpoints[side.index]
    guard sender.summary.tag != tag else { return false }
    return isOver || sender.state == .cookieWait && endpoints[side.peer.index].packets == 0
  }

  /// Changes a side's state and reports the transition; `cause` is the packet, if not the current one.
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

  /// Applies a packet of the association.
  mutating func apply(
    _ packet: Packet, _ frame: Span<UInt8>, _ preview: SCTPPacketPreview, _ context: PacketContext,
    budget: inout Int, _ findings: inout Findings
  ) {
    let side = context.sender
    endpoints[side.index].packets &+= 1
    guard hasRightTag(preview, from: side) else {
      endpoints[side.index].summary.wrongTags &+= 1
      context.report(.wrongTag, reason: .verificationTag, &findings)
      return
    }
    var flags = PacketFlags()
    var chunks = SCTPChunkIterator(packet)
    while let chunk = chunks.next(in: frame) {
      // An INIT must be alone in its packet (section 4.3). Chunks after it would escape the check of the tag.
      if chunk.type == .initiation {
        guard preview.first == .initiation else { continue }
        applyControl(chunk, frame, preview, context, budget: &budget, &findings)
        break
      }
      switch chunk.type {
      case .data, .interleavedData:
        applyData(chunk, packet, frame, preview, &flags, context, budget: &budget, &findings)
      case .selectiveAcknowledgment:
        applyAcknowledgment(chunk, frame, preview, context, &findings)
      default:
        applyControl(chunk, frame, preview, context, budget: &budget, &findings)
      }
    }
    if flags.hasRetransmission { endpoints[side.index].summary.retransmittedPackets &+= 1 }
    if flags.isOutOfOrder { endpoints[side.index].summary.outOfOrderPackets &+= 1 }
  }

  /// Facts about all data chunks of one packet.
  struct PacketFlags {
    var hasRetransmission = false
    var isOutOfOrder = false
  }

  /// Whether a packet carries the tag that its receiver chose (section 8.5), or an exception of section 8.5.1.
  private mutating func hasRightTag(_ preview: SCTPPacketPreview, from side: Side) -> Bool {
    let tag = preview.tag
    // Only an INIT has the tag 0.
    if preview.first == .initiation { return tag == 0 }
    guard tag != 0 else { return false }
    if preview.isReflected {
      // With the T bit the sender has no tag of the receiver, and reflects the one it received.
      return endpoints[side.index].summary.tag.map { $0 == tag } ?? true
    }
    let receiver = side.peer.index
    if endpoints[receiver].accepts(tag) { return true }
    return endpoints[receiver].learn(tag)
  }

  // MARK: Data

  /// Applies a DATA or I-DATA chunk.
  private mutating func applyData(
    _ chunk: SCTPChunk, _ packet: Packet, _ frame: Span<UInt8>, _ preview: SCTPPacketPreview,
    _ flags: inout PacketFlags, _ context: PacketContext, budget: inout Int,
    _ findings: inout Findings
  ) {
    guard let data = SCTPData(chunk, in: frame), data.payloadLength >= 0 else { return }
    let side = context.sender
    if !preview.hasCookieEcho { settleOpen(side, context, &findings) }
    // A chunk length beyond the end of the packet does not count.
    let left = max(
      packet.payloadLength &- (data.payload.lowerBound &- packet.payload.lowerBound), 0)
    let size = min(data.payloadLength, left)
    var detail = SegmentEvent.Detail()
    let verdict = endpoints[side.index].applyData(
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
    case .retransmitted(let kind):
      flags.hasRetransmission = true
      context.report(kind, sequence: data.sequence, length: length, detail: detail, &findings)
    }
  }

  /// Applies a SACK.
  private mutating func applyAcknowledgment(
    _ chunk: SCTPChunk, _ frame: Span<UInt8>, _ preview: SCTPPacketPreview,
    _ context: PacketContext,
    _ findings: inout Findings
  ) {
    guard let sack = SCTPSelectiveAcknowledgment(chunk, in: frame) else { return }
    let (side, peer) = (context.sender, context.sender.peer)
    // A SACK in one packet with a SHUTDOWN is sent in SHUTDOWN-SENT (section 9.2), and does not show ESTABLISHED.
    if !preview.hasShutdown { settleOpen(side, context, &findings) }
    let window = sack.receiverWindow
    endpoints[side.index].summary.acknowledgments &+= 1
    if sack.gapCount > 0 { endpoints[side.index].summary.gapReports &+= 1 }
    endpoints[side.index].summary.duplicates &+= UInt64(sack.duplicateCount)
    let former = endpoints[side.index].summary
    endpoints[side.index].summary.windowMinimum = min(former.windowMinimum ?? window, window)
    endpoints[side.index].summary.windowMaximum = max(former.windowMaximum ?? window, window)
    let answer = endpoints[peer.index].applyAcknowledgment(sack, in: frame, at: context.time)
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
      detail.reason = .gapBlocks
      context.report(.duplicateAck, sequence: sack.cumulative, detail: detail, &findings)
    }
    if let (number, packet) = answer.spurious {
      detail.reason = .duplicateTSN
      detail.original = packet == 0 ? nil : packet
      context.report(.spuriousEvidence, sequence: number, detail: detail, &findings)
    }
  }

  /// The sender of a packet outside of handshake and shutdown is in ESTABLISHED.
  mutating func settleOpen(
    _ side: Side, _ context: PacketContext, _ findings: inout Findings
  ) {
    switch endpoints[side.index].state {
    case .unknown, .cookieEchoed: move(side, to: .established, context, &findings)
    // The COOKIE ACK was not captured.
    case .closed where hasCookie && !isOver: move(side, to: .established, context, &findings)
    default: break
    }
  }
}

extension FlowKey {
  /// The domain without the IP version: an association can use addresses of both.
  var addresslessDomain: UInt32 { domain & ~(1 << 8) }
}
