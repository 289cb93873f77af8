import BasicContainers
public import InternetTypes
import PacketDissection

/// Puts IP datagrams together from their fragments, in bounded memory.
///
/// Packets go in as they were captured. A fragment is kept until its datagram is complete; then the datagram goes on as one
/// packet in its place. The first fragment of a datagram that never is complete goes on by itself once that is known: it
/// has the ports, so that the datagram's flow is counted once, whatever becomes of it.
///
///     guard let fragment = IPFragment(frame, wireLength: length, linkType: linkType) else { ... }  // as it is
///     while reassembler.makeRoom(for: fragment, frame, at: time) { ... reassembler.output ... }
///     switch reassembler.take(fragment, frame, timestamp: time, number: number) {
///     case .unchanged: ...  // the frame as it is
///     case .kept: break
///     case .atomic, .output: ... reassembler.output ...
///     }
///
/// Where fragments overlap and are not the same, all of their datagram is discarded, in IPv6 as RFC 5722 asks. In IPv4, too:
/// RFC 791 lets the later one win, receivers differ in what they do, and who sends such fragments relies on that; Linux
/// discards them since 4.19. Fragments inside of tunnels are not put together.
public struct FragmentReassembler: ~Copyable, Sendable {
  /// What became of a fragment.
  public enum Outcome: Hashable, Sendable {
    /// It goes on as it is: a first fragment whose datagram cannot be put together, or one that is damaged.
    case unchanged
    /// It is kept, or dropped.
    case kept
    /// It is a datagram of its own, which is in `output` without the fragment header.
    case atomic
    /// A datagram that it completes, or the first fragment of one that it spoils, is in `output`.
    case output
  }

  /// The bounds it was made with.
  public let limits: ReassemblyLimits
  /// What it counted.
  public internal(set) var statistics = ReassemblyStatistics()
  /// The packet given out last.
  public internal(set) var output = AssembledPacket()

  let keyedHash = KeyedHash()
  var pool: PiecePool
  var table: DatagramTable
  var fragments: RigidArray<KeptFragment>
  /// The first free fragment plus one.
  var freeFragment: UInt32 = 0
  var fragmentCount = 0
  /// The latest time seen, in nanoseconds: packets may be out of order.
  var now = Int64.min / 2
  /// The datagram in `output` plus one, whose fragments are still there.
  var completed: UInt32 = 0
  /// The first fragment of a datagram while the whole is made.
  var scratch = UniqueArray<UInt8>()

  /// A reassembler that keeps nothing yet.
  public init(_ limits: ReassemblyLimits = ReassemblyLimits()) {
    self.limits = limits
    pool = PiecePool(byteLimit: limits.byteLimit)
    table = DatagramTable(limit: limits.datagramLimit, keyedHash: keyedHash)
    fragments = RigidArray(capacity: max(limits.fragmentLimit, 1))
  }

  /// Bytes that kept fragments take, of `ReassemblyLimits.byteLimit`.
  public var keptByteCount: Int { pool.usedCount * PiecePool.pieceSize }

  /// Datagrams that wait for fragments.
  public var waitingCount: Int { table.count(.waiting) }

  // MARK: Room and time

  /// Gives up a datagram whose time is over, or that has to make room for a fragment.
  ///
  /// It is to be called before `take` until it returns false; each time that it returns true, a first fragment is in `output`.
  public mutating func makeRoom(
    for fragment: IPFragment, _ frame: Span<UInt8>, at time: Timestamp
  ) -> Bool {
    if giveUp(until: time) { return true }
    guard pool.canHold(frame.count) else { return false }
    while !hasRoom(for: frame) {
      if fragmentCount >= limits.fragmentLimit, let position = table.first(.over) {
        forget(position)
        continue
      }
      guard let position = table.first(.waiting) else { return false }
      statistics.evicted &+= 1
      if giveUp(position) { return true }
    }
    return false
  }

  /// Gives up datagrams whose time is over at `time`.
  ///
  /// It is to be called until it returns false; each time that it returns true, a first fragment is in `output`.
  public mutating func giveUp(until time: Timestamp) -> Bool {
    releaseCompleted()
    now = max(now, Self.nanoseconds(time))
    while let position = table.first(.over), isDue(position) { forget(position) }
    while let position = table.first(.waiting), isDue(position) {
      statistics.timedOut &+= 1
      if giveUp(position) { return true }
    }
    return false
  }

  /// Gives up the datagrams that are not complete at the end of the input, in the same way.
  public mutating func finish() -> Bool {
    releaseCompleted()
    while let position = table.first(.waiting) {
      statistics.unfinished &+= 1
      if giveUp(position) { return true }
    }
    return false
  }

  private func hasRoom(for frame: Span<UInt8>) -> Bool {
    pool.hasRoom(for: frame.count) && fragmentCount < limits.fragmentLimit
      && table.count(.waiting) < max(limits.datagramLimit, 1)
  }

  private func isDue(_ position: UInt32) -> Bool {
    now &- table[position].begin > Int64(max(limits.timeout, 0)) &* 1_000_000_000
  }

  /// A time as one number; what is out of all bounds becomes the nearest that there is.
  private static func nanoseconds(_ time: Timestamp) -> Int64 {
    let (whole, overflow) = time.seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = whole.addingReportingOverflow(time.nanoseconds)
    guard !overflow, !carry else { return time.seconds < 0 ? .min / 2 : .max / 2 }
    return min(max(sum, .min / 2), .max / 2)
  }

  // MARK: Fragments

