import ConnectionTracking
import InternetTypes

/// `reset` and `idle-timeout`: a reset ended the connection, or tried to.
///
/// A device on the path sent it if its time to live is not the host's, its sequence number is outside of the window, or
/// the host continues afterwards. A reset after both sides have closed is no finding, and one after a long silence is
/// that of a device that forgot the connection.
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
    let silence = silenceBefore(connection)
    var finding: DiagnosedFinding
    if let silence, silence >= Calibration.Ending.idle {
      finding = connection.finding(.idleTimeout, .problem, confidence: 0.6, of: side)
      finding.measures.longest = silence
    } else {
      // Health checks of load balancers open a connection and reset it.
      let hasData = summary.clientToServer.payloadBytes | summary.serverToClient.payloadBytes != 0
      // A client that does not wait for the end of a connection that is being closed loses nothing that it wants.
      let isClosing = summary.clientToServer.finCount | summary.serverToClient.finCount != 0
      let isUsual = side == .client && (!hasData || isClosing)
      finding = connection.finding(
        .reset, isUsual ? .notice : .problem, confidence: 0.9, of: side)
      finding.measures.origin = .host
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

  /// The silence of both sides before the reset, as far as windows show it.
  private static func silenceBefore(_ connection: ConnectionCase) -> Int64? {
    let latest = [Side.client, .server].compactMap { connection.notes.sender($0)?.latest.time }
      .max()
    return latest.map { connection.summary.end.nanoseconds(since: $0) }
  }
}
