import InternetTypes

/// The congestion analysis of one connection, in both directions.
///
/// Give it every segment of the connection in the order of capture; it emits window records, and verdicts at the end.
public final class CongestionAnalysis {
  // All mutable state is in one stored property, so that Swift's exclusivity check runs once per segment.
  private var progress: Progress

  /// An analysis before the first segment.
  public init() { progress = Progress() }

  /// An analysis of a connection whose handshake is over, if it was captured.
  ///
  /// - Parameters:
  ///   - handshake: the options and times of the SYNs; nil if they were not captured.
  ///   - wantsRecords: whether window records are wanted, not verdicts only.
  public init(handshake: HandshakeObservation?, wantsRecords: Bool) {
    progress = Progress(handshake, wantsRecords: wantsRecords)
  }

  /// Processes the next segment of the connection; `emit` receives window records, also of earlier segments.
  public func observe(_ segment: SegmentObservation, _ emit: (WindowRecord) -> Void) {
    progress.observe(segment, emit)
  }

  /// Ends the analysis: the pending records are emitted.
  public func finish(_ emit: (WindowRecord) -> Void) { progress.finish(emit) }

  /// One verdict for each direction that carried data, the client's first.
  public func verdicts() -> [CongestionVerdict] { progress.verdicts() }
}

/// The state of an analysis.
private struct Progress {
  private var toServer: SenderTimeline?
  private var toClient: SenderTimeline?
  // Comparing one of these with nil would copy it, about 3 KB; hence the flags.
  private var hasTimelineToServer = false
  private var hasTimelineToClient = false
  private var hasWindows = false
  private var handshake = HandshakeObservation()
  private var early: [SegmentObservation] = []
  private var hasBegun = false
  /// Whether window records are wanted, not verdicts only.
  private var wantsRecords = true
  private var acknowledgedByClient: Int64?
  private var acknowledgedByServer: Int64?
  /// Without a handshake: the response delays of the client and the server, measured at the capture.
  private var responseDelays: (Int64?, Int64?) = (nil, nil)

  /// The receive windows of the server and the client; nil before the first segment after the handshake.
  private var windowOfServer: ReceiveWindow?
  private var windowOfClient: ReceiveWindow?
  private var lastTime = Timestamp(rawValue: 0)

  init() {}

  /// The state of a connection whose handshake is over, if it was captured.
  init(_ handshake: HandshakeObservation?, wantsRecords: Bool) {
    self.wantsRecords = wantsRecords
    guard let handshake else { return }
    self.handshake = handshake
    hasBegun = true
  }

  mutating func observe(_ segment: SegmentObservation, _ emit: (WindowRecord) -> Void) {
    if segment.isSynchronizing {
      handshake.note(segment)
      return
    }
    if !hasBegun {
      hasBegun = handshake.isComplete
      if !hasBegun {
        early.append(segment)
        if early.count >= Calibration.Timeline.earlyLimit { begin(emit) }
        return
      }
    }
    handle(segment, emit)
  }

  /// Begins an analysis without a handshake: the first segments show which endpoint is near the capture.
  private mutating func begin(_ emit: (WindowRecord) -> Void) {
    hasBegun = true
    let waiting = early
    early = []
    responseDelays = (
      Self.responseDelay(of: .client, in: waiting), Self.responseDelay(of: .server, in: waiting)
    )
    for segment in waiting { handle(segment, emit) }
  }

  /// The shortest time from a segment to one of the other endpoint that echoes its timestamp.
  private static func responseDelay(
    of end: Side, in segments: [SegmentObservation]
  ) -> Int64? {
    var shortest: Int64?
    for (index, segment) in segments.enumerated()
    where segment.sender == end && segment.timestampValue != nil {
      guard
        let cause = segments[..<index].first(where: {
          $0.sender != end && $0.timestampValue == segment.timestampEcho
        })
      else { continue }
      let delay = segment.time - cause.time
      shortest = min(shortest ?? delay, delay)
    }
    if shortest != nil { return shortest }
    // It echoes timestamps from before the capture: its response delay is longer than the time of these segments.
    guard let first = segments.first(where: { $0.sender != end }), let stamp = first.timestampValue,
      let last = segments.last(where: { $0.sender == end }), last.timestampValue != nil,
      LinuxSender.isBefore(last.timestampEcho, stamp)
    else { return nil }
    return last.time - first.time
  }

  private mutating func handle(_ segment: SegmentObservation, _ emit: (WindowRecord) -> Void) {
    noteWindows(segment)
    if segment.length > 0 || segment.isFinal {
      if segment.sender == .client {
        if !hasTimelineToServer {
          toServer = begin(with: segment)
          hasTimelineToServer = segment.length > 0
        }
        toServer?.transmit(segment, emit)
      } else {
        if !hasTimelineToClient {
          toClient = begin(with: segment)
          hasTimelineToClient = segment.length > 0
        }
        toClient?.transmit(segment, emit)
      }
    }
    if segment.isAcknowledgment {
      if segment.sender == .client {
        acknowledgedByClient = segment.acknowledgment
      } else {
        acknowledgedByServer = segment.acknowledgment
      }
      if handshake.completedAt == nil && segment.sender == .client {
        handshake.completedAt = segment.time
      }
      if segment.sender == .client {
        toClient?.acknowledge(segment, emit)
      } else {
        toServer?.acknowledge(segment, emit)
      }
    }
  }

