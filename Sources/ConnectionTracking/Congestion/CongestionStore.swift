import BasicContainers
import CongestionInference
import InternetTypes
import PacketDissection

/// The congestion analyses of the connections that carry data.
///
/// If only verdicts are wanted, a connection's first segments are stored in short form: most connections end before
/// their windows show anything, and need no models. An analysis begins when there are more segments, or with the first
/// sign of a loss or of congestion.
struct CongestionStore {
  private var analyses: ContiguousArray<CongestionAnalysis?> = []
  private var freeAnalyses: ContiguousArray<Int> = []
  private var early = EarlySegments()
  /// Connections without models because the limit was reached.
  private(set) var refusedCount: UInt64 = 0
  /// The stop-and-wait detectors of UDP flows.
  private var exchanges: ContiguousArray<DatagramExchange> = []
  private var freeExchanges: ContiguousArray<Int> = []

  /// The most connections with models now: the limit, or this shard's part of it.
  var room: Int
  /// The most connections with models at a time, in all shards together.
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
    room = limit
  }

  /// The most bytes that both directions of a connection with models take, whatever is sent; a few KB are usual.
  static var connectionByteLimit: Int { 12 << 20 }

  /// Connections that have models.
  var modelCount: Int { analyses.count - freeAnalyses.count }

  private var hasRoom: Bool { modelCount < room }

  /// Processes a segment of a connection; nothing is stored before its first data.
  mutating func observe(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement,
    _ findings: inout Findings
  ) {
    guard connection.flags.contains(.usesAccurateECN) else {
      observe(&connection, segment, from: side, at: place, marks: 0, &findings)
      return
    }
    // ECE and CWR are part of a counter, whose increase says what ECE says in RFC 3168.
    let marks = connection.accurateECNMarks(segment, from: side, at: place)
    var counted = segment
    counted.flags.subtract([.ece, .cwr])
    if marks > 0 { counted.flags.insert(.ece) }
    observe(&connection, counted, from: side, at: place, marks: marks, &findings)
  }

  private mutating func observe(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement,
    marks: Int, _ findings: inout Findings
  ) {
    if segment.hasRST || segment.hasSYN || connection.flags.contains(.isRefusedModels) {
      return
    }
    if case .none = connection.congestion.place {
      guard segment.length > 0 else { return }
      if findings.wantsWindows && !hasRoom { return refuse(&connection) }
      connection.congestion =
        findings.wantsWindows
        ? insert(CongestionAnalysis(&connection, wantsRecords: true))
        : CongestionHandle(.early(lastBlock: 0))
      connection.earlyCount = 0
    }
    if case .early(var last) = connection.congestion.place {
      let count = Int(connection.earlyCount)
      let isCalm =
        segment.sackCount == 0 && !segment.flags.contains(.ece)
        && (segment.length == 0 || place.start >= place.previousNext)
      if isCalm,
        early.append(
          EarlySegment(segment, from: side, at: place),
          packet: findings.wantsModelWindows ? segment.packet : nil, behind: count, in: &last)
      {
        connection.congestion = CongestionHandle(.early(lastBlock: last))
        connection.earlyCount &+= 1
        return
      }
      guard hasRoom else { return refuse(&connection) }
      let wantsRecords = findings.wantsModelWindows
      let analysis = CongestionAnalysis(&connection, wantsRecords: wantsRecords)
      let blocks = early.blocks(count, in: last)
      let number = connection.index
      for index in 0..<count {
        analysis.observe(early.observation(index, in: blocks, of: &connection)) { record in
          guard wantsRecords else { return }
          var record = record
          record.connection = number
          findings.windows.append(record)
        }
      }
      early.release(count, in: last)
      connection.congestion = insert(analysis)
    }
    guard case .analysis(let position) = connection.congestion.place,
      let analysis = analyses[position]
    else { return }
    var observation = SegmentObservation(segment, from: side, at: place, of: &connection)
    observation.congestionMarks = marks
    guard findings.wantsWindows || findings.wantsModelWindows else {
      return analysis.observe(observation) { _ in }
    }
    let index = connection.index
    analysis.observe(observation) { record in
      var record = record
      record.connection = index
      findings.windows.append(record)
    }
  }

  private mutating func refuse(_ connection: inout Connection) {
    connection.flags.insert(.isRefusedModels)
    refusedCount &+= 1
  }

  /// Processes a datagram of a UDP flow.
  mutating func observeDatagram(
    _ connection: inout Connection, from side: Side, size: UInt64, at time: Timestamp
  ) {
    if case .none = connection.congestion.place {
      let position = freeExchanges.popLast() ?? exchanges.count
      if position < exchanges.count {
        exchanges[position] = DatagramExchange()
      } else {
        exchanges.append(DatagramExchange())
      }
      connection.congestion = CongestionHandle(.exchange(position))
    }
    guard case .exchange(let position) = connection.congestion.place else { return }
    exchanges[position].take(from: side, size: size, at: time)
  }

  /// Ends a UDP flow.
  mutating func endDatagrams(_ connection: inout Connection, _ findings: inout Findings) {
    guard case .exchange(let position) = connection.congestion.place else { return }
    connection.congestion = CongestionHandle(.none)
    freeExchanges.append(position)
    guard findings.wantsVerdicts, var verdict = exchanges[position].verdict() else { return }
    verdict.connection = connection.index
    findings.verdicts.append(verdict)
  }

  /// Prefetches the memory that a connection's next segment needs.
  mutating func prefetch(_ handle: CongestionHandle, _ count: UInt8) {
    if count > 0, case .early(let last) = handle.place { early.prefetch(last, Int(count)) }
  }

  private mutating func insert(_ analysis: CongestionAnalysis) -> CongestionHandle {
    if let position = freeAnalyses.popLast() {
      analyses[position] = analysis
      return CongestionHandle(.analysis(position))
    }
    analyses.append(analysis)
    return CongestionHandle(.analysis(analyses.count &- 1))
  }

  /// Ends the analysis of a connection.
  mutating func end(_ connection: inout Connection, _ findings: inout Findings) {
    let place = connection.congestion.place
    connection.congestion = CongestionHandle(.none)
    let index = connection.index
    if case .early(let last) = place {
      let isRefused = connection.flags.contains(.isRefusedModels)
      let count = Int(connection.earlyCount)
      if findings.wantsVerdicts {
        let first = findings.verdicts.count
        early.judge(count, in: last, of: &connection, into: &findings.verdicts)
        if isRefused {
          for index in first..<findings.verdicts.count {
            findings.verdicts[index].isTooShort = false
            findings.verdicts[index].evidence = [.notFollowed(limit: limit)]
          }
        }
      }
      early.release(count, in: last)
      return
    }
    guard case .analysis(let position) = place, let analysis = analyses[position] else { return }
    analyses[position] = nil
    freeAnalyses.append(position)
    let wantsWindows = findings.wantsWindows || findings.wantsModelWindows
    analysis.finish { record in
      guard wantsWindows else { return }
      var record = record
      record.connection = index
      findings.windows.append(record)
    }
    guard findings.wantsVerdicts else { return }
    for verdict in analysis.verdicts() {
      var verdict = verdict
      verdict.connection = index
      findings.verdicts.append(verdict)
    }
  }
}
