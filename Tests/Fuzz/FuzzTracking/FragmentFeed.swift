import BasicContainers
import ConnectionTracking
import InternetTypes
import PacketDissection
import Reassembly

/// Puts fragments together before the tracker gets them, with little room, and checks what comes out.
struct FragmentFeed: ~Copyable {
  /// Frames that were kept from the tracker.
  private(set) var takenCount: UInt64 = 0
  /// Packets that the tracker got in their place.
  private(set) var givenCount: UInt64 = 0
  private let isUsed: Bool
  private var reassembler: FragmentReassembler
  private let limits: ReassemblyLimits

  /// A feed that lets all frames pass unless it `isUsed`.
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

  /// Takes a frame that begins with its IP header; false where the tracker gets it as it is.
  mutating func take(
    _ frame: Span<UInt8>, _ time: Timestamp, _ number: Int, _ tracker: inout ConnectionTracker,
    _ block: inout PacketBlock
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

  /// Lets time pass.
  mutating func advance(
    to time: Timestamp, _ tracker: inout ConnectionTracker, _ block: inout PacketBlock
  ) {
    while reassembler.giveUp(until: time) { give(&tracker, &block) }
    check()
  }

  /// Gives out what is left.
  mutating func finish(_ tracker: inout ConnectionTracker, _ block: inout PacketBlock) {
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

  /// Gives the tracker what came out.
  private mutating func give(_ tracker: inout ConnectionTracker, _ block: inout PacketBlock) {
    givenCount &+= 1
    Self.give(reassembler.output, &tracker, &block)
  }

  private static func give(
    _ packet: borrowing AssembledPacket, _ tracker: inout ConnectionTracker,
    _ block: inout PacketBlock
  ) {
    require(packet.bytes.count <= packet.wireLength, "more was captured than there was")
    require(packet.wireLength <= 65_535 + 58, "a datagram is too large")
    if block.isFull { tracker.process(&block) }
    block.append(
      packet.bytes.span, wireLength: packet.wireLength, linkType: packet.linkType,
      timestamp: packet.timestamp, number: packet.number)
  }
}
