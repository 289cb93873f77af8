import BasicContainers
public import InternetTypes
import PacketDissection

/// Packets that are taken together, and then what was found in them.
///
/// A few blocks let threads work side by side: one fills a block and writes out what was found, another follows the
/// connections of the blocks before. Segments of the usual shape are kept as what the tracker needs of them, others as the
/// bytes that were captured.
public struct PacketBlock: ~Copyable, Sendable {
  /// How many packets a block holds at most.
  public static var capacity: Int { 1024 }
  /// How many captured bytes it holds before it counts as full.
  static var byteLimit: Int { 1 << 18 }

  /// What was found, once the tracker has taken the block.
  public var findings = Findings()
  /// Whether these were the last, as all connections have ended.
  public internal(set) var isLast = false

  /// The packets, and room for what is inside of one of them.
  var packets = RigidArray(
    repeating: WaitingPacket.blank, count: capacity &+ ConnectionTracker.groupSize)
  /// How many packets there are.
  public private(set) var count = 0
  var frames = UniqueArray<StoredFrame>()
  var bytes = UniqueArray<UInt8>()
  var ticks = UniqueArray<Tick>()

  /// A frame that has to be decoded layer by layer.
  struct StoredFrame {
    var start: Int
    var end: Int
    var wireLength: Int
    var linkType: LinkType
    var timestamp: Timestamp
    var number: Int
    /// Whether only what it quotes counts here: the packet itself is in another block.
    var isQuoteOnly = false
  }

  /// When packets came that are in other blocks.
  struct Tick {
    var time: PacketTime
    /// How many packets of this block came before.
    var count: Int
    var order: UInt32
  }

  private let keyedHash: KeyedHash
  private let ignoresChecksums: Bool

  /// An empty block for a tracker.
  public init(for tracker: inout ConnectionTracker) {
    keyedHash = tracker.table.index.keyedHash
    ignoresChecksums = tracker.configuration.ignoresChecksums
  }

  /// An empty block for the same tracker as another one's.
  public init(like other: borrowing PacketBlock) {
    keyedHash = other.keyedHash
    ignoresChecksums = other.ignoresChecksums
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
      && append(
        plain: frame, wireLength: wireLength, timestamp: timestamp, number: number, order: 0,
        clock: PacketTime(timestamp))
    guard !isPlain else { return }
    append(
      stored: frame, wireLength: wireLength, linkType: linkType, timestamp: timestamp,
      number: number, order: 0, clock: PacketTime(timestamp), isQuoteOnly: false)
  }

  /// Appends an Ethernet frame with a segment of the usual shape; false, and nothing done, for any other.
  mutating func append(
    plain frame: Span<UInt8>, wireLength: Int, timestamp: Timestamp, number: Int, order: UInt32,
    clock: PacketTime
  ) -> Bool {
    let isPlain = packets[count].read(
      plain: frame, wireLength: max(wireLength, frame.count), time: PacketTime(timestamp),
      number: UInt64(clamping: number), ignoresChecksum: ignoresChecksums)
    guard isPlain else { return false }
    packets[count].hash = ConnectionIndex.hash(&packets[count].flow.key, keyedHash)
    packets[count].order = order
    packets[count].clock = clock
    count &+= 1
    return true
  }

  /// Appends the bytes of a frame, which is decoded when it is taken.
  mutating func append(
    stored frame: Span<UInt8>, wireLength: Int, linkType: LinkType, timestamp: Timestamp,
    number: Int, order: UInt32, clock: PacketTime, isQuoteOnly: Bool
  ) {
    let start = bytes.count
    bytes.append(copying: frame)
    frames.append(
      StoredFrame(
        start: start, end: bytes.count, wireLength: wireLength, linkType: linkType,
        timestamp: timestamp, number: number, isQuoteOnly: isQuoteOnly))
    packets[count].stored = UInt32(truncatingIfNeeded: frames.count)
    packets[count].order = order
    packets[count].clock = clock
    count &+= 1
  }

