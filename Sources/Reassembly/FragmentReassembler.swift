import BasicContainers
import BoundedCollections
public import InternetTypes
import PacketDissection

/// Reassembles IP datagrams from their fragments, in bounded memory.
///
/// A fragment is stored until its datagram is complete; then the datagram is delivered as one packet. The first
/// fragment of a datagram that stays incomplete is delivered by itself: it has the ports, so that the datagram's flow
/// is counted once in any case.
///
///     guard let fragment = IPFragment(frame, wireLength: length, linkType: linkType) else { ... }  // not a fragment
///     while reassembler.makeRoom(for: fragment, frame, at: time) { ... reassembler.output ... }
///     switch reassembler.take(fragment, frame, timestamp: time, number: number) {
///     case .unchanged: ...  // the frame itself
///     case .kept: break
///     case .atomic, .output: ... reassembler.output ...
///     }
///
/// If fragments overlap and are not copies, their whole datagram is discarded: in IPv6 by RFC 5722; in IPv4, where RFC
/// 791 prefers the later fragment, because receivers differ and attackers exploit that (Linux discards them since
/// 4.19). Fragments inside tunnels are not reassembled.
public struct FragmentReassembler: ~Copyable, Sendable {
  /// The result of processing a fragment.
  public enum Outcome: Hashable, Sendable {
    /// Process the frame itself: a first fragment whose datagram cannot be reassembled, or a damaged one.
    case unchanged
    /// It was stored or dropped; there is nothing to process.
    case kept
    /// It is a whole datagram (RFC 6946), which is in `output` without the fragment header.
    case atomic
    /// `output` is the datagram that it completes, or the first fragment of one that it makes unusable.
    case output
  }

  /// The limits.
  public let limits: ReassemblyLimits
  /// The counts.
  public internal(set) var statistics = ReassemblyStatistics()
  /// The packet delivered last.
  public internal(set) var output = AssembledPacket()
  /// A number of the caller's that is stored with the next fragments, and that ``output`` has when it is one of them.
  public var tag: UInt64 = 0

  let keyedHash: KeyedHash
  var pool: PiecePool
  var table: DatagramTable
  var fragments: Slab<KeptFragment>
  /// The latest time of a packet: packets may be out of order.
  var now = Timestamp(rawValue: .min / 2)
  /// The datagram in `output`, whose fragments are still stored.
  var completed = Handle<Datagram>.none
  /// The first fragment of a datagram during its reassembly.
  var scratch = UniqueArray<UInt8>()

  /// A reassembler without fragments.
  ///
  /// - Parameters:
  ///   - limits: the limits of its memory.
  ///   - hashKey: the key of its hashes.
  public init(_ limits: ReassemblyLimits = ReassemblyLimits(), hashKey: HashKey = HashKey()) {
    self.limits = limits
    keyedHash = KeyedHash(hashKey)
    pool = PiecePool(byteLimit: limits.byteLimit)
    table = DatagramTable(limit: limits.datagramLimit, keyedHash: keyedHash)
    fragments = Slab(capacity: limits.fragmentLimit)
  }

  /// Bytes that stored fragments take, of `ReassemblyLimits.byteLimit`.
  public var keptByteCount: Int { pool.usedCount * PiecePool.pieceSize }

  /// Datagrams that wait for fragments.
  public var waitingCount: Int { table.count(.waiting) }

  // MARK: Room and time

  /// Gives up a datagram that timed out, or that must make room for a fragment.
  ///
  /// Call it before `take` until it returns false; each time that it returns true, a first fragment is in `output`.
  public mutating func makeRoom(
    for fragment: IPFragment, _ frame: Span<UInt8>, at time: Timestamp
  ) -> Bool {
    if giveUp(until: time) { return true }
    guard pool.canHold(frame.count) else { return false }
    while !hasRoom(for: frame) {
      if fragments.count >= limits.fragmentLimit, !table.first(.ended).isNone {
        remove(table.first(.ended))
        continue
      }
      let oldest = table.first(.waiting)
      if oldest.isNone { return false }
      statistics.evicted &+= 1
      if giveUp(oldest) { return true }
    }
    return false
  }

  /// Gives up datagrams that have timed out at `time`.
  ///
  /// Call it until it returns false; each time that it returns true, a first fragment is in `output`.
  public mutating func giveUp(until time: Timestamp) -> Bool {
    releaseCompleted()
    now = max(now, time)
    while isDue(table.first(.ended)) { remove(table.first(.ended)) }
    while isDue(table.first(.waiting)) {
      statistics.timedOut &+= 1
      if giveUp(table.first(.waiting)) { return true }
    }
    return false
  }

