import SocketDiagnosis

/// What was seen of the sockets of each flow, and when, so that it is joined with the right connection later.
///
/// A flow's addresses and ports may be used again, by another process. At one moment, though, only one socket of a
/// network namespace has them. So a socket is that of a connection only if
///
/// - the connection began with the SYN that the socket was looked up for, and the next SYN of the same flow came later
///   than the answer, or
/// - the socket was there while the connection exchanged packets.
struct SocketHistory {
  /// What is known of one socket, or of the socket that one SYN belongs to.
  struct Entry: Equatable {
    let id: UInt64
    /// When its first packet was captured; nil if that is unknown.
    var begin: Int64?
    /// The sequence number of its SYN.
    var sequence: UInt32 = 0
    /// Whether the peer opened the connection.
    var isIncoming = false
    /// The socket's cookie; 0 if no socket was found.
    var cookie: UInt64 = 0
    var inode: UInt64?
    var user: UInt32?
    /// The inode of the socket that listens for it.
    var listener: UInt64?
    /// The process that has the socket.
    var owner: OwnerAnswer?
    /// Whether a process was searched for, and whether the search has ended.
    var isAsked = false
    var isAnswered = false
    /// Whether the kernel itself reported which connection the socket has.
    var isReported = false
    /// When the socket was seen first and last: the times before and after the kernel answered.
    var first: ClosedRange<Int64>?
    var last: ClosedRange<Int64>?
    /// The kernel's measures, in order of time.
    var samples: [KernelSample] = []

    mutating func forgetSocket() {
      (cookie, inode, user, owner) = (0, nil, nil, nil)
      (isAsked, isAnswered, isReported) = (false, false, false)
      (first, last, samples) = (nil, nil, [])
    }
  }

  /// The limits of the table.
  struct Limits {
    /// The most entries of connections that peers opened, of which a flood makes any number.
    var incoming = 16_384
    /// The most other entries.
    var other = 65_536
    /// The most samples of all entries together.
    var samples = 500_000
  }

  /// A SYN follows the creation of its socket within this time, in nanoseconds: what the kernel says less than this
  /// before a SYN may be about that SYN's socket.
  static let creationTime: Int64 = 1_000_000

  /// A socket is looked up within this time after its first packet, in nanoseconds, or may be that of a later one.
  static let lookupTime: Int64 = 100_000_000

  /// Two sockets that capture the same packet may state times that differ by this much, in nanoseconds.
  static let clockTolerance: Int64 = 500_000

  /// The most entries of one flow: SYNs with ever new sequence numbers would make any number.
  static let usesLimit = 64

  let limits: Limits
  var entries: [FlowTuple: [Entry]] = [:]
  private var incoming = EntryQueue()
  private var others = EntryQueue()
  private var lastID: UInt64 = 0
  private var sampleCount = 0

  /// Whether packets were missed: the SYN of a later connection may be one of them.
  var isLossy = false

  /// Entries that were evicted to make room.
  private(set) var evictedCount = 0
  /// Samples that were not kept.
  private(set) var omittedSampleCount = 0

  init(_ limits: Limits = Limits()) { self.limits = limits }

  /// How many entries there are.
  var count: Int { incoming.liveCount + others.liveCount }

  /// How many places of entries are kept in order, those of removed ones included.
  var queuedCount: Int { incoming.count + others.count }

  // MARK: What is seen

  /// Notes the first packet of a connection or flow.
  ///
  /// - Parameters:
  ///   - tuple: the flow.
  ///   - time: when the packet was captured, in nanoseconds.
  ///   - sequence: the sequence number of a SYN, by which a retransmission is known.
  ///   - isIncoming: whether it came from the peer.
  /// - Returns: false if the connection is known.
  mutating func begin(
    _ tuple: FlowTuple, at time: Int64, sequence: UInt32, isIncoming: Bool
  ) -> Bool {
    var list = entries[tuple] ?? []
    if let last = list.last, last.begin != nil, last.sequence == sequence { return false }
    for index in list.indices where !list[index].isReported {
      if let first = list[index].first, first.upperBound > time - Self.creationTime {
        sampleCount -= list[index].samples.count
        list[index].forgetSocket()
      } else if let last = list[index].last, last.upperBound > time - Self.creationTime {
        list[index].last = list[index].first
      }
    }
    var entry = makeEntry(isIncoming: isIncoming)
    (entry.begin, entry.sequence) = (time, sequence)
    list.append(entry)
    entries[tuple] = list
    note(entry, tuple)
    if list.count > Self.usesLimit {
      evictedCount += 1
      remove(list[..<1], of: tuple)
    }
    return true
  }

