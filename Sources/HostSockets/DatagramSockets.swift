import InternetTypes
import SocketDiagnosis

/// The sockets of UDP as the kernel listed them last, for the packets that had arrived by then: several sockets may share
/// a port, and one list answers for all flows of a batch of packets.
struct DatagramSockets {
  /// The sockets of one family, by local port.
  private struct Listing {
    /// When the request was sent, as packets are stamped.
    var time = Int64.min
    var sockets: [UInt16: [SocketDescription]] = [:]
  }

  private var version4 = Listing()
  private var version6 = Listing()

  /// Whether no other socket could send the packets of a flow.
  ///
  /// - Parameters:
  ///   - socket: the socket that the kernel found for it.
  ///   - tuple: the flow.
  ///   - arrival: when its packet was captured; a list from before does not count.
  ///   - kernel: what is asked.
  ///   - budget: what the questions cost.
  /// - Returns: false also if the budget does not allow to ask.
  mutating func isAlone(
    _ socket: SocketDescription, _ tuple: FlowTuple, since arrival: Int64,
    asking kernel: inout DiagnosisSocket, _ budget: inout QueryBudget
  ) -> Bool {
    // A socket of IPv6 may have packets of IPv4, and not the other way round.
    if !tuple.local.address.isVersion6 {
      guard update(&version4, isVersion6: false, since: arrival, &kernel, &budget),
        Self.isAlone(socket, tuple, version4)
      else { return false }
    }
    return update(&version6, isVersion6: true, since: arrival, &kernel, &budget)
      && Self.isAlone(socket, tuple, version6)
  }

  private static func isAlone(
    _ socket: SocketDescription, _ tuple: FlowTuple, _ listing: Listing
  ) -> Bool {
    !(listing.sockets[tuple.local.port] ?? []).contains { other in
      other.receives(tuple) && other.cookie != socket.cookie
    }
  }

  /// Lists the sockets of a family again unless that was done since a time; false if the budget does not allow it.
  private func update(
    _ listing: inout Listing, isVersion6: Bool, since arrival: Int64,
    _ kernel: inout DiagnosisSocket, _ budget: inout QueryBudget
  ) -> Bool {
    let now = SocketWatcher.now
    // A list of the future was made before the clock was set back.
    if listing.time >= arrival, listing.time <= now { return true }
    let start = SocketWatcher.ticks
    guard budget.allows(at: start) else { return false }
    defer { budget.spend(SocketWatcher.ticks - start) }
    listing = Listing(time: now)
    kernel.forEachSocket(
      { SocketQuery.all(.udp, isVersion6: isVersion6, states: .any, sequence: $0) },
      { listing.sockets[$0.local.port, default: []].append($0) })
    return true
  }
}
