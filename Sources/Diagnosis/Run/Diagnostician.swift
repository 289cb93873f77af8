public import CongestionInference
public import ConnectionTracking
public import FloodDetection
public import InternetTypes

/// Judges connections as they end, and the capture when it ends.
///
/// It receives the findings of the tracker, with windows and verdicts, and the alerts of the flood detector. Its memory
/// is bounded by the tracker's connections, of which it keeps a summary, and by the number of findings.
public struct Diagnostician: FindingsReceiver, ~Copyable {
  private let selected: Set<UInt64>
  /// The notes of open connections, changed in place; free ones are used again.
  private var notes: ContiguousArray<ConnectionNotes> = []
  private var free: [Int] = []
  /// The positions of notes by the connection's index.
  private var positions: [UInt64: Int] = [:]
  /// The connection that was noted last, so that a long transfer needs no search, and its position.
  private var current = (index: UInt64.max, position: 0)
  private var verdicts: [CongestionVerdict] = []
  private var list: FindingList
  private var capture = CaptureNotes()
  /// The connections that ended.
  public private(set) var connectionCount: UInt64 = 0
  /// Of these, the ones with TCP data.
  public private(set) var transferCount: UInt64 = 0

  /// A diagnostician without connections.
  ///
  /// - Parameters:
  ///   - selected: the indexes of the connections that it judges; empty for all.
  ///   - limit: the most findings that it keeps.
  ///   - isGrouped: whether the same findings about one server are one finding.
  public init(selected: Set<UInt64> = [], limit: Int = 1000, isGrouped: Bool = true) {
    self.selected = selected
    list = FindingList(limit: limit, isGrouped: isGrouped)
  }

  // MARK: Findings of the tracker

  /// Notes a state transition.
  public mutating func take(_ transition: StateTransition) {
    if let position = select(transition.connection) { notes[position].take(transition) }
  }

  /// Notes an event.
  public mutating func take(_ event: SegmentEvent) {
    if let position = select(event.connection) { notes[position].take(event) }
  }

  /// Notes the window of a data sender.
  public mutating func take(_ window: WindowRecord) {
    if let position = select(window.connection) { notes[position].take(window) }
  }

  /// Notes the verdict on a data sender.
  public mutating func take(_ verdict: CongestionVerdict) {
    guard selected.isEmpty || selected.contains(verdict.connection) else { return }
    verdicts.append(verdict)
  }

  /// Judges a connection that has ended.
  public mutating func take(_ ended: borrowing ConnectionSummary) {
    let index = ended.index
    capture.noteDirections(of: ended)
    guard selected.isEmpty || selected.contains(index) else { return }
    let notes = remove(index)
    let own = takeVerdicts(index)
    connectionCount += 1
    judge(
      ConnectionCase(
        summary: copy ended, notes: notes, verdicts: own,
        captureTime: max(capture.latest, ended.end)))
  }

  // MARK: The capture and its attacks

  /// Notes a packet of the input; needed for findings about the capture itself.
  public mutating func note(packet: UInt64, at time: Timestamp, isCut: Bool) {
    capture.note(packet: packet, at: time, isCut: isCut)
  }

  /// Receives an alert, raised or closed at a packet.
  public mutating func take(_ alert: FloodAlert, packet: UInt64) {
    // A second alert closes the first one.
    if alert.end == nil { list.add(finding(alert, packet: packet)) }
  }

  /// The findings, the worst first, and how many were dropped.
  public mutating func finish() -> (findings: [DiagnosedFinding], omitted: Int) {
    for finding in capture.findings { list.add(finding) }
    // Where no answer to anything was captured, none to a query says nothing.
    if !capture.hasBothDirections { list.demote(.dnsFailed) }
    return (list.finish(), list.omittedCount)
  }

  private func finding(_ alert: FloodAlert, packet: UInt64) -> DiagnosedFinding {
    var finding = DiagnosedFinding(
      DiagnosisKind(alert.kind), .problem, confidence: alert.confidence, from: alert.start,
      to: alert.time)
    finding.victim = alert.victim
    finding.measures.count = UInt64(clamping: alert.syns)
    finding.evidence = [PacketEvidence(packet, at: alert.time, .alertRaised)]
    if alert.isOneSided { finding.caveats = [.oneDirection] }
    finding.steps = [.inspect(.flood)]
    return finding
  }

  // MARK: Connections

  private mutating func judge(_ connection: ConnectionCase) {
    capture.note(connection)
    var findings: [DiagnosedFinding] = []
    for rule in RuleList.connections { rule.judge(connection, into: &findings) }
    for side in [Side.client, .server] {
      guard connection.notes.hasTransfer(side), let transfer = TransferCase(connection, side)
      else { continue }
      transferCount += 1
      for rule in RuleList.transfers { rule.judge(transfer, into: &findings) }
    }
    for finding in findings { list.add(finding) }
  }

  /// The position of a connection's notes; nil if it is not judged.
  @inline(__always)
  private mutating func select(_ index: UInt64) -> Int? {
    index == current.index ? current.position : find(index)
  }

  private mutating func find(_ index: UInt64) -> Int? {
    guard selected.isEmpty || selected.contains(index) else { return nil }
    let position: Int
    if let known = positions[index] {
      position = known
    } else {
      position = free.popLast() ?? notes.count
      if position == notes.count { notes.append(ConnectionNotes()) }
      positions[index] = position
    }
    current = (index, position)
    return position
  }

  /// The verdicts on a connection, which no other needs.
  private mutating func takeVerdicts(_ index: UInt64) -> [CongestionVerdict] {
    var areOwn = true
    for at in verdicts.indices where verdicts[at].connection != index { areOwn = false }
    if areOwn {
      // The usual case: they come right before the end of their connection.
      var own: [CongestionVerdict] = []
      swap(&own, &verdicts)
      return own
    }
    let own = verdicts.filter { $0.connection == index }
    verdicts.removeAll { $0.connection == index }
    return own
  }

  private mutating func remove(_ index: UInt64) -> ConnectionNotes {
    guard let position = positions.removeValue(forKey: index) else { return ConnectionNotes() }
    if current.index == index { current = (.max, 0) }
    free.append(position)
    var removed = ConnectionNotes()
    swap(&removed, &notes[position])
    return removed
  }
}
