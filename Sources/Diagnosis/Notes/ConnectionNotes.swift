import CongestionInference
import ConnectionTracking
import InternetTypes

/// Events of one kind that one side's packets show.
struct EventTally {
  var kind: SegmentEvent.Kind
  var sender: Side
  /// Whether the events are about SYNs.
  var isSYN: Bool
  var reason: SegmentEvent.Reason?
  var count: UInt64 = 0
  var first = NotedPacket()
  var last = NotedPacket()
  /// The packet that the first one repeats or answers; 0 if it is not known.
  var original: UInt64 = 0
  /// The nanoseconds since the originals, and the longest of them.
  var lag: Int64 = 0
  var longestLag: Int64 = 0
}

/// A run of retransmissions of the same data.
struct RetransmissionRun {
  var sender = Side.client
  var sequence: UInt32 = 0
  var count: UInt64 = 0
  var first = NotedPacket()
  var last = NotedPacket()
  var original: UInt64 = 0
}

/// A run of duplicate acknowledgments of the same number.
struct DuplicateRun {
  var acknowledgment: UInt32 = 0
  var count: UInt64 = 0
  var first = NotedPacket()
  var isRepaired = false
}

/// What is kept of a connection until it ends.
struct ConnectionNotes {
  /// Its first packet that a finding names.
  var first = NotedPacket()
  /// The packet with which the server, and the client, was ESTABLISHED.
  var serverEstablished = NotedPacket()
  var clientEstablished = NotedPacket()
  /// The packet with which the connection was last CLOSED.
  var closed = NotedPacket()
  /// The packet after which one side had closed and the other had not, and the side that had.
  var halfClosed = NotedPacket()
  var halfClosedBy = Side.client
  private(set) var tallies: [EventTally] = []
  private(set) var run = RetransmissionRun()
  /// Windows of both sides; empty if there are none.
  var senders: [SenderNotes] = []

  /// By the side that sends the acknowledgments.
  private var duplicates = InlineArray<2, DuplicateRun>(repeating: DuplicateRun())
  /// Runs of duplicate acknowledgments that ended without a retransmission, by the data's sender.
  private(set) var reorderings = InlineArray<2, UInt64>(repeating: 0)
  private(set) var firstReordering = InlineArray<2, NotedPacket>(repeating: NotedPacket())

  mutating func take(_ transition: StateTransition) {
    let noted = NotedPacket(packet: transition.packet, time: transition.time)
    note(noted)
    switch (transition.side, transition.to) {
    case (.server, .established): serverEstablished = noted
    case (.client, .established): clientEstablished = noted
    case (_, .closed): closed = noted
    case (_, .finWait2):
      halfClosed = noted
      halfClosedBy = transition.side
    case (_, .closeWait):
      halfClosed = noted
      halfClosedBy = transition.side.peer
    default: break
    }
  }

  mutating func take(_ event: SegmentEvent) {
    let noted = NotedPacket(packet: event.packet, time: event.time)
    note(noted)
    let isSYN = event.detail.reason == .syn
    let index = position(event, isSYN)
    tallies[index].count += 1
    if !tallies[index].first.isSet {
      tallies[index].first = noted
      tallies[index].original = event.detail.original ?? 0
      tallies[index].reason = event.detail.reason
    }
    tallies[index].last = noted
    if let lag = event.detail.lagNanoseconds {
      tallies[index].lag &+= lag
      tallies[index].longestLag = max(tallies[index].longestLag, lag)
    }
    if event.kind.isRetransmission { noteRetransmission(event, noted) }
    if event.kind == .duplicateAck { noteDuplicate(event, noted) }
  }

  mutating func take(_ record: WindowRecord) {
    if senders.isEmpty { senders = [SenderNotes(), SenderNotes()] }
    senders[Int(record.sender.rawValue)].take(record)
  }

  /// The events of a kind; nil without any.
  func tally(
    _ kind: SegmentEvent.Kind, of sender: Side? = nil, isSYN: Bool = false
  ) -> EventTally? {
    tallies.first {
      $0.kind == kind && $0.isSYN == isSYN && (sender == nil || $0.sender == sender)
    }
  }

  /// Whether a data sender has windows with new data, without a copy of its notes.
  func hasTransfer(_ side: Side) -> Bool {
    guard !senders.isEmpty else { return false }
    let index = Int(side.rawValue)
    return senders[index].first.isSet && senders[index].newSegments > 0
  }

  /// Whether the replay of a data sender's windows has a time-out.
  func hasTimeout(_ side: Side) -> Bool {
    !senders.isEmpty && senders[Int(side.rawValue)].firstTimeout.isSet
  }

  /// The notes of a data sender's windows; nil if it has none.
  func sender(_ side: Side) -> SenderNotes? {
    guard !senders.isEmpty, senders[Int(side.rawValue)].first.isSet else { return nil }
    return senders[Int(side.rawValue)]
  }

  private mutating func note(_ noted: NotedPacket) { if !first.isSet { first = noted } }

  private mutating func position(_ event: SegmentEvent, _ isSYN: Bool) -> Int {
    let known = tallies.firstIndex {
      $0.kind == event.kind && $0.sender == event.sender && $0.isSYN == isSYN
    }
    if let known { return known }
    tallies.append(EventTally(kind: event.kind, sender: event.sender, isSYN: isSYN))
    return tallies.count - 1
  }

  private mutating func noteRetransmission(_ event: SegmentEvent, _ noted: NotedPacket) {
    if run.count == 0 || run.sender != event.sender || run.sequence != event.sequence {
      run = RetransmissionRun(
        sender: event.sender, sequence: event.sequence, first: noted,
        original: event.detail.original ?? 0)
    }
    run.count += 1
    run.last = noted
    let receiver = event.sender.peer.rawValue
    if duplicates[Int(receiver)].acknowledgment == event.sequence {
      duplicates[Int(receiver)].isRepaired = true
    }
  }

  private mutating func noteDuplicate(_ event: SegmentEvent, _ noted: NotedPacket) {
    guard let acknowledgment = event.detail.acknowledgment, event.detail.reason == nil else {
      return
    }
    let index = Int(event.sender.rawValue)
    if duplicates[index].count > 0, duplicates[index].acknowledgment == acknowledgment {
      duplicates[index].count += 1
      return
    }
    let ended = duplicates[index]
    if ended.count > 0, !ended.isRepaired {
      let sender = Int(event.sender.peer.rawValue)
      reorderings[sender] += 1
      if !firstReordering[sender].isSet { firstReordering[sender] = ended.first }
    }
    duplicates[index] = DuplicateRun(acknowledgment: acknowledgment, count: 1, first: noted)
  }
}

extension SegmentEvent.Kind {
  /// Whether the packet carries data that was sent before.
  var isRetransmission: Bool {
    switch self {
    case .retransmission, .fastRetransmission, .timeoutRetransmission, .tailLossProbe,
      .spuriousRetransmission:
      true
    default: false
    }
  }
}
