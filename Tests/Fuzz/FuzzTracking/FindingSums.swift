import BasicContainers
import CongestionInference
import ConnectionTracking
import InternetTypes
import Records
import TextOutput

/// Adds up the findings, writes them as records, and checks each summary.
struct FindingSums: FindingsReceiver, ~Copyable {
  private(set) var packets: UInt64 = 0
  /// Packets inside of others.
  private(set) var innerPackets: UInt64 = 0
  private(set) var connections: UInt64 = 0
  private var indexes: Set<UInt64> = []
  private var text = TextBuffer()
  private var summaries: RecordEncoder<ConnectionSchema>
  private var transitions: RecordEncoder<TransitionSchema>
  private var events: RecordEncoder<EventSchema>
  private var windows: RecordEncoder<WindowSchema>
  private var verdicts: RecordEncoder<CongestionSchema>
  private var connectionTable = ConnectionTable(style: TableStyle(isColored: true))
  private var transitionTable = TransitionTable(style: TableStyle())
  private var eventTable = EventTable(style: TableStyle())
  private let page = ConnectionPage(style: TableStyle())

  /// No findings yet; records are written in `format`.
  init(format: RecordFormat) {
    summaries = RecordEncoder(format: format, precision: .nanoseconds)
    transitions = RecordEncoder(format: format, precision: .microseconds)
    events = RecordEncoder(format: format, precision: .nanoseconds)
    windows = RecordEncoder(format: format, precision: .microseconds)
    verdicts = RecordEncoder(format: format, precision: .nanoseconds)
  }

  /// Adds findings and removes them.
  mutating func take(_ findings: inout Findings) {
    for index in 0..<findings.transitions.count { take(findings.transitions[index]) }
    for index in 0..<findings.events.count { take(findings.events[index]) }
    for index in 0..<findings.windows.count { take(findings.windows[index]) }
    for index in 0..<findings.verdicts.count { take(findings.verdicts[index]) }
    for index in 0..<findings.ended.count { take(findings.ended[index]) }
    findings.removeAll()
    removeText()
  }

  /// Removes the text that was written.
  mutating func removeText() {
    text.removeAll()
    summaries.take { _ in }
    transitions.take { _ in }
    events.take { _ in }
    windows.take { _ in }
    verdicts.take { _ in }
  }

  mutating func take(_ summary: borrowing ConnectionSummary) {
    check(summary)
    let count = summary.clientToServer.packets &+ summary.serverToClient.packets
    if summary.tunnel == nil { packets &+= count } else { innerPackets &+= count }
    require(indexes.insert(summary.index).inserted, "two connections have one number")
    connections &+= 1
    summaries.append(summary)
    connectionTable.append(summary, to: &text)
    page.append(copy summary, transitions: [], events: EventCounts(), to: &text)
  }

  mutating func take(_ transition: StateTransition) {
    transitions.append(transition)
    transitionTable.append(transition, to: &text)
  }

  mutating func take(_ event: SegmentEvent) {
    events.append(event)
    eventTable.append(event, to: &text)
  }

  mutating func take(_ window: WindowRecord) {
    check(window)
    windows.append(window)
  }

  mutating func take(_ verdict: CongestionVerdict) {
    check(verdict)
    verdicts.append(verdict)
  }

  /// Checks that indexes start at 0 without gaps.
  func checkNumbers() {
    for index in 0..<connections { require(indexes.contains(index), "a number is missing") }
  }

  private func check(_ window: WindowRecord) {
    require(window.flight >= 0, "a flight is negative")
    require(window.pipe >= 0 && window.window >= 0, "a window is negative")
    require((window.smoothedRoundTrip ?? 1) > 0 && window.timeout >= 0, "a time is negative")
  }

  private func check(_ verdict: CongestionVerdict) {
    require(verdict.confidence >= 0 && verdict.confidence <= 1, "no confidence is such")
    require(verdict.roundTripMinimum <= verdict.roundTripMaximum, "the least is more than the most")
    require(verdict.roundTripInflation.isFinite, "no ratio")
    require(verdict.reductions.count <= verdict.reductionCount, "more reductions than counted")
    for time in verdict.timeInPhase + verdict.timeLimited {
      require(time >= 0, "a negative time was spent")
    }
  }

