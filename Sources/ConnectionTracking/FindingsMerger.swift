public import BasicContainers
public import CongestionInference
import DequeModule

/// Who takes findings one by one, connections numbered as in the whole capture.
public protocol FindingsReceiver: ~Copyable {
  /// Takes a state transition.
  mutating func take(_ transition: StateTransition)
  /// Takes an event.
  mutating func take(_ event: SegmentEvent)
  /// Takes the window of a data sender.
  mutating func take(_ window: WindowRecord)
  /// Takes what is known of the congestion control of a data sender; its connection's end follows.
  mutating func take(_ verdict: CongestionVerdict)
  /// Takes a connection that ended.
  mutating func take(_ ended: borrowing ConnectionSummary)
}

/// Brings together what several trackers found in the same packets: in the order of these packets, with connections
/// numbered in the order in which they began.
public struct FindingsMerger: ~Copyable {
  /// Connections whose numbers are remembered beyond their end, at most.
  private static let continuedLimit = 1 << 20

  /// The numbers of the connections of each tracker, by position.
  private var numbers = UniqueArray<ConnectionNumbers>()
  /// How many steps of each tracker's block have been taken.
  private var cursors = UniqueArray<Int>()
  private var connectionCount: UInt64 = 0
  /// The numbers of connections of the first tracker that others go on with.
  private var continued: [UInt64: UInt64] = [:]
  private var continuedOrder = Deque<UInt64>()

  /// A merger for a number of trackers.
  public init(trackerCount: Int) {
    for _ in 0..<trackerCount {
      numbers.append(ConnectionNumbers())
      cursors.append(0)
    }
  }

  /// The number of a connection that a tracker follows.
  public func number(of index: UInt64, in tracker: Int) -> UInt64? {
    numbers[tracker].number(at: ShardIndex(rawValue: index).position, of: connectionCount)
  }

  /// Whether all findings of a tracker's block were taken.
  public func isDone(_ tracker: Int, _ block: borrowing PacketBlock) -> Bool {
    cursors[tracker] >= block.findings.steps.count
  }

  /// Notes that a tracker's block is another one now.
  public mutating func begin(_ tracker: Int) { cursors[tracker] = 0 }

  /// Gives away the findings of blocks of one round, until one is used up of a tracker that may find more in it.
  ///
  /// At the end of the input trackers end their connections in their own time, so that the next block of one may have
  /// findings that belong between those of another.
  ///
  /// - Parameters:
  ///   - blocks: a block of each tracker.
  ///   - receiver: who takes them.
  ///   - mayGoOn: whether that is so for a tracker.
  public mutating func merge(
    _ blocks: inout UniqueArray<PacketBlock>,
    into receiver: inout some FindingsReceiver & ~Copyable, mayGoOn: (Int) -> Bool
  ) {
    while true {
      var best: (order: UInt32, number: UInt64, tracker: Int)?
      for tracker in 0..<blocks.count {
        let cursor = cursors[tracker]
        guard cursor < blocks[tracker].findings.steps.count else {
          if mayGoOn(tracker) { return }
          continue
        }
        let order = blocks[tracker].findings.steps[cursor].order
        var number: UInt64 = 0
        if order == Findings.Step.final {
          let index = blocks[tracker].findings.steps[cursor].connection
          number = self.number(of: index, in: tracker) ?? 0
        }
        if let best, (best.order, best.number) <= (order, number) { continue }
        best = (order, number, tracker)
      }
      guard let best else { return }
      take(best.tracker, &blocks[best.tracker].findings, into: &receiver)
    }
  }

  /// Takes the next step of a tracker's findings.
  private mutating func take(
    _ tracker: Int, _ source: inout Findings,
    into receiver: inout some FindingsReceiver & ~Copyable
  ) {
    let cursor = cursors[tracker]
    cursors[tracker] = cursor &+ 1
    let start = cursor == 0 ? Findings.Step.none : source.steps[cursor &- 1]
    let end = source.steps[cursor]
    // A connection may begin in the place of one that the same packet ended.
    var begun: (index: UInt64, number: UInt64)?
    if start.begun < end.begun {
      begun = (source.begun[start.begun], connectionCount)
      connectionCount &+= 1
    }
    for at in start.transitions..<end.transitions {
      var transition = source.transitions[at]
      transition.connection = number(transition.connection, tracker, begun)
      receiver.take(transition)
    }
    for at in start.events..<end.events {
      var event = source.events[at]
      event.connection = number(event.connection, tracker, begun)
      receiver.take(event)
    }
    for at in start.windows..<end.windows {
      source.windows[at].connection = number(source.windows[at].connection, tracker, begun)
      receiver.take(source.windows[at])
    }
    for at in start.verdicts..<end.verdicts {
      source.verdicts[at].connection = number(source.verdicts[at].connection, tracker, begun)
      receiver.take(source.verdicts[at])
    }
    for at in start.ended..<end.ended {
      source.ended[at].index = number(source.ended[at].index, tracker, begun)
      if let former = source.ended[at].continued { source.ended[at].continued = continued[former] }
      // Lent as it lies there: a copy of each would be a sixth of the work in a flood.
      receiver.take(source.ended.span[at])
    }
    for at in start.continued..<end.continued {
      remember(source.continued[at], number(source.continued[at], tracker, begun))
    }
    if let begun { enter(begun, tracker) }
  }

  /// The number of a connection in the whole capture.
  private func number(
    _ index: UInt64, _ tracker: Int, _ begun: (index: UInt64, number: UInt64)?
  ) -> UInt64 {
    if let begun, begun.index == index { return begun.number }
    return self.number(of: index, in: tracker) ?? 0
  }

  private mutating func enter(_ begun: (index: UInt64, number: UInt64), _ tracker: Int) {
    numbers[tracker].enter(begun.number, at: ShardIndex(rawValue: begun.index).position)
  }

  private mutating func remember(_ index: UInt64, _ number: UInt64) {
    if continued.updateValue(number, forKey: index) == nil { continuedOrder.append(index) }
    if continuedOrder.count > Self.continuedLimit, let oldest = continuedOrder.popFirst() {
      continued[oldest] = nil
    }
  }
}