  /// Notes what the kernel says of the socket of a flow.
  ///
  /// - Parameters:
  ///   - socket: the socket, which is that of the flow.
  ///   - tuple: the flow.
  ///   - times: before and after the kernel answered, in nanoseconds.
  /// - Returns: the inode whose process is to be searched for, if it is.
  mutating func observe(
    _ socket: SocketDescription, of tuple: FlowTuple, at times: ClosedRange<Int64>
  ) -> UInt64? {
    var list = entries[tuple] ?? []
    var isKnown = false
    if let last = list.last {
      isKnown =
        last.cookie == socket.cookie
        || last.cookie == 0 && last.begin.map { times.upperBound - $0 < Self.lookupTime } ?? false
    }
    if !isKnown {
      let entry = makeEntry(isIncoming: false)
      list.append(entry)
      note(entry, tuple)
    }
    let place = list.count - 1
    list[place].cookie = socket.cookie
    if list[place].first == nil { list[place].first = times }
    list[place].last = times
    if let inode = socket.inode { (list[place].inode, list[place].user) = (inode, socket.user) }
    let isAsked = list[place].isAsked
    if list[place].inode != nil { list[place].isAsked = true }
    entries[tuple] = list
    return isAsked ? nil : list[place].inode
  }

  /// Notes the socket that listens for a connection that began.
  mutating func observe(listener inode: UInt64, of tuple: FlowTuple) {
    guard var list = entries[tuple], let place = list.indices.last else { return }
    list[place].listener = inode
    entries[tuple] = list
  }

  /// Notes the process that has a socket.
  mutating func answer(_ answer: OwnerAnswer?, to tuple: FlowTuple, cookie: UInt64) {
    guard var list = entries[tuple],
      let place = list.lastIndex(where: { $0.cookie == cookie })
    else { return }
    list[place].isAnswered = true
    if let answer, !list[place].isReported || list[place].owner?.process == answer.process {
      list[place].owner = answer
    }
    entries[tuple] = list
  }

  /// Keeps a sample of a socket.
  ///
  /// - Parameters:
  ///   - sample: the kernel's measures.
  ///   - tuple: the flow.
  ///   - cookie: the socket.
  ///   - keepsAll: whether those before it are kept, too.
  mutating func keep(
    _ sample: KernelSample, of tuple: FlowTuple, cookie: UInt64, keepsAll: Bool
  ) {
    guard let place = entries[tuple]?.lastIndex(where: { $0.cookie == cookie }),
      let count = entries[tuple]?[place].samples.count
    else { return }
    var sample = sample
    sample.congestion = sample.congestion ?? entries[tuple]?[place].samples.last?.congestion
    let isUnchanged = count > 1 && isUnchanged(sample, tuple, place)
    if count > 0, !keepsAll || isUnchanged || sampleCount >= limits.samples {
      if keepsAll && !isUnchanged { omittedSampleCount += 1 }
      // In place: a copy of the samples for each would take quadratic time.
      entries[tuple]?[place].samples[count - 1] = sample
    } else {
      entries[tuple]?[place].samples.append(sample)
      sampleCount += 1
    }
  }

  /// Whether the last two samples say what a new one does: an idle socket's needs no more.
  private func isUnchanged(_ sample: KernelSample, _ tuple: FlowTuple, _ place: Int) -> Bool {
    guard let last = entries[tuple]?[place].samples.suffix(2) else { return false }
    return last.allSatisfy { $0.information == sample.information }
  }

