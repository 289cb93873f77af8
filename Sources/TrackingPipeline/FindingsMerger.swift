import BasicContainers
import CongestionInference
import ConnectionTracking
import DequeModule
import InternetTypes

/// Merges the findings of several shards in the order of packets, with connections numbered in the
/// order of their first packets.
struct FindingsMerger: ~Copyable {
  /// The most ended connections whose numbers are remembered, because others may continue them.
  private static let continuedLimit = 1 << 20

  /// The numbers of each shard's connections, by table position.
  private var numbers = UniqueArray<ConnectionNumbers>()
  /// How many steps of each shard's batch have been merged.
  private var cursors = UniqueArray<Int>()
  private var connectionCount: UInt64 = 0
  /// The numbers of connections of the first shard that others continue.
  private var continued: [UInt64: UInt64] = [:]
  private var continuedOrder = Deque<UInt64>()

  /// The origins of the batch's packets, and of each shard's connections by table position, once there are any.
  private var origins: [OriginChange] = []
  private var known: [[PacketOrigin?]] = []

  init(shardCount: Int) {
    for _ in 0..<shardCount {
      numbers.append(ConnectionNumbers())
      cursors.append(0)
    }
  }

  /// The number in the whole capture of a shard's connection.
  func number(of index: UInt64, in shard: Int) -> UInt64? {
    numbers[shard].number(at: ShardIndex(rawValue: index).position, of: connectionCount)
  }

  /// Whether all findings of a shard's batch were merged.
  func isDone(_ shard: Int, _ batch: borrowing ShardBatch) -> Bool {
    cursors[shard] >= batch.findings.steps.count
  }

  /// Starts a shard's next batch.
  mutating func begin(_ shard: Int) { cursors[shard] = 0 }

  /// Sets the origins of the next batch's packets.
  mutating func setOrigins(_ origins: [OriginChange]) {
    if origins.isEmpty { return }
    self.origins = origins
    if known.isEmpty { known = Array(repeating: [], count: numbers.count) }
  }

  /// The origin of a packet.
  private func origin(of order: UInt32) -> PacketOrigin? {
    var (low, high) = (0, origins.count)
    while low < high {
      let middle = (low &+ high) / 2
      if origins[middle].order <= order { low = middle &+ 1 } else { high = middle }
    }
    return low > 0 ? origins[low &- 1].origin : nil
  }

  /// Stores the origin of a connection that began with a packet.
  private mutating func note(_ index: UInt64, _ order: UInt32, _ shard: Int) {
    let position = Int(ShardIndex(rawValue: index).position)
    while known[shard].count <= position { known[shard].append(nil) }
    known[shard][position] = origin(of: order)
  }

  /// The origin of a connection that ends.
  private func origin(
    _ index: UInt64, _ order: UInt32, _ shard: Int, _ begun: (index: UInt64, number: UInt64)?
  ) -> PacketOrigin? {
    if let begun, begun.index == index { return origin(of: order) }
    let position = Int(ShardIndex(rawValue: index).position)
    return position < known[shard].count ? known[shard][position] : nil
  }

  /// The order of a step among those of all shards: by its packet; of connections that time out at the same packet, by
  /// their list and when they were put there; last by the connection's number.
  private struct Position: Comparable {
    var order: UInt32
    var list: UInt8
    var queued: Timestamp
    var number: UInt64

    static func < (left: Position, right: Position) -> Bool {
      left.order != right.order
        ? left.order < right.order
        : (left.list, left.queued, left.number) < (right.list, right.queued, right.number)
    }
  }

  /// Passes the findings of one batch to the receiver, in order of packets.
  ///
  /// It stops when all findings of a shard are merged that may still find earlier ones: at the end of the input each
  /// shard ends its connections in its own time.
  ///
  /// - Parameters:
  ///   - batches: a batch of each shard.
  ///   - receiver: receives the findings.
  ///   - canContinue: whether a shard may have further findings in the same batch.
  mutating func merge(
    _ batches: inout UniqueArray<ShardBatch>,
    into receiver: inout some FindingsReceiver & ~Copyable, canContinue: (Int) -> Bool
  ) {
    while true {
      var best: (position: Position, shard: Int)?
      for shard in 0..<batches.count {
        let cursor = cursors[shard]
        guard cursor < batches[shard].findings.steps.count else {
          if canContinue(shard) { return }
          continue
        }
        let position = position(batches[shard].findings.steps[cursor], shard)
        if let best, best.position <= position { continue }
        best = (position, shard)
      }
      guard let best else { return }
      take(best.shard, &batches[best.shard].findings, into: &receiver)
    }
  }

