import ConnectionTracking
package import InternetTypes
package import SocketDiagnosis

/// All connections that the screen knows: those that live, and the last ones that ended.
package struct ConnectionsState: Sendable {
  package private(set) var entries = EntryTable()
  /// The connections that ended and are still known, the oldest first.
  private var endedOrder: [UInt64] = []
  private var endedStart = 0
  private var generation = 0
  /// How many rows the last picture had.
  private(set) var liveRowCount = 0
  /// The packet time of the last picture.
  package private(set) var time: Timestamp?
  /// What ended connections leave behind, for the screens that sum up.
  package private(set) var endedHosts = GroupTotals<IPAddress>()
  package private(set) var endedServices = GroupTotals<ServiceKey>()
  package private(set) var endedProcesses = GroupTotals<UInt32>()
  /// The processes that connections have.
  package private(set) var processes = ProcessTable()
  /// Connections that ended, too many at once to be in these sums.
  package private(set) var endedLeftOut: UInt64 = 0
  /// The connections that failed since the snapshot before.
  private(set) var newFailures: [LiveRow] = []
  /// Bits of problems whose connection has no row yet.
  private var earlyProblems: [UInt64: UInt32] = [:]

  /// The time over which rates are taken.
  package static var rateWindow: Nanoseconds { .seconds(2) }
  /// How long an ended connection stays in the list.
  package static var endedTime: Nanoseconds { .seconds(5) }
  /// How many ended connections stay known.
  static var endedLimit: Int { 10_000 }

  /// No connections.
  package init() {}

  /// What this host knows of a connection.
  package typealias HostLookup = (LiveRow) -> ConnectionHost?

  /// Takes over a snapshot; `find` says whose connections they are, if that is known.
  package mutating func take(_ snapshot: LiveSnapshot, joining find: HostLookup? = nil) {
    newFailures = []
    for event in snapshot.events where event.kind.isProblem {
      note(event.kind.bit, of: event.connection)
    }
    if let time = snapshot.time { self.time = max(self.time ?? time, time) }
    endedLeftOut += snapshot.endedLeftOut
    for row in snapshot.endedRows { end(row, find) }
    if let rows = snapshot.rows, let time = snapshot.rowsTime { replace(rows, at: time, find) }
    forgetOld()
  }

  private mutating func note(_ bit: UInt32, of connection: UInt64) {
    if let place = entries.place(of: connection) {
      entries.slots[place].problems |= bit
    } else if earlyProblems.count < 10_000 {
      earlyProblems[connection, default: 0] |= bit
    }
  }

  private mutating func replace(_ rows: [LiveRow], at time: Timestamp, _ find: HostLookup?) {
    generation += 1
    liveRowCount = rows.count
    var stale = entries.count
    for row in rows {
      let place = entries.place(of: row.index)
      // Its end came before this older picture of it.
      if let place, entries.slots[place].ended != nil { continue }
      let bits = earlyProblems.isEmpty ? nil : earlyProblems.removeValue(forKey: row.index)
      if let place {
        stale -= 1
        if entries.slots[place].take(row, at: time, bits, generation) { newFailures.append(row) }
        if let find, entries.slots[place].processes.areDue(generation, of: row.index) {
          entries.slots[place].processes.take(find(row), &processes)
        }
      } else {
        var entry = ConnectionEntry(row)
        if entry.take(row, at: time, bits, generation) { newFailures.append(row) }
        if let find { entry.processes.take(find(row), &processes) }
        entries.insert(entry)
      }
    }
    guard stale > endedOrder.count - endedStart else { return }
    // Some are in no picture, and their end did not come: there are more connections than rows.
    let generation = generation
    entries.remove { $0.generation != generation && $0.ended == nil }
  }

  private mutating func end(_ row: LiveRow, _ find: HostLookup?) {
    endedHosts.add(row.client.address, sent: row.toServer, received: row.toClient, row)
    endedHosts.add(row.server.address, sent: row.toClient, received: row.toServer, row)
    endedServices.add(ServiceKey(row), sent: row.toServer, received: row.toClient, row)
    if entries.place(of: row.index) == nil { entries.insert(ConnectionEntry(row)) }
    guard let place = entries.place(of: row.index) else { return }
    let isFirst = entries.slots[place].ended == nil
    if let bits = earlyProblems.removeValue(forKey: row.index) {
      entries.slots[place].problems |= bits
    }
    if entries.slots[place].end(row, at: time ?? row.last) { newFailures.append(row) }
    if isFirst { endedOrder.append(row.index) }
    guard isFirst, let find else { return }
    entries.slots[place].processes.take(find(row), &processes)
    endedProcesses.add(entries.slots[place].processes, row)
  }

  /// Removes the connections that ended first if there are too many.
  private mutating func forgetOld() {
    while endedOrder.count - endedStart > Self.endedLimit {
      entries.remove(endedOrder[endedStart])
      endedStart += 1
    }
    if endedStart > Self.endedLimit {
      endedOrder.removeFirst(endedStart)
      endedStart = 0
    }
  }

  /// Whether a connection is in the list: it lives, or ended a short time ago.
  package func isListed(_ entry: ConnectionEntry) -> Bool {
    guard entry.row.isOver, let time else { return true }
    return time - max(entry.row.last, entry.ended ?? entry.row.last) < Self.endedTime
  }
}
