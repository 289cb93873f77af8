import BasicContainers
import BoundedCollections
import CongestionInference
import InternetTypes
import PacketDissection

/// A segment without SACK, in short form, without its packet number, which only window records need.
struct EarlySegment {
  var time: Timestamp
  /// The offset of its sequence number from the connection's first; early segments are never far from it.
  var start: Int32
  var acknowledgment: Int32
  var timestampValue: UInt32
  var timestampEcho: UInt32
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
    length = segment.length
    window = segment.window
    flags = segment.flags
    marks = (side == .server ? 1 : 0) | (segment.hasTimestamps ? 2 : 0)
  }

  /// A placeholder for no segment.
  init() {
    time = Timestamp(rawValue: 0)
    (start, acknowledgment, timestampValue, timestampEcho) = (0, 0, 0, 0)
    (length, window, flags, marks) = (0, 0, [], 0)
  }

  var side: Side { marks & 1 == 0 ? .client : .server }
  var hasTimestamps: Bool { marks & 2 != 0 }
}

/// The first segments of connections with data, in chained blocks of one size.
///
/// A connection knows its last block and how many segments it has; each block knows the one before it.
struct EarlySegments {
  /// The most segments stored for a connection; one more begins its analysis.
  static var capacity: Int { 96 }
  private static var blockSize: Int { 16 }

  private var segments: ContiguousArray<EarlySegment> = []
  /// The block before each block.
  private var previous: ContiguousArray<UInt32> = []
  private var free: ContiguousArray<UInt32> = []
  /// The packets of the segments, by their position in the input; empty until one is given.
  private var packets: ContiguousArray<UInt64> = []

  init() {}

  /// Chains an empty block after another; nil if all blocks are in use.
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

  /// Stores a segment after `count` others; false if there is no room.
  ///
  /// Its packet is stored, too, if it is given: only window records need it.
  mutating func append(
    _ segment: EarlySegment, packet: UInt64?, behind count: Int, in last: inout UInt32
  ) -> Bool {
    guard count < Self.capacity else { return false }
    let position = count % Self.blockSize
    if position == 0 {
      guard let block = newBlock(after: last) else { return false }
      last = block
    }
    let index = Int(last) &* Self.blockSize &+ position
    segments[index] = segment
    if let packet {
      if packets.count < segments.count {
        packets.append(contentsOf: repeatElement(0, count: segments.count &- packets.count))
      }
      packets[index] = packet
    }
    return true
  }

  /// Prefetches the memory that the next segment is written to.
  mutating func prefetch(_ last: UInt32, _ count: Int) {
    segments.span.prefetch(Int(last) &* Self.blockSize &+ count % Self.blockSize)
  }

  /// The blocks of a connection, in order of its segments.
  typealias Blocks = InlineArray<6, UInt32>

  /// The blocks of a connection with `count` segments.
  func blocks(_ count: Int, in last: UInt32) -> Blocks {
    var blocks = Blocks(repeating: 0)
    var block = last
    var index = (min(count, Self.capacity) + Self.blockSize - 1) / Self.blockSize
    while index > 0 {
      index -= 1
      blocks[index] = block
      block = previous[Int(block)]
    }
    return blocks
  }

  /// The segment at an index of a connection.
  func segment(_ index: Int, in blocks: Blocks) -> EarlySegment {
    segments[
      Int(blocks[index / Self.blockSize]) &* Self.blockSize &+ index % Self.blockSize]
  }

  /// The observation of the segment at an index of a connection, with its packet if that was given.
  func observation(
    _ index: Int, in blocks: Blocks, of connection: inout Connection
  ) -> SegmentObservation {
    var observation = SegmentObservation(segment(index, in: blocks), of: &connection)
    let place = Int(blocks[index / Self.blockSize]) &* Self.blockSize &+ index % Self.blockSize
    if place < packets.count { observation.packet = Int(clamping: packets[place]) }
    return observation
  }

  /// Frees the blocks of a connection.
  mutating func release(_ count: Int, in last: UInt32) {
    var block = last
    var left = count
    while left > 0 {
      free.append(block)
      block = previous[Int(block)]
      left -= (left - 1) % Self.blockSize + 1
    }
  }

  /// Appends the verdicts about a connection without models: one for each direction that carried data.
  func judge(
    _ count: Int, in last: UInt32, of connection: inout Connection,
    into verdicts: inout UniqueArray<CongestionVerdict>
  ) {
    let roundTrip = connection.handshakeRoundTrip
    let isAtClient = connection.crossingTime(of: .client) <= connection.crossingTime(of: .server)
    var client = ShortTransfer(
      windowScale: connection.windowScale(of: .server), roundTrip: roundTrip,
      isAtSender: isAtClient)
    var server = ShortTransfer(
      windowScale: connection.windowScale(of: .client), roundTrip: roundTrip,
      isAtSender: !isAtClient)
    let blocks = blocks(count, in: last)
    for index in 0..<count {
      let segment = SegmentObservation(segment(index, in: blocks), of: &connection)
      if segment.sender == .client {
        client.send(segment)
        server.receive(segment)
      } else {
        server.send(segment)
        client.receive(segment)
      }
    }
    // Filled in place: a verdict is large, and most connections receive one here.
    if client.segmentsSent > 0 {
      verdicts.append(CongestionVerdict())
      Self.fill(&verdicts[verdicts.count &- 1], client, .client, of: &connection)
    }
    if server.segmentsSent > 0 {
      verdicts.append(CongestionVerdict())
      Self.fill(&verdicts[verdicts.count &- 1], server, .server, of: &connection)
    }
  }

  private static func fill(
    _ verdict: inout CongestionVerdict, _ transfer: borrowing ShortTransfer, _ side: Side,
    of connection: inout Connection
  ) {
    transfer.fill(&verdict)
    verdict.connection = connection.index
    verdict.sender = side
    verdict.segmentSize = segmentSize(side, of: &connection)
  }

  private static func segmentSize(_ side: Side, of connection: inout Connection) -> Int {
    let own = connection.endpoints[side.index].maximumSegmentSize
    let peer = connection.endpoints[side.peer.index].maximumSegmentSize
    let size = own > 0 && peer > 0 ? Int(min(own, peer)) : 1460
    return connection.endpoints[side.index].flags.contains(.hasTimestamps) ? size - 12 : size
  }
}

extension Connection {
  /// The shift of the windows that an endpoint offers, 0 if it offers none; nil if the handshake was not captured.
  ///
  /// Always inlined: a call copies the connection (384 bytes).
  @inline(__always)
  func windowScale(of side: Side) -> Int? {
    guard client.flags.contains(.hasSentSYN), server.flags.contains(.hasSentSYN) else { return nil }
    let (own, peer) = (endpoints[side.index].windowScale, endpoints[side.peer.index].windowScale)
    return own.isOffered && peer.isOffered ? Int(own.shift) : 0
  }
}
