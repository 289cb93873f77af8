import InternetTypes
import SocketDiagnosis

/// What the kernel reports by itself, and the sockets of single packets.
extension SocketHistory {
  /// What was known of a flow of UDP holds for this time, in nanoseconds.
  static let datagramTime: Int64 = 100_000_000

  /// Two clocks state times that differ by at most this much, in nanoseconds.
  private static let reportTolerance: Int64 = 20_000

  /// Notes which process connected: the SYN of its socket was captured in between.
  ///
  /// - Parameters:
  ///   - owner: the process.
  ///   - user: its user.
  ///   - tuple: the flow.
  ///   - cookie: the socket.
  ///   - times: when it began to connect, and when it was connected or refused.
  mutating func report(
    _ owner: OwnerAnswer, user: UInt32?, of tuple: FlowTuple, cookie: UInt64,
    connecting times: ClosedRange<Int64>
  ) {
    guard
      let place = entries[tuple]?.firstIndex(where: { entry in
        guard let begin = entry.begin, !entry.isReported else { return false }
        return begin >= times.lowerBound - Self.reportTolerance && begin <= times.upperBound
      })
    else { return }
    set(owner, user, cookie, at: times.upperBound, tuple, place)
    // The one that connected has it for sure; a search finds one that it was passed to as well.
    entries[tuple]?[place].owner = owner
  }

  /// Notes which process closed a connection.
  ///
  /// - Parameters:
  ///   - owner: the process.
  ///   - user: its user.
  ///   - tuple: the flow.
  ///   - cookie: the socket.
  ///   - time: when; all packets before were noted.
  mutating func report(
    _ owner: OwnerAnswer, user: UInt32?, of tuple: FlowTuple, cookie: UInt64, closingAt time: Int64
  ) {
    guard let list = entries[tuple] else { return }
    var place = list.lastIndex { $0.cookie == cookie }
    if place == nil, !isLossy,
      let last = list.lastIndex(where: { $0.begin ?? .max <= time }), list[last].cookie == 0
    {
      place = last
    }
    guard let place, list[place].owner == nil else { return }
    set(owner, user, cookie, at: time, tuple, place)
  }

  private mutating func set(
    _ owner: OwnerAnswer, _ user: UInt32?, _ cookie: UInt64, at time: Int64, _ tuple: FlowTuple,
    _ place: Int
  ) {
    guard var entry = entries[tuple]?[place] else { return }
    if entry.cookie != 0, entry.cookie != cookie {
      // It was looked up when a later connection had the flow.
      drop(samplesOf: entry)
      entry.forgetSocket()
    }
    entry.cookie = cookie
    entry.isReported = true
    if entry.owner == nil { entry.owner = owner }
    entry.user = entry.user ?? user
    if entry.first == nil { (entry.first, entry.last) = (time...time, time...time) }
    entries[tuple]?[place] = entry
  }

  /// The entry of the socket that sends or receives a packet.
  ///
  /// - Parameters:
  ///   - tuple: the flow.
  ///   - time: when the packet was captured; all packets before were noted.
  ///   - sequence: its sequence number if it is a SYN.
  /// - Returns: nil if none is surely its.
  func entry(of tuple: FlowTuple, at time: Int64, beginningAt sequence: UInt32?) -> Entry? {
    guard let list = entries[tuple] else { return nil }
    if let sequence {
      return list.last { entry in
        entry.sequence == sequence && entry.begin ?? .max <= time + Self.clockTolerance
      }
    }
    guard
      let entry = list.last(where: { $0.begin ?? $0.first?.lowerBound ?? .max <= time })
    else { return nil }
    if let last = entry.last {
      // Another socket may have the flow since then, without a SYN that says so.
      if tuple.protocol == .udp, last.upperBound < time - Self.datagramTime { return nil }
      if tuple.protocol == .tcp, isLossy, last.upperBound < time { return nil }
    }
    return entry
  }
}
