import BasicContainers
import InternetTypes
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

/// Packets that were decoded layer by layer are taken in groups, as nothing could be asked for before that was done: while one
/// connection's memory is on its way, those of the others are asked for. All others are taken one by one.
extension ConnectionTracker {
  /// Packets of a group.
  static var groupSize: Int { 16 }

  /// Takes the packets that wait.
  mutating func processWaiting() {
    guard waitingCount > 0 else { return }
    if unprefetchedCount > 0 {
      prefetchWaiting()
      unprefetchedCount = 0
    }
    for index in waitingStart..<(waitingStart &+ waitingCount) {
      let time = waiting[index].clock
      if time > now { advance(to: time) }
      processWaiting(at: index)
      if configuration.isShard { findings.mark(waiting[index].order) }
    }
    waitingCount = 0
    if !quoted.isEmpty { quoted.removeAll() }
  }

  /// Takes one of the packets that wait.
  private mutating func processWaiting(at index: Int) {
    let hash = waiting[index].hash
    var position = table.position(of: &waiting[index].flow.key, hash: hash)
    if configuration.usesFastPath, !findings.wantsEvents, let found = position,
      processPredicted(index, at: found)
    {
      return
    }
    let flow = waiting[index].flow
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
    apply(index, at: at)
    let error = Int(waiting[index].quoted)
    if error > 0 { applyICMPError(quoted[error &- 1], flow) }
  }
}
