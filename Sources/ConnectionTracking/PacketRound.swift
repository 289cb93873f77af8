public import BasicContainers
public import InternetTypes
import PacketDissection

/// Packets that several trackers take at the same time, a block for each.
///
/// TCP connections are spread by their addresses and ports. All else has one tracker, the first: what a QUIC connection or
/// an SCTP association is can change its addresses, a TFTP transfer its ports, and a tunnel carries many.
public struct PacketRound: ~Copyable, Sendable {
  /// Into how many trackers a capture with that many connections at a time is divided.
  ///
  /// It depends on nothing else, the number of processors for one: what is evicted depends on it, and what is found must
  /// be the same everywhere.
  public static func trackerCount(connectionLimit: Int) -> Int { connectionLimit < 4096 ? 1 : 2 }

  /// How far the time of a tracker may stay behind that of the others, in nanoseconds.
  private static var tickInterval: Int64 { 250_000_000 }

  /// A block for each tracker.
  public var blocks = UniqueArray<PacketBlock>()
  /// How many packets there are in all blocks.
  public private(set) var count: UInt32 = 0
  /// The tracker that takes the packet that was appended last.
  public private(set) var lastTracker = 0

  /// The latest time of a packet.
  private var latest = PacketTime(rawValue: .min / 2)
  /// When the latest tick was.
  private var ticked = PacketTime(rawValue: .min / 2)

  /// A round without blocks; append one for each tracker.
  public init() {}

  /// Whether it has to be taken before anything more fits in.
  public private(set) var isFull = false

  /// Appends a frame; the round must not be full.
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
    let isPlain = append(
      plain: frame, wireLength: wireLength, linkType: linkType, timestamp: timestamp,
      number: number)
    if isPlain { return }
    append(
      stored: frame, wireLength: wireLength, linkType: linkType, timestamp: timestamp,
      number: number)
  }

  /// Appends a segment of the usual shape, which is no fragment; false, and nothing done, where the frame holds anything
  /// else.
  public mutating func append(
    plain frame: Span<UInt8>, wireLength: Int, linkType: LinkType, timestamp: Timestamp, number: Int
  ) -> Bool {
    guard linkType == .ethernet, let tracker = tracker(plain: frame),
      blocks[tracker].append(
        plain: frame, wireLength: wireLength, timestamp: timestamp, number: number,
        order: nextOrder, clock: max(latest, PacketTime(timestamp)))
    else { return false }
    lastTracker = tracker
    isFull = blocks[tracker].isFull
    noteAppended(at: timestamp)
    return true
  }

  /// Appends a frame that has to be decoded layer by layer.
  public mutating func append(
    stored frame: Span<UInt8>, wireLength: Int, linkType: LinkType, timestamp: Timestamp,
    number: Int
  ) {
    lastTracker = 0
    var isError = false
    if blocks.count > 1 {
      let packet = Packet(decoding: frame, wireLength: wireLength, linkType: linkType)
      switch packet.transport {
      case .tcp(let header): lastTracker = tracker(of: packet, header)
      case .icmp(let header): isError = header.type.quotesPacket
      case .icmpv6(let header): isError = header.type.isError
      default: break
      }
    }
    for index in 0..<blocks.count where index == lastTracker || isError {
      blocks[index].append(
        stored: frame, wireLength: wireLength, linkType: linkType, timestamp: timestamp,
        number: number, order: nextOrder, clock: max(latest, PacketTime(timestamp)),
        isQuoteOnly: index != lastTracker)
      if blocks[index].isFull { isFull = true }
    }
    noteAppended(at: timestamp)
  }

  /// Packets have even orders, and what a packet's time leads to elsewhere comes right before it.
  private var nextOrder: UInt32 { 2 &* (count &+ 1) }

  /// Counts a packet, and tells the trackers that do not take it how late it is.
  private mutating func noteAppended(at timestamp: Timestamp) {
    let order = nextOrder &- 1
    count &+= 1
    latest = max(latest, PacketTime(timestamp))
    guard latest.nanoseconds(since: ticked) >= Self.tickInterval else { return }
    ticked = latest
    for index in 0..<blocks.count where index != lastTracker {
      blocks[index].append(tickAt: latest, order: order)
    }
  }

  /// Tells all trackers how late it is; to be called before the blocks are given away.
  public mutating func finish() {
    guard count > 0 else { return }
    for index in 0..<blocks.count { blocks[index].append(tickAt: latest, order: nextOrder) }
  }

  /// Forgets that there were packets, once the blocks have been given away.
  public mutating func begin() {
    count = 0
    isFull = false
  }

  /// The tracker of a segment of the usual shape.
  private func tracker(plain frame: Span<UInt8>) -> Int? {
    guard blocks.count > 1 else { return 0 }
    guard frame.count >= 54 else { return nil }
    switch frame.uint32(at: 12) {
    case 0x0800_4500...0x0800_45ff:
      return tracker(
        addresses: UInt64(frame.uint32(at: 26)) &+ UInt64(frame.uint32(at: 30)),
        ports: UInt64(frame.uint16(at: 34)) &+ UInt64(frame.uint16(at: 36)))
    case 0x86dd_6000...0x86dd_6fff:
      guard frame.count >= 74 else { return nil }
      return tracker(
        addresses: Self.sum(frame.uint128(at: 22), frame.uint128(at: 38)),
        ports: UInt64(frame.uint16(at: 54)) &+ UInt64(frame.uint16(at: 56)))
    default: return nil
    }
  }

  /// The tracker of a TCP connection by sums over both directions.
  ///
  /// Whoever knows this function can send all to one of the trackers, which is then as busy as if it were alone. The
  /// tables in them are keyed.
  private func tracker(addresses: UInt64, ports: UInt64) -> Int {
    let mixed = (addresses &* 0x9e37_79b9_7f4a_7c15 ^ ports) &* 0xd6e8_feb8_6659_fd93
    return Int(truncatingIfNeeded: ((mixed >> 32) &* UInt64(blocks.count)) >> 32)
  }

  private static func sum(_ first: UInt128, _ second: UInt128) -> UInt64 {
    let sum = first &+ second
    return UInt64(truncatingIfNeeded: sum) &+ UInt64(truncatingIfNeeded: sum >> 64)
  }

  /// The tracker of a segment.
  private func tracker(of packet: Packet, _ header: TCPHeader) -> Int {
    let ports = UInt64(header.sourcePort) &+ UInt64(header.destinationPort)
    switch packet.network {
    case .ipv4(let network):
      return tracker(
        addresses: UInt64(network.source.rawValue) &+ UInt64(network.destination.rawValue),
        ports: ports)
    case .ipv6(let network):
      return tracker(
        addresses: Self.sum(network.source.rawValue, network.destination.rawValue), ports: ports)
    default: return 0
    }
  }
}
