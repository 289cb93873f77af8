import BasicContainers
import PacketDissection

/// The congestion analyses of the connections that carry data.
struct CongestionBook {
  private var analyses: ContiguousArray<CongestionAnalysis?> = []
  private var free: ContiguousArray<UInt32> = []

  init() {}

  /// Takes a segment of a connection; an analysis begins with the first data.
  mutating func observe(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement,
    _ findings: inout Findings
  ) {
    if segment.hasRST || segment.hasSYN { return }
    if connection.congestion == 0 {
      guard segment.length > 0 else { return }
      let analysis = CongestionAnalysis(connection)
      if let position = free.popLast() {
        analyses[Int(position)] = analysis
        connection.congestion = position &+ 1
      } else {
        analyses.append(analysis)
        connection.congestion = UInt32(truncatingIfNeeded: analyses.count)
      }
    }
    guard let analysis = analyses[Int(connection.congestion &- 1)] else { return }
    let observation = SegmentObservation(segment, from: side, at: place, of: connection)
    guard findings.wantsWindows else { return analysis.observe(observation) { _ in } }
    let index = connection.index
    analysis.observe(observation) { record in
      var record = record
      record.connection = index
      findings.windows.append(record)
    }
  }

  /// Ends the analysis of a connection.
  mutating func end(_ connection: inout Connection, _ findings: inout Findings) {
    guard connection.congestion != 0 else { return }
    let position = connection.congestion &- 1
    connection.congestion = 0
    guard let analysis = analyses[Int(position)] else { return }
    analyses[Int(position)] = nil
    free.append(position)
    let index = connection.index
    let wantsWindows = findings.wantsWindows
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

extension SegmentObservation {
  /// Keeps unwrapped numbers positive.
  static var epoch: Int64 { 1 << 32 }

  /// A segment as the connection tracker placed it.
  init(_ segment: Segment, from side: Side, at place: Placement, of connection: Connection) {
    let own = Int64(connection.ends[side.at].base) &+ Self.epoch
    let peer = connection.ends[side.peer.at]
    let peerBase = Int64(peer.base) &+ Self.epoch
    captured = segment.time
    packet = Int(clamping: segment.packet)
    sender = side
    sequence = own &+ place.start
    length = Int(segment.length)
    isFinal = segment.hasFIN
    isAcknowledgment = segment.hasACK
    acknowledgment = peerBase &+ place.acknowledgment
    isPush = segment.flags.contains(.psh)
    isCongestionEcho = segment.flags.contains(.ece)
    isWindowReduced = segment.flags.contains(.cwr)
    congestionCodepoint = segment.congestionBits
    rawWindow = Int(segment.window)
    if segment.hasTimestamps {
      timestampValue = segment.timestampValue
      timestampEcho = segment.timestampEcho
    }
    for index in 0..<Int(segment.sackCount) {
      sack.append(
        from: peerBase &+ peer.unwrap(segment.sack[index].left),
        to: peerBase &+ peer.unwrap(segment.sack[index].right))
    }
  }
}
