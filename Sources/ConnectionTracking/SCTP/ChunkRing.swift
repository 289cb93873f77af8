import InternetTypes

/// A data chunk, remembered while it may be retransmitted.
struct ChunkRecord {
  /// When it was last captured.
  var time: Timestamp
  /// The number of the packet in which it was first captured; 0 if none.
  var packet: UInt64
  /// Its transmission sequence number (TSN).
  var number: UInt32
  /// Bytes of user data.
  var size: UInt16
  /// How many acknowledgments reported it missing (RFC 9260, section 7.2.4).
  var misses: UInt8 = 0
  var flags: Flags

  struct Flags: OptionSet {
    let rawValue: UInt8
    /// It was captured.
    ///
    /// Otherwise it is known from acknowledgments only.
    static var isSeen: Flags { Flags(rawValue: 1) }
    static var isAcknowledged: Flags { Flags(rawValue: 2) }
    static var isBeginning: Flags { Flags(rawValue: 4) }
    static var isEnding: Flags { Flags(rawValue: 8) }
    static var isRetransmitted: Flags { Flags(rawValue: 16) }
  }
}

/// The last data chunks of one direction, by TSN.
///
/// It starts with 16 places and doubles while outstanding chunks need more, up to 1,024. Older chunks are dropped.
struct ChunkRing {
  static var smallest: Int { 16 }
  static var largest: Int { 1024 }

  private var records: [ChunkRecord?] = []

  /// How many TSNs it spans.
  var capacity: Int { records.count }

  /// The chunk with a TSN, if it is remembered.
  subscript(number: UInt32) -> ChunkRecord? {
    get {
      guard !records.isEmpty else { return nil }
      let record = records[Int(number) & (records.count &- 1)]
      return record?.number == number ? record : nil
    }
    set {
      guard !records.isEmpty, let newValue else { return }
      records[Int(number) & (records.count &- 1)] = newValue
    }
  }

  /// The chunk that a TSN would replace.
  func displaced(by number: UInt32) -> ChunkRecord? {
    guard !records.isEmpty else { return nil }
    let record = records[Int(number) & (records.count &- 1)]
    return record?.number == number ? nil : record
  }

  /// Doubles the ring, within a budget that all directions share.
  mutating func grow(from budget: inout Int) {
    let count = max(records.count &* 2, Self.smallest)
    guard count <= Self.largest, budget >= count &- records.count else { return }
    budget &-= count &- records.count
    let former = records
    records = Array(repeating: nil, count: count)
    for record in former {
      if let record { self[record.number] = record }
    }
  }

  /// Removes all chunks, and returns the memory to the budget.
  mutating func removeAll(to budget: inout Int) {
    budget &+= records.count
    records = []
  }
}
