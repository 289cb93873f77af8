import BoundedCollections
import InternetTypes

/// Segments captured with a wrong checksum, until an acknowledgment shows that it was right on the wire.
///
/// Captures whose addresses or payload were changed afterwards, to hide them, have only such segments. A host drops a
/// segment whose checksum is wrong (RFC 9293, section 3.1), so that one that is acknowledged arrived with a right one.
struct DoubtedSegments {
  private struct Entry {
    var connection: UInt64
    var side: Side
    /// The sequence number after the segment.
    var end: UInt32
    var segment: Segment
  }

  /// Bytes that may have been sent and not captured before a segment that acknowledges them; more than windows in use.
  static var uncapturedLimit: Int64 { 1 << 24 }

  /// The latest ones; a further one replaces the oldest.
  private var entries: [Entry] = []
  private var next = 0

  /// How many were replaced.
  private(set) var omittedCount: UInt64 = 0

  /// Adds a segment of a connection, if it takes sequence space: others are never acknowledged.
  mutating func add(_ segment: Segment, of connection: UInt64, from side: Side) {
    guard segment.sequenceLength > 0, !segment.hasRST else { return }
    let entry = Entry(
      connection: connection, side: side,
      end: segment.sequence &+ UInt32(truncatingIfNeeded: segment.sequenceLength),
      segment: segment)
    if entries.count < TableLimits.doubtedSegments {
      entries.append(entry)
    } else {
      entries[next] = entry
      omittedCount &+= 1
      next = (next + 1) % TableLimits.doubtedSegments
    }
  }

  /// Whether a SYN with this initial sequence number was added.
  func hasSYN(_ sequence: UInt32, of connection: UInt64, from side: Side) -> Bool {
    entries.contains {
      $0.connection == connection && $0.side == side && $0.segment.hasSYN
        && $0.segment.sequence == sequence
    }
  }

  /// Removes the segments up to an acknowledged number, in order of capture, if it is the end of one of them.
  mutating func take(
    acknowledged number: UInt32, of connection: UInt64, from side: Side
  ) -> [Segment] {
    let isEnd = entries.contains {
      $0.connection == connection && $0.side == side && $0.end == number
    }
    guard isEnd else { return [] }
    var taken: [Segment] = []
    entries.removeAll { entry in
      let isTaken =
        entry.connection == connection && entry.side == side
        && Int32(bitPattern: number &- entry.end) >= 0
      if isTaken { taken.append(entry.segment) }
      return isTaken
    }
    next = 0
    return taken.sorted { $0.packet < $1.packet }
  }
}

extension ConnectionTracker {
  /// Applies a peer's segments with wrong checksums that a segment acknowledges, if nothing else explains its number.
  mutating func applyDoubted(
    before segment: Segment, from side: Side, at position: Handle<Connection>
  ) {
    let peer = side.peer
    let flags = table.connections[position].endpoints[peer.index].flags
    // False for almost every segment.
    guard flags.contains(.hasInvalidChecksum), segment.hasACK, !flags.contains(.isChecksumBelieved)
    else { return }
    let isExplained =
      flags.contains(.hasSequence)
      && table.connections[position].unwrap(segment.acknowledgment, peer.index)
        <= table.connections[position].endpoints[peer.index].sendNext
    guard !isExplained else { return }
    let acknowledged = doubtedSegments.take(
      acknowledged: segment.acknowledgment, of: table.connections[position].index, from: peer)
    var doubted: [Segment] = []
    for segment in acknowledged where !isDamaged(segment, from: peer, at: position) {
      doubted.append(segment)
    }
    guard !doubted.isEmpty else { return }
    table.connections[position].endpoints[peer.index].flags.insert(.isChecksumBelieved)
    for segment in doubted { applySegment(segment, peer, at: position) }
  }

  /// Whether a segment acknowledges what its peer can never have sent: it was damaged, not only changed, after it was
  /// captured.
  private mutating func isDamaged(
    _ segment: Segment, from side: Side, at position: Handle<Connection>
  ) -> Bool {
    let peer = side.peer.index
    let endpoint = table.connections[position].endpoints[peer]
    guard segment.hasACK, endpoint.flags.contains(.hasSequence) else { return false }
    let number = table.connections[position].unwrap(segment.acknowledgment, peer)
    return number > endpoint.sendNext &+ DoubtedSegments.uncapturedLimit
  }
}
