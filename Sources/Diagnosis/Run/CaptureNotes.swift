import ConnectionTracking
import InternetTypes
import PacketDissection

/// What the connections show about the capture itself.
struct CaptureNotes {
  private struct Tally {
    var connections: UInt64 = 0
    var count: UInt64 = 0
    var largest: UInt64 = 0
    var first = NotedPacket()
    var last = Timestamp(rawValue: 0)
  }

  private var midstream = Tally()
  private var oneDirection = Tally()
  private var split = SplitDirections()
  private var missing = Tally()
  private var copies = Tally()
  private var large = Tally()
  private var cut = Tally()
  private var clockSteps = Tally()
  /// The latest time of a packet.
  private(set) var latest = Timestamp(rawValue: .min / 2)
  /// Whether some connection has packets of both sides.
  private(set) var hasBothDirections = false

  /// Notes a packet of the input.
  mutating func note(packet: UInt64, at time: Timestamp, isCut: Bool) {
    if isCut { Self.add(&cut, NotedPacket(packet: packet, time: time), connections: 0) }
    if latest.nanoseconds(since: time) >= Calibration.Capture.clockStep {
      Self.add(&clockSteps, NotedPacket(packet: packet, time: time), connections: 0)
    }
    latest = max(latest, time)
  }

  /// Notes of which sides of a connection there are packets, be it judged or not.
  mutating func noteDirections(of ended: borrowing ConnectionSummary) {
    if ended.clientToServer.packets > 0 && ended.serverToClient.packets > 0 {
      hasBothDirections = true
    }
  }

  /// Notes a connection that has ended.
  mutating func note(_ connection: ConnectionCase) {
    let summary = connection.summary
    guard summary.protocol == .tcp else { return }
    let (client, server) = (summary.clientToServer, summary.serverToClient)
    let first = connection.firstPacket
    let hasData = client.payloadBytes | server.payloadBytes != 0
    let hasSYN = client.synCount | server.synCount != 0
    if !summary.isHandshakeSeen && !hasSYN && hasData { Self.add(&midstream, first, count: 0) }
    if (client.packets == 0) != (server.packets == 0), hasData, client.packets &+ server.packets > 2
    {
      Self.add(&oneDirection, first, count: 0)
    }
    if (client.packets == 0) != (server.packets == 0) { split.note(summary, first: first) }
    let missed = client.missedBytes &+ server.missedBytes
    if missed > 0, client.packets > 0, server.packets > 0 {
      let tally =
        connection.notes.tally(.ackLostSegment) ?? connection.notes.tally(.lostSegment)
      Self.add(&missing, tally?.first ?? connection.lastPacket, count: missed)
    }
    let twice = client.duplicatePackets &+ server.duplicatePackets
    if twice >= 3, twice &* 10 >= client.packets &+ server.packets {
      let tally = connection.notes.tally(.duplicatePacket)
      Self.add(&copies, tally?.first ?? connection.lastPacket, count: twice)
    }
    for side in [Side.client, .server] {
      let size = UInt64(connection.direction(side).segmentSizeMaximum ?? 0)
      let option = UInt64(connection.direction(side.peer).maximumSegmentSize ?? 0)
      guard size > max(Calibration.Capture.largeSegment, option) else { continue }
      Self.add(&large, first, count: 0)
      large.largest = max(large.largest, size)
    }
  }

  private static func add(
    _ tally: inout Tally, _ packet: NotedPacket, connections: UInt64 = 1, count: UInt64 = 1
  ) {
    tally.connections += connections
    tally.count &+= count
    if !tally.first.isSet { tally.first = packet }
    tally.last = max(tally.last, packet.time)
  }

  /// The findings about the capture.
  var findings: [DiagnosedFinding] {
    [
      finding(.beginsMidstream, .info, midstream, [.advice(.captureLonger)]),
      splitFinding
        ?? finding(.oneDirection, .notice, oneDirection, [.advice(.captureBothDirections)]),
      finding(.packetsMissing, .notice, missing, [.advice(.captureWithoutLoss)]),
      finding(.capturedTwice, .notice, copies, [.advice(.captureOnce)]),
      finding(.segmentationOffload, .info, large, []),
      finding(.cutPackets, .notice, cut, [.advice(.raiseSnapLength)]),
      finding(.clockSteps, .notice, clockSteps, []),
    ].compactMap { $0 }
  }

  /// One direction of each connection only because the VLAN tags of its directions differ.
  private var splitFinding: DiagnosedFinding? {
    guard split.count > 0 else { return nil }
    var finding = DiagnosedFinding(
      .oneDirection, .notice, confidence: 0.9, from: split.first.time, to: latest)
    finding.measures.count = split.count
    finding.evidence = [PacketEvidence(split.first.packet, at: split.first.time, .example)]
    finding.steps = [.advice(.ignoreVLANs)]
    return finding
  }

  private func finding(
    _ kind: DiagnosisKind, _ severity: FindingSeverity, _ tally: Tally, _ steps: [NextStep]
  ) -> DiagnosedFinding? {
    guard tally.first.isSet else { return nil }
    var finding = DiagnosedFinding(
      kind, severity, confidence: 0.9, from: tally.first.time, to: tally.last)
    finding.measures.connections = tally.connections > 0 ? tally.connections : nil
    switch kind {
    case .packetsMissing: finding.measures.bytes = tally.count
    case .segmentationOffload: finding.measures.segmentSize = tally.largest
    default: finding.measures.count = tally.count > 0 ? tally.count : nil
    }
    finding.evidence = [
      PacketEvidence(tally.first.packet, at: tally.first.time, .example)
    ]
    if kind == .capturedTwice { finding.exclusions = [.retransmission] }
    finding.steps = steps
    return finding
  }
}
