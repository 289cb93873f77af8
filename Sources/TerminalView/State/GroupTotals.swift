import ConnectionTracking
package import InternetTypes

/// The service that a connection uses.
package struct ServiceKey: Hashable, Sendable {
  package var `protocol`: IPProtocol
  package var port: UInt16

  init(_ row: LiveRow) { (self.protocol, port) = (row.protocol, row.server.port) }
}

/// Sums over connections by what they share.
package struct GroupTotals<Key: Hashable & Sendable>: Sendable {
  package struct Sum: Hashable, Sendable {
    package var connections = 0
    package var live = 0
    package var packets: UInt64 = 0
    package var sent: UInt64 = 0
    package var received: UInt64 = 0
    package var retransmitted: UInt64 = 0
    package var failed = 0
    package var rateSent = 0.0
    package var rateReceived = 0.0
  }

  package private(set) var sums: [Key: Sum] = [:]
  /// Connections that are in no sum because there are too many keys.
  package private(set) var leftOut = 0

  static var limit: Int { 20_000 }

  mutating func add(
    _ key: Key, sent: LiveRow.Direction, received: LiveRow.Direction, _ row: LiveRow
  ) {
    guard sums.count < Self.limit || sums[key] != nil else {
      leftOut += 1
      return
    }
    var sum = sums[key] ?? Sum()
    sum.connections += 1
    if !row.isEnded { sum.live += 1 }
    sum.packets += sent.packets + received.packets
    sum.sent += sent.bytes
    sum.received += received.bytes
    sum.retransmitted += sent.retransmitted + received.retransmitted
    if row.failure != nil { sum.failed += 1 }
    sums[key] = sum
  }

  mutating func addRate(_ key: Key, sent: Double, received: Double) {
    guard sums[key] != nil else { return }
    sums[key]?.rateSent += sent
    sums[key]?.rateReceived += received
  }
}

extension ConnectionsState {
  /// The sums by host: what its connections sent from it, and to it.
  package var hosts: GroupTotals<IPAddress> {
    var totals = endedHosts
    for place in entries.used where entries.slots[place].ended == nil {
      let (row, rate) = (entries.slots[place].row, entries.slots[place].rate)
      totals.add(row.client.address, sent: row.toServer, received: row.toClient, row)
      totals.add(row.server.address, sent: row.toClient, received: row.toServer, row)
      totals.addRate(
        row.client.address, sent: rate.toServer, received: rate.toClient)
      totals.addRate(
        row.server.address, sent: rate.toClient, received: rate.toServer)
    }
    return totals
  }

  /// The sums by service: sent by clients, and received by them.
  package var services: GroupTotals<ServiceKey> {
    var totals = endedServices
    for place in entries.used where entries.slots[place].ended == nil {
      let (row, rate) = (entries.slots[place].row, entries.slots[place].rate)
      totals.add(ServiceKey(row), sent: row.toServer, received: row.toClient, row)
      totals.addRate(
        ServiceKey(row), sent: rate.toServer, received: rate.toClient)
    }
    return totals
  }
}

extension GroupTotals<UInt32> {
  /// Adds a connection to its processes: those of both endpoints on the loopback interface.
  mutating func add(_ processes: EntryProcesses, _ row: LiveRow) {
    let (client, server) = (processes.client, processes.server)
    if client != ProcessTable.unknown || server == ProcessTable.unknown {
      add(client, sent: row.toServer, received: row.toClient, row)
    }
    if server != ProcessTable.unknown, server != client {
      add(server, sent: row.toClient, received: row.toServer, row)
    }
  }

  mutating func addRate(_ processes: EntryProcesses, _ rate: ConnectionEntry.Rate) {
    let (client, server) = (processes.client, processes.server)
    if client != ProcessTable.unknown || server == ProcessTable.unknown {
      addRate(client, sent: rate.toServer, received: rate.toClient)
    }
    if server != ProcessTable.unknown, server != client {
      addRate(server, sent: rate.toClient, received: rate.toServer)
    }
  }
}

extension ConnectionsState {
  /// The sums by process: what it sent, and received; of unknown ones together, what clients did.
  var processTotals: GroupTotals<UInt32> {
    var totals = endedProcesses
    for place in entries.used where entries.slots[place].ended == nil {
      totals.add(entries.slots[place].processes, entries.slots[place].row)
      totals.addRate(entries.slots[place].processes, entries.slots[place].rate)
    }
    return totals
  }
}
