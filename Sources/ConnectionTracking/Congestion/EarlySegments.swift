import InternetTypes
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

/// The first segments of connections that carry data, in chained blocks of one size.
///
/// A connection knows its last block and how many segments it has; each block knows the one before it.
struct EarlySegments {
  /// Segments of a connection that are kept; one more begins its analysis.
  static var capacity: Int { 96 }
  private static var blockSize: Int { 16 }

  private var segments: ContiguousArray<EarlySegment> = []
  /// The block before each block.
  private var previous: ContiguousArray<UInt32> = []
  private var free: ContiguousArray<UInt32> = []

  init() {}

  /// A block without segments behind another; nil where there are too many.
  private mutating func newBlock(after last: UInt32) -> UInt32? {
    if let block = free.popLast() {
      previous[Int(block)] = last
      return block
    }
    guard previous.count < 1 << 26 else { return nil }
    previous.append(last)
    segments.append(contentsOf: repeatElement(EarlySegment(), count: Self.blockSize))
    return UInt32(truncatingIfNeeded: previous.count &- 1)
  }

  /// Keeps a segment behind `count` others; false where there is no room.
  mutating func append(_ segment: EarlySegment, behind count: Int, in last: inout UInt32) -> Bool {
    guard count < Self.capacity else { return false }
    let position = count % Self.blockSize
    if position == 0 {
      guard let block = newBlock(after: last) else { return false }
      last = block
    }
    segments[Int(last) &* Self.blockSize &+ position] = segment
    return true
  }

  /// Reads from the memory that the next segment is written to.
  func touch(_ last: UInt32, _ count: Int) -> UInt64 {
    UInt64(segments[Int(last) &* Self.blockSize &+ count % Self.blockSize].window)
  }

  /// All segments in order; only for a connection that begins or ends.
  func all(_ count: Int, in last: UInt32) -> [EarlySegment] {
    var blocks: [UInt32] = []
    var block = last
    var left = count
    while left > 0 {
      blocks.append(block)
      block = previous[Int(block)]
      left -= (left - 1) % Self.blockSize + 1
    }
    var result: [EarlySegment] = []
    result.reserveCapacity(count)
    for block in blocks.reversed() {
      let start = Int(block) &* Self.blockSize
      for index in 0..<min(Self.blockSize, count - result.count) {
        result.append(segments[start &+ index])
      }
    }
    return result
  }

  /// Gives the blocks of a connection to others.
  mutating func release(_ count: Int, in last: UInt32) {
    var block = last
    var left = count
    while left > 0 {
      free.append(block)
      block = previous[Int(block)]
      left -= (left - 1) % Self.blockSize + 1
    }
  }

  /// What can be said of a direction without models; nil where it carried no data.
  static func verdict(
    of segments: [EarlySegment], _ side: Side, of connection: Connection
  ) -> CongestionVerdict? {
    var verdict = CongestionVerdict()
    verdict.sender = side
    var window = ReceiveWindow(scale: connection.windowScale(of: side.peer))
    var isFirstFlight = true
    var start: Int32?
    var (end, acknowledged, flightMaximum) = (Int32.min, Int32.min, 0)
    var (blocks, bytes, waited, answers) = (0, Int64(0), Int64(0), Int64(0))
    var sentAt: PacketTime?
    for segment in segments {
      let observation = SegmentObservation(segment, of: connection)
      if segment.side != side {
        guard segment.flags.contains(.ack) else { continue }
        window.offer(observation)
        guard let start else { continue }
        acknowledged = max(acknowledged, segment.acknowledgment)
        if acknowledged > start { isFirstFlight = false }
        if let time = sentAt, acknowledged >= end {
          waited &+= segment.time.nanoseconds(since: time)
          answers += 1
          sentAt = nil
        }
        continue
      }
      window.send(observation)
      guard segment.length > 0 else { continue }
      if start == nil { start = segment.start }
      verdict.segmentsSent += 1
      if isFirstFlight { verdict.initialWindow += 1 }
      if end > acknowledged && acknowledged > Int32.min || end > Int32.min && isFirstFlight {
        flightMaximum = 2
      }
      let newEnd = segment.start &+ Int32(clamping: segment.length)
      if newEnd > end {
        blocks += 1
        bytes &+= Int64(segment.length)
      }
      end = max(end, newEnd)
      sentAt = segment.time
    }
    guard start != nil else { return nil }
    verdict.segmentSize = segmentSize(side, of: connection)
    if flightMaximum < 2 && blocks >= StopAndWait.fewestBlocks {
      let trip = answers > 0 ? max(waited / answers, 0) / 1000 : 0
      verdict.stopAndWait = StopAndWait(
        blocks: blocks, bytes: bytes, roundTrip: Int(clamping: trip))
    }
    verdict.receiver = window.summary(at: segments.last?.time ?? PacketTime(rawValue: 0))
    let count = verdict.segmentsSent
    verdict.evidence = [
      "\(count.counted("segment")) \(count == 1 ? "is" : "are") too few to tell"
    ]
    verdict.timeInPhase = Array(repeating: 0, count: SenderPhase.allCases.count)
    verdict.timeLimited = Array(repeating: 0, count: SendingLimit.allCases.count)
    return verdict
  }

  private static func segmentSize(_ side: Side, of connection: Connection) -> Int {
    let own = connection.ends[side.at]
    let peer = connection.ends[side.peer.at]
    var size = 1460
    if own.maximumSegmentSize > 0 && peer.maximumSegmentSize > 0 {
      size = Int(min(own.maximumSegmentSize, peer.maximumSegmentSize))
    }
    return own.marks.contains(.hasTimestamps) ? size - 12 : size
  }
}

extension Connection {
  /// The shift of what an end offers, 0 where none is used; nil where the handshake was not captured.
  func windowScale(of side: Side) -> Int? {
    guard client.marks.contains(.hasSentSYN), server.marks.contains(.hasSentSYN) else { return nil }
    let (own, peer) = (ends[side.at].windowScale, ends[side.peer.at].windowScale)
    return own >= 0 && peer >= 0 ? Int(own) : 0
  }
}
