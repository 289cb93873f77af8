import BasicContainers
import ConnectionTracking
import PacketPrinting
import Reporting

/// Adds up what the tracker reports, writes it as records, and checks each summary.
struct FindingSums: ~Copyable {
  private(set) var packets: UInt64 = 0
  private(set) var connections: UInt64 = 0
  private var text = LineBuffer()
  private var summaries: ConnectionRecords
  private var transitions: TransitionRecords
  private var events: EventRecords

  /// No findings yet; records are written in `format`.
  init(format: RecordFormat) {
    summaries = ConnectionRecords(format: format, precision: .nanoseconds)
    transitions = TransitionRecords(format: format, precision: .microseconds)
    events = EventRecords(format: format, precision: .nanoseconds)
  }

  /// Takes the findings out.
  mutating func take(_ findings: inout Findings) {
    for index in 0..<findings.ended.count {
      let summary = findings.ended[index]
      check(summary)
      packets &+= summary.clientToServer.packets &+ summary.serverToClient.packets
      connections &+= 1
      summaries.append(summary, to: &text)
    }
    for index in 0..<findings.transitions.count {
      transitions.append(findings.transitions[index], to: &text)
    }
    for index in 0..<findings.events.count { events.append(findings.events[index], to: &text) }
    findings.removeAll()
    text.removeAll()
  }

  private func check(_ summary: ConnectionSummary) {
    precondition(summary.end >= summary.start, "a connection ends before it begins")
    precondition(
      summary.clientToServer.packets &+ summary.serverToClient.packets > 0, "nothing was captured")
    precondition(summary.firstResponse ?? 0 >= 0)
    check(summary.clientToServer, peer: summary.serverToClient)
    check(summary.serverToClient, peer: summary.clientToServer)
  }

  /// A direction's counts fit each other; those that were subtracted are not negative in disguise.
  private func check(_ direction: DirectionSummary, peer: DirectionSummary) {
    let packets = direction.packets
    // A packet without jumbo payload states 65,535 bytes at most; with it, 32 bits.
    precondition(direction.ipBytes <= packets &* (1 << 33))
    precondition(direction.payloadBytes <= direction.ipBytes)
    precondition(direction.uniquePayloadBytes <= direction.payloadBytes, "more unique than all")
    precondition(direction.retransmittedBytes <= direction.payloadBytes)
    precondition(direction.retransmittedPackets <= packets)
    precondition(direction.outOfOrderPackets <= packets)
    precondition(direction.duplicateAcks <= packets)
    precondition(direction.zeroWindows <= packets)
    precondition(direction.checksumInvalid &+ direction.checksumUnverifiable <= packets)
    // Each acknowledgment, and each segment, goes on by less than half of the sequence space.
    precondition(direction.missedBytes <= (packets &+ peer.packets) &* (1 << 32))
    precondition(direction.flightMaximum ?? 0 <= (packets &+ peer.packets) &* (1 << 32))
    precondition(direction.windowMaximum ?? 0 <= 65_535 << 14)
    if let minimum = direction.roundTripMinimum, let mean = direction.roundTripMean,
      let maximum = direction.roundTripMaximum
    {
      precondition(minimum >= 0 && minimum <= maximum, "round trips are negative")
      // The sum of times that a damaged savefile states may be out of all bounds, not the mean.
      precondition(mean >= 0 && mean <= maximum, "the mean is none")
    }
    precondition(direction.roundTripSamples <= peer.packets)
    let throughput = direction.throughput ?? 0
    precondition(throughput.isFinite && throughput >= 0)
  }
}
