import BasicContainers
import PacketDissection

/// A packet that waits with others to be taken: all that the tracker needs of it, so that its bytes may go.
struct WaitingPacket {
  var flow: FlowPacket
  var hash: UInt32
  /// Its position in its round, where several trackers share a capture.
  var order: UInt32 = 0
  /// Position of its bytes in a `PacketBlock` plus one, where it has to be decoded layer by layer.
  var stored: UInt32 = 0
  /// The latest time that was seen up to it in the whole capture.
  var clock: PacketTime
  /// Position of what an ICMP error quotes plus one; 0 of all others.
  var quoted: UInt8 = 0

  /// Nothing yet.
  static var blank: WaitingPacket {
    let time = PacketTime(rawValue: 0)
    return WaitingPacket(flow: FlowPacket(blankAt: time), hash: 0, clock: time)
  }
}

/// Where what a packet needs probably is.
struct Whereabouts {
  /// The position of its connection.
  var connection: UInt32?
  /// The details that it needs, as positions plus one: of what its sender sends, and of what it acknowledges.
  var ownDetail: UInt32 = 0
  var peerDetail: UInt32 = 0
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
    for index in waitingStart..<(waitingStart &+ waitingCount) {
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
    let (start, count) = (waitingStart, waitingCount)
    for index in 0..<count {
      sum &+= table.touchIndex(waiting[start &+ index].hash)
    }
    for index in 0..<count {
      whereabouts[index] = Whereabouts(connection: table.hint(waiting[start &+ index].hash))
    }
    for index in 0..<count {
      if let hint = whereabouts[index].connection { sum &+= table.touch(hint) }
    }
    for index in 0..<count {
      guard let hint = whereabouts[index].connection else { continue }
      var place = whereabouts[index]
      sum &+= touchDetails(start &+ index, hint, &place)
      whereabouts[index] = place
    }
    for index in 0..<count {
      let (own, peer) = (whereabouts[index].ownDetail, whereabouts[index].peerDetail)
      if own != 0 { sum &+= classifier.touchLast(own) }
      if peer != 0 { sum &+= classifier.touchFirst(peer) }
    }
    if table.count &+ count > configuration.connectionLimit {
      sum &+= table.touchOldest(count)
    }
    return sum
  }

  /// Reads from what is kept of the stream that a segment goes on with, and of the one that it acknowledges more of.
  private mutating func touchDetails(
    _ index: Int, _ position: UInt32, _ whereabouts: inout Whereabouts
  ) -> UInt64 {
    let at = waiting[index].flow.isSourceFirst == table.connections[position].isClientFirst ? 0 : 1
    var sum: UInt64 = 0
    if waiting[index].flow.segment.length > 0 {
      let detail = table.connections[position].ends[at].detail
      whereabouts.ownDetail = detail
      sum &+= classifier.touchData(detail)
    }
    let known = table.connections[position].ends[1 &- at].acknowledged
    let wire = table.connections[position].ends[1 &- at].base &+ UInt32(truncatingIfNeeded: known)
    if waiting[index].flow.segment.acknowledgment != wire {
      let detail = table.connections[position].ends[1 &- at].detail
      whereabouts.peerDetail = detail
      sum &+= classifier.touchFeedback(detail)
    }
    let (congested, count) = (
      table.connections[position].congestion, table.connections[position].earlyCount
    )
    return congested == 0 ? sum : sum &+ congestion.touch(congested, count)
  }
}