  private func check(_ summary: borrowing ConnectionSummary) {
    require(summary.end >= summary.start, "a connection ends before it begins")
    require(
      summary.clientToServer.packets &+ summary.serverToClient.packets > 0, "nothing was captured")
    for time in [summary.firstResponse, summary.handshakeToServer, summary.handshakeToClient] {
      require(time ?? 0 >= 0, "a time is negative")
    }
    if let sctp = summary.sctp {
      check(sctp.client, summary.clientToServer.packets &+ summary.serverToClient.packets)
      check(sctp.server, summary.clientToServer.packets &+ summary.serverToClient.packets)
    }
    let isTCP = summary.protocol == .tcp
    check(summary.clientToServer, peer: summary.serverToClient, isTCP: isTCP)
    check(summary.serverToClient, peer: summary.clientToServer, isTCP: isTCP)
  }

  /// Checks an endpoint's counters against each other and the number of packets.
  private func check(_ end: SCTPEndpointSummary, _ packets: UInt64) {
    require(end.retransmittedChunks <= end.dataChunks, "more chunks again than at all")
    require(end.retransmittedBytes <= end.dataBytes, "more bytes again than at all")
    let kinds = end.fastChunks &+ end.timeoutChunks &+ end.spuriousChunks
    require(kinds <= end.retransmittedChunks, "more reasons than chunks")
    require(end.messages <= end.dataChunks, "more messages than chunks")
    require(end.outstandingMaximum <= end.dataBytes, "more outstanding than was sent")
    require(end.gapReports <= end.acknowledgments, "a count is out of range")
    require(end.wrongTags <= packets, "a count is out of range")
    require(end.missedChunks <= end.dataChunks &* (1 << 31), "a count is negative")
    require(end.addresses.count <= 16 && end.payloadProtocols.count <= 8, "a list grows")
  }

  /// Checks a direction's counters against each other, and that none has wrapped below zero.
  private func check(_ direction: DirectionSummary, peer: DirectionSummary, isTCP: Bool) {
    let packets = direction.packets
    // A packet without jumbo payload states 65,535 bytes at most; with it, 32 bits.
    require(direction.ipBytes <= packets &* (1 << 33), "a count is out of range")
    // A UDP header states the length of the whole datagram, of which a fragment may hold the beginning.
    let most = isTCP ? direction.ipBytes : packets &* (1 << 33)
    require(direction.payloadBytes <= most, "more payload than packets")
    require(direction.uniquePayloadBytes <= direction.payloadBytes, "more unique than all")
    require(direction.retransmittedBytes <= direction.payloadBytes, "a count is out of range")
    require(direction.retransmittedPackets <= packets, "a count is out of range")
    require(direction.outOfOrderPackets <= packets, "a count is out of range")
    require(direction.duplicateAcks <= packets, "a count is out of range")
    // A packet of SCTP may hold several acknowledgments.
    require(direction.zeroWindows <= packets || !isTCP, "a count is out of range")
    require(
      direction.checksumInvalid &+ direction.checksumUnverifiable <= packets,
      "a count is out of range")
    // Each acknowledgment, and each segment, advances by less than half of the sequence space.
    require(
      direction.missedBytes <= (packets &+ peer.packets) &* (1 << 32), "a count is out of range")
    require(
      direction.flightMaximum ?? 0 <= (packets &+ peer.packets) &* (1 << 32),
      "a count is out of range")
    let widest: UInt64 = isTCP ? 65_535 << 14 : 0xffff_ffff
    require(direction.windowMaximum ?? 0 <= widest, "a count is out of range")
    if let minimum = direction.roundTripMinimum, let mean = direction.roundTripMean,
      let maximum = direction.roundTripMaximum
    {
      require(minimum >= 0 && minimum <= maximum, "round trips are negative")
      // The sum of the times in a damaged savefile may overflow, the mean may not.
      require(mean >= 0 && mean <= maximum, "the mean is none")
    }
    require(direction.roundTripSamples <= peer.packets || !isTCP, "a count is out of range")
    let throughput = direction.throughput ?? 0
    require(throughput.isFinite && throughput >= 0, "a count is out of range")
  }
}

/// Ends the run with a message if a condition does not hold.
///
/// An optimized `precondition` prints none.
func require(_ holds: Bool, _ claim: StaticString, line: UInt = #line) {
  if !holds { fatalError("\(claim), line \(line)") }
}