  /// Gives up the incomplete datagrams at the end of the input, in the same way.
  public mutating func finish() -> Bool {
    releaseCompleted()
    while !table.first(.waiting).isNone {
      statistics.unfinished &+= 1
      if giveUp(table.first(.waiting)) { return true }
    }
    return false
  }

  private func hasRoom(for frame: Span<UInt8>) -> Bool {
    pool.hasRoom(for: frame.count) && fragments.count < limits.fragmentLimit
      && table.count(.waiting) < max(limits.datagramLimit, 1)
  }

  /// Whether a datagram has timed out; false for `none`.
  private func isDue(_ position: Handle<Datagram>) -> Bool {
    !position.isNone && now - table[position].begin > limits.timeout
  }

  // MARK: Fragments

  /// Processes a fragment, for which `makeRoom` made room.
  ///
  /// - Parameters:
  ///   - fragment: the fragment in the frame.
  ///   - frame: the captured bytes.
  ///   - timestamp: when it was captured.
  ///   - number: its position in the input, from 1.
  /// - Returns: what to process in its place.
  public mutating func take(
    _ fragment: IPFragment, _ frame: Span<UInt8>, timestamp: Timestamp, number: Int
  ) -> Outcome {
    releaseCompleted()
    now = max(now, timestamp)
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
      linkType: fragment.linkType, timestamp: timestamp, number: number, tag: tag)
    let position = datagram(of: fragment, kept)
    if position.isNone { return .kept }
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
      // Larger than the whole pool.
      statistics.evicted &+= 1
      return discard(position, for: fragment)
    }
    table[position].furthest = max(table[position].furthest, fragment.end)
    if fragment.isLast { table[position].total = fragment.end }
    guard table[position].received == table[position].total else { return .kept }
    return complete(position, by: fragment, number: number, timestamp: timestamp)
  }

  /// The datagram of a fragment, which is added if it is not there; `none` if the fragment is a copy of one of a
  /// complete datagram.
  private mutating func datagram(
    of fragment: IPFragment, _ kept: KeptFragment
  ) -> Handle<Datagram> {
    let hash = table.hash(fragment)
    let position = table.find(fragment, hash: hash)
    if !position.isNone {
      if table[position].state == .waiting { return position }
      if !isDue(position) {
        if table[position].state == .discarded { return position }
        let (previous, next) = neighbours(of: kept, in: position)
        if isCopy(kept, of: next) || isCopy(kept, of: previous) {
          statistics.duplicates &+= 1
          return .none
        }
      }
      // The sender has reused the identification for another datagram.
      remove(position)
    }
    return table.insert(Datagram(fragment, hash: hash, begin: now))
  }

  /// The fault of a fragment compared with the stored ones; nil if it fits.
  private func fault(
    of fragment: IPFragment, between previous: Handle<KeptFragment>, _ next: Handle<KeptFragment>,
    in position: Handle<Datagram>
  ) -> FragmentFault? {
    if fragment.headerByteCount &+ fragment.end > 65_535 { return .tooLarge }
    let total = table[position].total
    if fragment.isLast {
      if total >= 0 && total != fragment.end { return .contradictoryEnd }
      if table[position].furthest > fragment.end { return .contradictoryEnd }
    } else if total >= 0 && fragment.end > total {
      return .contradictoryEnd
    }
    if !previous.isNone, fragments[previous].end > fragment.start { return .overlap }
    if !next.isNone, fragments[next].start < fragment.end { return .overlap }
    return table[position].count >= limits.fragmentsPerDatagram ? .tooMany : nil
  }

  /// The fragments between which one belongs: the last that begins before it, and the first that does not.
  private func neighbours(
    of kept: KeptFragment, in position: Handle<Datagram>
  ) -> (previous: Handle<KeptFragment>, next: Handle<KeptFragment>) {
    let tail = table[position].tail
    // Nearly all arrive in order.
    if !tail.isNone, fragments[tail].start < kept.start { return (tail, .none) }
    var previous = Handle<KeptFragment>.none
    var next = table[position].head
    while !next.isNone, fragments[next].start < kept.start {
      previous = next
      next = fragments[next].next
    }
    return (previous, next)
  }

  /// Whether a fragment is the same as a stored one.
  private func isCopy(_ kept: KeptFragment, of other: Handle<KeptFragment>) -> Bool {
    !other.isNone && fragments[other].start == kept.start && fragments[other].end == kept.end
      && fragments[other].digest == kept.digest
  }

  /// A keyed hash of the data, so that a sender cannot make two fragments with one digest.
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
