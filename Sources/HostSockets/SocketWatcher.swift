import CHostSockets
import DequeModule
import InternetTypes
import SocketDiagnosis
import Synchronization
import SystemServices

/// The thread that watches this host's sockets.
struct SocketWatcher: ~Copyable {
  let configuration: HostSockets.Configuration
  let extensions: SocketQuery.Extensions
  var edges: PacketTap
  var datagrams: PacketTap?
  var kernel: DiagnosisSocket
  var destroyed: DiagnosisSocket?
  var owners: OwnerSearch?
  /// What the kernel reports by itself; nil where it is not allowed or known.
  var events: SocketEvents?
  /// Reports whose packets may not have been processed.
  var reported = Deque<SocketEvents.Event>()
  /// The sockets that connect, by cookie.
  var connecting: [UInt64: SocketEvents.Event] = [:]
  var droppedEventCount = 0
  var listeners = ListenerTable()
  var addresses = LocalAddresses()
  var datagramSockets = DatagramSockets()
  /// The users whose names were asked for.
  var users: Set<UInt32> = []
  var budget = QueryBudget()
  /// Sockets to be looked up again, in order of time.
  var later = Deque<Appointment>()
  /// Those that are looked up for the last time.
  var last = Deque<Appointment>()
  /// When each flow of UDP was looked up last, in ticks.
  var datagramFlows: [FlowTuple: Int64] = [:]
  private var nextPoll: Int64 = 0
  /// How long a poll took, in nanoseconds.
  private var pollTime: Int64 = 0

  /// A socket that is looked up again, because its server had not accepted the connection.
  struct Appointment {
    let due: Int64
    let tuple: FlowTuple
    let interface: UInt32
  }

  /// How soon a server usually has accepted a connection, in nanoseconds.
  static let acceptTime: Int64 = 2_000_000
  /// When it is looked up once more.
  static let lateAcceptTime: Int64 = 20_000_000
  static let appointmentLimit = 4096
  static let datagramFlowLimit = 65_536
  static let userLimit = 4096
  /// How often all sockets are listed, in nanoseconds; for curves of the kernel's measures ten times a second or more.
  private static let pollInterval: Int64 = 1_000_000_000
  private static let sampleInterval: Int64 = 10_000_000
  /// Polls take at most one part in this many of the time.
  private static let pollShare: Int64 = 10

  /// Opens the sockets, and starts the process that finds owners.
  ///
  /// - Throws: the system's refusal.
  init(
    _ configuration: HostSockets.Configuration, _ warnings: inout [String]
  ) throws(IOError) {
    let interface = PacketTap.index(of: configuration.interface)
    let kernel = try DiagnosisSocket()
    let edges = try PacketTap(.edges, interface: interface)
    var datagrams: PacketTap?
    var owners: OwnerSearch?
    var events: SocketEvents?
    if configuration.findsOwners {
      datagrams = try PacketTap(.datagrams, interface: interface)
      owners = try OwnerSearch(as: configuration.user)
      events = Self.openEvents(&warnings)
    }
    self.configuration = configuration
    extensions = configuration.readsKernel ? [.information, .congestion] : []
    self.kernel = kernel
    self.edges = edges
    self.datagrams = datagrams
    self.owners = owners
    self.events = events
    destroyed = configuration.readsKernel ? Self.openDestroyed(&warnings) : nil
  }

  /// A socket for the kernel's last words; nil, with a warning, if the system has none.
  private static func openDestroyed(_ warnings: inout [String]) -> DiagnosisSocket? {
    do throws(IOError) {
      return try DiagnosisSocket(receivingDestroyed: true)
    } catch {
      warnings.append("\(error); the kernel's last word on a connection is missing")
      return nil
    }
  }

  /// The program in the kernel; nil, with a warning, where it cannot run.
  private static func openEvents(_ warnings: inout [String]) -> SocketEvents? {
    do throws(IOError) {
      return try SocketEvents()
    } catch {
      warnings.append("\(error); connections that end at once may have no process")
      return nil
    }
  }

  /// How often the socket of a flow of UDP is looked up again, in nanoseconds.
  var datagramInterval: Int64 {
    configuration.isPerPacket ? SocketHistory.datagramTime : 1_000_000_000
  }

  /// Prepares the thread.
  mutating func begin() { chost_hurry() }

  /// The clock, in nanoseconds since the epoch, as packets are stamped.
  static var now: Int64 { Timestamp(SystemClock.now).rawValue }

  private static let origin = ContinuousClock.now

  /// Nanoseconds since the first use: a clock that is not set, for what is due and how old answers are.
  static var ticks: Int64 {
    let (seconds, attoseconds) = (ContinuousClock.now - origin).components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }

