import BasicContainers

/// A packet that waits with others to be taken: all that the tracker needs of it, so that its bytes may go.
struct WaitingPacket {
  var flow: FlowPacket
  var segment: Segment
  var hash: UInt32
  /// Where its connection probably is.
  var hint: UInt32?
  /// Of an ICMP error.
  var quoted: QuotedFlow?
}

/// Packets are taken in groups: while one connection's memory is on its way, those of the others are asked for.
///
/// With tens of thousands of connections alive nearly every packet finds its connection out of the processor's
/// caches. One after another that is several waits a packet; for a group it is about one.
extension ConnectionTracker {
  /// Packets of a group.
  static var groupSize: Int { 16 }

  /// Takes the packets that wait.
  mutating func takeWaiting() {
    guard !waiting.isEmpty else { return }
    touched &+= touch()
    for index in 0..<waiting.count {
      let time = waiting[index].flow.time
      if time > now { advance(to: time) }
      take(waitingAt: index)
    }
    waiting.removeAll()
  }

  /// Takes one of the packets that wait.
  private mutating func take(waitingAt index: Int) {
    let hash = waiting[index].hash
    let flow = waiting[index].flow
    var position = table.position(of: flow.key, hash: hash)
    if let found = position, begins(flow, after: found) {
      end(found, .closed)
      position = begin(flow, hash: hash, isReuse: true)
    }
    guard let at = position ?? begin(flow, hash: hash, isReuse: false) else { return }
    lastConnection = table.connections[at].index
    take(index, at: at)
    if let quoted = waiting[index].quoted { takeError(quoted, flow) }
  }

  /// Reads a number from each piece of memory that the group will need, so that all are on their way at once.
  private mutating func touch() -> UInt64 {
    var sum: UInt64 = 0
    for index in 0..<waiting.count {
      sum &+= table.touchIndex(waiting[index].hash)
    }
    for index in 0..<waiting.count {
      waiting[index].hint = table.hint(waiting[index].hash)
    }
    for index in 0..<waiting.count {
      if let hint = waiting[index].hint { sum &+= table.touch(hint) }
    }
    for index in 0..<waiting.count {
      guard let hint = waiting[index].hint else { continue }
      sum &+= classifier.touch(table.connections[hint].ends[0].detail)
      sum &+= classifier.touch(table.connections[hint].ends[1].detail)
    }
    for index in 0..<waiting.count {
      guard let hint = waiting[index].hint else { continue }
      sum &+= classifier.touchSegments(table.connections[hint].ends[0].detail)
      sum &+= classifier.touchSegments(table.connections[hint].ends[1].detail)
    }
    if table.count &+ waiting.count > configuration.connectionLimit {
      sum &+= table.touchOldest(waiting.count)
    }
    return sum
  }
}
