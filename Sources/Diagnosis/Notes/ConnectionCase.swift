import CongestionInference
import ConnectionTracking
import InternetTypes
import PacketDissection

/// All that is known of a connection at its end: what the rules judge.
struct ConnectionCase {
  let summary: ConnectionSummary
  let notes: ConnectionNotes
  let verdicts: [CongestionVerdict]
  /// The time of the capture's latest packet so far; the last one's for what ends with the capture.
  let captureTime: Timestamp

  /// The route of its findings.
  var route: DiagnosedFinding.Route {
    .init(protocol: summary.protocol, client: summary.client, server: summary.server)
  }

  /// What a side sent.
  func direction(_ side: Side) -> DirectionSummary {
    side == .client ? summary.clientToServer : summary.serverToClient
  }

  /// The verdict on a data sender.
  func verdict(_ side: Side) -> CongestionVerdict? { value(side) { $0 } }

  /// A property of the verdict on a data sender, without a copy of all of it.
  func value<Value>(_ side: Side, _ property: (CongestionVerdict) -> Value) -> Value? {
    for index in verdicts.indices where verdicts[index].sender == side {
      return property(verdicts[index])
    }
    return nil
  }

  /// The first packet that is known by number: the first one of a TCP connection.
  var firstPacket: NotedPacket {
    notes.first.isSet ? notes.first : lastPacket
  }

  /// The last packet.
  var lastPacket: NotedPacket { NotedPacket(packet: summary.lastPacket, time: summary.end) }

  /// A finding about this connection.
  func finding(
    _ kind: DiagnosisKind, _ severity: FindingSeverity, confidence: Double, of sender: Side? = nil
  ) -> DiagnosedFinding {
    var finding = DiagnosedFinding(
      kind, severity, confidence: confidence, from: summary.start, to: summary.end)
    finding.connection = summary.index
    finding.sender = sender
    finding.route = route
    if !summary.isHandshakeSeen && summary.protocol == .tcp { finding.caveats.append(.midstream) }
    if direction(.client).packets == 0 || direction(.server).packets == 0 {
      finding.caveats.append(.oneDirection)
    }
    return finding
  }

  /// The server's answers, if the time that they took is most of what its data lost by waiting; nil otherwise.
  func responses(of side: Side, explaining lost: Int64) -> ResponseTimes? {
    guard side == .server, let responses = summary.responses, responses.count > 0,
      responses.sum >= lost / 2
    else { return nil }
    return responses
  }

  /// The longest queueing delay that the peer's own data show, in microseconds; nil if they show none.
  ///
  /// At the data's receiver round trips of the sender are estimated. Those of the receiver's data are measured there, and
  /// their acknowledgments wait in the same queue.
  func measuredQueueing(of sender: Side) -> Int? {
    let peer = direction(sender.peer)
    guard caveat(of: sender) == .nearReceiver,
      peer.roundTripSamples >= Calibration.Queue.measuredSamples,
      let longest = peer.roundTripMaximum, let shortest = peer.roundTripMinimum
    else { return nil }
    return Int(clamping: (longest - shortest) / 1000)
  }

  /// Where the capture was taken, as seen from a data sender; nil if the handshake does not show it.
  func caveat(of sender: Side) -> CaptureCaveat? {
    guard let toServer = summary.handshakeToServer, let toClient = summary.handshakeToClient else {
      return nil
    }
    let (near, far) = sender == .client ? (toClient, toServer) : (toServer, toClient)
    if near &* 10 < far { return .nearSender }
    return far &* 10 < near ? .nearReceiver : nil
  }
}

/// A data sender of a connection that has windows: what the rules of transfers judge.
struct TransferCase {
  let connection: ConnectionCase
  let side: Side
  let notes: SenderNotes
  let verdict: CongestionVerdict?
  let account: TimeAccount
  let queue: QueueEstimate
  /// What the side sent.
  let direction: DirectionSummary