  @inline(__always)
  private func position(_ step: Findings.Step, _ shard: Int) -> Position {
    Position(
      order: step.order, list: step.list, queued: step.queued,
      number: isEnd(step) ? number(of: step.connection, in: shard) ?? 0 : 0)
  }

  /// Whether a step is the end of one connection, not the findings of a packet.
  ///
  /// Only one shard has findings of a packet, or the first shard before others; packets have even orders.
  @inline(__always)
  private func isEnd(_ step: Findings.Step) -> Bool {
    step.order & 1 != 0 || step.order == Findings.Step.pause
  }

  /// Passes the next step of a shard's findings to the receiver.
  private mutating func take(
    _ shard: Int, _ source: inout Findings,
    into receiver: inout some FindingsReceiver & ~Copyable
  ) {
    let cursor = cursors[shard]
    cursors[shard] = cursor &+ 1
    let start = cursor == 0 ? Findings.Step.none : source.steps[cursor &- 1]
    let end = source.steps[cursor]
    // A connection may begin in the place of one that the same packet ended.
    var begun: (index: UInt64, number: UInt64)?
    if start.begun < end.begun {
      begun = (source.begun[start.begun], connectionCount)
      connectionCount &+= 1
    }
    receiver.enter(
      FindingsStep(
        order: end.order, list: end.list, queued: end.queued, begun: begun?.number,
        connection: isEnd(end) ? number(of: end.connection, in: shard) : nil))
    for at in start.transitions..<end.transitions {
      var transition = source.transitions[at]
      transition.connection = number(transition.connection, shard, begun)
      receiver.take(transition)
    }
    for at in start.events..<end.events {
      var event = source.events[at]
      event.connection = number(event.connection, shard, begun)
      receiver.take(event)
    }
    for at in start.windows..<end.windows {
      source.windows[at].connection = number(source.windows[at].connection, shard, begun)
      receiver.take(source.windows[at])
    }
    for at in start.verdicts..<end.verdicts {
      source.verdicts[at].connection = number(source.verdicts[at].connection, shard, begun)
      receiver.take(source.verdicts[at])
    }
    for at in start.ended..<end.ended {
      if !known.isEmpty {
        source.ended[at].origin = origin(source.ended[at].index, end.order, shard, begun)
      }
      source.ended[at].index = number(source.ended[at].index, shard, begun)
      if let former = source.ended[at].continued { source.ended[at].continued = continued[former] }
      // Borrowed: in a flood, copies of the summaries would be a sixth of the merger's time.
      receiver.take(source.ended.span[at])
    }
    for at in start.continued..<end.continued {
      remember(source.continued[at], number(source.continued[at], shard, begun))
    }
    if let begun {
      enter(begun, shard)
      if !known.isEmpty { note(begun.index, end.order, shard) }
    }
  }

  /// The number of a connection in the whole capture.
  private func number(
    _ index: UInt64, _ shard: Int, _ begun: (index: UInt64, number: UInt64)?
  ) -> UInt64 {
    if let begun, begun.index == index { return begun.number }
    return self.number(of: index, in: shard) ?? 0
  }

  private mutating func enter(_ begun: (index: UInt64, number: UInt64), _ shard: Int) {
    numbers[shard].enter(begun.number, at: ShardIndex(rawValue: begun.index).position)
  }

  private mutating func remember(_ index: UInt64, _ number: UInt64) {
    if continued.updateValue(number, forKey: index) == nil { continuedOrder.append(index) }
    if continuedOrder.count > Self.continuedLimit, let oldest = continuedOrder.popFirst() {
      continued[oldest] = nil
    }
  }
}