  /// Waits for something to do, at most some milliseconds, and does it.
  mutating func goRound(_ findings: SocketFindings) {
    takeEvents()
    let start = Self.now
    let isBehind = takePackets(findings)
    if !isBehind {
      joinEvents(findings)
      findings.state.withLock { $0.processedTime = start }
    }
    takeAnswers(findings)
    let now = Self.ticks
    while let first = later.first, first.due <= now {
      later.removeFirst()
      keep(first, isLast: false, findings)
    }
    while let first = last.first, first.due <= now {
      last.removeFirst()
      keep(first, isLast: true, findings)
    }
    if now >= nextPoll {
      poll(findings)
      pollTime = Self.ticks - now
      let interval = configuration.keepsSamples ? Self.sampleInterval : Self.pollInterval
      nextPoll = now + max(interval, pollTime * Self.pollShare)
    }
    takeDestroyed(findings)
    count(findings)
    if isBehind {
      // A flood leaves processors to the rest of the program; the kernel counts what it drops.
      wait(for: [], microseconds: 500)
    } else {
      let due = min(later.first?.due ?? .max, last.first?.due ?? .max, nextPoll) - Self.ticks
      wait(
        for: [
          edges.descriptor, datagrams?.descriptor ?? -1, owners?.waitingDescriptor ?? -1,
          destroyed?.descriptor ?? -1,
        ], microseconds: Int32(min(max(due / 1000, 50), longestWait)))
    }
  }

  /// The longest time without a round, in microseconds: no descriptor tells of reports.
  private var longestWait: Int64 {
    configuration.isPerPacket || !connecting.isEmpty ? 2000 : 20_000
  }

  /// Processes packets that have arrived; true if there are more than are processed at once.
  private mutating func takePackets(_ findings: SocketFindings) -> Bool {
    var arrivals: [PacketTap.Arrival] = []
    var isBehind = edges.takePackets { arrivals.append($0) } >= 64
    for arrival in arrivals { take(edge: arrival, findings) }
    arrivals.removeAll(keepingCapacity: true)
    if datagrams?.takePackets({ arrivals.append($0) }) ?? 0 >= 64 { isBehind = true }
    for arrival in arrivals { take(datagram: arrival, findings) }
    return isBehind
  }

  private mutating func takeAnswers(_ findings: SocketFindings) {
    guard owners?.hasEnded == false else { return }
    owners?.forEachAnswer { subject, answer in
      findings.state.withLock { state in
        switch subject {
        case .socket(let tuple, let cookie):
          state.history.answer(answer, to: tuple, cookie: cookie)
        case .listener(let inode):
          if let answer { state.listeners[inode]?.owner = answer }
        }
      }
    }
  }

  private mutating func takeDestroyed(_ findings: SocketFindings) {
    let keepsAll = configuration.keepsSamples
    destroyed?.forEachDestroyed { socket in
      guard let information = socket.information else { return }
      let now = Self.now
      let sample = KernelSample(
        times: now...now, information: information, congestion: socket.congestion, isLast: true)
      let tuple = FlowTuple(.tcp, local: socket.local, remote: socket.remote)
      findings.state.withLock {
        $0.history.keep(sample, of: tuple, cookie: socket.cookie, keepsAll: keepsAll)
      }
    }
  }

  /// Lists all connected sockets of TCP, and those that listen.
  private mutating func poll(_ findings: SocketFindings) {
    for isVersion6 in [false, true] {
      let start = Self.now
      var found: [SocketDescription] = []
      kernel.forEachSocket(
        { [extensions] in
          SocketQuery.all(
            .tcp, isVersion6: isVersion6, states: .connected, extensions: extensions, sequence: $0)
        }, { found.append($0) })
      let times = start...max(start, Self.now)
      for socket in found {
        note(
          socket, of: FlowTuple(.tcp, local: socket.local, remote: socket.remote), times, findings)
      }
    }
  }

  /// Waits until one of the descriptors can be read.
  private func wait(for descriptors: [Int32], microseconds: Int32) {
    // The shim reads the numbers during the call.
    unsafe chost_wait(descriptors, Int32(descriptors.count), microseconds)
  }

  /// Counts what was left out.
  private mutating func count(_ findings: SocketFindings) {
    let dropped = edges.takeDropped()
    let (skipped, questions) = (budget.skippedCount, owners?.droppedCount ?? 0)
    let lostEvents = droppedEventCount + (events?.lostCount ?? 0)
    let hasLostSearch = owners?.hasEnded ?? false
    let isSettled = (owners?.isIdle ?? true) && later.isEmpty && last.isEmpty
    findings.state.withLock { state in
      state.counters.droppedPackets += dropped
      if dropped > 0 { state.history.isLossy = true }
      state.counters.skippedQueries = skipped
      state.counters.droppedQuestions = questions
      state.counters.lostEvents = lostEvents
      state.counters.isSettled = isSettled
      state.counters.hasLostSearch = hasLostSearch
      state.counters.rounds += 1
    }
  }
}