  /// Takes a fragment, for which `makeRoom` made room.
  ///
  /// - Parameters:
  ///   - fragment: what the frame holds.
  ///   - frame: the captured bytes.
  ///   - timestamp: when it was captured.
  ///   - number: its position in the input, from 1.
  /// - Returns: what is to be done with it.
  public mutating func take(
    _ fragment: IPFragment, _ frame: Span<UInt8>, timestamp: Timestamp, number: Int
  ) -> Outcome {
    releaseCompleted()
    now = max(now, Self.nanoseconds(timestamp))
    statistics.fragments &+= 1
    guard fragment.hasPossibleLength else {
      statistics.note(.impossibleLength, fragment, packet: number)
      return .unchanged
    }
    if fragment.isAtomic {
      statistics.atomic &+= 1
      (output.timestamp, output.number) = (timestamp, number)
      buildWhole(fragment, frame, total: fragment.length)
      return .atomic
    }
    if fragment.isTiny { statistics.note(.tinyFirst, fragment, packet: number) }
    let kept = KeptFragment(
      start: fragment.start, end: fragment.end,
      digest: digest(frame.extracting(fragment.data), isLast: fragment.isLast), pieces: 0,
      frameByteCount: frame.count, data: fragment.data, wireLength: fragment.packet.wireLength,
      linkType: fragment.linkType, timestamp: timestamp, number: number)
    guard let position = datagram(of: fragment, kept) else {
      // One that is over, and this fragment is a part of it.
      return .kept
    }
    if table[position].state == .discarded { return refuse(fragment, of: position) }
    let (previous, next) = neighbours(of: kept, in: position)
    if isCopy(kept, of: next) || isCopy(kept, of: previous) {
      statistics.duplicates &+= 1
      return .kept
    }
    if let fault = fault(of: fragment, between: previous, next, in: position) {
      statistics.note(fault, fragment, packet: number)
      return discard(position, for: fragment)
    }
    guard keep(kept, frame, in: position, after: previous, before: next) else {
      // Larger than all the room there is.
      statistics.evicted &+= 1
      return discard(position, for: fragment)
    }
    table[position].furthest = max(table[position].furthest, fragment.end)
    if fragment.isLast { table[position].total = fragment.end }
    guard table[position].received == table[position].total else { return .kept }
    return complete(position, by: fragment, number: number, timestamp: timestamp)
  }

  /// The datagram of a fragment, new where there is none; nil where the fragment is a copy of one of a complete datagram.
  private mutating func datagram(of fragment: IPFragment, _ kept: KeptFragment) -> UInt32? {
    let hash = table.hash(fragment)
    if let position = table.position(of: fragment, hash: hash) {
      if table[position].state == .waiting { return position }
      if !isDue(position) {
        if table[position].state == .discarded { return position }
        let (previous, next) = neighbours(of: kept, in: position)
        if isCopy(kept, of: next) || isCopy(kept, of: previous) {
          statistics.duplicates &+= 1
          return nil
        }
      }
      // The identification is used again.
      forget(position)
    }
    return table.insert(Datagram(fragment, hash: hash, begin: now))
  }

  /// What is wrong with a fragment beside those that are there.
  private func fault(
    of fragment: IPFragment, between previous: UInt32, _ next: UInt32, in position: UInt32
  ) -> FragmentFault? {
    if fragment.headerByteCount &+ fragment.end > 65_535 { return .tooLarge }
    let total = table[position].total
    if fragment.isLast {
      if total >= 0 && total != fragment.end { return .contradictoryEnd }
      if table[position].furthest > fragment.end { return .contradictoryEnd }
    } else if total >= 0 && fragment.end > total {
      return .contradictoryEnd
    }
    if previous != 0, fragments[Int(previous) &- 1].end > fragment.start { return .overlap }
    if next != 0, fragments[Int(next) &- 1].start < fragment.end { return .overlap }
    return table[position].count >= limits.fragmentsPerDatagram ? .tooMany : nil
  }

  /// The fragments between which one belongs plus one: the last that begins before it, and the first that does not.
  private func neighbours(
    of kept: KeptFragment, in position: UInt32
  ) -> (previous: UInt32, next: UInt32) {
    let tail = table[position].tail
    // Nearly all come in order.
    if tail != 0, fragments[Int(tail) &- 1].start < kept.start { return (tail, 0) }
    var previous: UInt32 = 0
    var next = table[position].head
    while next != 0, fragments[Int(next) &- 1].start < kept.start {
      previous = next
      next = fragments[Int(next) &- 1].next
    }
    return (previous, next)
  }

  /// Whether a fragment is the same as one that is there.
  private func isCopy(_ kept: KeptFragment, of other: UInt32) -> Bool {
    guard other != 0 else { return false }
    let index = Int(other) &- 1
    return fragments[index].start == kept.start && fragments[index].end == kept.end
      && fragments[index].digest == kept.digest
  }

  /// A keyed hash of data: whoever sends fragments cannot make two of the same.
  private func digest(_ data: Span<UInt8>, isLast: Bool) -> UInt64 {
    var state = UInt64(data.count) << 1 | (isLast ? 1 : 0)
    var rest = data
    while rest.count >= 32 {
      state = keyedHash.wide(
        rest.uint128(at: 0) ^ UInt128(state), rest.uint128(at: 16),
        UInt32(truncatingIfNeeded: state >> 32))
      rest = rest.extracting(droppingFirst: 32)
    }
    var (first, second): (UInt128, UInt128) = (0, 0)
    for index in rest.indices {
      first = first << 8 | second >> 120
      second = second << 8 | UInt128(rest[index])
    }
    return keyedHash.wide(
      first ^ UInt128(state), second, UInt32(truncatingIfNeeded: state >> 32))
  }
}