  /// The latest entry of a flow.
  func latest(of tuple: FlowTuple) -> Entry? { entries[tuple]?.last }

  // MARK: Joining

  /// Joins a connection that has ended with its socket, and gives up what earlier connections of the flow left.
  ///
  /// - Parameters:
  ///   - tuple: the flow.
  ///   - start: when its first packet was captured, in nanoseconds.
  ///   - end: when its last packet was captured.
  /// - Returns: the entry of its socket; nil if none is surely its.
  mutating func take(_ tuple: FlowTuple, from start: Int64, to end: Int64) -> Entry? {
    guard let list = entries[tuple], let place = Self.place(in: list, from: start, to: end)
    else { return nil }
    let entry = joined(list[place], to: end)
    // The connection has them now.
    if list[place].samples.count > 1 {
      sampleCount -= list[place].samples.count - 1
      entries[tuple]?[place].samples.removeFirst(list[place].samples.count - 1)
    }
    remove(list[..<place], of: tuple)
    return entry
  }

  /// Joins a connection that goes on with its socket, and changes nothing.
  func entry(of tuple: FlowTuple, from start: Int64, to end: Int64) -> Entry? {
    guard let list = entries[tuple], let place = Self.place(in: list, from: start, to: end)
    else { return nil }
    return joined(list[place], to: end)
  }

  private func joined(_ entry: Entry, to end: Int64) -> Entry {
    var entry = entry
    if isLossy, !entry.isReported, let first = entry.first, first.lowerBound > end {
      entry.forgetSocket()
    }
    return entry
  }

  private static func place(in list: [Entry], from start: Int64, to end: Int64) -> Int? {
    var nearest: (place: Int, distance: Int64)?
    for (place, entry) in list.enumerated() {
      guard let begin = entry.begin else { continue }
      let distance = abs(begin - start)
      if distance <= clockTolerance, distance < nearest?.distance ?? .max {
        nearest = (place, distance)
      }
    }
    return nearest?.place
      ?? list.lastIndex { entry in
        guard let first = entry.first, let last = entry.last else { return false }
        // A connection whose beginning was captured has no socket from before.
        return first.lowerBound <= end && last.upperBound >= start
          && (entry.begin ?? start) <= start + clockTolerance
      }
  }

  /// Removes entries that later connections of the flow cannot need.
  private mutating func remove(_ removed: ArraySlice<Entry>, of tuple: FlowTuple) {
    guard !removed.isEmpty, var list = entries[tuple] else { return }
    for entry in removed { forget(entry) }
    list.removeFirst(removed.count)
    entries[tuple] = list.isEmpty ? nil : list
  }

  // MARK: Limits

  private mutating func makeEntry(isIncoming: Bool) -> Entry {
    lastID += 1
    var entry = Entry(id: lastID)
    entry.isIncoming = isIncoming
    return entry
  }

  /// Makes room for a new entry.
  private mutating func note(_ entry: Entry, _ tuple: FlowTuple) {
    if entry.isIncoming {
      incoming.append(tuple, entry.id, in: entries)
      if incoming.liveCount > limits.incoming, let oldest = incoming.popOldest(in: entries) {
        evict(oldest.tuple, oldest.id)
      }
    } else {
      others.append(tuple, entry.id, in: entries)
      if others.liveCount > limits.other, let oldest = others.popOldest(in: entries) {
        evict(oldest.tuple, oldest.id)
      }
    }
  }

  private mutating func evict(_ tuple: FlowTuple, _ id: UInt64) {
    evictedCount += 1
    guard var list = entries[tuple] else { return }
    list.removeAll { entry in
      guard entry.id == id else { return false }
      sampleCount -= entry.samples.count
      return true
    }
    entries[tuple] = list.isEmpty ? nil : list
  }

  /// Gives up the samples of a socket.
  mutating func drop(samplesOf entry: Entry) { sampleCount -= entry.samples.count }

  private mutating func forget(_ entry: Entry) {
    sampleCount -= entry.samples.count
    if entry.isIncoming { incoming.liveCount -= 1 } else { others.liveCount -= 1 }
  }
}
