/// Sketches of the suspicious attempts to one target, in fixed memory.
///
/// They distinguish forged sources from real ones, and one sender from many.
struct SourceEvidence {
  private(set) var sources = HyperLogLog(precision: 12)
  private(set) var topSources = SpaceSaving<HostNumber>(capacity: 48)
  private(set) var topNetworks = SpaceSaving<HostNumber>(capacity: 24)
  private(set) var topRegions = SpaceSaving<UInt32>(capacity: 24)
  private(set) var timesToLive = SpaceSaving<UInt8>(capacity: 16)
  private(set) var windows = SpaceSaving<UInt16>(capacity: 16)
  private(set) var options = SpaceSaving<OptionSignature>(capacity: 8)
  /// The ports of a host, the hosts of a network, the other endpoints of unsolicited SYN-ACKs.
  private(set) var others = LinearCounter()
  private(set) var topOthers = SpaceSaving<UInt32>(capacity: 16)

  /// The number of records, and of the attempts that they represent.
  private(set) var records: UInt64 = 0
  private(set) var attempts: UInt64 = 0
  /// Of the records, those that the server answered, that the client reset, and that the server refused.
  private(set) var answered: UInt64 = 0
  private(set) var reset: UInt64 = 0
  private(set) var refused: UInt64 = 0

  /// Records of this tick; after the first 128 the frequent values are counted from every sixteenth.
  private var tickRecords = 0

  private static var fullRecords: Int { 128 }
  private static var samplingMask: Int { 15 }

  /// The most bytes of memory that one target's evidence takes.
  static var byteCount: Int {
    (1 << 12) + 48 * 32 + 24 * 32 + 24 * 12 + 16 * 12 * 2 + 8 * 12 + 16 * 12
      + MemoryLayout<SourceEvidence>.stride
  }

  /// Adds a suspicious attempt.
  ///
  /// - Parameters:
  ///   - attempt: The attempt.
  ///   - sourceHash: The hash of its source.
  ///   - other: The hash of its port, host or other endpoint.
  mutating func add(_ attempt: Attempt, sourceHash: UInt64, other: UInt32) {
    records += 1
    attempts += UInt64(attempt.weight)
    if attempt.status.contains(.answered) { answered += 1 }
    if attempt.status.contains(.reset) { reset += 1 }
    if attempt.status.contains(.refused) { refused += 1 }
    sources.add(hash: sourceHash)
    tickRecords += 1
    guard tickRecords <= Self.fullRecords || tickRecords & Self.samplingMask == 0 else { return }
    topSources.add(attempt.source)
    topNetworks.add(attempt.source.network)
    topRegions.add(attempt.source.region)
    timesToLive.add(attempt.timeToLive)
    windows.add(attempt.window)
    options.add(attempt.options)
    others.add(hash: UInt64(other) &* 0x9e37_79b9_7f4a_7c15 >> 16)
    topOthers.add(other)
  }

  /// Whether the most frequent network is an IPv4 network, which has few addresses.
  var isIPv4: Bool { topNetworks.top(1).first?.value.isIPv4 ?? true }

  /// Whether at least nine of ten SYNs have an MSS option, as those of TCP stacks do; an option list that was cut
  /// counts as having one.
  var hasOrdinaryOptions: Bool {
    let ordinary = options.elements.reduce(UInt32(0)) { (sum, element) in
      let isOrdinary =
        element.value.contains(.maximumSegmentSize) || element.value.contains(.incomplete)
      return isOrdinary ? sum + element.certainCount : sum
    }
    return options.total > 0 && Double(ordinary) >= 0.9 * Double(options.total)
  }

  /// Begins a new tick.
  mutating func beginTick() { tickRecords = 0 }

  /// Removes everything and keeps the memory.
  mutating func removeAll() {
    sources.removeAll()
    topSources.removeAll()
    topNetworks.removeAll()
    topRegions.removeAll()
    timesToLive.removeAll()
    windows.removeAll()
    options.removeAll()
    others = LinearCounter()
    topOthers.removeAll()
    (records, attempts, answered, reset, refused) = (0, 0, 0, 0, 0)
    tickRecords = 0
  }
}