  /// Notes when a packet came that is in another block.
  mutating func append(tickAt time: PacketTime, order: UInt32) {
    ticks.append(Tick(time: time, count: count, order: order))
  }

  /// Forgets the packets.
  mutating func removePackets() {
    count = 0
    if !ticks.isEmpty { ticks.removeAll(keepingCapacity: true) }
    if frames.isEmpty { return }
    frames.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }
}

extension ConnectionTracker {
  /// Takes all packets of a block.
  ///
  /// They are taken where they lie: no copy of them is made.
  public mutating func process(_ block: inout PacketBlock) {
    processWaiting()
    swap(&waiting, &block.packets)
    var tick = 0
    for index in 0..<block.count {
      prefetch(index, of: block.count)
      while tick < block.ticks.count, block.ticks[tick].count <= index {
        take(block.ticks[tick])
        tick &+= 1
      }
      if waitingCount == 0 { waitingStart = index }
      let stored = Int(waiting[index].stored)
      if stored == 0 {
        let place = waitingStart &+ waitingCount
        // Before it came one that is of no connection.
        if place != index { waiting[place] = waiting[index] }
        enqueuePlainSegment()
      } else {
        order = waiting[index].order
        clock = waiting[index].clock
        take(block.frames[stored &- 1], of: block.bytes.span)
      }
    }
    while tick < block.ticks.count {
      take(block.ticks[tick])
      tick &+= 1
    }
    processWaiting()
    waitingStart = 0
    swap(&waiting, &block.packets)
    block.removePackets()
  }

  /// Takes a frame that has to be decoded; what it holds takes its place.
  private mutating func take(_ frame: PacketBlock.StoredFrame, of bytes: Span<UInt8>) {
    let bytes = bytes.extracting(frame.start..<frame.end)
    let packet = Packet(
      decoding: bytes, wireLength: frame.wireLength, linkType: frame.linkType)
    if frame.isQuoteOnly {
      takeQuote(packet, frame: bytes, timestamp: frame.timestamp, number: frame.number)
    } else if packet.isCarrier {
      // What is inside needs places of its own, behind those of the block.
      processWaiting()
      waitingStart = PacketBlock.capacity
      process(packet, frame: bytes, timestamp: frame.timestamp, number: frame.number)
      processWaiting()
    } else {
      process(packet, frame: bytes, timestamp: frame.timestamp, number: frame.number)
    }
  }

  /// Lets time go on to that of a packet that another tracker takes.
  private mutating func take(_ tick: PacketBlock.Tick) {
    processWaiting()
    guard tick.time > now else { return }
    advance(to: tick.time)
    findings.mark(tick.order)
  }

  /// Takes what an ICMP error quotes; the error itself is a packet of another tracker.
  private mutating func takeQuote(
    _ packet: Packet, frame: Span<UInt8>, timestamp: Timestamp, number: Int
  ) {
    guard
      let flow = FlowPacket(
        packet, frame: frame, time: PacketTime(timestamp), number: UInt64(clamping: number),
        path: nil),
      let error = QuotedFlow(packet, frame: frame, vlan: flow.key.vlan, path: nil)
    else { return }
    processWaiting()
    if clock > now { advance(to: clock) }
    applyICMPError(error, flow)
    findings.mark(order)
  }

  /// Ends connections that still live, `count` of them at most, and tells the block when these were the last.
  public mutating func finish(atMost count: Int, for block: inout PacketBlock) {
    block.isLast = !finish(atMost: count)
  }

  /// Leaves in a block what was found up to now.
  public mutating func exchange(_ block: inout PacketBlock) {
    // What ended because time went on comes after all packets.
    if configuration.isShard { findings.mark(Findings.Step.pause) }
    block.findings.removeAll()
    block.findings.wantsWindows = findings.wantsWindows
    block.findings.wantsVerdicts = findings.wantsVerdicts
    block.findings.wantsTransitions = findings.wantsTransitions
    block.findings.wantsEvents = findings.wantsEvents
    block.findings.wantsEnded = findings.wantsEnded
    swap(&findings, &block.findings)
  }
}
