import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// A packet that waits to be processed: all fields that the tracker needs, without the bytes.
struct WaitingPacket {
  var flow: FlowPacket
  var hash: UInt32
  /// Its position in its batch, if several trackers share a capture.
  var order: UInt32 = 0
  /// Position of its bytes in a `ShardBatch` plus one; 0 for a plain segment, whose bytes are not needed.
  var stored: UInt32 = 0
  /// The capture's clock at this packet.
  var clock: Timestamp
  /// For an ICMP error, the index of its quoted flow plus one; otherwise 0.
  var quoted: UInt8 = 0

  /// An empty packet.
  static var blank: WaitingPacket {
    let time = Timestamp(rawValue: 0)
    return WaitingPacket(flow: FlowPacket(blankAt: time), hash: 0, clock: time)
  }
}

/// Packets decoded layer by layer are processed in groups: their keys are not known earlier, so the lookups of a whole
/// group are prefetched together. Plain segments are prefetched earlier, and processed one by one.
extension ConnectionTracker {
  /// The packets of a group.
  static var groupSize: Int { 16 }

  /// Processes the waiting packets.
  mutating func processWaiting() {
    guard waitingCount > 0 else { return }
    if unprefetchedCount > 0 {
      prefetchWaiting()
      unprefetchedCount = 0
    }
    for index in waitingStart..<(waitingStart &+ waitingCount) {
      advance(to: waiting[index].clock, order: waiting[index].order)
      processWaiting(at: index)
      if configuration.isShard { findings.mark(waiting[index].order) }
    }
    waitingCount = 0
    if !quoted.isEmpty { quoted.removeAll() }
  }

  /// Processes one of the waiting packets.
  private mutating func processWaiting(at index: Int) {
    let hash = waiting[index].hash
    var position = table.position(of: &waiting[index].flow.key, hash: hash)
    if configuration.usesFastPath, let found = position,
      processPredicted(index, at: found)
    {
      return
    }
    var flow = waiting[index].flow
    if let found = position, table.connections[found].flags.contains(.hasHeldRequest) {
      position = settleHeld(flow, at: found, hash: hash)
    }
    if let found = position, startsNewConnection(flow, after: found) {
      end(found, .closed)
      position = open(flow, hash: hash, isReuse: true)
    }
    guard let at = position ?? open(flow, hash: hash, isReuse: false) else { return }
    if flow.key.isTunneled, let lastConnection,
      carriers.count < Packet.nestingLimit
    {
      carriers.append(lastConnection)
    }
    lastConnection = table.connections[at].index
    if position != nil, hold(flow, at: at) { return }
    apply(&flow, at: at)
    let error = Int(waiting[index].quoted)
    guard error > 0 else { return }
    // The error may be about a connection of another shard: findings of the packet itself come first.
    if configuration.isShard { findings.mark(waiting[index].order) }
    applyICMPError(quoted[error &- 1], flow)
  }
}
