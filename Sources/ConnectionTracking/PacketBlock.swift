import BasicContainers
public import InternetTypes
import PacketDissection

/// Packets that are taken together, and then what was found in them.
///
/// Two blocks let two threads work side by side: one fills a block and writes out what was found, the other follows the
/// connections of the block before. Segments of the usual shape are kept as what the tracker needs of them, others as the
/// bytes that were captured.
public struct PacketBlock: ~Copyable, Sendable {
  /// How many packets a block holds at most.
  public static var capacity: Int { 512 }
  /// How many captured bytes it holds before it counts as full.
  static var byteLimit: Int { 1 << 18 }

  /// What was found, once the tracker has taken the block.
  public var findings = Findings()
  /// Whether these were the last, as all connections have ended.
  public internal(set) var isLast = false

  var packets = RigidArray(repeating: WaitingPacket.blank, count: capacity)
  /// How many packets there are.
  public private(set) var count = 0
  var frames = UniqueArray<StoredFrame>()
  var bytes = UniqueArray<UInt8>()

  /// A frame that has to be decoded layer by layer.
  struct StoredFrame {
    var start: Int
    var end: Int
    var wireLength: Int
    var linkType: LinkType
    var timestamp: Timestamp
    var number: Int
  }

  private let keyedHash: KeyedHash
  private let ignoresChecksums: Bool

  /// An empty block for a tracker.
  public init(for tracker: inout ConnectionTracker) {
    keyedHash = tracker.table.index.keyedHash
    ignoresChecksums = tracker.configuration.ignoresChecksums
  }

  /// Whether it has to be taken before anything more fits in.
  public var isFull: Bool { count == Self.capacity || bytes.count >= Self.byteLimit }

  /// Appends a frame; the block must not be full.
  ///
  /// - Parameters:
  ///   - frame: the captured bytes.
  ///   - wireLength: the frame's length on the wire.
  ///   - linkType: what it begins with.
  ///   - timestamp: when it was captured.
  ///   - number: its position in the input, from 1.
  public mutating func append(
    _ frame: Span<UInt8>, wireLength: Int, linkType: LinkType, timestamp: Timestamp, number: Int
  ) {
    let isPlain =
      linkType == .ethernet
      && packets[count].read(
        plain: frame, wireLength: max(wireLength, frame.count), time: PacketTime(timestamp),
        number: UInt64(clamping: number), ignoresChecksum: ignoresChecksums)
    if isPlain {
      packets[count].hash = ConnectionIndex.hash(&packets[count].flow.key, keyedHash)
    } else {
      let start = bytes.count
      bytes.append(copying: frame)
      frames.append(
        StoredFrame(
          start: start, end: bytes.count, wireLength: wireLength, linkType: linkType,
          timestamp: timestamp, number: number))
      packets[count].stored = UInt32(truncatingIfNeeded: frames.count)
    }
    count &+= 1
  }

  /// Reads from the memory of packets: another processor wrote it, and all of it is to be on its way at once.
  mutating func touch(_ range: Range<Int>) -> UInt64 {
    var sum: UInt64 = 0
    for index in range.clamped(to: 0..<count) {
      sum &+= UInt64(packets[index].flow.key.ports) &+ packets[index].flow.payloadBytes
      sum &+= UInt64(packets[index].segment.window) &+ UInt64(packets[index].stored)
    }
    return sum
  }

  /// Forgets the packets.
  mutating func removePackets() {
    count = 0
    if frames.isEmpty { return }
    frames.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }
}

extension ConnectionTracker {
  /// Takes all packets of a block.
  public mutating func process(_ block: inout PacketBlock) {
    for index in 0..<block.count {
      if index % Self.groupSize == 0 { touched &+= block.touch(index..<(index &+ Self.groupSize)) }
      let stored = Int(block.packets[index].stored)
      if stored == 0 {
        take(plain: &block.packets[index])
      } else {
        let frame = block.frames[stored &- 1]
        let bytes = block.bytes.span.extracting(frame.start..<frame.end)
        process(
          Packet(decoding: bytes, wireLength: frame.wireLength, linkType: frame.linkType),
          frame: bytes, timestamp: frame.timestamp, number: frame.number)
      }
    }
    block.removePackets()
  }

  /// Ends connections that still live, `count` of them at most, and tells the block when these were the last.
  public mutating func finish(atMost count: Int, for block: inout PacketBlock) {
    block.isLast = !finish(atMost: count)
  }

  /// Leaves in a block what was found up to now.
  public mutating func exchange(_ block: inout PacketBlock) {
    block.findings.removeAll()
    block.findings.wantsWindows = replay.findings.wantsWindows
    block.findings.wantsVerdicts = replay.findings.wantsVerdicts
    block.findings.wantsTransitions = replay.findings.wantsTransitions
    block.findings.wantsEvents = replay.findings.wantsEvents
    block.findings.wantsEnded = replay.findings.wantsEnded
    swap(&replay.findings, &block.findings)
  }
}
