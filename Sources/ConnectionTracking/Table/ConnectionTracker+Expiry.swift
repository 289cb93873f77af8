import BasicContainers
import BoundedCollections
public import InternetTypes

/// The capture's clock, time-outs and evictions.
///
/// A connection times out at the first packet of the capture whose time is past its deadline, whichever shard takes
/// that packet. So any number of shards ends the same connections at the same packets.
extension ConnectionTracker {
  /// A connection that has timed out.
  struct Expired: Comparable {
    var queued: Timestamp
    var index: UInt64
    var position: Handle<Connection>

    static func < (left: Expired, right: Expired) -> Bool {
      (left.queued, left.index) < (right.queued, right.index)
    }
  }

  /// Advances the capture's clock: connections that were idle for too long end.
  public mutating func advance(to time: Timestamp) {
    now = max(now, time)
    if nextDue <= now.rawValue { expireDue(at: Findings.Step.pause) }
  }

  /// Advances the clock to that of the packet at a position of the batch, and through those of the packets before it.
  mutating func advance(to time: Timestamp, order: UInt32) {
    guard time > now else { return }
    if nextDue <= time.rawValue {
      guard configuration.isShard else { return advance(to: time) }
      expire(through: min(Int(order / 2), clocks.count))
    }
    now = max(now, time)
  }

  /// When the front of any list can be due.
  @inline(__always)
  var nextDue: Int64 { min(min(due[0], due[1]), min(due[2], due[3])) }

  /// Ends the connections that time out at each of the batch's packets before the position `end`.
  private mutating func expire(through end: Int) {
    while let packet = firstClock(atLeast: max(nextDue, now.rawValue &+ 1), before: end) {
      now = clocks[packet]
      nextClock = packet &+ 1
      expireDue(at: 2 &* UInt32(truncatingIfNeeded: packet) &+ 1)
    }
    nextClock = max(nextClock, end)
  }

  /// The first of the batch's packets, from `nextClock` on, with a clock of at least `time`; clocks never run
  /// backwards.
  private func firstClock(atLeast time: Int64, before end: Int) -> Int? {
    var (low, high) = (nextClock, end)
    while low < high {
      let middle = (low &+ high) / 2
      if clocks[middle].rawValue < time { low = middle &+ 1 } else { high = middle }
    }
    return low < end ? low : nil
  }

  /// Ends the connections that have timed out, as a step of the findings each.
  private mutating func expireDue(at order: UInt32) {
    for list in ExpiryList.allCases where due[Int(list.rawValue)] <= now.rawValue {
      collectExpired(of: list)
      for at in expired.indices {
        end(expired[at].position, list == .ended ? .closed : .idle)
        guard configuration.isShard else { continue }
        findings.mark(
          order, connection: expired[at].index, list: list, queued: expired[at].queued)
      }
      expired.removeAll(keepingCapacity: true)
      due[Int(list.rawValue)] =
        table.first(of: list).map {
          table.connections[$0].queued.rawValue &+ configuration.timeout(of: list)
        } ?? .max
    }
  }

  /// Collects the members of a list that have timed out, by the time they were queued and the order in which they
  /// began; those that were active since move to the end of the list.
  private mutating func collectExpired(of list: ExpiryList) {
    let timeout = configuration.timeout(of: list)
    var next = table.first(of: list)
    while let position = next {
      let queued = table.connections[position].queued
      guard now.nanoseconds(since: queued) > timeout else { break }
      next = table.next(after: position)
      if now.nanoseconds(since: table.connections[position].last) > timeout {
        expired.append(
          Expired(queued: queued, index: table.connections[position].index, position: position))
      } else {
        table.move(position, to: list, at: now)
      }
    }
    // Only members that were queued at the same time can be out of order.
    for at in expired.indices.dropFirst() where expired[at] < expired[at - 1] {
      return expired.sort()
    }
  }

  /// Evicts a connection: the oldest half-open one, else an ended one, else one that has been idle for long.
  mutating func evict() {
    statistics.evicted &+= 1
    if let position = table.first(of: .halfOpen) {
      statistics.evictedHalfOpen &+= 1
      end(position, .evicted)
      return
    }
    for list in [ExpiryList.ended, .datagram, .open] {
      // A connection that was active since it was queued moves to the end of its list; 16 of them bound the work.
      for _ in 0..<16 {
        guard let position = table.first(of: list) else { break }
        guard table.connections[position].last > table.connections[position].queued else { break }
        table.move(position, to: list, at: now)
      }
      if let position = table.first(of: list) {
        end(position, .evicted)
        return
      }
    }
  }
}