  /// Updates the receive windows of both endpoints, in the order of the capture.
  private mutating func noteWindows(_ segment: SegmentObservation) {
    if !hasWindows {
      hasWindows = true
      windowOfServer = ReceiveWindow(
        scale: handshake.windowScale(of: .server), offered: handshake.server?.offeredWindow)
      windowOfClient = ReceiveWindow(
        scale: handshake.windowScale(of: .client), offered: handshake.client?.offeredWindow)
    }
    lastTime = max(lastTime, segment.captured)
    if segment.sender == .client {
      windowOfServer?.send(segment)
      if segment.isAcknowledgment { windowOfClient?.offer(segment) }
    } else {
      windowOfClient?.send(segment)
      if segment.isAcknowledgment { windowOfServer?.offer(segment) }
    }
    guard !hasAllScales else { return }
    // An inferred shift is used from then on.
    if let scale = windowOfServer?.scale {
      toServer?.analysis.sender.windowScale = scale
    }
    if let scale = windowOfClient?.scale {
      toClient?.analysis.sender.windowScale = scale
    }
  }

  /// Whether the handshake shows how windows are scaled.
  private var hasAllScales: Bool {
    handshake.isComplete
  }

  mutating func finish(_ emit: (WindowRecord) -> Void) {
    if !hasBegun { begin(emit) }
    toServer?.finish(emit)
    toClient?.finish(emit)
    toServer?.analysis.account(until: lastTime)
    toClient?.analysis.account(until: lastTime)
  }

  mutating func verdicts() -> [CongestionVerdict] {
    var all: [CongestionVerdict] = []
    if var verdict = toServer?.analysis.finalVerdict() {
      verdict.receiver = windowOfServer?.summary(at: lastTime) ?? ReceiverSummary()
      all.append(verdict)
    }
    if var verdict = toClient?.analysis.finalVerdict() {
      verdict.receiver = windowOfClient?.summary(at: lastTime) ?? ReceiverSummary()
      all.append(verdict)
    }
    return all
  }

  /// The last acknowledgment number of the other endpoint.
  private func latestAcknowledgment(to end: Side) -> Int64? {
    end == .client ? acknowledgedByServer : acknowledgedByClient
  }

  /// The size of full segments by the SYNs' options; timestamps take 12 bytes of each (RFC 7323, section 3.2).
  private func segmentSizes(
    _ own: HandshakeObservation.Endpoint?, _ peer: HandshakeObservation.Endpoint?,
    hasTimestamps: Bool
  ) -> SegmentSizeEstimate {
    let options = hasTimestamps ? 12 : 0
    guard let own, let peer else {
      return SegmentSizeEstimate(announced: nil, default: 1460 - options, isDefault: false)
    }
    guard let ownSize = own.maximumSegmentSize, let peerSize = peer.maximumSegmentSize else {
      return SegmentSizeEstimate(announced: nil, default: 536 - options, isDefault: true)
    }
    return SegmentSizeEstimate(
      announced: max(min(ownSize, peerSize) - options, 1), default: 536, isDefault: false)
  }

  /// Creates the timeline of a data direction at its first segment.
  private mutating func begin(with segment: SegmentObservation) -> SenderTimeline? {
    if segment.length == 0 { return nil }
    let own = handshake[segment.sender]
    let peer = handshake[segment.sender.peer]
    let hasHandshake = handshake.isComplete
    let hasTimestamps = segment.timestampValue != nil
    let sizes = segmentSizes(own, peer, hasTimestamps: hasTimestamps)
    let start = own.map { $0.start + 1 } ?? segment.sequence
    // Built in place: it is large.
    var timeline = SenderTimeline(
      near: SenderAnalysis(
        end: segment.sender,
        sender: LinuxSender(
          start: start, segmentSize: max(sizes.size, 1),
          hasSack: handshake.permitsSack,
          hasTimestamps: hasTimestamps),
        segmentSizes: sizes,
        wantsRecords: wantsRecords))
    timeline.analysis.sender.isEcnCapable = handshake.allowsECN
    var responseDelay: Int64?
    if let client = handshake.client, let server = handshake.server {
      timeline.analysis.sender.windowScale = handshake.windowScale(of: segment.sender.peer)
      let completedAt = handshake.completedAt ?? segment.time
      handshake.completedAt = completedAt
      // Round trips between the capture and the server, and between the capture and the client.
      let toServer = server.time - client.time
      let toClient = completedAt - server.time
      let delay = segment.sender == .client ? toClient : toServer
      let rest = segment.sender == .client ? toServer : toClient
      let isFar = Calibration.Timeline.isFar(delay, rest: rest)
      let trip = isFar ? delay + rest : rest
      if trip > 0 {
        timeline.analysis.sender.roundTrip.updateMinimum(Int(trip), at: segment.time)
        timeline.analysis.sender.roundTrip.add(Int(trip), acknowledged: start, next: start)
      }
      if isFar { responseDelay = delay }
    } else {
      timeline.analysis.beginInMidstream(acknowledged: latestAcknowledgment(to: segment.sender))
      let (own, peer) =
        segment.sender == .client
        ? responseDelays : (responseDelays.1, responseDelays.0)
      if let own, Calibration.Timeline.isFar(own, rest: peer ?? 0) { responseDelay = own }
    }
    if let completedAt = handshake.completedAt, hasHandshake {
      timeline.analysis.beginAccount(at: completedAt)
    }
    timeline.analysis.sender.receiveWindow =
      segment.sender == .client ? windowOfServer?.bytes : windowOfClient?.bytes
    if let responseDelay { timeline.place(far: responseDelay, isMidstream: !hasHandshake) }
    return timeline
  }
}