  /// The transfer of a data sender; nil if it has no windows.
  init?(_ connection: ConnectionCase, _ side: Side) {
    guard let notes = connection.notes.sender(side), notes.newSegments > 0 else { return nil }
    self.connection = connection
    self.side = side
    self.notes = notes
    verdict = connection.verdict(side)
    account = notes.accounted(
      from: connection.summary.start, until: connection.summary.end,
      connectTime: connection.summary.connectTime)
    queue = QueueEstimate(notes, measured: connection.measuredQueueing(of: side))
    direction = connection.direction(side)
  }

  /// The time of the transfer: all but its ending, at least a nanosecond.
  var time: Int64 { max(account.total &- account[.ending], 1) }

  /// The share of a time in that of the transfer.
  func share(_ lost: Int64) -> Double { min(max(Double(lost) / Double(time), 0), 1) }

  /// Whether the transfer mostly waited for its application.
  var isMostlyApplication: Bool {
    share(account[.application]) >= Calibration.Limit.mostlyApplication
  }

  /// A finding about this transfer with the time that it lost.
  func finding(
    _ kind: DiagnosisKind, _ severity: FindingSeverity, confidence: Double, lost: Int64?
  ) -> DiagnosedFinding {
    var finding = connection.finding(kind, severity, confidence: confidence, of: side)
    finding.timeLost = lost
    finding.share = lost.map { share($0) }
    if let caveat = connection.caveat(of: side) { finding.caveats.append(caveat) }
    if direction.segmentSizeMaximum.map({ UInt64($0) > Calibration.Capture.largeSegment }) ?? false
    {
      finding.caveats.append(.segmentationOffload)
    }
    return finding
  }

  /// The exclusions that hold for a finding about something else.
  func exclusions(_ wanted: [Exclusion]) -> [Exclusion] {
    wanted.filter { exclusion in
      switch exclusion {
      case .loss:
        // Holes that duplicate acknowledgments report are losses, filled or not.
        direction.retransmittedPackets == 0 && notes.episodeCount == 0
          && connection.direction(side.peer).duplicateAcks < Calibration.Limit.reportedHole
      case .application: share(account[.application]) < 0.05
      case .receiveWindow:
        account[.receiver] == 0 && verdict?.receiver.windowScale != nil
      case .fullQueue, .congestionWindow, .network, .claimedSender, .retransmission, .attack: true
      }
    }
  }
}

/// The queue on the path of a data sender, by the growth of its round trips.
struct QueueEstimate {
  /// The longest usual queueing delay, in microseconds.
  let longest: Int
  /// Whether that is long enough to be a queue.
  let isSeen: Bool
  /// Whether the estimated round trips cannot be right, so that nothing is known of a queue.
  let isContradicted: Bool
  /// Loss episodes with a full queue before them.
  let full: [LossEpisode]
  /// Loss episodes without.
  let others: [LossEpisode]

  /// The queue that a sender's round trips show; none if what was measured contradicts them.
  init(_ notes: SenderNotes, measured: Int?) {
    typealias Limits = Calibration.Queue
    longest = notes.delays.quantile(Limits.quantile)
    if let measured, longest > 2 * measured + Limits.least.time {
      (isSeen, isContradicted, full, others) = (false, true, [], [])
      return
    }
    isContradicted = false
    let least = max(
      Int(Double(notes.roundTripMinimum ?? 0) * Limits.least.share), Limits.least.time)
    let minimum = Double(notes.roundTripMinimum ?? 0)
    let edge = Double(longest) * Limits.shallow.fullShare
    let isShallow =
      Double(longest) >= minimum * Limits.shallow.share && longest >= Limits.least.time
      && notes.episodes.count >= Limits.shallow.episodes
      && notes.episodes.allSatisfy { Double($0.queueing) >= edge }
    isSeen = longest >= least || isShallow
    let threshold = Int(Double(longest) * Limits.fullShare)
    let isSeen = isSeen
    full = notes.episodes.filter { isSeen && $0.queueing >= threshold }
    // A path whose rate changes has a shorter queue at one time than at another: what was near the longest of its own
    // time is neither.
    others = notes.episodes.filter {
      !isSeen
        || $0.queueing < threshold
          && Double($0.queueing) < Double($0.usual) * Limits.fullShare
    }
  }

  /// The share of episodes without a full queue.
  var otherShare: Double {
    let all = full.count + others.count
    return all > 0 ? Double(others.count) / Double(all) : 0
  }
}
