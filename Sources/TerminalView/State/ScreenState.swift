package import ConnectionTracking
package import InternetTypes
import SocketDiagnosis

/// What the screen shows: pictures are made of it, keys and snapshots change it.
package struct ScreenState: Sendable {
  /// The screens, in the order of their numbers.
  package enum Page: Int, CaseIterable, Sendable {
    case connections, hosts, services, problems, interfaces, processes

    /// The title where there is little room.
    var shortTitle: String {
      switch self {
      case .connections: "Conns"
      case .interfaces: "Ifaces"
      case .processes: "Procs"
      default: title
      }
    }

    var title: String {
      switch self {
      case .connections: "Connections"
      case .hosts: "Hosts"
      case .services: "Services"
      case .problems: "Problems"
      case .interfaces: "Interfaces"
      case .processes: "Processes"
      }
    }
  }

  /// What is read, and how the keys are told to it.
  package struct Source: Sendable {
    /// The file or the interface.
    package var name: String
    package var filter: String
    package var isFile: Bool
    /// Whether the input can be read a second time.
    package var canReadAgain = false
    /// Whether the processes of connections are searched for.
    package var findsProcesses = false
    /// Whether the kernel's measures of connections are read.
    package var readsKernel = false
    /// Seconds that local time is ahead of UTC.
    package var utcOffset = 0
    /// The endpoints of the ssh session that this runs in: its client's and its server's.
    package var own: [EndpointText] = []

    package init(name: String, filter: String, isFile: Bool) {
      (self.name, self.filter, self.isFile) = (name, filter, isFile)
    }

    /// Whether a connection is that of the ssh session.
    func isOwn(_ row: LiveRow) -> Bool {
      guard own.count == 2 else { return false }
      let ends = [EndpointText(row.client), EndpointText(row.server)]
      return ends == own || ends == [own[1], own[0]]
    }
  }

  package let source: Source
  package var page = Page.connections
  /// The connection whose screen is open.
  package var opened: UInt64?
  /// The direction whose curves are shown; nil is the one with more data.
  package var openedSide: Side?
  /// What the pictures showed of the open connection since its page was opened.
  private(set) var history: [RowSample] = []
  /// What this host knows of the open connection.
  private(set) var openedHost: ConnectionHost?
  /// Whether its page has packets in place of curves.
  package var showsPackets = false
  package var showsHelp = false

  package var connections = ConnectionsState()
  package var problems = ProblemList()
  package private(set) var transitions: [StateTransition] = []
  package private(set) var last = LiveSnapshot()
  private(set) var traffic = TrafficRate()

  package var filter = ""
  package var isEditingFilter = false
  package var column = ConnectionColumn.toClient
  package var isReversed = false
  package var isTotal = false
  package var isBytes = false
  package var showsAllEnded = false
  /// Whether the connection of the ssh session is left out of the list.
  package var hidesOwn = false
  /// The order of rows that Space holds.
  package var heldOrder: [UInt64]?
  /// Whether the whole screen is held.
  package var isFrozen = false

  /// The selected row of each page, and the first one in sight.
  package var selection = Selection()
  /// The selected connection, which stays selected when rows move.
  package var selectedConnection: UInt64?
  /// What a click can hit in the last picture, besides rows.
  var clickAreas: [ClickArea] = []
  package var message: String?

  package struct Selection: Sendable {
    package var index = 0
    package var top = 0
    /// Rows in sight, as of the last picture.
    package var height = 10
  }

  /// The screen of a run.
  package init(_ source: Source) { self.source = source }

  /// How many transitions are kept for the screens of connections.
  private static var transitionLimit: Int { 16_384 }

  /// Takes over a snapshot; a frozen screen takes it over later.
  ///
  /// - Parameters:
  ///   - snapshot: the state, and what was found since the last one.
  ///   - find: what this host knows of a connection; nil if nothing is searched for.
  package mutating func take(
    _ snapshot: LiveSnapshot, joining find: ConnectionsState.HostLookup? = nil
  ) {
    traffic.note(snapshot, window: ConnectionsState.rateWindow)
    connections.take(snapshot, joining: find)
    if let find, let opened, let row = connections.entries[opened]?.row {
      noteOpened(find(row))
    }
    problems.take(snapshot, connections)
    noteOpened(snapshot)
    transitions += snapshot.transitions
    if transitions.count > Self.transitionLimit {
      transitions.removeFirst(transitions.count - Self.transitionLimit)
    }
    last = snapshot
    last.rows = nil
    last.endedRows = []
    last.events = []
    last.transitions = []
    last.alerts = []
  }

  /// Stores what this host knows of the open connection; of one that ended long ago that is nothing any more.
  private mutating func noteOpened(_ host: ConnectionHost?) {
    guard let host, host.client != nil || host.server != nil else { return }
    openedHost = host
  }

  private mutating func noteOpened(_ snapshot: LiveSnapshot) {
    guard let opened, let time = snapshot.rowsTime, let entry = connections.entries[opened],
      !entry.row.isEnded, history.last.map({ $0.time < time }) ?? true
    else { return }
    history.append(RowSample(time: time, entry: entry))
    // Four minutes at four pictures a second.
    if history.count > 960 { history.removeFirst(history.count - 960) }
  }

  /// Opens the page of a connection, or closes it.
  mutating func turn(to number: UInt64?) {
    (opened, openedSide) = (number, nil)
    (history, openedHost) = ([], nil)
    if let number { selectedConnection = number }
  }

  /// The connections in the order of the list.
  package var listed: [UInt64] { sortKeys.sorted().map(\.index) }

  /// What the connections of the list are sorted by, in no particular order.
  var sortKeys: [ConnectionSortKey] {
    let query = ConnectionQuery(filter)
    let places = heldOrder.map { order in
      Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let isDescending = places == nil && column.isDescending != isReversed
    var keys: [ConnectionSortKey] = []
    keys.reserveCapacity(connections.entries.count)
    for place in connections.entries.used {
      guard isListed(connections.entries.slots[place], query) else { continue }
      var key: ConnectionSortKey
      if let places {
        // New ones come behind those that are held, in order of their beginning.
        key = ConnectionSortKey(index: connections.entries.slots[place].row.index)
        key.value = Double(places[key.index] ?? Int.max)
      } else {
        key = column.key(
          of: connections.entries.slots[place], isTotal: isTotal, connections.processes)
        if isDescending { key.reverse() }
      }
      keys.append(key)
    }
    return keys
  }

  private func isListed(_ entry: ConnectionEntry, _ query: ConnectionQuery) -> Bool {
    (showsAllEnded || connections.isListed(entry))
      && (query.isEmpty || query.matches(entry, connections.processes))
      && !(hidesOwn && source.isOwn(entry.row))
  }

  /// The pages of this run.
  var pages: [Page] { Page.allCases.filter { $0 != .processes || source.findsProcesses } }

  /// The columns of this run.
  var sortColumns: [ConnectionColumn] {
    ConnectionColumn.allCases.filter { $0 != .process || source.findsProcesses }
  }

  /// The totals of all connections, also of those without rows.
  package var totals: LiveTotals { last.live + last.ended }
}

/// What a picture showed of the open connection.
struct RowSample: Sendable {
  var time: Timestamp
  var client: LiveRow.Direction
  var server: LiveRow.Direction
  /// Bytes of IP packets in a second.
  var rate: ConnectionEntry.Rate

  init(time: Timestamp, entry: ConnectionEntry) {
    self.time = time
    (client, server) = (entry.row.toServer, entry.row.toClient)
    rate = entry.rate
  }
}

/// The rate of all captured packets.
struct TrafficRate: Sendable {
  private var samples: [(time: Timestamp, packets: UInt64, bytes: UInt64)] = []
  private(set) var packets = 0.0
  private(set) var bytes = 0.0
  /// The seconds over which they are taken.
  private(set) var seconds = 0.0

  mutating func note(_ snapshot: LiveSnapshot, window: Nanoseconds) {
    guard let time = snapshot.time else { return }
    if samples.isEmpty { samples.append((snapshot.first ?? time, 0, 0)) }
    samples.append((time, snapshot.packets, snapshot.bytes))
    while samples.count > 2, time - samples[1].time >= window { samples.removeFirst() }
    seconds = max((time - samples[0].time).seconds, window.seconds)
    packets = Double(snapshot.packets &- samples[0].packets) / seconds
    bytes = Double(snapshot.bytes &- samples[0].bytes) / seconds
  }
}
