import PacketDissection

/// A segment without SACK, in short form.
struct EarlySegment {
  var time: PacketTime
  /// From the connection's first sequence numbers on; early segments are never far from them.
  var start: Int32
  var acknowledgment: Int32
  var timestampValue: UInt32
  var timestampEcho: UInt32
  var packet: UInt32
  var length: UInt32
  var window: UInt16
  var flags: TCPFlags
  private var marks: UInt8

  init(_ segment: Segment, from side: Side, at place: Placement) {
    time = segment.time
    start = Int32(clamping: place.start)
    acknowledgment = Int32(clamping: place.acknowledgment)
    timestampValue = segment.timestampValue
    timestampEcho = segment.timestampEcho
    packet = UInt32(clamping: segment.packet)
    length = segment.length
    window = segment.window
    flags = segment.flags
    marks = (side == .server ? 1 : 0) | (segment.hasTimestamps ? 2 : 0)
  }

  /// No segment.
  init() {
    time = PacketTime(rawValue: 0)
    (start, acknowledgment, timestampValue, timestampEcho, packet) = (0, 0, 0, 0, 0)
    (length, window, flags, marks) = (0, 0, [], 0)
  }

  var side: Side { marks & 1 == 0 ? .client : .server }
  var hasTimestamps: Bool { marks & 2 != 0 }
}

/// The first segments of connections that carry data, in places of one size.
struct EarlySegments {
  /// Segments of a connection that are kept; one more begins its analysis.
  static var capacity: Int { 96 }

  private var segments: ContiguousArray<EarlySegment> = []
  private var counts: ContiguousArray<UInt8> = []
  private var free: ContiguousArray<UInt32> = []

  init() {}

  /// A place without segments.
  mutating func begin() -> UInt32? {
    if let slot = free.popLast() {
      counts[Int(slot)] = 0
      return slot
    }
    guard counts.count < 1 << 24 else { return nil }
    counts.append(0)
    segments.append(contentsOf: repeatElement(EarlySegment(), count: Self.capacity))
    return UInt32(truncatingIfNeeded: counts.count &- 1)
  }

  /// Keeps a segment; false where there is no room.
  mutating func append(_ segment: EarlySegment, to slot: UInt32) -> Bool {
    let count = Int(counts[Int(slot)])
    guard count < Self.capacity else { return false }
    segments[Int(slot) &* Self.capacity &+ count] = segment
    counts[Int(slot)] = UInt8(truncatingIfNeeded: count &+ 1)
    return true
  }

  func count(of slot: UInt32) -> Int { Int(counts[Int(slot)]) }

  func segment(_ index: Int, of slot: UInt32) -> EarlySegment {
    segments[Int(slot) &* Self.capacity &+ index]
  }

  mutating func release(_ slot: UInt32) { free.append(slot) }

  /// What can be said of a direction without models; nil where it carried no data.
  func verdict(of slot: UInt32, _ side: Side, of connection: Connection) -> CongestionVerdict? {
    var verdict = CongestionVerdict()
    verdict.sender = side
    var isFirstFlight = true
    var start: Int32?
    var (end, acknowledged, flightMaximum) = (Int32.min, Int32.min, 0)
    for index in 0..<count(of: slot) {
      let segment = segment(index, of: slot)
      if segment.side != side {
        guard let start, segment.flags.contains(.ack) else { continue }
        acknowledged = max(acknowledged, segment.acknowledgment)
        if acknowledged > start { isFirstFlight = false }
        if acknowledged >= end { flightMaximum = max(flightMaximum, 0) }
        continue
      }
      guard segment.length > 0 else { continue }
      if start == nil { start = segment.start }
      verdict.segmentsSent += 1
      if isFirstFlight { verdict.initialWindow += 1 }
      if end > acknowledged && acknowledged > Int32.min || end > Int32.min && isFirstFlight {
        flightMaximum = 2
      }
      end = max(end, segment.start &+ Int32(clamping: segment.length))
    }
    guard start != nil else { return nil }
    verdict.segmentSize = segmentSize(side, of: connection)
    verdict.isStopAndWait = flightMaximum < 2 && verdict.segmentsSent > 2
    verdict.evidence = ["\(verdict.segmentsSent) segments are too few to tell"]
    verdict.timeInPhase = Array(repeating: 0, count: SenderPhase.allCases.count)
    verdict.timeLimited = Array(repeating: 0, count: SendingLimit.allCases.count)
    return verdict
  }

  private func segmentSize(_ side: Side, of connection: Connection) -> Int {
    let own = connection.ends[side.at]
    let peer = connection.ends[side.peer.at]
    var size = 1460
    if own.maximumSegmentSize > 0 && peer.maximumSegmentSize > 0 {
      size = Int(min(own.maximumSegmentSize, peer.maximumSegmentSize))
    }
    return own.marks.contains(.hasTimestamps) ? size - 12 : size
  }
}
