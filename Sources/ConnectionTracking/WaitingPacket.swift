import BasicContainers
import PacketDissection

/// A packet that waits with others to be taken: all that the tracker needs of it, so that its bytes may go.
struct WaitingPacket {
  var flow: FlowPacket
  var segment: Segment
  var hash: UInt32
  /// Where its connection probably is.
  var hint: UInt32?
  /// The details that it needs, as positions plus one: of what its sender sends, and of what it acknowledges.
  var ownDetail: UInt32 = 0
  var peerDetail: UInt32 = 0
  /// The index of its connection, where it went the short way.
  var connection: UInt64 = 0
  /// Position of what an ICMP error quotes plus one; 0 of all others.
  var quoted: UInt8 = 0

  /// Position of its bytes in a `PacketBlock` plus one, where it has to be decoded layer by layer.
  var stored: UInt32 = 0
  /// Its position in its round, where several trackers share a capture.
  var order: UInt32 = 0
  /// The latest time that was seen up to it in the whole capture.
  var clock = PacketTime(rawValue: 0)

  /// Nothing yet.
  static var blank: WaitingPacket {
    let time = PacketTime(rawValue: 0)
    let segment = Segment(blankAt: time)
    return WaitingPacket(
      flow: FlowPacket(source: 0, destination: 0, isVersion6: false, ports: 0, segment),
      segment: segment, hash: 0)
  }
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
    guard waitingCount > 0 else { return }
    touched &+= touch()
    for index in 0..<waitingCount {
      let time = waiting[index].clock
      if time > now { advance(to: time) }
      take(waitingAt: index)
      if configuration.isShard { replay.findings.mark(waiting[index].order) }
    }
    waitingCount = 0
    if !quoted.isEmpty { quoted.removeAll() }
  }

  /// Takes one of the packets that wait.
  private mutating func take(waitingAt index: Int) {
    let hash = waiting[index].hash
    var position = table.position(of: &waiting[index].flow.key, hash: hash)
    if predicts, !replay.findings.wantsEvents, let found = position,
      takePredicted(index, at: found)
    {
      return
    }
    let flow = waiting[index].flow
    if let found = position, begins(flow, after: found) {
      end(found, .closed)
      position = begin(flow, hash: hash, isReuse: true)
    }
    guard let at = position ?? begin(flow, hash: hash, isReuse: false) else { return }
    if flow.key.isTunneled, let lastConnection,
      carriers.count < Packet.nestingLimit
    {
      carriers.append(lastConnection)
    }
    lastConnection = table.connections[at].index
    take(index, at: at)
    let error = Int(waiting[index].quoted)
    if error > 0 { takeError(quoted[error &- 1], flow) }
  }

  /// Reads a number from each piece of memory that the group will need, so that all are on their way at once.
  private mutating func touch() -> UInt64 {
    var sum: UInt64 = 0
    for index in 0..<waitingCount {
      sum &+= table.touchIndex(waiting[index].hash)
    }
    for index in 0..<waitingCount {
      waiting[index].hint = table.hint(waiting[index].hash)
    }
    for index in 0..<waitingCount {
      if let hint = waiting[index].hint { sum &+= table.touch(hint) }
    }
    for index in 0..<waitingCount {
      guard let hint = waiting[index].hint else { continue }
      sum &+= touchDetails(index, hint)
    }
    for index in 0..<waitingCount {
      let (own, peer) = (waiting[index].ownDetail, waiting[index].peerDetail)
      if own != 0 { sum &+= classifier.touchLast(own) }
      if peer != 0 { sum &+= classifier.touchFirst(peer) }
    }
    if table.count &+ waitingCount > configuration.connectionLimit {
      sum &+= table.touchOldest(waitingCount)
    }
    return sum
  }

  /// Reads from what is kept of the stream that a segment goes on with, and of the one that it acknowledges more of.
  private mutating func touchDetails(_ index: Int, _ position: UInt32) -> UInt64 {
    let at = waiting[index].flow.isSourceFirst == table.connections[position].isClientFirst ? 0 : 1
    var sum: UInt64 = 0
    if waiting[index].segment.length > 0 {
      let detail = table.connections[position].ends[at].detail
      waiting[index].ownDetail = detail
      sum &+= classifier.touchData(detail)
    }
    let known = table.connections[position].ends[1 &- at].acknowledged
    let wire = table.connections[position].ends[1 &- at].base &+ UInt32(truncatingIfNeeded: known)
    if waiting[index].segment.acknowledgment != wire {
      let detail = table.connections[position].ends[1 &- at].detail
      waiting[index].peerDetail = detail
      sum &+= classifier.touchFeedback(detail)
    }
    let (congested, count) = (
      table.connections[position].congestion, table.connections[position].earlyCount
    )
    return congested == 0 ? sum : sum &+ congestion.touch(congested, count)
  }
}
