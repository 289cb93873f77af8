import ConnectionTracking
import InternetTypes

/// `reset` and `idle-timeout`: a reset ended the connection, or tried to.
///
/// A device on the path sent it if its time to live is not the host's, its sequence number is outside of the window, or
/// the host continues afterwards. A reset after both sides have closed is no finding. Data that meet a reset after a long
/// silence met a device, or a host, that had forgotten the connection.
enum ResetRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    let summary = connection.summary
    guard summary.protocol == .tcp else { return }
    // The owner of a forged address resets what it did not open, with a time to live of its own.
    let isOpened = connection.notes.serverEstablished.isSet || !summary.isHandshakeSeen
    let injected = isOpened ? connection.notes.tally(.injectedReset) : nil
    guard summary.outcome == .reset || injected != nil else { return }
    // The side that gave up after keep-alives without answers resets the connection itself.
    if injected == nil, PeerVanishedRule.unansweredProbes(connection) != nil { return }
    var finding: DiagnosedFinding
    if let injected {
      finding = connection.finding(
        .reset, .problem, confidence: injected.reason == .dataFollows ? 0.8 : 0.9,
        of: injected.sender)
      finding.measures.origin = .middlebox
      finding.evidence = [
        PacketEvidence(
          injected.first.packet, at: injected.first.time, .injectedReset(injected.reason))
      ]
      finding.exclusions = [.claimedSender]
    } else {
      finding = hostReset(connection)
    }
    let last = connection.lastPacket
    if finding.evidence.isEmpty {
      finding.evidence = [PacketEvidence(last.packet, at: last.time, .connectionEnds)]
    }
    finding.steps = [.inspect(.states), .inspect(.connections), .advice(.checkPeer)]
    if finding.kind == .idleTimeout { finding.steps[2] = .advice(.sendKeepAlives) }
    findings.append(finding)
  }

  /// The finding about a reset that nothing says is forged.
  private static func hostReset(_ connection: ConnectionCase) -> DiagnosedFinding {
    let summary = connection.summary
    let side: Side = summary.clientToServer.rstCount > 0 ? .client : .server
    let closed = connection.notes.closed
    let silence = ResetSilence(connection)
    var finding: DiagnosedFinding
    if silence.isDropped {
      finding = connection.finding(.idleTimeout, .problem, confidence: 0.6, of: side)
      finding.measures.longest = silence.duration
    } else {
      let isUsual = isUsual(connection, side, silence)
      finding = connection.finding(
        .reset, isUsual ? .notice : .problem, confidence: 0.9, of: side)
      finding.measures.origin = .host
      if silence.isClosing { finding.measures.longest = silence.duration }
    }
    if closed.isSet {
      finding.evidence = [
        PacketEvidence(
          closed.packet, at: closed.time,
          .reset(from: side, originalTimeToLive: connection.direction(side).timeToLive))
      ]
    }
    return finding
  }

  /// Whether a reset loses nothing that its sender, or its peer, still wants.
  private static func isUsual(
    _ connection: ConnectionCase, _ side: Side, _ silence: ResetSilence
  ) -> Bool {
    if silence.isClosing { return true }
    let summary = connection.summary
    // A host that has closed resets what arrives afterwards (RFC 9293, section 3.6.1): TLS's last alert, for example.
    if connection.direction(side).finCount > 0,
      connection.direction(side.peer).outstandingBytes <= Calibration.Ending.alertBytes
    {
      return true
    }
    guard side == .client else { return false }
    // Health checks of load balancers open a connection and reset it. A client that does not wait for the end of a
    // connection that is being closed loses nothing that it wants. One that resets right after an answer may have given
    // up before the rest of it.
    let hasData = summary.clientToServer.payloadBytes | summary.serverToClient.payloadBytes != 0
    let isClosing = summary.clientToServer.finCount | summary.serverToClient.finCount != 0
    return !hasData || isClosing
  }
}

/// The silence that a reset ended.
private struct ResetSilence {
  /// How long it was, in nanoseconds; 0 if it is not known.
  var duration: Int64 = 0
  /// Whether data met the reset after a silence in which a device of the path, or a host, had forgotten the connection.
  var isDropped = false
  /// Whether the reset was the first packet after all had been said: a host closes connections that way, too.
  var isClosing = false

  init(_ connection: ConnectionCase) {
    let sides = [Side.client, .server]
    if sides.contains(where: { connection.direction($0).outstandingBytes > 0 }) {
      duration = Self.silenceBeforeData(connection)
      isDropped = duration >= Calibration.Ending.idle
    } else if let last = sides.compactMap({ connection.direction($0).lastExchange }).max() {
      duration = connection.summary.end.nanoseconds(since: last)
      isClosing =
        duration >= Calibration.Ending.closingSilence && !connection.summary.awaitsResponse
    }
  }

  /// The silence before the data that met the reset, as far as windows show it.
  private static func silenceBeforeData(_ connection: ConnectionCase) -> Int64 {
    let end = connection.notes.closed.isSet ? connection.notes.closed : connection.lastPacket
    guard let last = activity(of: connection, before: end.packet) else { return 0 }
    let silence = end.time.nanoseconds(since: last.time)
    guard let before = activity(of: connection, before: last.packet) else { return silence }
    return max(silence, last.time.nanoseconds(since: before.time))
  }

  /// The last packet of both sides before another one.
  private static func activity(
    of connection: ConnectionCase, before packet: UInt64
  ) -> NotedPacket? {
    [Side.client, .server].compactMap { side -> NotedPacket? in
      guard let notes = connection.notes.sender(side) else { return nil }
      if notes.latest.packet < packet { return notes.latest }
      return notes.previous.isSet && notes.previous.packet < packet ? notes.previous : nil
    }.max { $0.packet < $1.packet }
  }
}
