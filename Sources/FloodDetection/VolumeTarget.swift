import BoundedCollections
import InternetTypes

/// A host that receives packets of flows that it does not answer: a possible victim of an ACK or UDP flood.
struct VolumeTarget: Sendable {
  /// The kind of packets.
  enum Family: UInt8, Sendable {
    /// Segments with ACK, without SYN and RST.
    case acknowledgment
    case datagram
  }

  /// Counts of a quarter of a second.
  struct Counts: Sendable {
    /// Packets of flows that the host has not answered.
    var stray: UInt32 = 0
    /// Of these, the first packets of their flows.
    var new: UInt32 = 0
    /// Flows that the host then answered.
    var answered: UInt32 = 0
    /// Packets that it refused, by a reset or an ICMP error.
    var refused: UInt32 = 0

    static func + (left: Counts, right: Counts) -> Counts {
      Counts(
        stray: left.stray &+ right.stray, new: left.new &+ right.new,
        answered: left.answered &+ right.answered, refused: left.refused &+ right.refused)
    }
  }

  var family: Family
  var address: HostNumber
  var tick = Counts()
  var recent = InlineArray<3, Counts>(repeating: Counts())
  /// Counts since the excess began.
  var sum = Counts()
  var ratePeak: UInt32 = 0
  /// Ticks in a row over the thresholds, and under them since the alert.
  var hotTicks = 0
  var quietTicks = 0
  var onset = Timestamp(rawValue: 0)
  var last = Timestamp(rawValue: 0)
  var openAlert: OpenAlert?

  /// Sketches of the stray packets.
  var sources = HyperLogLog(precision: 8)
  var topSources = SpaceSaving<HostNumber>(capacity: 16)
  var timesToLive = SpaceSaving<UInt8>(capacity: 8)
  /// Windows of segments, lengths of datagrams.
  var sizes = SpaceSaving<UInt16>(capacity: 8)
  var ports = LinearCounter()
  var topPorts = SpaceSaving<UInt16>(capacity: 8)
  var records: UInt64 = 0

  /// The maximum memory of a target in bytes.
  static var byteCount: Int { MemoryLayout<VolumeTarget>.stride + 256 + 16 * 32 + 24 * 8 }

  init(family: Family, address: HostNumber) {
    self.family = family
    self.address = address
  }

  /// The counts of the last second.
  var second: Counts { tick + recent[0] + recent[1] + recent[2] }

  /// Whether its packets are a flood: many of them, mostly of new flows, which the host does not answer.
  var isExcessive: Bool {
    let second = second
    return second.stray >= Thresholds.volumeRate && second.new * 2 >= second.stray
      && second.answered * 10 <= second.new
  }

  /// Whether the host refuses them.
  var isRefusing: Bool { sum.refused >= 20 && sum.refused * 10 >= sum.stray * 3 }

  /// Whether a single program sends them: they have the same TTL, and the same window or length.
  var isUniform: Bool { timesToLive.topShare >= 0.9 && sizes.topShare >= 0.9 }

  /// Adds a stray packet to the sketches.
  mutating func record(
    _ source: HostNumber, sourceHash: UInt64, port: UInt16, portHash: UInt64, timeToLive: UInt8,
    size: UInt16
  ) {
    records += 1
    sources.add(hash: sourceHash)
    ports.add(hash: portHash)
    // A sample of the packets is enough to find frequent values.
    guard records <= 256 || records & 15 == 0 else { return }
    topSources.add(source)
    timesToLive.add(timeToLive)
    sizes.add(size)
    topPorts.add(port)
  }

  /// Resets it for another host, and keeps the memory.
  mutating func reuse(_ family: Family, _ address: HostNumber) {
    restart()
    (self.family, self.address) = (family, address)
    tick = Counts()
    recent = InlineArray(repeating: Counts())
    (hotTicks, quietTicks) = (0, 0)
  }

  /// Removes the sketches and the sums.
  mutating func restart() {
    (sum, ratePeak, records) = (Counts(), 0, 0)
    sources.removeAll()
    topSources.removeAll()
    timesToLive.removeAll()
    sizes.removeAll()
    ports = LinearCounter()
    topPorts.removeAll()
  }

  /// Ends a tick.
  mutating func endTick() {
    ratePeak = max(ratePeak, second.stray)
    sum = sum + tick
    recent[2] = recent[1]
    recent[1] = recent[0]
    recent[0] = tick
    tick = Counts()
  }
}

/// The hosts with unanswered packets, found by hash, in fixed memory.
struct VolumeTable: Sendable {
  private static var capacity: Int { 128 }

  private var index = SetAssociativeIndex(capacity: capacity, ways: 4)
  private var targets = Array(
    repeating: VolumeTarget(family: .datagram, address: 0), count: capacity)
  private(set) var evictedCount: UInt64 = 0

  /// Its memory in bytes.
  static var byteCount: Int { capacity * (VolumeTarget.byteCount + 8) }

  init() {}

  var slots: Range<Int> { targets.indices }

  /// Whether a tick without packets changes any of them.
  var isBusy: Bool { targets.contains { $0.openAlert != nil || $0.second.stray > 0 } }

  subscript(slot: Int) -> VolumeTarget {
    @inline(__always) _read { yield targets[slot] }
    @inline(__always) _modify { yield &targets[slot] }
  }

  /// The position of a target; nil if it is not in the table.
  func find(_ hash: UInt64) -> Int? { index.find(hash) }

  /// The position of a target, which is inserted if needed; nil if all targets of its set have open alerts.
  mutating func touch(
    _ hash: UInt64, _ family: VolumeTarget.Family, _ address: HostNumber
  ) -> Int? {
    if let slot = index.find(hash) { return slot }
    let best = index.bestPlace(for: hash) {
      targets[$0].openAlert == nil
        ? Double(targets[$0].second.stray) + Double(targets[$0].hotTicks) : .infinity
    }
    guard let (slot, evicted) = best else { return nil }
    if let evicted, evicted >= 5 { evictedCount += 1 }
    index.assign(slot, to: hash)
    targets[slot].reuse(family, address)
    return slot
  }
}
