import ConnectionTracking
import InternetTypes

/// The events of a connection as marks of its pictures: each by itself up to a limit, then counts by kind and column.
struct EventMarks: Sendable {
  /// The most events that are marked one by one.
  static var limit: Int { 2000 }

  /// The mark of one event.
  struct Mark: Sendable {
    var kind: SegmentEvent.Kind
    var packet: UInt64
    var time: Int64
    /// The data sender in whose picture it belongs.
    var side: Side
    /// Its place in that sender's sequence space; nil if it has none.
    var low: Int64?
    var high: Int64?
  }

  private(set) var marks: [Mark] = []
  /// The events beyond the limit, by kind.
  private(set) var further: [SegmentEvent.Kind: Int] = [:]

  /// How many events there were.
  var count: Int { marks.count + further.values.reduce(0, +) }

  mutating func add(_ mark: Mark) {
    if marks.count < Self.limit {
      marks.append(mark)
    } else {
      further[mark.kind, default: 0] += 1
    }
  }

  /// The numbers of all events by kind, in the order of the kinds.
  var counts: [(kind: SegmentEvent.Kind, count: Int)] {
    var counts = further
    for mark in marks { counts[mark.kind, default: 0] += 1 }
    return SegmentEvent.Kind.allCases.compactMap { kind in
      counts[kind].map { (kind: kind, count: $0) }
    }
  }
}

extension SegmentEvent.Kind {
  /// Whether it is about what the sender of the packet acknowledges, not about its data.
  var isAboutAcknowledgment: Bool {
    switch self {
    case .ackLostSegment, .duplicateAck, .keepAliveAck, .zeroWindow, .zeroWindowProbeAck,
      .windowUpdate, .challengeAck, .spuriousEvidence:
      true
    case .retransmission, .fastRetransmission, .timeoutRetransmission, .tailLossProbe,
      .spuriousRetransmission, .outOfOrder, .lostSegment, .keepAlive, .zeroWindowProbe,
      .windowFull, .sillyWindow, .portReuse, .duplicatePacket, .injectedReset, .checksumInvalid,
      .wrongTag:
      false
    }
  }

  /// Its name in sentences.
  var words: String { name.description.replacing("_", with: " ") }
}
