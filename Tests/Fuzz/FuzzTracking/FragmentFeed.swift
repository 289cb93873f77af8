import BasicContainers
import ConnectionTracking
import InternetTypes
import PacketDissection
import Reassembly

/// Reassembles fragments before the tracker, within small limits, and checks the result.
struct FragmentFeed: ~Copyable {
  /// Frames not given to the tracker.
  private(set) var takenCount: UInt64 = 0
  /// Packets given to the tracker in their place.
  private(set) var givenCount: UInt64 = 0
  private let isUsed: Bool
  private var reassembler: FragmentReassembler
  private let limits: ReassemblyLimits

  /// A feed that reassembles only if it `isUsed`.
  init(isUsed: Bool) {
    self.isUsed = isUsed
    var limits = ReassemblyLimits()
    limits.byteLimit = 8192
    limits.datagramLimit = 3
    limits.fragmentLimit = 9
    limits.fragmentsPerDatagram = 6
    self.limits = limits
    reassembler = FragmentReassembler(limits)
  }

  /// Processes a frame that starts with its IP header; false if the tracker is to be given the frame itself.
  mutating func take(
    _ frame: Span<UInt8>, _ time: Timestamp, _ number: Int, _ tracker: inout ConnectionTracker,
    _ block: inout ShardBatch
  ) -> Bool {
    guard isUsed,
      let fragment = IPFragment(frame, wireLength: frame.count, linkType: .raw)
    else { return false }
    while reassembler.makeRoom(for: fragment, frame, at: time) { give(&tracker, &block) }
    let outcome = reassembler.take(fragment, frame, timestamp: time, number: number)
    check()
    if outcome == .unchanged { return false }
    takenCount &+= 1
    if outcome != .kept { give(&tracker, &block) }
    return true
  }

  /// Advances the clock.
  mutating func advance(
    to time: Timestamp, _ tracker: inout ConnectionTracker, _ block: inout ShardBatch
  ) {
    while reassembler.giveUp(until: time) { give(&tracker, &block) }
    check()
  }

  /// Gives the tracker the datagrams that are left.
  mutating func finish(_ tracker: inout ConnectionTracker, _ block: inout ShardBatch) {
    while reassembler.finish() { give(&tracker, &block) }
    require(reassembler.keptByteCount == 0 && reassembler.waitingCount == 0, "something is left")
    let statistics = reassembler.statistics
    let counted =
      statistics.atomic &+ statistics.joined &+ statistics.duplicates &+ statistics.strays
    require(counted <= statistics.fragments, "a fragment was counted twice")
    require(statistics.datagrams &* 2 <= statistics.joined, "a datagram of one fragment")
  }

  private func check() {
    require(reassembler.keptByteCount <= limits.byteLimit, "more bytes are kept than may")
    require(reassembler.waitingCount <= limits.datagramLimit, "more datagrams wait than may")
  }

  /// Gives the tracker a reassembled datagram.
  private mutating func give(_ tracker: inout ConnectionTracker, _ block: inout ShardBatch) {
    givenCount &+= 1
    Self.give(reassembler.output, &tracker, &block)
  }

  private static func give(
    _ packet: borrowing AssembledPacket, _ tracker: inout ConnectionTracker,
    _ block: inout ShardBatch
  ) {
    require(packet.bytes.count <= packet.wireLength, "more was captured than there was")
    require(packet.wireLength <= 65_535 + 58, "a datagram is too large")
    if block.isFull { tracker.process(&block) }
    block.append(
      packet.bytes.span, wireLength: packet.wireLength, linkType: packet.linkType,
      timestamp: packet.timestamp, number: packet.number)
  }
}
