import InternetTypes
import PacketDissection
import SocketDiagnosis
import Synchronization

/// What packets lead to: questions about their sockets.
extension SocketWatcher {
  /// Processes a TCP segment with SYN or FIN.
  mutating func take(edge arrival: PacketTap.Arrival, _ findings: SocketFindings) {
    guard let flags = arrival.flags else { return }
    if arrival.isOutgoing {
      let tuple = FlowTuple(.tcp, local: arrival.source, remote: arrival.destination)
      switch (flags.contains(.syn), flags.contains(.ack)) {
      case (true, false):
        if begin(tuple, arrival, isIncoming: false, findings) {
          lookUp(tuple, arrival.interface, findings)
        }
      case (true, true):
        // The socket of the connection has its cookie by now; its process accepts it later.
        if configuration.readsKernel { lookUp(tuple, arrival.interface, findings) }
        arrange(tuple, arrival.interface)
      default: lookUpUnknown(tuple, arrival.interface, findings)
      }
    }
    if arrival.isIncoming {
      let tuple = FlowTuple(.tcp, local: arrival.destination, remote: arrival.source)
      switch (flags.contains(.syn), flags.contains(.ack)) {
      case (true, false):
        if begin(tuple, arrival, isIncoming: true, findings) {
          lookUpListener(tuple, arrival.interface, findings)
        }
      default: lookUpUnknown(tuple, arrival.interface, findings)
      }
    }
  }

  /// Processes a UDP datagram.
  mutating func take(datagram arrival: PacketTap.Arrival, _ findings: SocketFindings) {
    if arrival.isOutgoing {
      take(
        FlowTuple(.udp, local: arrival.source, remote: arrival.destination), arrival,
        isIncoming: false, findings)
    }
    if arrival.isIncoming {
      take(
        FlowTuple(.udp, local: arrival.destination, remote: arrival.source), arrival,
        isIncoming: true, findings)
    }
  }

  private mutating func take(
    _ tuple: FlowTuple, _ arrival: PacketTap.Arrival, isIncoming: Bool,
    _ findings: SocketFindings
  ) {
    let now = Self.ticks
    if let last = datagramFlows[tuple], now - last < datagramInterval { return }
    if datagramFlows.count >= Self.datagramFlowLimit { datagramFlows.removeAll() }
    datagramFlows[tuple] = now
    _ = begin(tuple, arrival, isIncoming: isIncoming, findings)
    lookUp(tuple, arrival.interface, since: arrival.time, findings)
  }

  private func begin(
    _ tuple: FlowTuple, _ arrival: PacketTap.Arrival, isIncoming: Bool,
    _ findings: SocketFindings
  ) -> Bool {
    findings.state.withLock {
      $0.history.begin(
        tuple, at: arrival.time, sequence: arrival.sequence, isIncoming: isIncoming)
    }
  }

  /// Looks a socket up a second time, soon.
  private mutating func arrange(_ tuple: FlowTuple, _ interface: UInt32) {
    guard later.count < Self.appointmentLimit else { return }
    let due = Self.ticks + Self.acceptTime
    later.append(Appointment(due: due, tuple: tuple, interface: interface))
  }

  /// Looks a socket up again.
  mutating func keep(
    _ appointment: Appointment, isLast: Bool, _ findings: SocketFindings
  ) {
    lookUpUnknown(appointment.tuple, appointment.interface, findings)
    let entry = findings.state.withLock { $0.history.latest(of: appointment.tuple) }
    if let entry, entry.inode == nil, !isLast, last.count < Self.appointmentLimit {
      last.append(
        Appointment(
          due: Self.ticks + Self.lateAcceptTime, tuple: appointment.tuple,
          interface: appointment.interface))
    }
  }

  /// Looks up the socket of a flow that began, unless its process is known or searched for.
  private mutating func lookUpUnknown(
    _ tuple: FlowTuple, _ interface: UInt32, _ findings: SocketFindings
  ) {
    let entry = findings.state.withLock { $0.history.latest(of: tuple) }
    if let entry, entry.inode == nil { lookUp(tuple, interface, findings) }
  }

  /// Asks the kernel for the socket of a flow, and the other process for its owner.
  ///
  /// - Parameters:
  ///   - tuple: the flow.
  ///   - interface: the interface of its packet.
  ///   - arrival: when a packet of UDP was captured; what was known of other sockets before does not count.
  ///   - findings: what stores the answer.
  private mutating func lookUp(
    _ tuple: FlowTuple, _ interface: UInt32, since arrival: Int64 = .max,
    _ findings: SocketFindings
  ) {
    let start = Self.now
    guard budget.allows(at: Self.ticks) else { return }
    guard let socket = kernel.socket(of: tuple, interface: interface, extensions),
      socket.receives(tuple), socket.state != .listen, socket.state != .timeWait
    else { return }
    if !socket.isConnected(to: tuple) {
      guard tuple.protocol == .udp, addresses.contains(tuple.local.address, at: Self.ticks),
        datagramSockets.isAlone(socket, tuple, since: arrival, asking: &kernel, &budget)
      else { return }
    }
    note(socket, of: tuple, start...max(start, Self.now), findings)
  }

  /// Notes what the kernel says of the socket of a flow.
  mutating func note(
    _ socket: SocketDescription, of tuple: FlowTuple, _ times: ClosedRange<Int64>,
    _ findings: SocketFindings
  ) {
    let (readsKernel, keepsAll) = (configuration.readsKernel, configuration.keepsSamples)
    if owners != nil, let user = socket.user { prepareName(of: user, findings) }
    let inode = findings.state.withLock { state in
      let inode = state.history.observe(socket, of: tuple, at: times)
      if readsKernel, let information = socket.information {
        let sample = KernelSample(
          times: times, information: information, congestion: socket.congestion,
          isLast: false)
        state.history.keep(sample, of: tuple, cookie: socket.cookie, keepsAll: keepsAll)
      }
      return inode
    }
    if let inode { owners?.ask(.socket(tuple, cookie: socket.cookie), inode: inode) }
  }

  /// Has the name of a user looked up, once.
  mutating func prepareName(of user: UInt32, _ findings: SocketFindings) {
    if users.count >= Self.userLimit { users.removeAll() }
    if users.insert(user).inserted { findings.users.prepare(user) }
  }

  /// Finds the socket that listens for a connection.
  private mutating func lookUpListener(
    _ tuple: FlowTuple, _ interface: UInt32, _ findings: SocketFindings
  ) {
    let now = Self.ticks
    guard owners != nil, addresses.contains(tuple.local.address, at: now) else { return }
    let listener: ListenerTable.Listener?
    if let known = listeners.known(tuple, at: now) {
      listener = known.listener
    } else {
      guard budget.allows(3, at: now) else { return }
      listener = listeners.find(tuple, interface: interface, at: now, asking: &kernel)
    }
    guard let listener else { return }
    if let user = listener.user { prepareName(of: user, findings) }
    let isAsked = findings.state.withLock { state in
      state.history.observe(listener: listener.inode, of: tuple)
      var entry = state.listeners[listener.inode] ?? SocketFindings.Listener(user: listener.user)
      let isRecent = entry.asked.map { now - $0 < ListenerTable.ownerTime } ?? false
      if !isRecent { entry.asked = now }
      if state.listeners.count >= ListenerTable.limit { state.listeners.removeAll() }
      state.listeners[listener.inode] = entry
      return isRecent
    }
    if !isAsked { owners?.ask(.listener(listener.inode), inode: listener.inode) }
  }
}
