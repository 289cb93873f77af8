import Dispatch
public import InternetTypes
public import SocketDiagnosis
import Synchronization
public import SystemServices

/// Finds the processes of this host's connections, and the kernel's measures of them, while they live.
///
/// A thread of its own receives the first and last packets of connections, asks the kernel for their sockets, and a
/// helper process for the owners of these. Nothing of it runs for each packet of a capture: a connection is joined with
/// its sockets when its record is written.
public final class HostSockets: Sendable {
  /// What is found, and where.
  public struct Configuration: Sendable {
    /// The interface of the capture; `any` for all.
    public var interface: String
    /// Whether processes are found.
    public var findsOwners = false
    /// Whether the kernel's measures are read.
    public var readsKernel = false
    /// Whether all measures are kept, not only the last of each socket.
    public var keepsSamples = false
    /// Whether the process of each packet is asked for, soon after it was captured.
    public var isPerPacket = false
    /// The user that the program becomes.
    public var user: SystemUser?

    /// Nothing on an interface.
    public init(interface: String) { self.interface = interface }
  }

  private let findings = SocketFindings()
  private let watcher: Mutex<SocketWatcher>
  private let isStopping = Atomic(false)
  private let group = DispatchGroup()
  private let findsOwners: Bool
  private let readsKernel: Bool
  /// What cannot be found, one line each.
  public let warnings: [String]

  /// Opens what it needs while the program has its privileges; ``start()`` begins the search.
  ///
  /// - Throws: what the system does not permit or have.
  public init(_ configuration: Configuration) throws(IOError) {
    var warnings: [String] = []
    (findsOwners, readsKernel) = (configuration.findsOwners, configuration.readsKernel)
    watcher = Mutex(try SocketWatcher(configuration, &warnings))
    self.warnings = warnings
  }

  /// Starts the thread.
  public func start() {
    DispatchQueue(label: "tcpinspect.sockets").async(group: group) { [self] in
      watcher.withLock { watcher in
        watcher.begin()
        while !isStopping.load(ordering: .relaxed) { watcher.goRound(findings) }
      }
    }
  }

  /// Waits until what was seen so far is found, at most a third of a second.
  public func settle() {
    let deadline = ContinuousClock.now + .milliseconds(330)
    let first = findings.state.withLock { $0.counters.rounds }
    while ContinuousClock.now < deadline {
      let counters = findings.state.withLock { $0.counters }
      if counters.isSettled && counters.rounds > first + 1 { return }
      waitBriefly()
    }
  }

  /// Gives the thread time to find something.
  public func waitBriefly() { _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.001) }

  /// Ends the thread.
  public func stop() {
    isStopping.store(true, ordering: .relaxed)
    group.wait()
  }

  /// Joins a connection with its sockets on this host.
  ///
  /// - Parameters:
  ///   - protocol: its transport protocol.
  ///   - client: the client's endpoint.
  ///   - server: the server's endpoint.
  ///   - start: when its first packet was captured.
  ///   - end: when its last packet was captured.
  ///   - isOver: whether it has ended; what is known of earlier connections of its endpoints is then given up.
  /// - Returns: what is known of them; nothing of a connection of other hosts.
  public func find(
    _ protocol: IPProtocol, client: Endpoint, server: Endpoint, from start: Timestamp,
    to end: Timestamp, isOver: Bool = true
  ) -> ConnectionHost {
    func socket(_ local: Endpoint, _ remote: Endpoint) -> HostSocket? {
      guard `protocol` == .tcp || `protocol` == .udp else { return nil }
      let tuple = FlowTuple(`protocol`, local: local, remote: remote)
      return findings.socket(tuple, from: start, to: end, isOver: isOver)
    }
    return ConnectionHost(
      client: socket(client, server), server: socket(server, client),
      hasOwners: findsOwners, hasKernel: readsKernel)
  }

  /// The process that has the socket of a packet.
  ///
  /// - Parameters:
  ///   - tuple: the packet's flow; its local endpoint is the one whose process is wanted.
  ///   - time: when the packet was captured.
  ///   - sequence: its sequence number if it is a SYN, which begins a connection.
  /// - Returns: nil if no process surely has it; and whether it may be known in some milliseconds.
  public func owner(
    of tuple: FlowTuple, at time: Timestamp, beginningAt sequence: UInt32? = nil
  ) -> (owner: SocketOwner?, isPending: Bool) {
    findings.owner(tuple, at: time.rawValue, beginningAt: sequence)
  }

  /// What was left out, one line each.
  public var notes: [String] {
    let (counters, evicted, omitted) = findings.state.withLock { state in
      (state.counters, state.history.evictedCount, state.history.omittedSampleCount)
    }
    var notes: [String] = []
    func note(_ count: Int, _ noun: String, _ rest: String) {
      if count > 0 { notes.append("\(count.counted(noun)) \(rest)") }
    }
    note(
      counters.droppedPackets, "packet", "came too fast to look up the sockets of their connections"
    )
    note(counters.skippedQueries, "socket", "not looked up, to bound the load")
    note(counters.lostEvents, "report", "of the kernel came too fast")
    note(counters.droppedQuestions, "process", "not searched for, to bound the load")
    if counters.hasLostSearch {
      notes.append("the process that finds owners ended early: later connections have none")
    }
    note(evicted, "socket", "evicted from the table of this host's sockets")
    note(omitted, "sample", "of the kernel not kept")
    return notes
  }
}
